// P-18: what may be shown of a round, and how it may grow. Whoever compares two outputs must not learn about
// fewer than k people, nor see the distribution of fewer than 10. What was shown is kept with the answers
// (kept_counts.h), and every output goes through sync/collector/releasing.h, which calls what stands here.
//
// A centre's answers are released in blocks of ten. While the round is open (`interim`)
// - as many as two blocks need stay behind;
// - a question is shown from ten valid answers on, and grows only while ten of its own stay behind;
// - background questions, and those that a rule ties to others, are not shown at all.
// So the first output after the close counts every answer that is there in every question, whatever was
// shown before, and nothing is left out below the rules. What comes after that is released in blocks, too.
//
// `grown` decides question by question: the new counts, or, where the difference would betray a small group,
// those that were shown before. A merged share is never followed by a distribution; a question that only some
// were asked and those its rule is about are always of one time.
//
// A counter of which one option is chosen ("language") is raised once by every visit, so beside the number of
// responses it is a background question: it waits for the close, since what is known of one option then
// bounds what is left for the others; and its options are of one time, the small ones among them, which
// suppress.h needs to know to hide others with them (P-16).
#pragma once

#include <map>

#include "sync/results/policy.h"
#include "sync/results/tally.h"

namespace vantrum::results {

// How many of a centre's waiting answers may be released now; 0: none. `released`: how many were before.
std::uint64_t block_size(std::uint64_t released, std::uint64_t waiting, bool is_open, const Policy& policy);

// What was published of a centre last, and the smallest group that it was ever published with.
struct Shown {
  CentreTally counts;
  Policy policy;
};

// While the round is open: of `all`, what is released now, as much as may be shown before the close; the rest
// is as in `shown`, and held. `received` is everything, released or not.
CentreTally interim(const CentreTally& shown, const CentreTally& all, const CentreTally& received,
                    const survey::Instrument& instrument, const Policy& policy);

// What may be published of a centre, of all that is released (`all`): it differs from what was shown nowhere
// by a small group. Where `all` has less than what was shown, that stays.
CentreTally grown(const Shown& shown, CentreTally all, const survey::Instrument& instrument,
                  const Policy& policy);

// Levels of one centre's counters, by their names: "language:en".
using CounterLevels = std::map<std::string, std::uint64_t>;

// After the close, of counters of which one option is chosen: which cells are to be kept anew, also those
// below k and those of nobody, and the ids of the counters that stay as they were. `kept`: what was released
// of the centre. A counter that was kept with all its options moves only if ten visits came, and of no option
// 1 to k − 1; one that was not moves freely. The result never has a part of a counter.
struct CounterGrowth {
  CounterLevels cells;
  std::vector<std::string> held;
};
CounterGrowth grown_counters(const CounterLevels& kept, const CounterLevels& levels,
                             const survey::Instrument& instrument, const Policy& policy);
// Is it a cell of such a counter?
bool chooses_one(const survey::Instrument& instrument, const std::string& cell);

// Of staff the background is shown in the region's row alone (S35), so it is the sum of all centres that must
// not grow by a small group, nor by one or two centres. Call it after `grown`, with the centres in one order:
// it takes back what would, of all centres at once.
void hold_region_rows(Tally& next, const std::vector<Shown>& shown, const Policy& policy);

}  // namespace vantrum::results
