// A USB stick instead of a network: what lies in outbox/ goes onto it, the collector's replies on it come
// into inbox/.
//
//   STICK/vantrum/outbox/<name>/*.cose      for `vantrum-collector import STICK`
//   STICK/vantrum/inbox/<name>/*.cborseq    what it answered
//
// <name> is drawn once for this kiosk's data folder and says nothing about it. The stick must have the folder
// `vantrum`: on any other stick nothing is touched. Sending by stick and by network is no conflict: the same
// bytes are one document, and the collector gives them one receipt.
#pragma once

#include <string>

#include "shared/base/entropy.h"
#include "shared/base/file_system.h"

namespace vantrum::carrier {

struct UsbReport {
  std::size_t brought = 0;   // documents that lie on the stick now
  std::size_t fetched = 0;   // replies that came from it
  std::size_t left_out = 0;  // files there that are no replies of ours
};

// `not_found` if there is no stick or no folder `vantrum` on it; `storage` if the stick or the disk failed:
// then nothing is lost, do it again.
Result<UsbReport> carry_by_stick(FileSystem& files, Entropy& entropy, const std::string& data,
                                 const std::string& stick);

// The last words, for staff, in Swedish.
std::string words_of(const UsbReport& report);

}  // namespace vantrum::carrier
