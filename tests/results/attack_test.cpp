// Row 47 of reliability-security.md: nothing that is hidden can be computed from what is published, in one
// release or in two. VANTRUM_ATTACKS=100000 is the long form.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/entropy.h"
#include "sync/results/release.h"
#include "sync/results/report.h"
#include "tests/results/attacker.h"

namespace vantrum::results::attack {
namespace {

using Json = nlohmann::json;

// What a region would do that knows less than we do; each must be found out.
enum class Weakness {
  none,
  pools_everybody,      // the region's row has the hidden centres in it (P-17)
  counts_everybody,     // only its number of responses has
  no_second_group,      // a small group is hidden alone (P-16)
  tells_who_skipped,    // how many passed over a question that only some were asked
  index_of_few,         // from k to 9 the index is shown beside the share (P-15)
  counter_alone,        // a small counter is hidden alone
  every_answer_at_once  // a second release has whatever came since (P-18)
};

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

const survey::Instrument& instrument() {
  static const auto made = make_instrument();
  return made;
}

// One region, in one or two releases: what is true, and what is printed of it.
struct Release {
  Tally truth;
  Json printed;
};
struct World {
  std::vector<Release> releases;
};

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

std::size_t index_in(const std::string& id) {
  for (std::size_t i = 0; i < instrument().questions.size(); ++i) {
    if (instrument().questions[i].id == id) return i;
  }
  return 0;
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

World make_world(Entropy& entropy, Weakness weakness) {
  RoundFacts facts{RoundId{1}, "", "", "", false, {}, {}, false};
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
  auto publish = [&](const Tally& truth) {
    auto printed = Json::parse(report_json(suppress(truth)));
    weaken(printed, truth, weakness);
    world.releases.push_back({truth, std::move(printed)});
  };
  publish(tally(facts, instrument(), visits, counters));
  if (entropy.random_below(2) == 0 && weakness != Weakness::every_answer_at_once) return world;

  const bool is_weak = weakness == Weakness::every_answer_at_once;
  std::vector<Visit> later = visits;
  std::vector<Counter> ignored;
  for (std::uint32_t c = 1; c <= centres; ++c) {
    const auto came = entropy.random_below(is_weak ? 5 : 25);
    const auto before = static_cast<std::uint64_t>(std::count_if(
        visits.begin(), visits.end(), [&](const auto& visit) { return visit.centre == CentreId{c}; }));
    if (is_weak || block_size(before, came, false, {}) > 0)
      add_visits(entropy, later, ignored, CentreId{c}, came, tastes[c - 1]);
  }
  auto all = tally(facts, instrument(), later, counters);
  if (!is_weak) {
    for (std::size_t c = 0; c < all.centres.size(); ++c)
      all.centres[c] = grown(world.releases[0].truth.centres[c], all.centres[c], instrument(), {});
  }
  publish(all);
  return world;
}

// "2/1/role/x": release, centre, question, cell.
std::string name_of(std::size_t release, std::size_t centre, const std::string& asked,
                    const std::string& cell) {
  return std::to_string(release) + "/" + std::to_string(centre) + "/" + asked + "/" + cell;
}

class Attack {
 public:
  explicit Attack(const World& world) : world_(world) {
    for (std::size_t r = 0; r < world.releases.size(); ++r) read(r);
    if (world.releases.size() == 2) relate();
    system_.solve();
  }

  // What was found out though it is hidden; empty: nothing.
  std::vector<std::string> findings() const {
    std::vector<std::string> found;
    for (std::size_t r = 0; r < world_.releases.size(); ++r) judge(r, found);
    if (world_.releases.size() == 2) judge_difference(found);
    return found;
  }
  std::size_t equations() const { return system_.equations(); }

 private:
  // A question that is held back shows the counts of the release before.
  std::size_t base(std::size_t r, std::size_t c, std::size_t q) const {
    return world_.releases[r].truth.centres[c].questions[q].is_held ? r - 1 : r;
  }
  using Sum = std::map<std::size_t, std::int64_t>;
  void add(Sum& sum, const std::string& name, std::int64_t factor) { sum[system_.variable(name)] += factor; }
  void state(const std::string& name, std::int64_t value) {
    system_.add({{system_.variable(name), 1}}, value);
  }

  void read(std::size_t r) {
    const auto& release = world_.releases[r];
    const auto& places = release.printed["places"];
    for (std::size_t c = 0; c < release.truth.centres.size(); ++c) {
      for (std::size_t q = 0; q < instrument().questions.size(); ++q) {
        const auto& asked = instrument().questions[q];
        if (asked.linkage == survey::Linkage::linked && base(r, c, q) == r) shape(r, c, asked);
      }
      const auto& place = places[c + 1];
      if (!place["responses"].is_null()) state(name_of(r, c, "", "responses"), place["responses"]);
      for (const auto& shown : place["questions"]) {
        const auto b = base(r, c, index_in(shown["id"]));
        read_question(shown, [&](Sum& sum, const std::string& cell, std::int64_t factor) {
          add(sum, name_of(b, c, shown["id"], cell), factor);
        });
      }
      if (r > 0) continue;
      // Whoever answered the survey most likely answered this, too.
      Sum all;
      for (const auto& option : place["counters"][0]["options"]) {
        const auto cell = name_of(0, c, "first", option["code"]);
        add(all, cell, 1);
        if (!option["count"].is_null()) state(cell, option["count"]);
      }
      add(all, name_of(0, c, "", "responses"), -1);
      system_.add(all, 0);
    }
    read_region(r);
  }

  // What every reader knows: the cells add up.
  void shape(std::size_t r, std::size_t c, const survey::Question& asked) {
    Sum valid, all;
    for (const auto& option : asked.options) {
      if (!option.dont_know) add(valid, name_of(r, c, asked.id, option.code), 1);
    }
    add(valid, name_of(r, c, asked.id, "n"), -1);
    system_.add(valid, 0);
    for (const char* cell : {"n", "dont_know", "no_answer"}) add(all, name_of(r, c, asked.id, cell), 1);
    if (!asked.when.is_empty()) add(all, name_of(r, c, "role", "z"), 1);  // who was not asked
    add(all, name_of(r, c, "", "responses"), -1);
    system_.add(all, 0);
  }

  template <class AddCell>
  void read_question(const Json& shown, AddCell add_cell) {
    auto tell = [&](const std::string& cell, const Json& value) {
      if (value.is_null()) return;
      Sum one;
      add_cell(one, cell, 1);
      system_.add(one, value);
    };
    tell("n", shown["n"]);
    tell("dont_know", shown["dont_know"]["count"]);
    tell("no_answer", shown["no_answer"]);
    for (const auto& option : shown["options"]) tell(option["code"], option["count"]);
    if (shown["n"].is_null()) return;
    const double n = shown["n"];
    const auto& asked = instrument().questions[index_in(shown["id"])];
    if (!shown["positive_percent"].is_null() && n <= 100) {
      Sum positive;
      for (const auto& option : asked.options) {
        if (option.positive) add_cell(positive, option.code, 1);
      }
      system_.add(positive, std::lround(shown["positive_percent"].get<double>() * n / 100));
    }
    if (!shown["index"].is_null()) {
      Sum weighed;
      for (const auto& option : asked.options) {
        if (option.weight) add_cell(weighed, option.code, std::lround(*option.weight * 3 / 100));
      }
      system_.add(weighed, std::lround(shown["index"].get<double>() * 3 * n / 100));
    }
  }

  // Whose answers are in the region's row is no secret: those shown in full, or merged, or everybody.
  void read_region(std::size_t r) {
    const auto& release = world_.releases[r];
    const auto& places = release.printed["places"];
    const auto count = release.truth.centres.size();
    std::vector<std::size_t> responding;
    for (std::size_t c = 0; c < count; ++c) {
      if (!places[c + 1]["responses"].is_null() || places[0]["centres"] == count) responding.push_back(c);
    }
    Sum responses;
    for (auto c : responding) add(responses, name_of(r, c, "", "responses"), 1);
    if (!places[0]["responses"].is_null()) system_.add(responses, places[0]["responses"]);
    for (std::size_t row = 0; row < places[0]["questions"].size(); ++row) {
      const auto& shown = places[0]["questions"][row];
      std::map<std::string, std::vector<std::size_t>> by_detail;
      for (std::size_t c = 0; c < count; ++c)
        by_detail[places[c + 1]["questions"][row]["detail"]].push_back(c);
      auto pooled = by_detail["full"].empty() ? by_detail["merged"] : by_detail["full"];
      if (shown["centres"] == count) {
        pooled.clear();
        for (std::size_t c = 0; c < count; ++c) pooled.push_back(c);
      }
      if (pooled.empty()) continue;
      const auto q = index_in(shown["id"]);
      read_question(shown, [&](Sum& sum, const std::string& cell, std::int64_t factor) {
        for (auto c : pooled) add(sum, name_of(base(r, c, q), c, shown["id"], cell), factor);
      });
    }
  }

  // The second release has everything of the first, and what came since.
  void relate() {
    for (std::size_t c = 0; c < world_.releases[0].truth.centres.size(); ++c) {
      for (std::size_t q = 0; q < instrument().questions.size(); ++q) {
        const auto& asked = instrument().questions[q];
        if (asked.linkage != survey::Linkage::linked || base(1, c, q) == 0) continue;
        std::vector<std::string> cells = {"n", "dont_know", "no_answer"};
        for (const auto& option : asked.options) cells.push_back(option.code);
        for (const auto& cell : cells) {
          Sum came;
          add(came, name_of(0, c, asked.id, cell), 1);
          add(came, name_of(2, c, asked.id, cell), 1);
          add(came, name_of(1, c, asked.id, cell), -1);
          system_.add(came, 0);
        }
      }
    }
  }

  void judge(std::size_t r, std::vector<std::string>& found) const {
    const auto& release = world_.releases[r];
    for (std::size_t c = 0; c < release.truth.centres.size(); ++c) {
      const auto& centre = release.truth.centres[c];
      const auto& place = release.printed["places"][c + 1];
      const auto responses = name_of(r, c, "", "responses");
      if (centre.responses > 0 && centre.responses < group_min && !is_safe(responses))
        found.push_back(responses);
      for (const auto& shown : place["questions"]) {
        const auto q = index_in(shown["id"]);
        const auto& asked = instrument().questions[q];
        const auto& counted = centre.questions[q];
        const auto b = base(r, c, q);
        if (counted.valid > 0 && counted.valid < group_min && !is_safe(name_of(b, c, asked.id, "n")))
          found.push_back(name_of(b, c, asked.id, "n"));
        for (std::size_t o = 0; o < asked.options.size(); ++o) {
          const auto cell = name_of(b, c, asked.id, asked.options[o].code);
          const bool is_small_group =
              asked.background && counted.options[o] > 0 && counted.options[o] < group_min;
          if (is_small_group && !is_safe(cell)) found.push_back(cell);
          const bool is_of_few = !asked.background && counted.valid > 0 && counted.valid < distribution_min &&
                                 !asked.options[o].dont_know && counted.options[o] > 0;
          if (is_of_few && system_.bounds(cell).is_found_out()) found.push_back(cell);
        }
      }
      if (r > 0) continue;
      for (const auto& counter : centre.counters) {
        const auto cell = name_of(0, c, "first", counter.name.substr(counter.name.find(':') + 1));
        if (counter.count < group_min && !is_safe(cell)) found.push_back(cell);
      }
    }
  }

  // Of those who came between two releases.
  void judge_difference(std::vector<std::string>& found) const {
    for (std::size_t c = 0; c < world_.releases[0].truth.centres.size(); ++c) {
      for (std::size_t q = 0; q < instrument().questions.size(); ++q) {
        const auto& asked = instrument().questions[q];
        if (asked.linkage != survey::Linkage::linked || base(1, c, q) == 0) continue;
        const auto& before = world_.releases[0].truth.centres[c].questions[q];
        const auto& now = world_.releases[1].truth.centres[c].questions[q];
        const auto came = now.valid - before.valid;
        if (came == 0) continue;
        if (came < group_min && system_.bounds(name_of(2, c, asked.id, "n")).is_found_out())
          found.push_back(name_of(2, c, asked.id, "n"));
        for (std::size_t o = 0; o < asked.options.size(); ++o) {
          const auto cell = name_of(2, c, asked.id, asked.options[o].code);
          if (asked.options[o].dont_know || !system_.bounds(cell).is_found_out()) continue;
          const auto group = now.options[o] - before.options[o];
          const bool is_small_group = asked.background && group > 0 && group < group_min;
          const bool is_of_few = !asked.background && came < distribution_min && group > 0;
          if (is_small_group || is_of_few) found.push_back(cell);
        }
      }
    }
  }

  // Not found out, and not nearly: at least k values are possible (P-17).
  bool is_safe(const std::string& name) const {
    return system_.bounds(name).width() >= static_cast<std::int64_t>(group_min);
  }

  const World& world_;
  LinearSystem system_;
};

int runs() {
  const char* asked = std::getenv("VANTRUM_ATTACKS");
  return asked ? std::atoi(asked) : 300;
}

int broken_of(Weakness weakness, int count) {
  SeededEntropy entropy(47);
  int broken = 0;
  for (int run = 0; run < count; ++run) {
    const auto world = make_world(entropy, weakness);
    if (!Attack(world).findings().empty()) ++broken;
  }
  return broken;
}

}  // namespace

TEST_CASE("the attacker solves what can be solved and no more") {
  LinearSystem system;
  const auto a = system.variable("a"), b = system.variable("b"), c = system.variable("c");
  system.add({{a, 1}, {b, 1}, {c, 1}}, 10);
  system.add({{a, 1}, {b, -1}}, 0);
  system.solve();
  CHECK_FALSE(system.bounds("a").is_found_out());
  CHECK(system.bounds("a").high == 5);
  CHECK(system.bounds("c").high == 10);
  system.add({{a, 3}, {c, 1}}, 14);
  system.solve();
  CHECK(system.bounds("a").low == 4);
  CHECK(system.bounds("a").is_found_out());
  CHECK(system.bounds("c").low == 2);
}

TEST_CASE("nobody who solves everything published finds a small group (P-14 to P-19, row 47)") {
  SeededEntropy entropy(1);
  std::size_t equations = 0, twice = 0;
  for (int run = 0; run < runs(); ++run) {
    const auto world = make_world(entropy, Weakness::none);
    Attack attack(world);
    const auto findings = attack.findings();
    equations += attack.equations();
    twice += world.releases.size() == 2;
    if (findings.empty()) continue;
    CAPTURE(run);
    for (const auto& release : world.releases) MESSAGE(release.printed.dump(1));
    FAIL("found out: " << findings.front());
  }
  MESSAGE(runs() << " worlds, " << twice << " of them released twice, " << equations << " equations");
}

TEST_CASE("the same attacker breaks every suppression that is weaker (row 47)") {
  CHECK(broken_of(Weakness::pools_everybody, 60) > 0);
  CHECK(broken_of(Weakness::counts_everybody, 60) > 0);
  CHECK(broken_of(Weakness::no_second_group, 60) > 0);
  CHECK(broken_of(Weakness::tells_who_skipped, 60) > 0);
  CHECK(broken_of(Weakness::index_of_few, 60) > 0);
  CHECK(broken_of(Weakness::counter_alone, 60) > 0);
  CHECK(broken_of(Weakness::every_answer_at_once, 60) > 0);
}

TEST_CASE("an open round is released in blocks of ten, and ten stay behind for the close (P-18)") {
  CHECK(block_size(0, 19, true, {}) == 0);
  CHECK(block_size(0, 20, true, {}) == 10);
  CHECK(block_size(10, 25, true, {}) == 15);
  CHECK(block_size(0, 7, false, {}) == 7);
  CHECK(block_size(10, 9, false, {}) == 0);
  CHECK(block_size(10, 10, false, {}) == 10);
  // Whatever the round showed while it was open, its close has a block for those that stayed behind.
  for (std::uint64_t total = 0; total < 200; ++total) {
    std::uint64_t released = 0;
    for (std::uint64_t come = 0; come <= total; ++come) {
      const auto block = block_size(released, come - released, true, {});
      CHECK((block == 0 || block >= distribution_min));
      released += block;
    }
    CHECK(block_size(released, total - released, false, {}) == total - released);
  }
}

}  // namespace vantrum::results::attack
