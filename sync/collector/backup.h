// A backup of the whole collector, and reading it back.
//
//   DIR/vantrum-20261106T081500Z/
//     collector.db          a copy by SQLite's backup interface, opened and checked after it was written
//     dashboard.db          accounts and the audit log, likewise
//     ca.pem server.pem     keys/signing.key  keys/ca.key  keys/server.key  keys/sealing-<epoch>.pub
//     keys/dashboard.key
//     manifest.json         what it is, when, and SHA-256 of each of these files but the databases
//     answers/answers.db    likewise, copied after collector.db
//     answers/year.db       likewise, if there is one
//     answers/manifest.json
//
// So an item that is opened in between is in both copies, and marked, so that it is not opened twice; it is
// never in none.
//
// The secret sealing keys are not in it unless asked for: they are on paper (paper_key.h), so that a stolen
// backup opens nothing that was still sealed. What was opened already is in it; keep it as safe as the
// collector.
//
// Only after the copy was read back do the kiosks hear of it, by the watermark of receipts and centre
// documents. Until then, as long as there is room, they keep what they delivered; so after a backup is read
// back, what came since it comes again (row 28 of docs/exactly-once.md). Self-reflections do not.
#pragma once

#include <string>

#include "sync/collector/collector.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::collector {

struct BackupDone {
  std::string path;
  std::size_t devices = 0;
  std::uint64_t receipts = 0;  // of all devices
};
std::string words_of(const BackupDone& done);

// `target` is a folder that is there. Blocks for as long as the copy takes. It is these three in turn.
Result<BackupDone> back_up(const Collector& collector, FileSystem& files, const std::string& target,
                           bool with_sealing_keys);

// Where two users share the work (desk.h) the first and last are the receiving one's, the second the other's,
// whose folder answers/ then is closed to the first.
enum class BackupReach { owner, group };  // who may add to the unfinished backup
// What was received and all that receiving needs. Gives the path of the unfinished backup.
Result<std::string> begin_backup(const Collector& collector, FileSystem& files, const std::string& target,
                                 BackupReach reach);
Result<void> back_up_answers(AnswerStore& answers, const Region& region, FileSystem& files,
                             const DataFolder& folder, WallTime now, const std::string& part,
                             bool with_sealing_keys);
// From now on kiosks may let go of what it holds.
Result<BackupDone> finish_backup(const Collector& collector, FileSystem& files, const std::string& part);

// A backup that fails, or was cut short earlier, does not stay: it would fill the disk night by night. Until
// it is finished its name ends with a mark of its collector, for several may back up to one folder; of one
// collector only one is ever made at a time, by whoever has the answers open. Of two users each removes what
// is its own, the one with the answers first, in all that were left beside `part`.
void remove_unfinished_answers(const std::string& part);
Result<void> give_up_backup(const Collector& collector, const std::string& part);

// Into a folder that is missing or empty: copies, checks, gives no number out twice, and orders every kiosk
// to send again what came after the backup. Makes a sealing key, newer than any that was lost, which every
// round document names from then on; those of open rounds are not sent again by themselves, for some of these
// rounds may have been closed since. `invalid` if the backup is not whole; `refused`, with nothing
// made, if the clock is earlier than the backup: it must be right, for numbers go on from it.
Result<void> restore(FileSystem& files, Entropy& entropy, const Clock& clock, const std::string& backup,
                     const DataFolder& folder);

}  // namespace vantrum::collector
