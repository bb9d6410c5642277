// From a round's file to a round that can be opened: everything that needs the instrument and the collector's
// centres is checked here, and told to the lead before anything happens.
#pragma once

#include <string>

#include "shared/base/file_system.h"
#include "sync/collector/publish.h"
#include "sync/collector/round_file.h"

namespace vantrum::collector {

struct PreparedRound {
  RoundPlan plan;
  survey::Instrument instrument;     // with the centres' own questions, as answers are read
  std::vector<std::string> missing;  // lines "ti: 2 missing, shown in Swedish: …"
  std::string unread;                // a line if nobody can read the free texts yet (P-12); else empty
  std::vector<std::string>
      waits;  // why it cannot be opened yet though the file is right: another round is open
};

// `where` names the file in messages: "<where>:<line>: …" where the file has a line for it, else "<where>:
// <key>: …". Folders in the file are taken from `directory`. Refused, with what to do:
//   centres that the collector does not know · a folder that is no instrument, or a faulty one · languages
//   without texts, or unreviewed ones that nobody allowed (R12) · `linked` that differs from what the
//   instrument links (P-31) · free text where the instrument has none · quota in a staff survey, headcount in
//   a visitors' · a local block with more than three questions, or one that breaks a rule of instruments
//   (S29).
Result<PreparedRound> prepare_round(const Collector& collector, FileSystem& files,
                                    const std::string& directory, const std::string& where,
                                    const RoundFile& file);

// What the round will be, in Swedish, a page long: for `round check` and before `round open`.
std::string round_page(const RoundFile& file, const PreparedRound& prepared);

// The window in words: "2 november 2026 till 15 november 2026 (vecka 45–46)".
std::string window_words(const RoundWindow& window);

}  // namespace vantrum::collector
