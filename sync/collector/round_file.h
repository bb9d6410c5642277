// A round as a file that a lead writes, keeps and sends to a colleague: what is asked, where, when, and how
// (issue "rounds as data"). `round new` writes one, `round check` reads it and changes nothing, `round open`
// opens it.
//
// TOML, every key needed, none optional: a lost line would change a round silently. A faulty file is refused
// whole:
// "<file>:<line>: what is wrong; expected …", in the words of the person who must mend it. docs/rounds.md
// tells what each key means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/survey/instrument_file.h"
#include "shared/survey/window.h"

namespace vantrum::collector {

// When a round asks, as it was given.
struct RoundWindow {
  enum class Given : std::uint8_t { until_closed, dates, weeks };
  Given given = Given::until_closed;
  survey::Window days;                          // of dates and weeks
  int year = 0, first_week = 0, last_week = 0;  // of weeks
  std::uint32_t every_months = 0;               // 0: once; of dates and weeks
};

struct RoundFile {
  std::string name;                    // "Besöksenkät hösten 2026"
  std::string receiver;                // authority of record (S77)
  std::string instrument;              // folder, from where the command is given
  std::vector<std::string> languages;  // "sv" among them
  bool allow_unreviewed = false;
  bool stop_at_quota = false;  // else asking goes on, and what is over the quota is counted apart
  bool review_page = false;
  std::vector<std::string>
      linked;  // background kept beside the answers: what the leads agreed to, at most two
  std::uint32_t idle_s = 0, answer_s = 0;  // "Är du kvar?"; 0: as the kiosk's own settings say
  RoundWindow window;

  // Off unless the leads decided so, somebody is named to read the texts, and the routine for concern for a
  // child is written down somewhere (P-12, S76). All three, or none of them.
  struct FreeText {
    bool is_on = false;
    std::string decision, reader, routine;
  } free_text;

  struct Place {
    CentreId centre;
    std::uint32_t quota = 0;    // set by the lead, never computed (S26)
    bool is_headcount = false;  // the number is how many work there: of a staff survey (S30)
    std::string local;          // folder of the centre's own questions, or "" (S29)
    std::size_t line = 0;       // in the file, for messages
  };
  std::vector<Place> centres;
};

// The file by itself. Whether instrument, languages and centres exist is checked in round_plan.h.
Result<RoundFile> parse_round_file(std::string_view file, std::string_view content);

// A file that parses to the same round, with a word in Swedish beside each key.
std::string round_file_text(const RoundFile& round);

// The next one of a round that comes again: window moved on, everything else kept, the year in its name moved
// on if it has one. `refused` if the round comes only once.
Result<RoundFile> next_round(const RoundFile& round);

}  // namespace vantrum::collector
