// Self-reflections of the centres' staff: received sealed, or entered from a form; kept sealed, opened only
// to be shown (S43 to S50). They are the groups' own words about their work, and no answers: no quota, no
// tally knows them.
#pragma once

#include <string>
#include <vector>

#include "shared/base/file_system.h"
#include "shared/survey/reflection.h"
#include "sync/collector/collector.h"

namespace vantrum::collector {

// A kiosk's document of type reflection. The reply names it once it is durable; the same document again gets
// an answer that says the same. `conflict` if that id is here with other content; `refused` from a kiosk that
// is revoked.
Result<Bytes> handle_reflection(const Collector& collector, ByteView document, const wire::Header& header);

// Statements' file and form as typed; paths are taken from `directory`.
struct ReflectionFiles {
  FileSystem& files;
  std::string directory;
};

// The form of reflection.h, for a centre and a year.
Result<std::string> blank_reflection(const Collector& collector, const ReflectionFiles& where,
                                     const std::string& statements, CentreId centre, std::uint32_t year);
// Takes a filled-in form: checked, sealed, kept.
Result<std::string> add_reflection(const Collector& collector, const ReflectionFiles& where,
                                   const std::string& statements, const std::string& form);

// Centre, year, day it came, how many statements, how many took part. `refused` where no key may be read.
Result<std::string> reflection_table(const Collector& collector, const ReflectionFiles& where,
                                     const std::string& statements);

// All that can be opened with these statements, oldest first.
Result<std::vector<survey::Reflection>> opened_reflections(const Collector& collector,
                                                           const survey::ReflectionInstrument& statements);

// Of those, what counts for a centre and a year: the one that came last. None: null.
const survey::Reflection* latest_of(const std::vector<survey::Reflection>& all, CentreId centre,
                                    std::uint32_t year);

// Thirty rows: last year, this year, the change, the comment; then the two areas of this year beside last
// year's two (S47, S50). The latest of a centre and year counts. `year` 0: the latest there is.
Result<std::string> reflection_page(const Collector& collector, const ReflectionFiles& where,
                                    const std::string& statements, CentreId centre, std::uint32_t year);

}  // namespace vantrum::collector
