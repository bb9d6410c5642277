// Makes and checks the recordings of a language.
//
// A file that somebody has put in the place of a made one is a person's recording: it is kept for ever and
// never made again. When its words change it falls silent and is named as stale, until it is recorded anew.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/app/phrases.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

// What a made file carries as a comment, so that it is never taken for a person's: "SPEAKER=espeak-ng".
std::string made_mark(std::string_view speaker);

// Words to a file in Opus, with made_mark in it. Called from several threads.
using Synthesise = std::function<Result<Bytes>(const std::string& words)>;

struct VoiceReport {
  int made = 0;      // now
  int kept = 0;      // were there and say the right words
  int recorded = 0;  // by people, among those kept
  std::vector<std::string>
      stale;  // a person's file whose words have changed: it is silent until recorded anew
  std::vector<std::string> missing;  // only of check_voice: no file, or an older one, for these words
  std::vector<std::string> unused;   // files of the list that nothing says any more
};

// Brings voices/<language> up to date. Each file is whole or not there; the list is written last, so an
// interrupted run is continued by the next. `only`: files whose names begin so; all others stay as they are.
Result<VoiceReport> make_voice(FileSystem& files, const std::string& folder, const std::string& speaker,
                               const std::vector<Recording>& recordings, const Synthesise& synthesise,
                               const std::string& only = "");

// Changes nothing. Whole when `missing` and `stale` are empty.
Result<VoiceReport> check_voice(FileSystem& files, const std::string& folder,
                                const std::vector<Recording>& recordings);

}  // namespace vantrum::kiosk
