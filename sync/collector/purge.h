// Destroying under a decision (P-21, P-22). Nothing here happens by itself.
//
// What was shown of the round stays: its counts are kept beside the answers (releasing.h), so every result
// and report is the same afterwards. An answer that arrives later is counted with them. Answers that still
// waited to be counted go uncounted, and the note about them with them; PurgeDone and the log say how many.
#pragma once

#include "sync/collector/audit_note.h"
#include "sync/collector/retention.h"
#include "sync/collector/round_archive.h"

namespace vantrum::collector {

struct PurgePlan {
  RoundId round;
  RecordKind kind = RecordKind::texts;
  std::string decision;  // its reference: diarienummer
  std::string archive;   // folder of the round's archive (round_archive.h)
};
struct PurgeDone {
  std::uint64_t count = 0;
  std::uint64_t never_counted = 0;  // of these, answers that are in no result
  std::string basis;
  ArchiveFacts archive;
  bool is_scrubbed = true;  // false: they are gone, but the file was not written anew and may have remains
};

std::string never_counted_words(const PurgeDone& done);  // ", 3 av dem aldrig medräknade"; empty where none

// Destroys all records of a kind of a round, so that no byte of them is left in the files of the database.
// A line of the log comes first ("gallrar"): round, kind, how many, decision, ground, and the archive's
// digest; what cannot be logged is not done. One more says how it went: "gallrade", "gallrade inte" or
// "gallringen blev inte klar". None after the first: it was cut off, or the log took no second line, and
// nobody knows; do it again.
//
// `refused`, with the reason, unless: a decision is named; the region's own table says gallra for this kind,
// with a ground; the round is closed; the time has passed; and an archive of the round, made when there were
// as many as now, reads back whole. Whether the records themselves are in that archive is the decision's
// business: it says so in PurgeDone and in the log.
//
// Cut off in the middle, it is done again: what is left is destroyed, and the file is written anew. So it is
// where the file could not be written anew (a full disk: !is_scrubbed, and a line of the log).
Result<PurgeDone> purge(const Collector& collector, FileSystem& files, const PurgePlan& plan,
                        const AuditNote& note);

}  // namespace vantrum::collector
