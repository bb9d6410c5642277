// P-18: what may be shown of a round that is still open, and how it may grow. Whoever compares two outputs
// must not learn about fewer than k people, nor see the distribution of fewer than 10.
//
// A centre's answers are released in blocks. In an open round as many as one block needs stay behind, so that
// at the close there are always enough for a last block and no answer is left out. `grown` decides question
// by question: the new counts, or, where the difference would betray a small group, those that were shown
// before. A merged share is never followed by a distribution; a question that only some were asked and those
// its rule is about are always of one time.
#pragma once

#include "sync/results/policy.h"
#include "sync/results/tally.h"

namespace vantrum::results {

// How many of a centre's waiting answers may be released now; 0: none. `released`: how many were before.
std::uint64_t block_size(std::uint64_t released, std::uint64_t waiting, bool is_open, const Policy& policy);

// `shown` is what was published of a centre last, `all` what is released now, of the same instrument. Returns
// what may be published: it differs from `shown` nowhere by a small group.
CentreTally grown(const CentreTally& shown, const CentreTally& all, const survey::Instrument& instrument,
                  const Policy& policy);

}  // namespace vantrum::results
