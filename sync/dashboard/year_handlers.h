// What stands behind the addresses of the year; as handlers.h.
#pragma once

#include "sync/dashboard/call.h"

namespace vantrum::dashboard {

// year_pages.cpp
Result<Answer> show_years(Call& call);
Result<Answer> show_year(Call& call);
Result<Answer> download_year(Call& call);
Result<Answer> show_compilation(Call& call);
Result<Answer> freeze_compilation(Call& call);
Result<Answer> download_compilation(Call& call);
Result<Answer> show_calendar(Call& call);
Result<Answer> download_calendar(Call& call);

// year_form_pages.cpp
Result<Answer> show_fill_year(Call& call);
Result<Answer> fill_year(Call& call);

}  // namespace vantrum::dashboard
