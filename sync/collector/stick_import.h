// A USB stick that went round the kiosks: every document on it is received as over the network, and the
// replies are laid beside them. Layout and reasons: sync/carrier/usb.h.
//
// The stick is hostile: nothing on it is followed, run or believed; what is no document is counted and left.
// Reading it twice, or after the network brought the same, changes nothing (ingest.h).
//
// The kiosks wait meanwhile, so it ends after so many documents and bytes. Where the next import goes on is
// noted on the stick; it comes round to the beginning as far as it has room, so a false note delays nobody.
#pragma once

#include <string>

#include "sync/collector/collector.h"

namespace vantrum::collector {

constexpr std::size_t import_documents_max = 5'000;
constexpr std::size_t import_bytes_max = 256 * 1024 * 1024;
constexpr std::size_t import_entries_max = 50'000;  // files of any kind in the kiosks' folders

struct StickImport {
  std::size_t kiosks = 0;    // folders with documents
  std::size_t received = 0;  // documents that got an answer
  std::size_t refused = 0;   // looked like documents and are none of this region's kiosks, or are damaged
  std::size_t left_out = 0;  // links, strange names, other files, and what was beyond the limits
  std::size_t unread = 0;    // files and folders that the stick did not give; the others were taken in
  std::size_t unanswered = 0;  // of those received: their answer could not be laid on the stick
  bool has_more = false;       // there is more on it than is taken in at a time; import it again
  bool is_complete = true;     // false: any of these two, or our disk failed midway; do it again
  std::string failure;         // the first
};

// `not_found` if there is no stick or no folder `vantrum` on it.
Result<StickImport> import_stick(const Collector& collector, const std::string& path);

// Swedish; the last words tell whether to take the stick out.
std::string words_of(const StickImport& done);

}  // namespace vantrum::collector
