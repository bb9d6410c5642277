// A collector whose region has chosen its yearly report and calendar.
#pragma once

#include "tests/sync/collector_support.h"

namespace vantrum::dashboard {

// The outline, calendar and statements of Jönköping, as the project has them.
void set_up_years(collector::Site& site);

}  // namespace vantrum::dashboard
