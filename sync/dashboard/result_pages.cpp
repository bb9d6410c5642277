// Results and reports. Every number comes out of sync/results, which hides what would betray somebody; these
// pages only choose whose place is shown: the region's and the account's own centres (S70).
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>

#include "sync/collector/take_away.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/model_table.h"
#include "sync/results/suppress.h"
#include "sync/results/swedish.h"

namespace vantrum::dashboard {
namespace {

using results::count_text;
using results::percent_text;
using results::PublishedPlace;
using results::PublishedResults;

Json facts_of(const PublishedResults& results, const PublishedPlace& place) {
  Json facts = Json::array();
  auto fact = [&](const std::string& name, const std::string& value) {
    facts.push_back({{"name", name}, {"value", value}});
  };
  fact(results.round().for_staff ? "Svar av anställda" : "Svar av kvot",
       results::shown_count(place.responses) + " av " + count_text(place.quota));
  if (place.rate_percent) fact("Svarsfrekvens", percent_text(*place.rate_percent));
  if (!place.centre) fact("Familjecentraler som räknas in", std::to_string(place.centres));
  if (!results.last_round().empty()) fact("Jämförs med", results.last_round());
  return facts;
}

std::string heading_of(const exports::ChartRows& rows) {
  const auto& options = rows.front()->options;
  if (rows.front()->type == survey::QuestionType::rating || options.empty()) return "Betyg från 0 till 10";
  return options.front().label + " … " + options.back().label;
}

// A diagram for each group of questions with the same answers, and its table; all other questions as tables.
void add_answers(Json& model, const PublishedResults& results, const PublishedPlace& place,
                 const std::string& base) {
  Json charts = Json::array(), others = Json::array(), who = Json::array();
  for (const auto& rows : exports::charts_of(place)) {
    const auto size = exports::chart_size(exports::chart_svg(results, place, rows, "chart"));
    const auto heading = heading_of(rows);
    charts.push_back({{"number", charts.size() + 1},
                      {"base", base},
                      {"heading", heading},
                      {"questions", rows.size() == 1 ? "en fråga" : fmt::format("{} frågor", rows.size())},
                      {"width", fmt::format("{:.0f}", size.width)},
                      {"height", fmt::format("{:.0f}", size.height)},
                      {"table", model_of(exports::chart_table(results, place, rows), "Tabell: " + heading)}});
  }
  for (const auto& question : place.questions) {
    if (exports::is_scale(question.type) && !question.background) continue;
    auto& list = question.background ? who : others;
    list.push_back(model_of(exports::options_table(question), question.words));
  }
  for (const auto& counter : place.counters)
    who.push_back(model_of(exports::counter_table(counter), counter.words));
  model["has_charts"] = !charts.empty();
  model["charts"] = std::move(charts);
  model["has_others"] = !others.empty();
  model["others"] = std::move(others);
  model["has_who"] = !who.empty();
  model["who"] = std::move(who);
}

Json place_of(const PublishedResults& results, const PublishedPlace& place, const std::string& base,
              bool names_all_centres) {
  const auto k = results.policy().k;
  Json model{{"name", place.name},
             {"is_empty", !place.responses.has_value()},
             {"k", k == 5 ? "fem" : std::to_string(k)},
             {"facts", facts_of(results, place)}};
  add_answers(model, results, place, base);
  model["quotes"] = Json::array();
  for (const auto& quote : place.quotes)
    model["quotes"].push_back(
        {{"text", quote.text}, {"label", quote.label.empty() ? Json(nullptr) : Json(quote.label)}});
  model["has_quotes"] = !place.quotes.empty();
  model["has_goals"] = !place.goals.empty();
  if (!place.goals.empty()) model["goals"] = model_of(exports::goals_of(place), "Målen");
  // Whoever works for single centres sees no other centre's name (S70).
  model["has_participation"] = !place.centre && names_all_centres;
  if (!place.centre && names_all_centres)
    model["participation"] = model_of(exports::participation(results), "Deltagande");
  return model;
}

std::string base_of(RoundId round, const std::optional<CentreId>& centre) {
  return fmt::format("/resultat/{}/{}", round.value, centre ? std::to_string(centre->value) : "lanet");
}

Result<Answer> results_page(Call& call, const std::optional<CentreId>& centre) {
  auto round = TRY(call.round());
  auto published = TRY(collector::publish_results(call.house.collector, round.id));
  // The region's documents are a lead's to take away, a centre's are its readers'.
  auto role = call.account().role;
  Json report = centre                         ? Json(base_of(round.id, centre))
                : role == accounts::Role::lead ? Json(fmt::format("/rapporter/{}", round.id.value))
                                               : Json(false);
  Json links = Json::array();
  std::optional<Json> shown;
  for (const auto& place : published.places()) {
    if (place.centre && !call.may_see(*place.centre)) continue;
    bool is_here = place.centre == centre;
    if (is_here)
      shown = place_of(published, place, base_of(round.id, centre), accounts::works_for_all_centres(role));
    links.push_back({{"href", place.centre ? base_of(round.id, place.centre)
                                           : fmt::format("/resultat/{}", round.id.value)},
                     {"name", place.name},
                     {"is_here", is_here}});
  }
  if (!shown) return Error::not_found("the centre did not take part in the round");
  return Answer(Page{"results",
                     round.name,
                     {{"id", round.id.value},
                      {"is_open", round.is_open},
                      {"links", links},
                      {"place", std::move(*shown)},
                      {"report", report},
                      {"notes", published.notes()},
                      {"has_notes", !published.notes().empty()}}});
}

// Names of files as they stand in the address. A report of a centre is offered to whoever may see the centre;
// what holds all centres to leads alone (endpoints.cpp).
struct Offer {
  const char* file;
  exports::Format format;
};
constexpr Offer of_all[] = {
    {"resultat.csv", exports::Format::csv},   {"resultat-excel.csv", exports::Format::csv_excel},
    {"resultat.xlsx", exports::Format::xlsx}, {"resultat.sav", exports::Format::sav},
    {"resultat.json", exports::Format::json}, {"resultat.txt", exports::Format::text}};
constexpr Offer of_place[] = {{"rapport.pdf", exports::Format::pdf}, {"rapport.docx", exports::Format::docx}};
constexpr Offer of_chart[] = {{".png", exports::Format::png}, {".svg", exports::Format::svg}};
constexpr Offer zips[] = {{"rapporter-pdf.zip", exports::Format::pdf},
                          {"rapporter-word.zip", exports::Format::docx}};

const Offer* find_offer(std::span<const Offer> offers, const std::string& file) {
  for (const auto& offer : offers) {
    if (file == offer.file) return &offer;
  }
  return nullptr;
}

// "diagram-2.png" after `begin` "diagram-".
std::optional<exports::What> chart_named(std::string_view file, std::string_view begin) {
  auto dot = file.find('.');
  if (!file.starts_with(begin) || dot == std::string_view::npos) return std::nullopt;
  auto number = parse_number(file.substr(begin.size(), dot - begin.size()));
  const auto* offer = find_offer(of_chart, std::string(file.substr(dot)));
  if (!number || !offer) return std::nullopt;
  return exports::What{offer->format, {}, *number};
}

Error no_such_file() { return Error::not_found("there is no such file"); }

// A document takes seconds, a ZIP of them a minute: written on another thread, from a copy of what may be
// shown.
Answer written(results::PublishedResults published, const exports::What& what, std::string name) {
  auto copy = std::make_shared<const results::PublishedResults>(std::move(published));
  return Make{[copy, what, name = std::move(name)]() -> Result<File> {
    return file_of(exports::facts_of(what.format).media_type, name, TRY(exports::bytes_of(*copy, what)));
  }};
}

}  // namespace

Result<Answer> show_results(Call& call) { return results_page(call, std::nullopt); }
Result<Answer> show_centre_results(Call& call) { return results_page(call, call.centre); }

Result<Answer> show_reports(Call& call) {
  Json rounds = Json::array();
  for (const auto& round : TRY(call.store().list_rounds())) {
    Json centres = Json::array();
    for (const auto& place : TRY(call.store().centres_of(round.id))) {
      if (call.may_see(place.centre))
        centres.push_back({{"id", place.centre.value}, {"round", round.id.value}, {"name", place.name}});
    }
    rounds.push_back({{"id", round.id.value},
                      {"name", round.name},
                      {"is_open", round.is_open},
                      {"centres", centres},
                      {"has_centres", !centres.empty()},
                      {"may_download", call.account().role == accounts::Role::lead}});
  }
  std::reverse(rounds.begin(), rounds.end());
  return Answer(Page{"reports", "Resultat", {{"rounds", rounds}, {"has_rounds", !rounds.empty()}}});
}

Result<Answer> download_results(Call& call) {
  auto round = TRY(call.round());
  const auto& file = call.values.at("file");
  const auto* offer = find_offer(of_all, file);
  if (!offer) offer = find_offer(of_place, file);
  const auto* zip = find_offer(zips, file);
  if (!offer && !zip) return no_such_file();
  auto published = TRY(collector::publish_results(call.house.collector, round.id));
  auto name = fmt::format("omgang-{}-{}", round.id.value, file);
  if (offer) return written(std::move(published), {offer->format, {}, 1}, name);
  auto copy = std::make_shared<const results::PublishedResults>(std::move(published));
  return Answer(Make{[copy, format = zip->format, name]() -> Result<File> {
    return file_of("application/zip", name,
                   TRY(exports::all_reports(*copy, {format}, [](auto, auto) { return Result<void>(); })));
  }});
}

namespace {

Result<PublishedResults> published_with(Call& call, const std::optional<CentreId>& centre) {
  auto round = TRY(call.round());
  auto published = TRY(collector::publish_results(call.house.collector, round.id));
  if (centre && !published.find(*centre))
    return Error::not_found("the centre did not take part in the round");
  return published;
}

// In the page: made at once, because a page has several.
Result<Answer> chart_in_page(Call& call, const std::optional<CentreId>& centre) {
  auto what = chart_named(call.values.at("file"), "");
  if (!what || what->format != exports::Format::svg) return no_such_file();
  what->centre = centre;
  auto published = TRY(published_with(call, centre));
  auto bytes = TRY(exports::bytes_of(published, *what));
  return Answer(File{exports::facts_of(what->format).media_type, "", to_bytes(view_of(bytes)), false});
}

Result<Answer> take_chart(Call& call, const std::optional<CentreId>& centre) {
  const auto& file = call.values.at("file");
  auto what = chart_named(file, "diagram-");
  if (!what) return no_such_file();
  what->centre = centre;
  auto published = TRY(published_with(call, centre));
  auto place = centre ? fmt::format("familjecentral-{}", centre->value) : std::string("lanet");
  auto name = fmt::format("omgang-{}-{}-{}", published.round().id.value, place, file);
  return written(std::move(published), *what, name);
}

}  // namespace

Result<Answer> show_region_chart(Call& call) { return chart_in_page(call, std::nullopt); }
Result<Answer> show_centre_chart(Call& call) { return chart_in_page(call, call.centre); }
Result<Answer> download_region_chart(Call& call) { return take_chart(call, std::nullopt); }

Result<Answer> download_report(Call& call) {
  const auto& file = call.values.at("file");
  const auto* offer = find_offer(of_place, file);
  if (!offer) return take_chart(call, call.centre);
  auto published = TRY(published_with(call, call.centre));
  auto name =
      fmt::format("omgang-{}-familjecentral-{}-{}", published.round().id.value, call.centre->value, file);
  return written(std::move(published), {offer->format, call.centre, 1}, name);
}

}  // namespace vantrum::dashboard
