// A USB stick instead of a network: what lies in outbox/ goes onto it, the collector's replies on it come
// into inbox/. The carrier does it on the command line, the kiosk on the staff's screen; both have the same
// layout:
//
//   STICK/vantrum/outbox/<name>/*.cose      for `vantrum-collector import STICK`
//   STICK/vantrum/inbox/<name>/*.cborseq    what it answered
//
// <name> is drawn once for this kiosk's data folder and says nothing about it. The stick must have the folder
// `vantrum`: on any other stick nothing is touched. Sending by stick and by network is no conflict: the same
// bytes are one document, and the collector gives them one receipt.
#pragma once

#include <functional>
#include <string>

#include "shared/base/entropy.h"
#include "shared/base/file_system.h"
#include "shared/base/stick.h"

namespace vantrum {

constexpr std::size_t stick_document_bytes_max = 256 * 1024;  // FORMAT.md; longer ones are never sent
constexpr std::size_t stick_reply_bytes_max = 1024 * 1024;
constexpr std::size_t stick_inbox_files_max = 1'000;
constexpr std::size_t stick_fetched_bytes_max = 64 * 1024 * 1024;  // at a time: 512 pieces of recordings are 32 MiB

struct StickReport {
  std::size_t brought = 0;   // documents that lie on the stick now
  std::size_t fetched = 0;   // replies that came from it
  std::size_t left_out = 0;  // files there that are no replies of ours
  bool has_more = false;     // replies stay on it: more than are fetched at a time. The next time takes them
  bool is_complete = true;   // false: some file could not be read or written, the others were. Do it again
  std::string failure;       // of the first of them
};

// Called before each file: so many documents are on the stick, of so many. None of none while replies are
// fetched.
using StickProgress = std::function<void(std::size_t at, std::size_t of)>;

// `not_found`, in words for staff, if there is no stick or no folder `vantrum` on it; `storage` if the stick
// or the disk failed before anything could be written: then nothing is lost, do it again. One file that fails
// stands in no other's way: documents go onto the stick whatever became of the replies. Everything that is
// counted is synced when it returns.
Result<StickReport> carry_by_stick(FileSystem& files, Entropy& entropy, const std::string& data,
                                   const std::string& stick, const StickProgress& progress = {});

}  // namespace vantrum
