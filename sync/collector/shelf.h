// Archives of closed rounds that leads make on a page (docs/retention.md): one for each round, in the
// collector's folder, taken away as a ZIP. They hold what the reports hold and nothing else: no single
// visits, no words of visitors. Whoever wants those in an archive makes it with `retention archive --with`.
//
// Beside the archive the ZIP has KVITTENS.txt with the archive's receipt, which stands nowhere else: it is
// the end of the archive's digest, of which the log has the beginning. Whoever types it in has the ZIP, and
// could open it.
#pragma once

#include "sync/collector/round_archive.h"

namespace vantrum::collector {

// Written and read back; takes the place of the one before, which stays if this fails or is cut off. As
// archive_round.
Result<ArchiveFacts> shelve_archive(const Collector& collector, FileSystem& files, RoundId round);

// Read back whole; none: not made yet. `invalid` if it is not as it was written, `storage` if it
// cannot be read now.
Result<std::optional<ArchiveFacts>> find_shelved(const Collector& collector, FileSystem& files,
                                                 RoundId round);

// The ZIP of what find_shelved gave; touches files only, so another thread may do it. `unavailable` if the
// archive was made anew meanwhile.
Result<std::string> zip_of_archive(FileSystem& files, const ArchiveFacts& archive);

// "5f0c-12ab-34cd-56ef", and whether that was typed, in whatever case, with or without the dashes.
std::string receipt_of(const ArchiveFacts& archive);
bool is_receipt(const std::string& typed, const ArchiveFacts& archive);

}  // namespace vantrum::collector
