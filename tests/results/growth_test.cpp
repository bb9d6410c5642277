// What may follow what was shown (release.h), case by case. Whether all of it together betrays anybody is
// attack_test's.
#include <doctest/doctest.h>

#include "sync/results/release.h"
#include "sync/results/suppress.h"
#include "tests/results/attack_world.h"

namespace vantrum::results {

using attack::index_in;
using attack::instrument;

TEST_CASE("an open round is released in blocks of ten, and twenty stay behind for the close (P-18)") {
  CHECK(block_size(0, 29, true, {}) == 0);
  CHECK(block_size(0, 30, true, {}) == 10);
  CHECK(block_size(10, 35, true, {}) == 15);
  CHECK(block_size(0, 7, false, {}) == 7);
  CHECK(block_size(10, 9, false, {}) == 0);
  CHECK(block_size(10, 10, false, {}) == 10);
  CHECK(block_size(4, 1, false, {}) == 1);  // the four were never shown
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

TEST_CASE("a question that not all were asked and the groups of its rule are of one time (P-18)") {
  const auto role = index_in("role"), ruled = index_in("ruled"), statement = index_in("open");
  // Of one centre: who is x, y and z, and of the x how many pass over the question that z are not asked.
  auto counted = [](std::size_t x, std::size_t y, std::size_t z, std::size_t passing) {
    std::vector<Visit> visits;
    for (const auto& [count, code] : {std::pair(x, "x"), std::pair(y, "y"), std::pair(z, "z")}) {
      for (std::size_t i = 0; i < count; ++i) {
        survey::Answers answers = {{"role", {code}}, {"gender", {"w"}}, {"open", {"a"}}};
        if (*code != 'z' && (*code != 'x' || i >= passing)) answers["ruled"] = {"a"};
        visits.push_back({CentreId{1}, answers, {}});
      }
    }
    RoundFacts facts{RoundId{1}, "", "", "", false, {}, {{CentreId{1}, "", 50}}, false, 0};
    return tally(facts, instrument(), visits, {}).centres.front();
  };
  auto holds = [&](const CentreTally& shown, const CentreTally& all) {
    const auto next = grown({shown, {}}, all, instrument(), {});
    CHECK(next.questions[role].is_held == next.questions[ruled].is_held);
    return next.questions[ruled].is_held;
  };
  // Three answered, which was hidden; were eight shown now, the groups could tell that they were three.
  CHECK(holds(counted(0, 3, 9, 0), counted(0, 8, 18, 0)));
  CHECK_FALSE(holds(counted(0, 0, 12, 0), counted(0, 8, 18, 0)));
  CHECK_FALSE(holds(counted(10, 10, 10, 0), counted(18, 18, 15, 0)));
  // Two more z hold the groups; the other question would tell that they are two.
  CHECK(holds(counted(10, 10, 10, 0), counted(18, 18, 12, 0)));
  // The three z were hidden; once all groups are shown, nobody has passed over the question: z were three.
  CHECK(holds(counted(10, 7, 3, 0), counted(18, 13, 10, 0)));
  CHECK_FALSE(holds(counted(10, 7, 3, 0), counted(20, 13, 10, 5)));
  // The three x, hidden with the six z.
  CHECK(holds(counted(3, 10, 6, 0), counted(10, 15, 6, 0)));
  // A merged share, then a distribution.
  CHECK(
      grown({counted(7, 0, 0, 0), {}}, counted(20, 0, 0, 0), instrument(), {}).questions[statement].is_held);
}

TEST_CASE("a smaller group asked for later, or answers taken away, show nothing that P-18 would hide") {
  const auto statement = index_in("open");
  auto counted = [](std::size_t count) {
    RoundFacts facts{RoundId{1}, "", "", "", false, {}, {{CentreId{1}, "", 50}}, false, 0};
    const Visit visit{CentreId{1}, {{"open", {"a"}}}, {}};
    return tally(facts, instrument(), std::vector<Visit>(count, visit), {}).centres.front();
  };
  auto grows = [&](std::size_t shown, std::uint64_t shown_with, std::size_t all, std::uint64_t k) {
    const auto next = grown({counted(shown), {shown_with}}, counted(all), instrument(), {k});
    CHECK(next.questions[statement].is_held == (next.questions[statement].valid != all));
    return !next.questions[statement].is_held;
  };
  CHECK(grows(12, 5, 22, 5));
  CHECK_FALSE(grows(12, 5, 22, 15));  // ten more, but fifteen are asked for
  CHECK(grows(12, 15, 16, 5));        // the twelve were never shown
  CHECK_FALSE(grows(12, 5, 16, 15));  // they were
  CHECK_FALSE(grows(20, 5, 10, 5));
  CHECK(grown({counted(20), {}}, counted(10), instrument(), {}).responses == 20);
}

TEST_CASE(
    "while a round is open a question is shown from ten on, and only while ten of its own stay behind "
    "(P-18)") {
  const auto statement = index_in("open"), role = index_in("role");
  auto counted = [](std::size_t count) {
    RoundFacts facts{RoundId{1}, "", "", "", true, {}, {{CentreId{1}, "", 50}}, false};
    const Visit visit{CentreId{1}, {{"open", {"a"}}, {"role", {"x"}}}, {}};
    return tally(facts, instrument(), std::vector<Visit>(count, visit), {}).centres.front();
  };
  auto shown = [&](std::size_t released, std::size_t received, std::size_t before = 0) {
    const auto next = interim(counted(before), counted(released), counted(received), instrument(), {});
    CHECK(next.questions[role].valid == before);
    return next.questions[statement].valid;
  };
  CHECK(shown(9, 60) == 0);
  CHECK(shown(10, 60) == 10);
  CHECK(shown(20, 29) == 0);
  CHECK(shown(20, 30) == 20);
  CHECK(shown(30, 39, 20) == 20);
}

TEST_CASE("the staff's background grows by three centres at least, and by no small group (P-18, S35)") {
  const auto role = index_in("role");
  // Of each centre: how many x and y.
  using Centre = std::pair<std::size_t, std::size_t>;
  auto counted = [](const std::vector<Centre>& centres) {
    RoundFacts facts{RoundId{1}, "", "", "", false, {}, {}, true, 0};
    std::vector<Visit> visits;
    for (std::uint32_t c = 0; c < centres.size(); ++c) {
      facts.centres.push_back({CentreId{c + 1}, "", 50});
      for (std::size_t i = 0; i < centres[c].first; ++i)
        visits.push_back({CentreId{c + 1}, {{"role", {"x"}}}, {}});
      for (std::size_t i = 0; i < centres[c].second; ++i)
        visits.push_back({CentreId{c + 1}, {{"role", {"y"}}}, {}});
    }
    return tally(facts, instrument(), visits, {});
  };
  auto row = [&](const std::vector<Centre>& before, const std::vector<Centre>& now) {
    std::vector<Shown> shown;
    for (const auto& centre : counted(before).centres) shown.push_back({centre, {}});
    auto next = counted(now);
    hold_region_rows(next, shown, {});
    std::uint64_t sum = 0;
    for (const auto& centre : next.centres) sum += centre.questions[role].valid;
    CHECK(suppress(next).region().questions[0].n == sum);
    return sum;
  };
  // The fourth was below five and in no row: it does not come alone, nor does a fifth with it.
  CHECK(row({{6, 6}, {6, 6}, {6, 6}, {3, 0}, {0, 0}}, {{6, 6}, {6, 6}, {6, 6}, {6, 0}, {0, 0}}) == 36);
  CHECK(row({{6, 6}, {6, 6}, {6, 6}, {3, 0}, {0, 0}}, {{6, 6}, {6, 6}, {6, 6}, {6, 5}, {6, 0}}) == 36);
  CHECK(row({{6, 6}, {6, 6}, {6, 6}, {3, 0}, {0, 0}}, {{16, 6}, {6, 6}, {6, 6}, {6, 4}, {6, 1}}) == 63);
  CHECK(row({{6, 6}, {6, 6}, {6, 6}, {3, 0}, {0, 0}}, {{16, 6}, {6, 6}, {6, 6}, {6, 4}, {6, 0}}) == 36);
}

TEST_CASE("a counter of which one option is chosen is kept whole, and grows by no few (P-16, P-18)") {
  const auto after = [](const CounterLevels& kept, const CounterLevels& levels) {
    return grown_counters(kept, levels, instrument(), {});
  };
  const CounterLevels many{{"first:yes", 47}, {"first:no", 3}}, alone{{"first:yes", 47}, {"first:no", 0}};
  // Also what is small, and what is nothing; not what is no such counter.
  CHECK(after({}, many).cells == many);
  CHECK(after({}, {{"first:yes", 47}, {"left:open", 9}}).cells == alone);
  CHECK(after({}, {}).cells.empty());
  // A part of it, which an older release has shown, is followed by the whole.
  CHECK(after({{"first:yes", 30}}, many).cells == many);
  // What came after the close: ten at least, and of no option a few.
  const auto held = [&](const CounterLevels& kept, std::uint64_t yes, std::uint64_t no) {
    const auto growth = after(kept, {{"first:yes", yes}, {"first:no", no}});
    CHECK(growth.cells.empty() == (growth.held == std::vector<std::string>{"first"}));
    return growth.cells.empty();
  };
  CHECK(held(alone, 47, 1));
  CHECK(held(alone, 56, 0));
  CHECK_FALSE(held(alone, 57, 0));
  CHECK(held(alone, 57, 4));
  CHECK_FALSE(held(alone, 57, 5));
  CHECK(held(many, 60, 4));
  CHECK(held(many, 46, 20));                                     // a device reports less than before
  CHECK_FALSE(held({{"first:yes", 2}, {"first:no", 2}}, 5, 5));  // nothing was shown
  CHECK(held({{"first:yes", 4}, {"first:no", 4}}, 7, 5));        // but that there were eight visits
  CHECK(after(many, many).cells.empty());
  CHECK(after(many, many).held.empty());
  // That it is held is said also where the answers are held.
  CentreTally before = tally({RoundId{1}, "", "", "", false, {}, {{CentreId{1}, "", 50}}, false, 0},
                             instrument(), std::vector<Visit>(20, {CentreId{1}, {{"open", {"a"}}}, {}}), {})
                           .centres.front();
  auto more = before;
  more.responses += 3;
  more.held_counters = {"first"};
  CHECK(grown({before, {}}, more, instrument(), {}).held_counters == more.held_counters);
}

}  // namespace vantrum::results
