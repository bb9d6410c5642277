// A region after a large round, as a data folder: its centres, a kiosk of each that told its state, and
// answers as if they had been received and opened.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/entropy.h"
#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"
#include "sync/collector/collector.h"
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_collector_store.h"

namespace vantrum::bench {

inline constexpr const char* instrument_folder = "config/instruments/besoksenkat";

// The questions whose answers are kept together, in the instrument's order.
std::vector<const survey::Question*> linked_questions(const survey::Instrument& instrument);

class FilledRegion {
 public:
  // A round that is closed already. `folder` is made.
  FilledRegion(const std::string& folder, std::uint32_t centres);

  // Each question answered at random, and one in twenty passed over. A thousand different visitors, drawn
  // again and again: what they answered does not change what anything costs.
  void add(std::uint64_t responses);

  const collector::Collector& collector() const { return *collector_; }
  RoundId round() const { return round_; }
  const survey::Instrument& instrument() const { return instrument_; }
  const survey::InstrumentFiles& survey() const { return files_of_survey_; }

 private:
  void add_kiosk(std::uint32_t centre);

  std::unique_ptr<FileSystem> files_ = real_file_system();
  SystemClock clock_;
  SeededEntropy entropy_{8};
  survey::InstrumentFiles files_of_survey_;
  survey::Instrument instrument_;
  std::unique_ptr<collector::SqliteCollectorStore> store_;
  std::unique_ptr<collector::SqliteAnswerStore> answers_;
  collector::Keys keys_;
  std::optional<collector::Collector> collector_;
  RoundId round_;
  std::vector<Bytes> visitors_;
};

}  // namespace vantrum::bench
