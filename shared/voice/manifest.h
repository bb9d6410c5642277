// The list beside the recordings of one language, voices/<language>/recordings.tsv: which file speaks which
// words. It is the speaker's script and the check at once: a recording is played for exactly the words that
// stand beside it here, so one that no longer says what the screen says is silent, not wrong (A15).
//
//   fingerprint <tab> speaker <tab> file <tab> words
//
// `fingerprint` is of the file as the list knows it, 16 hexadecimal digits. A file with another fingerprint
// has been replaced since: by a person's recording of the same words. `speaker` is "espeak-ng" or `person`.
// Lines that begin with # are remarks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum::voice {

inline constexpr std::string_view manifest_name = "recordings.tsv";
inline constexpr std::size_t manifest_bytes_max = 1 << 20;
inline constexpr std::size_t recording_bytes_max = 4 << 20;
inline constexpr std::string_view recording_suffix = ".opus";
inline constexpr std::string_view person = "person";

struct ManifestLine {
  std::string fingerprint;
  std::string speaker;
  std::string file;  // relative to the language's folder: "besoksenkat/acc.text.opus"
  std::string words;

  bool operator==(const ManifestLine&) const = default;
};

// Refuses what is not such a list, with the line: a file outside of the folder, words missing, a file twice.
Result<std::vector<ManifestLine>> parse_manifest(const std::string& path, std::string_view content);
std::string format_manifest(const std::vector<ManifestLine>& lines);

// 64 bits of FNV-1a: enough to see that a file is another one; nobody gains by forging it.
std::string fingerprint_of(ByteView bytes);

}  // namespace vantrum::voice
