// How the centres' indices lie, without their names (a setting of the county report): one line a question.
#pragma once

#include <string>

#include "sync/results/suppress.h"

namespace vantrum::exports {

// Empty if fewer than three centres show an index in any question.
std::string spread_svg(const results::PublishedResults& results);

}  // namespace vantrum::exports
