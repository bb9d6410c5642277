// The footnotes that every output carries, in Swedish: how the numbers were made and what they cannot tell.
#pragma once

#include <string>
#include <vector>

#include "sync/results/suppress.h"

namespace vantrum::results {

// Counts of answers in the notes follow the same rule as all others: below k they are "färre än" k.
std::vector<std::string> notes_for(const Tally& tally, const std::vector<PublishedPlace>& places,
                                   const Policy& policy);

}  // namespace vantrum::results
