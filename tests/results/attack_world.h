// Random regions for the attacker: what is true of them, and what is printed, once or twice.
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
  every_answer_at_once  // a second release has whatever came since (P-18)
};

// One region, in one or two releases: what is true, and what is printed of it.
struct Release {
  Tally truth;
  Json printed;
};
struct World {
  std::vector<Release> releases;
};

// Two background questions, a statement, one that not all are asked, and a counter.
const survey::Instrument& instrument();
std::size_t index_in(const std::string& question);

World make_world(Entropy& entropy, Weakness weakness);

}  // namespace vantrum::results::attack
