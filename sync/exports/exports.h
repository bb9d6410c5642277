// The front door: results in any form, as the bytes of a file.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/exports/csv.h"
#include "sync/results/suppress.h"

namespace vantrum::exports {

enum class Format {
  text,       // tables for a terminal
  json,       // all of it, for machines
  csv,        // RFC 4180
  csv_excel,  // what a Swedish Excel opens
  xlsx,       // tables and charts that can be edited
  sav,        // SPSS
  svg,        // one chart of one place
  png,        // the same
  html,       // report of one place
  pdf,
  docx,
};

struct FormatFacts {
  Format format;
  const char* name;  // as typed: "csv-excel"
  const char* ending;
  const char* media_type;
  bool is_of_a_place;  // else of all places at once
  bool is_text;
};
const std::vector<FormatFacts>& formats();
const FormatFacts& facts_of(Format format);
std::optional<Format> format_named(std::string_view name);

// As every form says it.
Error no_such_centre(CentreId centre);

struct What {
  Format format = Format::text;
  std::optional<CentreId> centre;  // of formats that are of a place: none is the region
  std::size_t chart = 1;           // of svg and png: which, from 1
};

// Into a sink, piece by piece where the form can be (csv, csv-excel, sav), else whole. `not_found` if the
// centre does not take part or shows no such chart; else as tool.h and the sink.
Result<void> write(const results::PublishedResults& results, const What& what, const Sink& sink);
Result<std::string> bytes_of(const results::PublishedResults& results, const What& what);

// "Höst 2026 – Familjecentralen Eken.pdf", without what file systems refuse.
std::string file_name(const results::PublishedResults& results, const What& what);

// A name that every file system takes.
std::string harmless(std::string name);

// One report for each centre and one for the region, in one ZIP (S60). `progress` is called before each with
// how many are done and of how many; an error of it ends the work.
using Progress = std::function<Result<void>(std::size_t done, std::size_t of)>;
Result<std::string> all_reports(const results::PublishedResults& results, const std::vector<Format>& formats,
                                const Progress& progress);

}  // namespace vantrum::exports
