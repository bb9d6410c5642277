// What rounds as data mean for results: a centre's own questions, the staff's background, languages, and the
// risk of rows.
#include <algorithm>

#include "shared/survey/local_block.h"
#include "sync/exports/csv.h"
#include "sync/results/report.h"
#include "sync/results/risk.h"
#include "sync/results/suppress.h"
#include "tests/sync/collector_support.h"

namespace vantrum::results {
namespace {

using collector::must;

survey::Instrument staff_survey() {
  return must(survey::load_instrument(*real_file_system(), "config/instruments/samverkansenkat"));
}

RoundFacts facts_of(std::vector<CentreFacts> centres, bool for_staff = false) {
  RoundFacts facts;
  facts.id = RoundId{1};
  facts.name = "Omgång";
  facts.region_name = "Region Kalmar län";
  facts.receiver = "Nämnden";
  facts.centres = std::move(centres);
  facts.for_staff = for_staff;
  return facts;
}

const PublishedQuestion* find(const PublishedPlace& place, std::string_view id) {
  const auto found = std::find_if(place.questions.begin(), place.questions.end(),
                                  [&](const auto& question) { return question.id == id; });
  return found == place.questions.end() ? nullptr : &*found;
}

survey::Instrument with_own_question() {
  survey::LocalBlock block{CentreId{2}, {}};
  block.files["questions.toml"] =
      "format = 1\nquestion_count = 1\n\n[[question]]\nid = \"l2_garden\"\nnumber = 101\ntype = \"scale\"\n"
      "scale = \"agreement\"\nlinkage = \"linked\"\nbackground = false\nhint = false\ngoals = []\nwhen = "
      "\"\"\n"
      "alternatives = []\n";
  block.files["sv.toml"] = "review = \"pending\"\n\n[text]\nl2_garden.text = \"Gården är bra.\"\n";
  return must(survey::parse_instrument(must(survey::with_local_blocks(collector::survey_files(), {block}))));
}

std::vector<Visit> visits(CentreId centre, int count, const survey::Answers& answers) {
  return std::vector<Visit>(static_cast<std::size_t>(count), Visit{centre, answers, {}});
}

void append(std::vector<Visit>& all, const std::vector<Visit>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

TEST_SUITE_BEGIN("round results");

TEST_CASE("a centre's own question is in its own table only, never in another's nor in the region's (S29)") {
  const auto instrument = with_own_question();
  auto all = visits(CentreId{1}, 12, {{"acc", {"full"}}});
  append(all, visits(CentreId{2}, 12, {{"acc", {"full"}}, {"l2_garden", {"mostly"}}}));
  const auto published = suppress(
      tally(facts_of({{CentreId{1}, "Eken", 50}, {CentreId{2}, "Tallen", 50}}), instrument, all, {}));
  const auto& places = published.places();
  REQUIRE(places.size() == 3);
  CHECK(find(places[0], "l2_garden") == nullptr);
  CHECK(find(places[1], "l2_garden") == nullptr);
  REQUIRE(find(places[2], "l2_garden") != nullptr);
  CHECK(find(places[2], "l2_garden")->n == 12U);
  CHECK(find(places[0], "acc")->n == 24U);
  for (const auto& note : published.notes()) CHECK(note.find("l2_garden") == std::string::npos);
  CHECK(exports::csv_of(published, exports::CsvProfile::rfc4180).find("l2_garden") != std::string::npos);
}

TEST_CASE("who is a manager is told for the region only, and only of groups of five or more (S35, P-16)") {
  const auto instrument = staff_survey();
  std::vector<CentreFacts> centres;
  std::vector<Visit> all;
  for (std::uint32_t i = 1; i <= 6; ++i) {
    centres.push_back({CentreId{i}, "Central " + std::to_string(i), 14});
    append(all, visits(CentreId{i}, 11, {{"goal", {"full"}}, {"post", {"staff"}}}));
    append(all, visits(CentreId{i}, 1, {{"goal", {"not"}}, {"post", {"manager"}}}));
  }
  const auto published = suppress(tally(facts_of(centres, true), instrument, all, {}));
  const auto* region = find(published.places()[0], "post");
  REQUIRE(region != nullptr);
  CHECK(region->n == 72U);
  CHECK(region->options[1].count == 6U);
  for (std::size_t i = 1; i < published.places().size(); ++i) {
    const auto* centre = find(published.places()[i], "post");
    REQUIRE(centre != nullptr);
    CHECK(centre->detail == Detail::hidden);
    CHECK_FALSE(centre->n.has_value());
    CHECK_FALSE(centre->options[0].count.has_value());
    CHECK(find(published.places()[i], "goal")->n == 12U);
  }
  // Four managers in all: the region hides them, too.
  std::vector<Visit> fewer;
  for (const auto& visit : all) {
    if (visit.answers.at("post").front() == "staff" || visit.centre.value <= 4) fewer.push_back(visit);
  }
  const auto small = suppress(tally(facts_of(centres, true), instrument, fewer, {}));
  CHECK_FALSE(find(small.places()[0], "post")->options[1].count.has_value());
  CHECK_FALSE(find(small.places()[0], "post")->options[0].count.has_value());
}

TEST_CASE("a staff survey's report tells its response rate, a visitors' never does (S30, D5)") {
  const auto instrument = staff_survey();
  const auto all = visits(CentreId{1}, 9, {{"goal", {"full"}}});
  const auto staff =
      report_text(suppress(tally(facts_of({{CentreId{1}, "Eken", 12}}, true), instrument, all, {})));
  CHECK(staff.find("Svar: 9 av 12 (svarsfrekvens 75 %)") != std::string::npos);
  const auto visitors =
      report_text(suppress(tally(facts_of({{CentreId{1}, "Eken", 12}}), collector::survey_instrument(),
                                 visits(CentreId{1}, 9, {{"acc", {"full"}}}), {})));
  CHECK(visitors.find("svarsfrekvens") == std::string::npos);
}

TEST_CASE(
    "a language below five hides another with it, so that it cannot be found from the number of visits (P-4, "
    "P-16)") {
  const auto& instrument = collector::survey_instrument();
  const std::vector<Counter> counters = {{CentreId{1}, "language:sv", 30},
                                         {CentreId{1}, "language:ar", 7},
                                         {CentreId{1}, "language:ti", 3},
                                         {CentreId{1}, "services:midwife", 6},
                                         {CentreId{1}, "services:social", 4}};
  const auto published = suppress(tally(facts_of({{CentreId{1}, "Eken", 50}}), instrument,
                                        visits(CentreId{1}, 40, {{"acc", {"full"}}}), counters));
  for (const auto& place : published.places()) {
    for (const auto& counter : place.counters) {
      for (const auto& option : counter.options) {
        CAPTURE(option.code);
        if (option.code == "sv") CHECK(option.count == 30U);
        if (option.code == "ar" || option.code == "ti" || option.code == "social")
          CHECK_FALSE(option.count.has_value());
        if (option.code == "midwife") CHECK(option.count == 6U);
      }
    }
  }
}

TEST_CASE("the risk is the share of records whose background fewer than five at the centre share (P-31)") {
  const auto& instrument = collector::survey_instrument();
  auto all = visits(CentreId{1}, 6, {{"role", {"child_0_1"}}, {"gender", {"woman"}}});
  append(all, visits(CentreId{1}, 4, {{"role", {"child_2_6"}}, {"gender", {"woman"}}}));
  append(all, visits(CentreId{1}, 1, {{"role", {"relative"}}, {"gender", {"other"}}}));
  append(all, visits(CentreId{1}, 5, {{"acc", {"full"}}}));  // who answers neither is a group, too
  append(all, visits(CentreId{2}, 3, {{"role", {"child_0_1"}}, {"gender", {"woman"}}}));
  append(all, visits(CentreId{3}, 6, {{"role", {"child_0_1"}}, {"gender", {"woman"}}}));
  const auto risk =
      risk_of(facts_of({{CentreId{1}, "Eken", 50}, {CentreId{2}, "Tallen", 50}, {CentreId{3}, "Lönnen", 50}}),
              instrument, all);
  CHECK(risk.variables == std::vector<std::string>{"role", "gender"});
  CHECK((risk.centres[0].records == 16 && risk.centres[0].in_small_cells == 5 && risk.centres[0].alone == 1));
  // The same background elsewhere is another group: the centre is known, too.
  CHECK((risk.centres[1].records == 3 && risk.centres[1].in_small_cells == 3));
  // The sums are of Eken and Lönnen: with Tallen in them, its three could be subtracted (P-17).
  CHECK((risk.records == 22 && risk.in_small_cells == 5 && risk.alone == 1));
  const auto text = risk_text(risk);
  CHECK(text.find("31 %") != std::string::npos);  // 5 of 16
  CHECK(text.find("23 %") != std::string::npos);  // 5 of 22
  const auto line =
      text.substr(text.find("Tallen"), text.find('\n', text.find("Tallen")) - text.find("Tallen"));
  CHECK(line.find('3') == std::string::npos);  // fewer than five: no numbers of its own
}

TEST_SUITE_END();

}  // namespace vantrum::results
