// Typing in a centre's year: its numbers, its texts, its activities. Whoever may type sees the numbers as
// they were typed, the small ones too.
#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/take_away.h"
#include "sync/collector/years.h"
#include "sync/dashboard/year_handlers.h"
#include "sync/dashboard/year_parts.h"

namespace vantrum::dashboard {
namespace {

Json lines_of(const year::Paragraphs& paragraphs) {
  std::string text;
  for (const auto& paragraph : paragraphs) text += (text.empty() ? "" : "\n\n") + paragraph;
  return text;
}

// As they stand in the store, or in a form that was not accepted: what was typed there comes back as it was.
Json number_fields(const year::Outline& outline, const year::CentreYear& typed, const Fields& form) {
  Json fields = Json::array();
  for (const auto& figure : outline.figures) {
    const auto& value = typed.figures.at(figure.id);
    const auto id = "tal-" + figure.id;
    const auto stored = value ? std::to_string(*value) : std::string();
    fields.push_back({{"id", id},
                      {"words", figure.words},
                      {"value", form.has(id) ? form.get(id) : stored},
                      {"counts_people", figure.counts_people}});
  }
  return fields;
}

Json priority_fields(const year::CentreYear& typed) {
  Json all = Json::array();
  for (std::size_t i = 0; i < typed.priorities.size(); ++i) {
    const auto& priority = typed.priorities[i];
    const std::pair<const char*, std::pair<const char*, const std::string*>> fields[] = {
        {"omrade", {"Område", &priority.area}},
        {"mal", {"Mål", &priority.goal}},
        {"mats", {"Hur det mäts", &priority.measure}},
        {"nu", {"Nu", &priority.baseline}},
        {"varde", {"Målvärde", &priority.target}}};
    Json rows = Json::array();
    for (const auto& [id, field] : fields)
      rows.push_back(
          {{"id", fmt::format("{}-{}", id, i + 1)}, {"words", field.first}, {"value", *field.second}});
    all.push_back({{"number", i + 1}, {"fields", rows}});
  }
  return all;
}

Json text_field(const std::string& id, const std::string& words, const std::string& guide,
                std::size_t characters_max, const year::Paragraphs& text) {
  return {{"id", id},
          {"words", words},
          {"guide", guide},
          {"has_guide", !guide.empty()},
          {"characters", characters_max},
          {"text", lines_of(text)}};
}

const std::string& words_of_goal(const std::string& goal) {
  const auto& known = collector::known_goals();
  const auto found = std::ranges::find(known, goal, &survey::Goal::id);
  return found == known.end() ? goal : found->text;
}

Json text_fields(const year::Outline& outline, const year::CentreYear& typed, const std::string& part) {
  Json fields = Json::array();
  if (part == "texter") {
    for (const auto& section : outline.sections) {
      if (section.characters_max > 0)
        fields.push_back(text_field("text-" + section.id, year::with_years(section.heading, typed.year),
                                    year::with_years(section.guide, typed.year), section.characters_max,
                                    typed.words.at(section.id)));
    }
  } else if (part == "aktiviteter") {
    for (const auto& goal : outline.goals)
      fields.push_back(text_field("mal-" + goal, words_of_goal(goal), "", year::activity_characters_max,
                                  typed.activities.at(goal)));
  }
  return fields;
}

// The rounds of that kind that the centre took part in, newest first, and none.
Result<Json> round_choices(const Call& call, CentreId centre, bool for_staff, RoundId chosen) {
  Json choices = Json::array();
  for (const auto& round : TRY(call.store().list_rounds())) {
    const auto places = TRY(call.store().centres_of(round.id));
    if (round.for_staff != for_staff ||
        std::ranges::find(places, centre, &collector::RoundCentre::centre) == places.end())
      continue;
    choices.push_back({{"id", round.id.value}, {"name", round.name}, {"is_chosen", round.id == chosen}});
  }
  std::reverse(choices.begin(), choices.end());
  choices.push_back({{"id", 0}, {"name", "Ingen"}, {"is_chosen", chosen.value == 0}});
  return choices;
}

const YearPart* part_named(const std::string& name) {
  const auto* found = std::ranges::find_if(year_parts, [&](const YearPart& one) { return name == one.name; });
  return found == std::end(year_parts) ? nullptr : found;
}

Result<Page> fill_page(const Call& call, const collector::Centre& centre, const year::Outline& outline,
                       const year::CentreYear& typed, const YearPart& part, const std::string& problem) {
  const bool is_numbers = std::string_view(part.name) == "tal";
  Page page{"year_fill",
            part.title,
            {{"year", typed.year},
             {"centre", typed.centre.value},
             {"name", centre.name},
             {"part", part.name},
             {"is_numbers", is_numbers},
             {"numbers", number_fields(outline, typed, call.form)},
             {"priorities", priority_fields(typed)},
             {"visitors", TRY(round_choices(call, centre.id, false, typed.visitors))},
             {"staff", TRY(round_choices(call, centre.id, true, typed.staff))},
             {"texts", text_fields(outline, typed, part.name)}}};
  if (!problem.empty()) {
    page.model["problem"] = "Inget är sparat: " + problem;
    page.status = 422;
  }
  return page;
}

// What a form says, put into what was typed before; the first fault in words.
std::string take_numbers(const Fields& form, const year::Outline& outline, year::CentreYear& typed) {
  std::string problem;
  for (const auto& figure : outline.figures) {
    auto text = trimmed(form.get("tal-" + figure.id));
    std::erase(text, ' ');
    const auto number = parse_number(text);
    if (!text.empty() && (!number || *number > year::figure_max)) {
      if (problem.empty())
        problem = fmt::format("”{}” behöver ett helt tal, eller inget alls.", figure.words);
      continue;
    }
    typed.figures[figure.id] = number ? std::optional<std::uint64_t>(*number) : std::nullopt;
  }
  typed.visitors.value = form.number("visitors").value_or(0);
  typed.staff.value = form.number("staff").value_or(0);
  for (std::size_t i = 0; i < typed.priorities.size(); ++i) {
    const auto field = [&](const char* id) { return trimmed(form.get(fmt::format("{}-{}", id, i + 1))); };
    auto& priority = typed.priorities[i];
    priority = {field("omrade"), field("mal"), field("mats"), field("nu"), field("varde")};
    if (problem.empty() && !priority.is_empty() && (priority.goal.empty() || priority.measure.empty()))
      problem = fmt::format("Prioriterat mål {} behöver både ett mål och hur det mäts.", i + 1);
  }
  return problem;
}

std::string take_texts(const Fields& form, const year::Outline& outline, const std::string& part,
                       year::CentreYear& typed) {
  std::string problem;
  const auto take = [&](const std::string& id, const std::string& words, std::size_t most,
                        year::Paragraphs& into) {
    into = year::paragraphs_of(form.get(id));
    if (const auto size = year::characters_of(into); size > most && problem.empty())
      problem = fmt::format("”{}” är {} tecken; det får vara högst {}.", words, size, most);
  };
  if (part == "texter") {
    for (const auto& section : outline.sections) {
      if (section.characters_max > 0)
        take("text-" + section.id, year::with_years(section.heading, typed.year), section.characters_max,
             typed.words[section.id]);
    }
  } else {
    for (const auto& goal : outline.goals)
      take("mal-" + goal, words_of_goal(goal), year::activity_characters_max, typed.activities[goal]);
  }
  return problem;
}

}  // namespace

Result<Answer> show_fill_year(Call& call) {
  const auto number = TRY(year_in_path(call));
  const auto* part = part_named(call.values.at("part"));
  if (!part) return Error::not_found("there is no such form");
  auto years = TRY(collector::open_years(call.house.collector));
  const auto outline = TRY(collector::outline_of(*years));
  const auto centre = TRY(call.store().load_centre(*call.centre));
  const auto typed = TRY(collector::year_to_fill(call.house.collector, *years, outline, centre.id, number));
  return Answer(TRY(fill_page(call, centre, outline, typed, *part, "")));
}

Result<Answer> fill_year(Call& call) {
  const auto number = TRY(year_in_path(call));
  const auto* part = part_named(call.values.at("part"));
  if (!part) return Error::not_found("there is no such form");
  auto years = TRY(collector::open_years(call.house.collector));
  const auto outline = TRY(collector::outline_of(*years));
  const auto centre = TRY(call.store().load_centre(*call.centre));
  auto typed = TRY(collector::year_to_fill(call.house.collector, *years, outline, centre.id, number));
  const std::string name = part->name;
  auto problem =
      name == "tal" ? take_numbers(call.form, outline, typed) : take_texts(call.form, outline, name, typed);
  if (!problem.empty()) return Answer(TRY(fill_page(call, centre, outline, typed, *part, problem)));
  // Never the words themselves: they are in the store, every version of them.
  TRY(call.house.staff.log.add(
      call.account().name, "fyllde i årsberättelse",
      fmt::format("familjecentral: {} · år: {} · del: {}", centre.id.value, number, name)));
  call.deed = "fyllde i årsberättelse";
  auto kept = collector::keep_typed(call.house.collector, *years, "formuläret",
                                    year::centre_year_text(typed, outline, centre.name));
  if (!kept && kept.error().kind == ErrorKind::invalid) {
    auto page =
        TRY(fill_page(call, centre, outline, typed, *part,
                      "något i det du skrev kan inte tas emot. Är det ett telefonnummer eller en adress?"));
    page.model["technical"] = kept.error().message;
    return Answer(std::move(page));
  }
  TRY(std::move(kept));
  return Answer(Redirect{fmt::format("/arsberattelser/{}/{}", number, centre.id.value)});
}

}  // namespace vantrum::dashboard
