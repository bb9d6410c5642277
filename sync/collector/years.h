// The yearly reports, their compilations and the calendar, as commands and as what the pages need. What they
// say is in sync/year; here it is put together from the store, the results and the self-reflections.
//
// All of it is the opening user's (docs/opening.md): `refused` where this process only receives.
#pragma once

#include "shared/base/file_system.h"
#include "sync/collector/collector.h"
#include "sync/collector/command_line.h"
#include "sync/year/calendar.h"
#include "sync/year/report.h"
#include "sync/year/year_store.h"

namespace vantrum::collector {

// Beside the answers: answers/year.db.
inline std::string years_database(const DataFolder& folder) { return folder.answers() + "/year.db"; }

// The typed years and frozen compilations, opened for one command or page. Needs `collector.folder`.
Result<std::unique_ptr<year::YearStore>> open_years(const Collector& collector);

// `not_found` until `year setup` was given once.
Result<year::Outline> outline_of(year::YearStore& years);
Result<year::Calendar> calendar_of(year::YearStore& years);

// What was typed in; none: nothing yet.
Result<std::optional<year::CentreYear>> typed_year(year::YearStore& years, const year::Outline& outline,
                                                   CentreId centre, std::uint32_t year);
// The same, or a blank one with the latest closed rounds that the centre took part in.
Result<year::CentreYear> year_to_fill(const Collector& collector, year::YearStore& years,
                                      const year::Outline& outline, CentreId centre, std::uint32_t year);
// Checks the text of a file or a form against the store too, then keeps it. `file` is for messages.
Result<year::CentreYear> keep_typed(const Collector& collector, year::YearStore& years,
                                    const std::string& file, const std::string& text);

// A centre's report as it would be now; of the county's, as frozen compilations are made. A copy of all that
// may be shown, so another thread may write it out.
Result<exports::Paper> year_paper(const Collector& collector, year::YearStore& years, CentreId centre,
                                  std::uint32_t year);
Result<exports::Paper> county_year_paper(const Collector& collector, year::YearStore& years,
                                         std::uint32_t year, std::uint32_t part);

// The county's paper and those of all centres that have typed in their year. `refused` while a round that is
// in it is open: its numbers still grow. `conflict` if that part is frozen.
Result<year::Compilation> freeze_year(const Collector& collector, year::YearStore& years, std::uint32_t year,
                                      std::uint32_t part);
// As it was frozen; no centre: the county's.
Result<exports::Paper> frozen_paper(year::YearStore& years, std::uint32_t year, std::uint32_t part,
                                    std::optional<CentreId> centre);

// html, pdf, docx, text or json.
Result<std::string> written_paper(const exports::Paper& paper, exports::Format format);

// Each paper as a file, in one ZIP. Touches no store.
Result<std::string> archive_of(const std::vector<year::FrozenPaper>& papers, exports::Format format);

// The county's compilation and every centre's report in one ZIP (S60), of the year's `part` if it is frozen,
// or as they would be now where `part` is 0.
Result<std::string> year_archive(const Collector& collector, year::YearStore& years, std::uint32_t year,
                                 std::uint32_t part, exports::Format format);

// True of commands that show neither results nor what was typed (staff_commands.h).
bool only_looks(const YearCommand& command);

Result<std::string> carry_out_year(const Collector& collector, FileSystem& files, const YearCommand& command,
                                   const std::string& directory);

}  // namespace vantrum::collector
