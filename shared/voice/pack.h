// The recordings of one language in one file, to be sent: what a folder with a recordings.tsv holds, without
// the names.
//
//   head ‖ recording ‖ recording ‖ …
//
// The head is CBOR as in FORMAT.md, section 1: a map of 1 format (1) · 2 language · 3 recordings, an array of
// [words, speaker, size in bytes]. The recordings follow in its order, with nothing between or behind them.
// So a kiosk keeps the head in memory and reads a recording where it lies. As in a folder a recording is
// played for exactly its words (A15).
#pragma once

#include <string>
#include <vector>

#include "shared/base/file_system.h"
#include "shared/voice/manifest.h"

namespace vantrum::voice {

inline constexpr std::size_t pack_bytes_max = 8 * 1024 * 1024;
inline constexpr std::size_t pack_head_bytes_max = 512 * 1024;
inline constexpr std::size_t pack_recordings_max = 2'000;

struct PackedRecording {
  std::string words;
  std::string speaker;  // `person`, or a program's name
  std::uint32_t offset = 0, bytes = 0;
};

struct PackHead {
  std::string language;
  std::vector<PackedRecording> recordings;
};

// Of folder/<language>. `not_found` if there is no recordings.tsv; `invalid`, with the file and what to do,
// if that is faulty, if a recording in it is missing or another file than the list knows (its words then are
// not known for sure), or if all of it is longer than pack_bytes_max.
Result<Bytes> make_pack(FileSystem& files, const std::string& folder, const std::string& language);

// `untrusted` unless it is such a file, to the last byte.
Result<PackHead> parse_pack(ByteView bytes);

// The same of a file of `size` bytes, by its first ones: all of them, or pack_head_bytes_max.
Result<PackHead> parse_pack_head(ByteView first, std::uint64_t size);

struct Pack {
  std::string path;
  PackHead head;
};

// Reads no more than the head may have. Errors name the file.
Result<Pack> open_pack(FileSystem& files, const std::string& path, std::uint64_t size);

}  // namespace vantrum::voice
