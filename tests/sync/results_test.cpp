#include <nlohmann/json.hpp>

#include "sync/exports/csv.h"
#include "sync/results/index.h"
#include "sync/results/report.h"
#include "sync/results/text_table.h"
#include "tests/sync/collector_support.h"

namespace vantrum::results {
namespace {

using collector::survey_instrument;

const RoundFacts facts{RoundId{1},
                       "Höst",
                       "Region Kalmar län",
                       "Nämnden",
                       false,
                       {},
                       {{CentreId{1}, "Eken", 50}, {CentreId{2}, "Tallen", 80}},
                       false,
                       0};

struct Visits {
  std::vector<Visit> all;
  Visits& add(std::size_t count, std::uint32_t centre, const survey::Answers& answers) {
    for (std::size_t i = 0; i < count; ++i) all.push_back({CentreId{centre}, answers, {}});
    return *this;
  }
};

PublishedResults published(const Visits& visits, const std::vector<Counter>& counters = {}) {
  return suppress(tally(facts, survey_instrument(), visits.all, counters));
}

// place 0 is the region, then the centres in their order.
const PublishedQuestion& question(const PublishedResults& results, std::size_t place, const std::string& id) {
  for (const auto& question : results.places()[place].questions) {
    if (question.id == id) return question;
  }
  FAIL("no question " << id);
  return results.places()[place].questions.front();
}

std::vector<std::optional<std::uint64_t>> counts(const PublishedQuestion& question) {
  std::vector<std::optional<std::uint64_t>> all;
  for (const auto& option : question.options) all.push_back(option.count);
  return all;
}

}  // namespace

TEST_CASE("percent rounds half up in whole numbers") {
  CHECK(percent(0, 3) == 0);
  CHECK(percent(1, 3) == 33);
  CHECK(percent(2, 3) == 67);
  CHECK(percent(1, 200) == 1);
  CHECK(percent(1, 201) == 0);
  CHECK(percent(7, 7) == 100);
}

TEST_CASE("the base is the valid answers: vet inte and missing ones stand beside (D1–D4)") {
  // By hand: 20 answered, of them 4 vet inte, so 16 valid: 8 full, 4 mostly, 3 slightly, 1 not; 2 passed it
  // over. Positive 12/16 = 75 %. Index (8·100 + 4·200/3 + 3·100/3 + 0)/16 = 1166.67/16 = 72.9.
  Visits visits;
  visits.add(8, 1, {{"acc", {"full"}}}).add(4, 1, {{"acc", {"mostly"}}}).add(3, 1, {{"acc", {"slightly"}}});
  visits.add(1, 1, {{"acc", {"not"}}}).add(4, 1, {{"acc", {"dk"}}}).add(2, 1, {{"wel", {"full"}}});
  auto results = published(visits);
  const auto& acc = question(results, 1, "acc");
  CHECK(acc.detail == Detail::full);
  CHECK(acc.n == 16);
  CHECK(counts(acc) == std::vector<std::optional<std::uint64_t>>{8, 4, 3, 1});
  CHECK(acc.options[0].percent == 50);
  CHECK(acc.options[2].percent == 19);
  CHECK(acc.options[3].percent == 6);
  CHECK(acc.positive_percent == 75);
  CHECK(*acc.index == doctest::Approx(72.9167).epsilon(0.0001));
  CHECK(acc.dont_know == 4);
  CHECK(acc.dont_know_percent == 20);
  CHECK(acc.no_answer == 2);
  CHECK(acc.words == "Det är lätt för mig att komma hit när jag behöver.");
  CHECK(results.places()[1].responses == 22);
}

TEST_CASE("a question that the rules skip is not counted as passed over") {
  Tally counted = tally(facts, survey_instrument(), Visits().add(3, 1, {{"role", {"relative"}}}).all, {});
  for (std::size_t i = 0; i < counted.instrument.questions.size(); ++i) {
    const auto& question = counted.instrument.questions[i];
    if (question.linkage != survey::Linkage::linked || question.id == "role") continue;
    CAPTURE(question.id);
    CHECK(counted.centres[0].questions[i].no_answer == 3);  // of the linked ones this survey skips none
  }
}

TEST_CASE("four valid answers are hidden, five are shown merged, ten in full (P-14, P-15)") {
  auto with = [&](std::size_t valid) {
    Visits visits;
    visits.add(valid, 1, {{"acc", {"full"}}}).add(20, 1, {{"acc", {"dk"}}});
    return published(visits);
  };
  auto none = question(with(0), 1, "acc");
  CHECK(none.detail == Detail::hidden);
  auto four = question(with(4), 1, "acc");
  CHECK(four.detail == Detail::hidden);
  CHECK_FALSE(four.n.has_value());
  CHECK_FALSE(four.dont_know.has_value());
  CHECK_FALSE(four.no_answer.has_value());
  CHECK_FALSE(four.positive_percent.has_value());
  CHECK_FALSE(four.index.has_value());
  for (std::size_t n : {5, 9}) {
    auto merged = question(with(n), 1, "acc");
    CHECK(merged.detail == Detail::merged);
    CHECK(merged.n == n);
    CHECK(merged.positive_percent == 100);
    CHECK_FALSE(merged.index.has_value());
    for (const auto& count : counts(merged)) CHECK_FALSE(count.has_value());
  }
  CHECK(question(with(10), 1, "acc").detail == Detail::full);
  CHECK(question(with(10), 1, "acc").index == 100.0);
}

TEST_CASE("a centre with four responses shows nothing, not even how many") {
  auto results = published(Visits().add(4, 1, {{"acc", {"full"}}}).add(12, 2, {{"acc", {"full"}}}));
  CHECK_FALSE(results.places()[1].responses.has_value());
  CHECK(results.places()[0].responses == 12);
  CHECK(results.places()[0].centres == 1);
  CHECK(results.places()[0].quota == 80);
}

TEST_CASE("the region's row leaves out what a centre's row hides, so it cannot be subtracted (P-17)") {
  Visits visits;
  visits.add(4, 1, {{"acc", {"not"}}, {"wel", {"full"}}}).add(10, 1, {{"wel", {"mostly"}}});
  visits.add(12, 2, {{"acc", {"full"}}, {"wel", {"full"}}});
  auto results = published(visits);
  CHECK(question(results, 1, "acc").detail == Detail::hidden);
  const auto& region = question(results, 0, "acc");
  CHECK(region.n == 12);
  CHECK(region.centres == 1);
  CHECK(counts(region) == counts(question(results, 2, "acc")));
  const auto& both = question(results, 0, "wel");
  CHECK(both.n == 26);
  CHECK(both.centres == 2);
  auto text = report_text(results);
  CHECK(text.find("omfattar 1 av 2 familjecentraler i:") != std::string::npos);
}

TEST_CASE("a small group in a background question is hidden together with the next smallest (P-16)") {
  Visits visits;
  visits.add(20, 1, {{"gender", {"woman"}}})
      .add(9, 1, {{"gender", {"man"}}})
      .add(1, 1, {{"gender", {"other"}}});
  visits.add(10, 2, {{"gender", {"woman"}}}).add(10, 2, {{"gender", {"man"}}});
  auto results = published(visits);
  const auto& gender = question(results, 1, "gender");
  CHECK(gender.detail == Detail::partial);
  CHECK(counts(gender) == std::vector<std::optional<std::uint64_t>>{20, std::nullopt, std::nullopt});
  CHECK(gender.n == 30);
  CHECK(question(results, 0, "gender").n == 20);
  CHECK(question(results, 0, "gender").centres == 1);
}

TEST_CASE("counters below five are hidden, and the region sums what is shown") {
  std::vector<Counter> counters = {{CentreId{1}, "services:midwife", 4}, {CentreId{1}, "services:social", 7},
                                   {CentreId{2}, "services:midwife", 6}, {CentreId{2}, "services:social", 5},
                                   {CentreId{2}, "left:acc", 12},        {CentreId{2}, "language:en", 9}};
  auto results = published({}, counters);
  auto shown = [&](std::size_t place, const std::string& id, const std::string& code) {
    for (const auto& counter : results.places()[place].counters) {
      for (const auto& option : counter.options) {
        if (counter.id == id && option.code == code) return option.count;
      }
    }
    FAIL("no counter " << id);
    return std::optional<std::uint64_t>();
  };
  CHECK_FALSE(shown(1, "services", "midwife").has_value());
  CHECK(shown(1, "services", "social") == 7);
  CHECK(shown(0, "services", "midwife") == 6);
  CHECK(shown(0, "services", "social") == 12);
  CHECK(shown(2, "language", "en") == 9);
  CHECK(report_json(results).find("left") == std::string::npos);
}

TEST_CASE("no group smaller than five is ever published, nor can be found by subtraction") {
  SeededEntropy entropy(3);
  const auto& instrument = survey_instrument();
  for (int run = 0; run < 200; ++run) {
    CAPTURE(run);
    Visits visits;
    for (std::uint32_t centre : {1, 2}) {
      auto count = entropy.random_below(25);
      for (std::uint32_t i = 0; i < count; ++i) {
        survey::Answers answers;
        for (const auto& question : instrument.questions) {
          if (question.linkage != survey::Linkage::linked || entropy.random_below(3) == 0) continue;
          auto option = entropy.random_below(static_cast<std::uint32_t>(question.options.size()));
          answers[question.id] = {question.options[option].code};
        }
        visits.add(1, centre, answers);
      }
    }
    auto results = published(visits);
    for (std::size_t q = 0; q < results.places()[0].questions.size(); ++q) {
      std::vector<std::uint64_t> sums(results.places()[0].questions[q].options.size());
      std::uint64_t full_centres = 0;
      for (std::size_t place = 0; place < results.places().size(); ++place) {
        const auto& shown = results.places()[place].questions[q];
        CAPTURE(shown.id);
        CHECK((!shown.n || *shown.n >= group_min));
        CHECK((shown.n || (!shown.positive_percent && !shown.index && !shown.dont_know && !shown.no_answer)));
        std::uint64_t visible = 0;
        for (const auto& option : shown.options) {
          visible += option.count.value_or(0);
          if (option.count) CHECK(*shown.n >= distribution_min);
          if (option.count && shown.background) CHECK((*option.count == 0 || *option.count >= group_min));
        }
        // What a background question hides is nobody, or at least k people.
        if (shown.background && shown.n && shown.detail != Detail::merged) {
          CHECK((visible == *shown.n || *shown.n - visible >= group_min));
        }
        if (place > 0 && shown.detail == Detail::full) {
          ++full_centres;
          for (std::size_t o = 0; o < sums.size(); ++o) sums[o] += *shown.options[o].count;
        }
      }
      const auto& region = results.places()[0].questions[q];
      if (full_centres == 0) continue;
      CHECK(region.centres == full_centres);
      for (std::size_t o = 0; o < sums.size(); ++o) CHECK(region.options[o].count == sums[o]);
    }
  }
}

TEST_CASE("every form says the same, and the same each time (D11)") {
  auto sample = facts;
  sample.unreviewed = {"en"};
  sample.centres[0].name = "Eken, \"stora\"";
  Visits visits;
  visits.add(12, 1, {{"acc", {"full"}}}).add(3, 2, {{"acc", {"full"}}});
  auto make = [&] { return suppress(tally(sample, survey_instrument(), visits.all, {})); };
  auto text = report_text(make());
  CHECK(text == report_text(make()));
  CHECK(text.find("Svar: 12 av 50") != std::string::npos);
  CHECK(text.find("färre än 5 svar") != std::string::npos);
  CHECK(text.find("en person kan ha svarat mer än en gång") != std::string::npos);
  CHECK(text.find("ingen hade granskat: en.") != std::string::npos);
  CHECK(text.find("svarsfrekvens") == std::string::npos);

  auto csv = exports::csv_of(make(), exports::CsvProfile::rfc4180);
  CHECK(csv == exports::csv_of(make(), exports::CsvProfile::rfc4180));
  CHECK(csv.starts_with("omgång,plats,familjecentral,fråga,"));
  CHECK(csv.find("\r\n1,\"Eken, \"\"stora\"\"\",1,acc,") != std::string::npos);
  CHECK(csv.find("\r\n1,Tallen,2,acc,Det är lätt för mig att komma hit när jag behöver.,full,Stämmer "
                 "helt,–,–,–,–,–,,–,–,–\r\n") != std::string::npos);

  auto json = nlohmann::json::parse(report_json(make()));
  CHECK(json["places"][1]["responses"] == 12);
  CHECK(json["places"][2]["responses"].is_null());
  CHECK(json["places"][2]["questions"][1]["n"].is_null());
  CHECK(json["unreviewed_languages"][0] == "en");
}

TEST_CASE("text that a spreadsheet would run is made harmless in the CSV") {
  auto sample = facts;
  sample.centres[0].name = "=1+1";
  auto csv =
      exports::csv_of(suppress(tally(sample, survey_instrument(), {}, {})), exports::CsvProfile::rfc4180);
  CHECK(csv.find(",'=1+1,") != std::string::npos);
  CHECK(csv.find(",=1+1") == std::string::npos);
}

TEST_CASE("columns are counted in characters") {
  TextTable table({{"å", Align::left, 7}, {"n", Align::right}});
  table.add({"åäö åäö åäö", "1"});
  table.add({"x", "10"});
  CHECK(table.text() == "å         n\nåäö åäö   1\nåäö\nx        10\n");
}

}  // namespace vantrum::results
