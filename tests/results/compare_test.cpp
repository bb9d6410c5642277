// The round before, goals, staff surveys, larger groups, releases: what stands beside the plain numbers.
#include <doctest/doctest.h>

#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"
#include "sync/results/kept_counts.h"
#include "sync/results/release.h"
#include "sync/results/report.h"
#include "sync/results/suppress.h"

namespace vantrum::results {
namespace {

const survey::Instrument& besoksenkat() {
  static const auto loaded = [] {
    auto files = real_file_system();
    return survey::load_instrument(*files, "config/instruments/besoksenkat").value();
  }();
  return loaded;
}

RoundFacts facts_of(std::uint32_t centres, bool for_staff = false) {
  RoundFacts facts{RoundId{1}, "Höst", "Region Exempel", "Nämnden", false, {}, {}, for_staff, 0};
  for (std::uint32_t i = 1; i <= centres; ++i)
    facts.centres.push_back({CentreId{i}, "C" + std::to_string(i), 20});
  return facts;
}

void add(std::vector<Visit>& visits, std::size_t count, std::uint32_t centre,
         const survey::Answers& answers) {
  for (std::size_t i = 0; i < count; ++i) visits.push_back({CentreId{centre}, answers, {}});
}

// `positive` of 50 answers to "acc" are the best, the others the worst.
PublishedResults round_with(std::size_t positive, const survey::Instrument& instrument = besoksenkat(),
                            std::size_t n = 50) {
  std::vector<Visit> visits;
  add(visits, positive, 1, {{"acc", {"full"}}});
  add(visits, n - positive, 1, {{"acc", {"not"}}});
  return suppress(tally(facts_of(1), instrument, visits, {}));
}

const PublishedQuestion& question(const PublishedPlace& place, const std::string& id) {
  for (const auto& question : place.questions) {
    if (question.id == id) return question;
  }
  FAIL("no question " << id);
  return place.questions.front();
}

}  // namespace

TEST_CASE("a change can be read beyond 14 points at n = 50 and 10 at n = 100, and less never (D8)") {
  CHECK(readable_from(50, 0.85, 50, 0.85) == doctest::Approx(14.0).epsilon(0.005));
  CHECK(readable_from(100, 0.85, 100, 0.85) == doctest::Approx(9.9).epsilon(0.005));
  CHECK(readable_from(50, 0.99, 50, 0.99) == doctest::Approx(14.0).epsilon(0.005));  // not promised more
  CHECK(readable_from(50, 0.5, 50, 0.5) == doctest::Approx(19.6).epsilon(0.005));    // opinions are divided

  auto up = round_with(45);
  up.compare_with(round_with(37));  // 90 % and 74 %: the limit is 15.1
  CHECK(question(up.places()[1], "acc").change->points == 16);
  CHECK(question(up.places()[1], "acc").change->is_readable);
  CHECK(question(up.places()[1], "acc").last->positive_percent == 74);
  auto same = round_with(45);
  same.compare_with(round_with(38));  // 90 % and 76 %: the limit is 14.7
  CHECK(question(same.places()[1], "acc").change->points == 14);
  CHECK_FALSE(question(same.places()[1], "acc").change->is_readable);
  CHECK(report_text(same).find("↔") != std::string::npos);
  CHECK(same.last_round() == "Höst");
}

TEST_CASE("rounds are compared only where id, scale and weights are the same, and both are shown (D6)") {
  auto compared = [](const survey::Instrument& then, std::size_t n = 50) {
    auto now = round_with(40);
    now.compare_with(round_with(n / 2, then, n));
    return question(now.places()[1], "acc").last.has_value();
  };
  CHECK(compared(besoksenkat()));
  CHECK(compared(besoksenkat(), 5));
  CHECK_FALSE(compared(besoksenkat(), 4));
  auto other_weight = besoksenkat(), other_code = besoksenkat(), other_sign = besoksenkat();
  for (auto* instrument : {&other_weight, &other_code, &other_sign}) {
    for (auto& one : instrument->questions) {
      if (one.id != "acc") continue;
      if (instrument == &other_weight) one.options[1].weight = 66;
      if (instrument == &other_code) one.options[1].code = "largely", one.scale.clear();
      if (instrument == &other_sign) one.options[2].positive = true;
    }
  }
  other_code.texts["sv"].strings["acc.largely"] = "";
  for (const char* code : {"full", "slightly", "not", "dk"})
    other_code.texts["sv"].strings[std::string("acc.") + code] = "";
  CHECK_FALSE(compared(other_weight));
  CHECK_FALSE(compared(other_code));
  CHECK_FALSE(compared(other_sign));
}

TEST_CASE("a goal is the mean of the questions behind it that are shown") {
  std::vector<Visit> visits;
  add(visits, 10, 1, {{"wel", {"full"}}, {"route", {"mostly"}}});  // both are behind J4
  add(visits, 3, 1, {{"acc", {"full"}}});                          // J1, hidden
  auto results = suppress(tally(facts_of(1), besoksenkat(), visits, {}));
  results.set_goals({{"J4", "stöd", ""}, {"J1", "nära", ""}, {"X9", "nobody's", ""}});
  const auto& goals = results.places()[1].goals;
  REQUIRE(goals.size() == 2);
  CHECK(goals[0].questions == std::vector<std::string>{"wel", "route"});
  CHECK(goals[0].shown == 2);
  CHECK(*goals[0].index == doctest::Approx((100 + 200.0 / 3) / 2));
  CHECK(goals[0].positive_percent == 100);
  CHECK(goals[1].shown == 0);
  CHECK_FALSE(goals[1].index.has_value());
}

TEST_CASE(
    "a staff survey has a response rate; background is for the region alone, from three centres on (S30, "
    "S35)") {
  auto staff = [](std::uint32_t centres) {
    std::vector<Visit> visits;
    for (std::uint32_t centre = 1; centre <= centres; ++centre) {
      add(visits, 12, centre, {{"gender", {"woman"}}, {"acc", {"full"}}});
      add(visits, 3, centre, {{"gender", {"man"}}, {"acc", {"not"}}});
    }
    return suppress(tally(facts_of(centres, true), besoksenkat(), visits, {}));
  };
  const auto results = staff(3);
  CHECK(results.places()[1].rate_percent == 75);
  CHECK(results.region().rate_percent == 75);
  CHECK_FALSE(question(results.places()[1], "gender").n.has_value());
  CHECK(question(results.region(), "gender").options[1].count == 9);
  CHECK(question(results.region(), "gender").centres == 3);
  CHECK_FALSE(question(staff(2).region(), "gender").n.has_value());
  CHECK_FALSE(round_with(40).places()[1].rate_percent.has_value());
  CHECK(report_text(round_with(40)).find("svarsfrekvens") == std::string::npos);  // D5
}

TEST_CASE("a region may ask for larger groups, never for smaller ones (P-14)") {
  CHECK_FALSE(policy_of(4));
  std::vector<Visit> visits;
  add(visits, 14, 1, {{"acc", {"full"}}});
  const auto counted = tally(facts_of(1), besoksenkat(), visits, {});
  CHECK(question(suppress(counted).places()[1], "acc").detail == Detail::full);
  CHECK(question(suppress(counted, policy_of(14).value()).places()[1], "acc").detail == Detail::full);
  const auto hidden = suppress(counted, policy_of(15).value());
  CHECK(question(hidden.places()[1], "acc").detail == Detail::hidden);
  CHECK_FALSE(hidden.places()[1].responses.has_value());
  CHECK(report_text(hidden).find("färre än 15") != std::string::npos);
}

TEST_CASE("of a centre: its own rows and the region's, no other centre's (S70)") {
  std::vector<Visit> visits;
  add(visits, 20, 1, {{"acc", {"full"}}});
  add(visits, 20, 2, {{"acc", {"not"}}});
  const auto one = suppress(tally(facts_of(2), besoksenkat(), visits, {})).of_centre(CentreId{2});
  REQUIRE(one.places().size() == 2);
  CHECK(one.places()[1].centre == CentreId{2});
  CHECK(one.find(CentreId{1}) == nullptr);
}

TEST_CASE("what was shown before changes only by groups that are large enough (P-18)") {
  auto counted = [](std::size_t full, std::size_t women, std::size_t men) {
    std::vector<Visit> visits;
    add(visits, full, 1, {{"acc", {"full"}}});
    add(visits, women, 1, {{"gender", {"woman"}}});
    add(visits, men, 1, {{"gender", {"man"}}});
    return tally(facts_of(1), besoksenkat(), visits, {}).centres.front();
  };
  auto find = [](const CentreTally& centre, const char* id) {
    for (std::size_t i = 0; i < besoksenkat().questions.size(); ++i) {
      if (besoksenkat().questions[i].id == id) return centre.questions[i];
    }
    return QuestionTally{};
  };
  const auto shown = counted(20, 10, 10);
  // 9 more answered "acc": held; 9 more responses in all: everything is held.
  CHECK(grown({shown, {}}, counted(29, 10, 10), besoksenkat(), {}).responses == 40);
  const auto more = grown({shown, {}}, counted(29, 30, 10), besoksenkat(), {});
  CHECK(more.responses == 69);
  CHECK(find(more, "acc").valid == 20);
  CHECK(find(more, "acc").is_held);
  CHECK(find(more, "gender").valid == 40);
  CHECK(find(grown({shown, {}}, counted(30, 30, 10), besoksenkat(), {}), "acc").valid == 30);
  // Four more men among twenty more people: that table stays.
  CHECK(find(grown({shown, {}}, counted(20, 26, 14), besoksenkat(), {}), "gender").valid == 20);
  CHECK(find(grown({shown, {}}, counted(20, 25, 15), besoksenkat(), {}), "gender").valid == 40);
  // Nothing was shown of four, so nothing can be subtracted.
  CHECK(find(grown({counted(4, 10, 10), {}}, counted(8, 30, 10), besoksenkat(), {}), "acc").valid == 8);
}

TEST_CASE("kept counts come back as they were, and nothing else is taken for them") {
  std::vector<Visit> visits;
  add(visits, 300, 1, {{"acc", {"full"}}, {"gender", {"woman"}}});
  auto counted = tally(facts_of(1), besoksenkat(), visits, {}).centres.front();
  counted.questions[1].is_held = true;
  const auto bytes = encode_counts(counted);
  const auto back = parse_counts(bytes, counted.centre, besoksenkat()).value();
  CHECK(back.responses == 300);
  CHECK(back.questions == counted.questions);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK_FALSE(parse_counts(ByteView(bytes).first(length), counted.centre, besoksenkat()));
  auto longer = bytes;
  longer.push_back(0);
  CHECK_FALSE(parse_counts(longer, counted.centre, besoksenkat()));
}

}  // namespace vantrum::results
