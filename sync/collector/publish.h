// Rounds: opening and closing them, and the signed documents that tell each centre's kiosks.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/survey/instrument_file.h"
#include "shared/survey/window.h"
#include "sync/collector/collector.h"

namespace vantrum::collector {

struct RoundPlan {  // round_plan.h makes one from a round's file
  std::string name;
  std::string receiver;                      // authority of record (S77)
  survey::InstrumentFiles files;             // all of the instrument's folder
  std::vector<std::string> languages;        // to be offered; "sv" must be among them
  std::vector<CentreId> centres;             // empty: every centre
  std::map<CentreId, std::uint32_t> quotas;  // where it differs from the centre's own
  bool stop_at_quota = false;
  bool review = false;  // visitors see their answers once more before they send them
  bool allow_unreviewed = false;
  // Free text is off by default. Turning it on needs both: whose task it is to read the texts, and where the
  // routine for concern for a child is written down (P-12, S76).
  bool free_text = false;
  std::string text_reader = {}, text_routine = {};
  std::optional<survey::Window> window = {};  // asked on these days only; none: until closed
  std::uint32_t idle_s = 0, answer_s = 0;     // 0: the kiosks' own settings
  std::string file_text = {};                 // the round's file, kept with it
  // Of each centre, where one has questions of its own; `files` then has the questions of all of them (S29).
  std::map<CentreId, survey::InstrumentFiles> own_files = {};
};

// The round of this number; `not_found`, with words that say where to look, if there is none.
Result<RoundRecord> find_known(const Collector& collector, RoundId id);

// Refused unless the instrument is sound and every language is reviewed (R12); with allow_unreviewed the
// languages that are not are remembered, and the results say so. Only the files of the offered languages go
// out. Round and documents are kept in one transaction.
Result<RoundId> open_round(const Collector& collector, const RoundPlan& plan);

// From now on the kiosks of every open round seal to this key. What was sealed to an older one still opens.
Result<void> use_key(const Collector& collector, std::uint32_t epoch);

// From now on this round's kiosks ask for these, and let go of those of before. Each is kept here first
// (add_asset). `refused` if the round is closed.
Result<void> name_assets(const Collector& collector, RoundId round,
                         const std::vector<wire::AssetName>& assets);

// The latest document of the centre's rounds, the visitors' and the staff's, where it is newer than these
// serials. A closed round's, too. The older one first, as its key may be older: after a newer key a kiosk
// takes no older one.
Result<std::vector<RoundDocument>> newer_round_documents(const Collector& collector, CentreId centre,
                                                         std::uint64_t visitors, std::uint64_t staff);

// Kiosks stop asking and deliver what is left; what arrives later is still accepted.
Result<void> close_round(const Collector& collector, RoundId round);

}  // namespace vantrum::collector
