// Row 47: nothing that is hidden can be computed from what is published, in one release or in more.
// VANTRUM_ATTACKS=100000 is the long form.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>

#include "sync/results/release.h"
#include "tests/results/attack_world.h"
#include "tests/results/attacker.h"

namespace vantrum::results::attack {
namespace {

// "2/1/role/x": release, centre, question, cell.
std::string name_of(std::size_t release, std::size_t centre, const std::string& asked,
                    const std::string& cell) {
  return std::to_string(release) + "/" + std::to_string(centre) + "/" + asked + "/" + cell;
}

class Attack {
 public:
  explicit Attack(const World& world) : world_(world) {
    for (std::size_t r = 0; r < world.releases.size(); ++r) read(r);
    for (std::size_t r = 1; r < world.releases.size(); ++r) relate(r);
    system_.solve();
  }

  // What was found out though it is hidden; empty: nothing.
  std::vector<std::string> findings() const {
    std::vector<std::string> found;
    for (std::size_t r = 0; r < world_.releases.size(); ++r) judge(r, found);
    for (std::size_t r = 1; r < world_.releases.size(); ++r) judge_difference(r, found);
    return found;
  }
  std::size_t equations() const { return system_.equations(); }

 private:
  // A question that is held back shows the counts of the release before.
  std::size_t base(std::size_t r, std::size_t c, std::size_t q) const {
    while (r > 0 && world_.releases[r].truth.centres[c].questions[q].is_held) --r;
    return r;
  }
  std::uint64_t counted(std::size_t r, std::size_t c, const std::string& cell) const {
    for (const auto& counter : world_.releases[r].truth.centres[c].counters) {
      if (counter.name == cell) return counter.count;
    }
    return 0;
  }
  // So does a counter that stays as it was.
  std::size_t counter_base(std::size_t r, std::size_t c) const {
    while (r > 0 && counted(r, c, "first:yes") == counted(r - 1, c, "first:yes") &&
           counted(r, c, "first:no") == counted(r - 1, c, "first:no") &&
           world_.releases[r].truth.round.is_open == world_.releases[r - 1].truth.round.is_open)
      --r;
    return r;
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
        if (asked.linkage == survey::Linkage::linked) shape(r, c, asked);
      }
      const auto& place = places[c + 1];
      if (!place["responses"].is_null()) state(name_of(r, c, "", "responses"), place["responses"]);
      for (const auto& shown : place["questions"]) {
        const auto b = base(r, c, index_in(shown["id"]));
        read_question(shown, [&](Sum& sum, const std::string& cell, std::int64_t factor) {
          add(sum, name_of(b, c, shown["id"], cell), factor);
        });
      }
      read_counter(r, c, place["counters"][0]);
    }
    read_region(r);
  }

  void read_counter(std::size_t r, std::size_t c, const Json& counter) {
    const auto b = counter_base(r, c);
    const bool is_open = world_.releases[b].truth.round.is_open;
    Sum all;
    for (const auto& option : counter["options"]) {
      const auto cell = name_of(b, c, "first", option["code"]);
      add(all, cell, 1);
      if (option["count"].is_null()) continue;
      if (!is_open) {
        state(cell, option["count"]);
        continue;
      }
      Sum at_least;  // ten are kept back
      add(at_least, cell, 1);
      add(at_least, "more/" + name_of(r, c, "first", option["code"]), -1);
      system_.add(at_least,
                  option["count"].get<std::int64_t>() + static_cast<std::int64_t>(distribution_min));
    }
    if (is_open || b != r) return;
    // Whoever answered the survey most likely answered this, too; a few may have come since the answers
    // shown.
    add(all, name_of(b, c, "", "responses"), -1);
    const auto waits = name_of(b, c, "", "waiting");
    add(all, waits, -1);
    system_.add(all, 0);
    const auto& truth = world_.releases[b].truth.centres[c].responses;
    if (world_.everything.empty() || world_.everything[b].centres[c].responses == truth)
      return state(waits, 0);
    Sum few;
    add(few, waits, 1);
    add(few, "fewer/" + waits, 1);
    system_.add(few, static_cast<std::int64_t>(distribution_min) - 1);
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

  // Each release has everything of the one before, and what came since; what is held is only not told.
  static std::string came(std::size_t from, std::size_t to) {
    return std::to_string(from) + "-" + std::to_string(to);
  }
  void relate(std::size_t r) {
    for (std::size_t c = 0; c < world_.releases[r].truth.centres.size(); ++c) {
      for (std::size_t q = 0; q < instrument().questions.size(); ++q) {
        if (instrument().questions[q].linkage != survey::Linkage::linked) continue;
        relate(c, q, r - 1, r);
        if (base(r - 1, c, q) != r - 1 && base(r, c, q) == r) relate(c, q, base(r - 1, c, q), r);
      }
      const auto from = counter_base(r - 1, c);
      if (counter_base(r, c) != r) continue;
      for (const char* code : {"yes", "no"})
        relate(name_of(from, c, "first", code), from, name_of(r, c, "first", code), r);
    }
  }
  void relate(std::size_t c, std::size_t q, std::size_t from, std::size_t to) {
    const auto& asked = instrument().questions[q];
    std::vector<std::string> cells = {"n", "dont_know", "no_answer"};
    for (const auto& option : asked.options) cells.push_back(option.code);
    for (const auto& cell : cells)
      relate(name_of(from, c, asked.id, cell), from, name_of(to, c, asked.id, cell), to);
  }
  void relate(const std::string& before, std::size_t from, const std::string& now, std::size_t to) {
    Sum sum;
    add(sum, before, 1);
    add(sum, came(from, to) + now, 1);
    add(sum, now, -1);
    system_.add(sum, 0);
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
        // That n is below k is what "–" says; which number it is must stay open.
        const auto n = name_of(b, c, asked.id, "n");
        if (counted.valid > 0 && counted.valid < group_min && system_.bounds(n).is_found_out())
          found.push_back(n);
        for (std::size_t o = 0; o < asked.options.size(); ++o) {
          const auto cell = name_of(b, c, asked.id, asked.options[o].code);
          const bool is_small_group =
              asked.background && counted.options[o] > 0 && counted.options[o] < group_min;
          // Where no group is shown at all, that one of them is small is no secret worth a question.
          const bool is_silent = shown["detail"] == "hidden" && !system_.bounds(cell).is_found_out();
          if (is_small_group && !is_silent && !is_safe(cell)) found.push_back(cell);
          const bool is_of_few = !asked.background && counted.valid > 0 && counted.valid < distribution_min &&
                                 !asked.options[o].dont_know && counted.options[o] > 0;
          if (is_of_few && system_.bounds(cell).is_found_out()) found.push_back(cell);
        }
      }
      if (release.truth.round.is_open) continue;
      for (const auto& counter : centre.counters) {
        const auto cell =
            name_of(counter_base(r, c), c, "first", counter.name.substr(counter.name.find(':') + 1));
        if (counter.count > 0 && counter.count < group_min && !is_safe(cell)) found.push_back(cell);
      }
    }
  }

  void judge_counter(std::size_t r, std::size_t c, std::vector<std::string>& found) const {
    const auto from = counter_base(r - 1, c);
    if (counter_base(r, c) != r || world_.releases[from].truth.round.is_open) return;
    for (const char* code : {"yes", "no"}) {
      const auto few =
          counted(r, c, std::string("first:") + code) - counted(from, c, std::string("first:") + code);
      const auto cell = came(from, r) + name_of(r, c, "first", code);
      if (few > 0 && few < group_min && system_.bounds(cell).is_found_out()) found.push_back(cell);
    }
  }

  // Of those who came between two releases.
  void judge_difference(std::size_t r, std::vector<std::string>& found) const {
    for (std::size_t c = 0; c < world_.releases[0].truth.centres.size(); ++c) {
      judge_counter(r, c, found);
      for (std::size_t q = 0; q < instrument().questions.size(); ++q) {
        const auto& asked = instrument().questions[q];
        if (asked.linkage != survey::Linkage::linked || base(r, c, q) != r) continue;
        const auto from = base(r - 1, c, q);
        const auto& before = world_.releases[from].truth.centres[c].questions[q];
        const auto& now = world_.releases[r].truth.centres[c].questions[q];
        const auto difference = now.valid - before.valid;
        if (difference == 0) continue;
        const auto n = came(from, r) + name_of(r, c, asked.id, "n");
        if (difference < group_min && system_.bounds(n).is_found_out()) found.push_back(n);
        for (std::size_t o = 0; o < asked.options.size(); ++o) {
          const auto cell = came(from, r) + name_of(r, c, asked.id, asked.options[o].code);
          if (asked.options[o].dont_know || !system_.bounds(cell).is_found_out()) continue;
          const auto group = now.options[o] - before.options[o];
          const bool is_small_group = asked.background && group > 0 && group < group_min;
          const bool is_of_few = !asked.background && difference < distribution_min && group > 0;
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
    const auto world = weakness == Weakness::counter_while_open ? make_life(entropy, weakness)
                                                                : make_world(entropy, weakness);
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

// Worlds that are released once, or twice.
static void attack_worlds(std::size_t releases) {
  SeededEntropy entropy(1);
  std::size_t worlds = 0, equations = 0;
  for (int run = 0; run < runs(); ++run) {
    const auto world = make_world(entropy, Weakness::none);
    if (world.releases.size() != releases) continue;
    ++worlds;
    Attack attack(world);
    const auto findings = attack.findings();
    equations += attack.equations();
    CAPTURE(run);
    if (!findings.empty()) FAIL("found out: " << findings.front());
  }
  MESSAGE(worlds << " worlds, " << equations << " equations");
}

TEST_CASE("nobody who solves everything published finds a small group (P-14 to P-17, P-19, row 47)") {
  attack_worlds(1);
}

TEST_CASE("nobody who solves two releases finds a small group (P-18, row 47)") { attack_worlds(2); }

TEST_CASE(
    "nobody who looks while a round is open, at its close and later finds a small group (P-18, row 47)") {
  SeededEntropy entropy(18);
  std::size_t equations = 0;
  for (int run = 0; run < runs() / 5; ++run) {
    const auto world = make_life(entropy);
    Attack attack(world);
    const auto findings = attack.findings();
    equations += attack.equations();
    CAPTURE(run);
    if (!findings.empty()) FAIL("found out: " << findings.front());
  }
  MESSAGE(equations << " equations");
}

TEST_CASE(
    "the first look after the close shows every answer in every question, whatever was shown before (P-18)") {
  SeededEntropy entropy(19);
  int closes = 0;
  for (int run = 0; run < 40; ++run) {
    CAPTURE(run);
    const auto world = make_life(entropy);
    for (std::size_t r = 0; r < world.releases.size(); ++r) {
      const auto& release = world.releases[r];
      if (release.truth.round.is_open) {
        // No group, nothing of fewer than ten, and ten stay behind of all that is shown.
        for (std::size_t c = 0; c < release.truth.centres.size(); ++c) {
          for (const auto& shown : release.printed["places"][c + 1]["questions"]) {
            if (shown["n"].is_null()) continue;
            CHECK((shown["id"] == "open" && shown["n"] >= distribution_min));
            CHECK(world.everything[r].centres[c].questions[index_in("open")].valid >=
                  shown["n"].get<std::uint64_t>() + distribution_min);
          }
        }
        continue;
      }
      ++closes;
      for (std::size_t c = 0; c < release.truth.centres.size(); ++c) {
        CHECK(release.truth.centres[c].responses == world.everything[r].centres[c].responses);
        for (const auto& question : release.truth.centres[c].questions) CHECK_FALSE(question.is_held);
        CHECK(release.truth.centres[c].questions == world.everything[r].centres[c].questions);
      }
      break;
    }
  }
  CHECK(closes == 40);
}

TEST_CASE("the same attacker breaks every suppression that is weaker (row 47)") {
  CHECK(broken_of(Weakness::pools_everybody, 60) > 0);
  CHECK(broken_of(Weakness::counts_everybody, 60) > 0);
  CHECK(broken_of(Weakness::no_second_group, 60) > 0);
  CHECK(broken_of(Weakness::tells_who_skipped, 60) > 0);
  CHECK(broken_of(Weakness::index_of_few, 60) > 0);
  CHECK(broken_of(Weakness::counter_alone, 60) > 0);
  CHECK(broken_of(Weakness::counter_left_out, 60) > 0);
  CHECK(broken_of(Weakness::counter_while_open, 150) > 0);
  CHECK(broken_of(Weakness::counter_at_once, 60) > 0);
  CHECK(broken_of(Weakness::every_answer_at_once, 60) > 0);
}

}  // namespace vantrum::results::attack
