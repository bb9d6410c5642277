// What a stolen device tells: nothing of the answers, and nothing of their order.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kiosk/app/interview.h"
#include "tests/faults/effort.h"
#include "tests/faults/world.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using testing::Quiet;

// Spearman's: 1 if the second order is the first, −1 if it is its reverse.
double rank_correlation(const std::vector<std::size_t>& places) {
  auto n = static_cast<double>(places.size());
  double squares = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    auto rank = std::ranges::count_if(places, [&](std::size_t other) { return other < places[i]; });
    auto difference = static_cast<double>(i) - static_cast<double>(rank);
    squares += difference * difference;
  }
  return 1 - 6 * squares / (n * (n * n - 1));
}

TEST_CASE("where an answer lies in the file says nothing of when it came (P-3)") {
  Quiet quiet;
  auto beginning = Beginning::make(200);
  auto path = std::string(World::folder) + "/kiosk.db";
  double sum = 0;
  constexpr int runs = effort(1'000);
  for (int run = 0; run < runs; ++run) {
    World world(beginning, 7'000 + static_cast<std::uint64_t>(run));
    auto size = world.medium().content(path).size();
    {
      auto device = *world.open();
      for (int i = 0; i < 20; ++i) REQUIRE(world.submit(device));
    }  // a clean stop
    auto file = world.medium().content(path);
    CHECK(file.size() == size);
    std::vector<std::size_t> places;
    for (const auto& id : world.acknowledged()) {
      auto at = std::search(file.begin(), file.end(), id.bytes.begin(), id.bytes.end());
      REQUIRE(at != file.end());
      places.push_back(static_cast<std::size_t>(at - file.begin()));
    }
    sum += rank_correlation(places);
  }
  // Independent orders of 20 have a mean with a standard deviation of 1 / sqrt(19 × runs): 0.007 in full.
  MESSAGE("mean rank correlation " << sum / runs);
  CHECK(std::abs(sum / runs) < 4 / std::sqrt(19.0 * runs));
}

TEST_CASE("the same in the order of a batch") {
  Quiet quiet;
  auto beginning = Beginning::make(200);
  double sum = 0;
  constexpr int runs = effort(200);
  for (int run = 0; run < runs; ++run) {
    World world(beginning, 9'000 + static_cast<std::uint64_t>(run));
    auto device = *world.open();
    for (int i = 0; i < 20; ++i) REQUIRE(world.submit(device));
    REQUIRE(device.pack_all());
    auto file = world.medium().content(std::string(World::folder) + "/outbox/batch-0000000001.cose");
    std::vector<std::size_t> places;
    for (const auto& id : world.acknowledged()) {
      auto at = std::search(file.begin(), file.end(), id.bytes.begin(), id.bytes.end());
      places.push_back(static_cast<std::size_t>(at - file.begin()));
    }
    sum += rank_correlation(places);
  }
  MESSAGE("mean rank correlation " << sum / runs);
  CHECK(std::abs(sum / runs) < 4 / std::sqrt(19.0 * runs));
}

bool contains(ByteView where, ByteView what) {
  return std::search(where.begin(), where.end(), what.begin(), what.end()) != where.end();
}

// What would give answers away: their codes, and three numbers of questions and answers in a row, as in CBOR.
std::vector<Bytes> canaries(const survey::Instrument& instrument, const survey::Answers& answers) {
  std::vector<Bytes> all;
  std::map<std::uint32_t, std::uint32_t> in_order;
  for (const auto& question : instrument.questions) {
    auto given = answers.find(question.id);
    if (given == answers.end() || question.linkage != survey::Linkage::linked) continue;
    const auto* option = question.option_with_code(given->second.front());
    in_order[question.number] = option->number;
    all.push_back(to_bytes(view_of(question.id + ":" + given->second.front())));
  }
  Bytes numbers;
  for (auto [question, option] : in_order) {
    REQUIRE(question < 24);  // so that CBOR writes it as one byte
    numbers.push_back(static_cast<std::uint8_t>(question));
    numbers.push_back(static_cast<std::uint8_t>(option));
  }
  for (std::size_t i = 0; i + 6 <= numbers.size(); i += 2) {
    all.emplace_back(numbers.begin() + std::ptrdiff_t(i), numbers.begin() + std::ptrdiff_t(i) + 6);
  }
  return all;
}

TEST_CASE("no answer of any question, in any language, can be read from files, free pages, log or journal") {
  testing::TemporaryFolder logs;
  auto log_path = logs.path() + "/log";
  auto survey = Beginning::make(64, SurveySize::whole);
  std::set<std::size_t> lengths;
  {
    Quiet quiet(log_path);
    World world(survey, 31);
    std::vector<Bytes> hidden;
    std::optional<Device> device = *world.open();
    const auto instrument = device->survey()->instrument;
    REQUIRE(device->survey()->languages.size() == 9);
    for (std::size_t choice = 0; choice < 3; ++choice) {
      for (const auto& language : device->survey()->languages) {
        survey::Answers answers;
        for (const auto& question : instrument.questions) {
          if (question.options.empty()) continue;
          answers[question.id] = {question.options[choice % question.options.size()].code};
        }
        answers = asked_answers(*device->survey(), answers);
        for (auto& canary : canaries(instrument, answers)) hidden.push_back(std::move(canary));
        REQUIRE(device->submit({device->survey(), answers, language}));
      }
    }
    auto search = [&] {
      for (const auto& path : world.medium().paths()) {
        if (path.ends_with("/identity")) continue;
        auto file = world.medium().content(path);
        for (const auto& canary : hidden) CHECK_FALSE(contains(file, canary));
        for (const auto& item : find_slots(file)) lengths.insert(item.sealed.size());
      }
    };
    CHECK(hidden.size() > 60);
    search();
    REQUIRE(device->pack_all());
    search();
    world.collect();
    world.deliver();
    REQUIRE(device->tend());
    device.reset();
    search();
    auto log = *real_file_system()->read(log_path, 1 << 20);
    for (const auto& canary : hidden) CHECK_FALSE(contains(log, canary));
    // After the receipts nothing of the items is left in the database either.
    CHECK(find_slots(world.medium().content(std::string(World::folder) + "/kiosk.db")).empty());
  }
  CHECK(lengths.size() == 1);
}

}  // namespace
}  // namespace vantrum::kiosk
