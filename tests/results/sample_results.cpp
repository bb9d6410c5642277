#include "tests/results/sample_results.h"

#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"

namespace vantrum::results {
namespace {

const survey::Instrument& instrument() {
  static const auto loaded = [] {
    auto files = real_file_system();
    return survey::load_instrument(*files, "config/instruments/besoksenkat").value();
  }();
  return loaded;
}

struct Size {
  const char* question;
  std::size_t valid;
};
// "lang" has only vet inte.
constexpr Size sizes[] = {{"acc", 0},    {"wel", 4},   {"seen", 5},    {"know", 9}, {"net", 10}, {"part", 49},
                          {"route", 50}, {"bond", 51}, {"equal", 100}, {"lang", 0}, {"all", 100}};

std::vector<Visit> visits_of(CentreId centre, std::size_t count, std::size_t shift) {
  std::vector<Visit> visits(count);
  for (std::size_t i = 0; i < count; ++i) {
    visits[i].centre = centre;
    auto& answers = visits[i].answers;
    for (const auto& [id, valid] : sizes) {
      const auto& options = instrument().find(id)->options;
      // Mostly positive, as such answers are.
      if (i < valid)
        answers[id] = {options[(i * i + shift) % 7 < 4 ? 0 : (i + shift) % 4].code};
      else if (std::string_view(id) == "lang" || i % 3 == 0)
        answers[id] = {options.back().code};
    }
    answers["role"] = {instrument().find("role")->options[i % 4].code};
    if (i % 10 != 9)
      answers["gender"] = {instrument().find("gender")->options[i % 20 == 0 ? 2 : i % 3 == 0].code};
  }
  return visits;
}

PublishedResults round(const std::string& name, std::uint32_t id, const std::string& round_name,
                       std::size_t shift) {
  RoundFacts facts{RoundId{id}, round_name, "Region Exempel", "Nämnden för exempel", false, {}, {}, false, 0};
  facts.centres = {{CentreId{1}, name, 50}, {CentreId{2}, "Familjecentralen Tallen", 100}};
  auto visits = visits_of(CentreId{1}, 100, shift);
  auto more = visits_of(CentreId{2}, 57, shift + 1);
  visits.insert(visits.end(), more.begin(), more.end());
  const std::vector<Counter> counters = {
      {CentreId{1}, "services:midwife", 4}, {CentreId{1}, "services:social", 17},
      {CentreId{1}, "first:yes", 40},       {CentreId{1}, "first:no", 55},
      {CentreId{2}, "first:yes", 50},       {CentreId{2}, "language:sv", 50}};
  return suppress(tally(facts, instrument(), visits, counters));
}

}  // namespace

PublishedResults sample_results(const std::string& name) {
  auto results = round(name, 2, "Hösten 2026", 0);
  results.compare_with(round(name, 1, "Hösten 2024", 3));
  auto files = real_file_system();
  results.set_goals(survey::load_goals(*files, "config/goals/goals.toml").value());
  return results;
}

}  // namespace vantrum::results
