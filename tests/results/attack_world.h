// Random regions for the attacker: what is true of them, and what is printed, once, or again and again.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "shared/base/entropy.h"
#include "sync/results/tally.h"

namespace vantrum::results::attack {

using Json = nlohmann::json;

// What a region would do that knows less than we do; each must be found out.
enum class Weakness {
  none,
  pools_everybody,      // the region's row has the hidden centres in it (P-17)
  counts_everybody,     // only its number of responses has
  no_second_group,      // a small group is hidden alone (P-16)
  tells_who_skipped,    // how many passed over a question that only some were asked
  index_of_few,         // from k to 9 the index is shown beside the share (P-15)
  counter_alone,        // a small counter is hidden alone
  counter_left_out,     // a small counter is not kept, so nothing is hidden with it
  counter_while_open,   // one of which one is chosen is told in steps before the close
  counter_at_once,      // a second release has the counters of now, whichever few came
  every_answer_at_once  // a second release has whatever came since (P-18)
};

// One region, in one or more releases: what is true, and what is printed of it.
struct Release {
  Tally truth;  // what is held is older
  Json printed;
};
struct World {
  std::vector<Release> releases;
  std::vector<Tally> everything;  // of make_life: what had been received, shown or not
};

// Two background questions, a statement, one that not all are asked, and a counter.
const survey::Instrument& instrument();
std::size_t index_in(const std::string& question);

World make_world(Entropy& entropy, Weakness weakness);

// As the program does it (sync/collector/releasing.cpp): looked at three times, of these none, one or two
// while the round is open.
World make_life(Entropy& entropy, Weakness weakness = Weakness::none);

}  // namespace vantrum::results::attack
