// What may be shown of a round (P-18): the one way from stored answers to counts for an output. Commands,
// exports, reports and pages all come here, through take_away.h.
//
// What has been shown is kept with the answers (AnswerStore::keep_counts), committed before anybody gets a
// byte of it. So it survives a crash, a restart, and a backup that is read in; nobody is ever shown counts
// that the next output does not know of. Where nothing is kept for a centre, as before this was built, all of
// its released answers count as shown.
//
// Counts of released answers are kept, too, so a round costs the counting of what came since the last output.
#pragma once

#include "sync/collector/collector.h"
#include "sync/results/policy.h"
#include "sync/results/tally.h"

namespace vantrum::collector {

// Opens what waits, releases what may be released, keeps what is shown from now on, and gives it: for
// suppress.h, with the same policy. `not_found` if there is no such round; after any other error nothing new
// counts as shown.
Result<results::Tally> shown_of(const Collector& collector, RoundId round, const results::Policy& policy);

Result<results::RoundFacts> facts_of(const Collector& collector, const RoundRecord& round);

}  // namespace vantrum::collector
