#include "tests/results/attack_world.h"

#include <algorithm>
#include <cmath>

#include "sync/results/release.h"
#include "sync/results/report.h"

namespace vantrum::results::attack {
namespace {

survey::Question question(const std::string& id, survey::QuestionType type,
                          const std::vector<std::string>& codes) {
  survey::Question made;
  made.id = id;
  made.type = type;
  for (const auto& code : codes) {
    survey::Option option;
    option.code = code;
    option.number = static_cast<std::uint32_t>(made.options.size() + 1);
    made.options.push_back(option);
  }
  return made;
}

survey::Question statement(const std::string& id) {
  auto made = question(id, survey::QuestionType::scale, {"a", "b", "c", "d", "dk"});
  for (std::size_t i = 0; i < 4; ++i) made.options[i].weight = 100.0 * static_cast<double>(3 - i) / 3;
  made.options[0].positive = made.options[1].positive = true;
  made.options[4].dont_know = true;
  return made;
}

survey::Instrument make_instrument() {
  survey::Instrument made;
  made.id = "attacked";
  auto role = question("role", survey::QuestionType::select_one, {"x", "y", "z"});
  auto gender = question("gender", survey::QuestionType::select_one, {"w", "m", "o"});
  role.background = gender.background = true;
  auto ruled = statement("ruled");
  ruled.when = survey::parse_rule("${role} != 'z'").value();
  auto first = question("first", survey::QuestionType::select_one, {"yes", "no"});
  first.linkage = survey::Linkage::counter;
  made.questions = {role, gender, statement("open"), ruled, first};
  auto& texts = made.texts["sv"];
  texts.strings["title"] = "";
  for (const auto& one : made.questions) {
    texts.strings[one.id + ".text"] = one.id;
    for (const auto& option : one.options) texts.strings[survey::option_key(one, option)] = option.code;
  }
  return made;
}

std::string chosen(Entropy& entropy, const survey::Question& asked, std::uint32_t taste) {
  // Most answer alike, so that small groups are common.
  const auto count = static_cast<std::uint32_t>(asked.options.size());
  if (entropy.random_below(10) < 7) return asked.options[taste % count].code;
  return asked.options[entropy.random_below(count)].code;
}

void add_visits(Entropy& entropy, std::vector<Visit>& visits, std::vector<Counter>& counters, CentreId centre,
                std::uint32_t count, std::uint32_t taste) {
  for (std::uint32_t i = 0; i < count; ++i) {
    survey::Answers answers;
    for (const auto& asked : instrument().questions) {
      if (asked.linkage != survey::Linkage::linked || !asked.when.holds(survey::lookup_in(answers))) continue;
      const bool passes =
          entropy.random_below(12) == 0 || (asked.id == "open" && taste % 4 == 3 && i % 3 > 0);
      if (!passes) answers[asked.id] = {chosen(entropy, asked, taste)};
    }
    visits.push_back({centre, answers, {}});
    const std::string name = entropy.random_below(10) < 8 ? "first:yes" : "first:no";
    auto it = std::find_if(counters.begin(), counters.end(),
                           [&](const auto& cell) { return cell.centre == centre && cell.name == name; });
    it == counters.end() ? counters.push_back({centre, name, 1}) : void(++it->count);
  }
}

Json* find(Json& place, const char* list, const std::string& id) {
  for (auto& one : place[list]) {
    if (one["id"] == id) return &one;
  }
  return nullptr;
}

// Puts back what a weak suppression would have printed.
void weaken(Json& printed, const Tally& truth, Weakness weakness) {
  auto& places = printed["places"];
  const auto pooled = [&](std::size_t q) {
    auto sum = truth.centres[0].questions[q];
    for (std::size_t c = 1; c < truth.centres.size(); ++c) sum = sum + truth.centres[c].questions[q];
    return sum;
  };
  if (weakness == Weakness::counts_everybody || weakness == Weakness::pools_everybody) {
    std::uint64_t responses = 0;
    for (const auto& centre : truth.centres) responses += centre.responses;
    places[0]["responses"] = responses;
    places[0]["centres"] = truth.centres.size();
  }
  if (weakness == Weakness::pools_everybody) {
    for (auto& shown : places[0]["questions"]) {
      auto sum = pooled(index_in(shown["id"]));
      shown["centres"] = truth.centres.size();
      shown["n"] = sum.valid;
      shown["dont_know"]["count"] = sum.dont_know;
      for (const char* other : {"positive_percent", "index", "no_answer"}) shown[other] = nullptr;
      for (std::size_t o = 0; o < shown["options"].size(); ++o) shown["options"][o]["count"] = sum.options[o];
    }
  }
  for (std::size_t c = 0; c < truth.centres.size(); ++c) {
    auto& place = places[c + 1];
    for (auto& shown : place["questions"]) {
      const auto& counted = truth.centres[c].questions[index_in(shown["id"])];
      if (weakness == Weakness::no_second_group && shown["detail"] == "partial") {
        for (std::size_t o = 0; o < shown["options"].size(); ++o) {
          if (counted.options[o] >= group_min) shown["options"][o]["count"] = counted.options[o];
        }
      }
      if (weakness == Weakness::tells_who_skipped && !shown["n"].is_null())
        shown["no_answer"] = counted.no_answer;
      if (weakness == Weakness::index_of_few && shown["detail"] == "merged" && shown["id"] != "role" &&
          shown["id"] != "gender") {
        double sum = 0;
        for (int o = 0; o < 4; ++o) sum += (3 - o) * 100.0 / 3 * static_cast<double>(counted.options[o]);
        shown["index"] = std::round(10 * sum / static_cast<double>(counted.valid)) / 10;
      }
    }
    if (weakness == Weakness::counter_alone) {
      for (const auto& cell : truth.centres[c].counters) {
        auto* counter = find(place, "counters", cell.name.substr(0, cell.name.find(':')));
        for (auto& option : (*counter)["options"]) {
          if (option["code"] == cell.name.substr(cell.name.find(':') + 1) && cell.count >= group_min)
            option["count"] = cell.count;
        }
      }
    }
  }
}

CounterLevels levels_of(const std::vector<Counter>& counters, CentreId centre) {
  CounterLevels levels;
  for (const auto& counter : counters) {
    if (counter.centre == centre) levels[counter.name] = counter.count;
  }
  return levels;
}

std::vector<Counter> cells_of(const CounterLevels& levels, CentreId centre) {
  std::vector<Counter> cells;
  for (const auto& [name, count] : levels) cells.push_back({centre, name, count});
  return cells;
}

// As a counter whose options are independent is released while the round is open.
void grow_while_open(CounterLevels& kept, const CounterLevels& levels) {
  for (const auto& [name, level] : levels) {
    if (level < 2 * distribution_min) continue;
    auto& count = kept[name];
    if (level - distribution_min >= count + distribution_min) count = level - distribution_min;
    if (count == 0) kept.erase(name);
  }
}

void grow_after_close(CounterLevels& kept, const CounterLevels& levels, Weakness weakness) {
  if (weakness == Weakness::counter_at_once) {
    kept = levels;
    return;
  }
  for (const auto& [name, count] : grown_counters(kept, levels, instrument(), {}).cells) kept[name] = count;
}

}  // namespace

const survey::Instrument& instrument() {
  static const auto made = make_instrument();
  return made;
}

std::size_t index_in(const std::string& id) {
  for (std::size_t i = 0; i < instrument().questions.size(); ++i) {
    if (instrument().questions[i].id == id) return i;
  }
  return 0;
}

World make_world(Entropy& entropy, Weakness weakness) {
  RoundFacts facts{RoundId{1}, "", "", "", false, {}, {}, false, 0};
  const auto centres = 1 + entropy.random_below(4);
  for (std::uint32_t c = 1; c <= centres; ++c) facts.centres.push_back({CentreId{c}, std::to_string(c), 50});
  std::vector<Visit> visits;
  std::vector<Counter> counters;
  std::vector<std::uint32_t> tastes;
  for (std::uint32_t c = 1; c <= centres; ++c) {
    tastes.push_back(entropy.random_below(20));
    const std::uint32_t sizes[] = {3, 6, 12, 20, 40};
    add_visits(entropy, visits, counters, CentreId{c},
               entropy.random_below(sizes[entropy.random_below(5)] + 1), tastes.back());
  }
  World world;
  std::vector<CounterLevels> kept(centres);
  auto publish = [&](Tally truth, const std::vector<Counter>& levels) {
    for (std::size_t c = 0; c < centres; ++c) {
      const auto id = truth.centres[c].centre.id;
      grow_after_close(kept[c], levels_of(levels, id), weakness);
      truth.centres[c].counters = cells_of(kept[c], id);
    }
    auto shown = truth;
    if (weakness == Weakness::counter_left_out) {
      for (auto& centre : shown.centres)
        std::erase_if(centre.counters, [](const auto& cell) { return cell.count < group_min; });
    }
    auto printed = Json::parse(report_json(suppress(shown)));
    weaken(printed, truth, weakness);
    world.releases.push_back({truth, std::move(printed)});
  };
  publish(tally(facts, instrument(), visits, {}), counters);
  if (entropy.random_below(2) == 0 && weakness != Weakness::every_answer_at_once) return world;

  const bool is_weak = weakness == Weakness::every_answer_at_once;
  std::vector<Visit> later = visits;
  for (std::uint32_t c = 1; c <= centres; ++c) {
    const auto came = entropy.random_below(is_weak ? 5 : 25);
    const auto before = static_cast<std::uint64_t>(std::count_if(
        visits.begin(), visits.end(), [&](const auto& visit) { return visit.centre == CentreId{c}; }));
    if (is_weak || block_size(before, came, false, {}) > 0)
      add_visits(entropy, later, counters, CentreId{c}, came, tastes[c - 1]);
  }
  auto all = tally(facts, instrument(), later, {});
  if (!is_weak) {
    for (std::size_t c = 0; c < all.centres.size(); ++c)
      all.centres[c] = grown({world.releases[0].truth.centres[c], {}}, all.centres[c], instrument(), {});
  }
  publish(all, counters);
  return world;
}

World make_life(Entropy& entropy, Weakness weakness) {
  RoundFacts facts{RoundId{1}, "", "", "", true, {}, {}, false, 0};
  const auto centres = 1 + entropy.random_below(3);
  for (std::uint32_t c = 1; c <= centres; ++c) facts.centres.push_back({CentreId{c}, std::to_string(c), 50});
  std::vector<std::vector<Visit>> received(centres), released(centres);
  std::vector<std::uint32_t> tastes;
  for (std::uint32_t c = 0; c < centres; ++c) tastes.push_back(entropy.random_below(20));
  std::vector<Counter> counters;
  std::vector<CounterLevels> kept(centres);
  auto count = [&](const std::vector<std::vector<Visit>>& visits) {
    std::vector<Visit> all;
    for (const auto& some : visits) all.insert(all.end(), some.begin(), some.end());
    return tally(facts, instrument(), all, {});
  };
  World world;
  auto shown = count(released);
  const auto opened = entropy.random_below(3);
  for (std::size_t look = 0; look < 3; ++look) {
    facts.is_open = look < opened;
    for (std::uint32_t c = 0; c < centres; ++c) {
      const std::uint32_t sizes[] = {0, 4, 25, 40};
      add_visits(entropy, received[c], counters, CentreId{c + 1},
                 entropy.random_below(sizes[entropy.random_below(4)] + 1), tastes[c]);
      const auto had = released[c].size();
      const auto block = block_size(had, received[c].size() - had, facts.is_open, {});
      released[c].assign(received[c].begin(), received[c].begin() + static_cast<std::ptrdiff_t>(had + block));
    }
    const auto all = count(released), everything = count(received);
    auto next = all;
    for (std::size_t c = 0; c < centres; ++c) {
      const auto may_grow =
          facts.is_open ? interim(shown.centres[c], all.centres[c], everything.centres[c], instrument(), {})
                        : all.centres[c];
      next.centres[c] = grown({shown.centres[c], {}}, may_grow, instrument(), {});
      const auto id = next.centres[c].centre.id;
      const auto levels = levels_of(counters, id);
      if (!facts.is_open)
        grow_after_close(kept[c], levels, weakness);
      else if (weakness == Weakness::counter_while_open)
        grow_while_open(kept[c], levels);
      next.centres[c].counters = cells_of(kept[c], id);
    }
    shown = next;
    const auto printed = Json::parse(report_json(suppress(next)));
    // What was never shown is as it is, and hidden.
    for (std::size_t c = 0; c < centres; ++c) {
      for (std::size_t q = 0; q < instrument().questions.size(); ++q) {
        auto& question = next.centres[c].questions[q];
        if (question.is_held && question.valid == 0) question = all.centres[c].questions[q];
      }
    }
    world.releases.push_back({next, printed});
    world.everything.push_back(everything);
  }
  return world;
}

}  // namespace vantrum::results::attack
