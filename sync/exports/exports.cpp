#include "sync/exports/exports.h"

#include <algorithm>

#include "sync/exports/archive.h"
#include "sync/exports/chart.h"
#include "sync/exports/report.h"
#include "sync/exports/sav.h"
#include "sync/exports/tool.h"
#include "sync/exports/xlsx.h"
#include "sync/results/report.h"
#include "sync/results/text_table.h"

namespace vantrum::exports {

using results::PublishedPlace;
using results::PublishedResults;

namespace {

constexpr std::size_t name_bytes_max = 160;

Result<const PublishedPlace*> place_of(const PublishedResults& results, const What& what) {
  if (!what.centre) return &results.region();
  if (const auto* place = results.find(*what.centre)) return place;
  return no_such_centre(*what.centre);
}

Result<std::string> chart_of(const PublishedResults& results, const What& what) {
  const auto* place = TRY(place_of(results, what));
  const auto charts = charts_of(*place);
  if (what.chart < 1 || what.chart > charts.size())
    return Error::not_found("there are " + std::to_string(charts.size()) + " charts");
  return chart_svg(results, *place, charts[what.chart - 1], "chart-" + std::to_string(what.chart));
}

}  // namespace

std::string harmless(std::string name) {
  for (char& c : name) {
    if (std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos ||
        static_cast<unsigned char>(c) < 0x20)
      c = ' ';
  }
  name = results::first_bytes(std::move(name), name_bytes_max);
  name.erase(name.find_last_not_of(" .") + 1);
  name.erase(0, name.find_first_not_of(" ."));
  return name.empty() ? "resultat" : name;
}

const std::vector<FormatFacts>& formats() {
  static const std::vector<FormatFacts> all = {
      {Format::text, "text", "txt", "text/plain; charset=utf-8", false, true},
      {Format::json, "json", "json", "application/json", false, true},
      {Format::csv, "csv", "csv", "text/csv; charset=utf-8", false, true},
      {Format::csv_excel, "csv-excel", "csv", "text/csv; charset=utf-8", false, true},
      {Format::xlsx, "xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
       false, false},
      {Format::sav, "sav", "sav", "application/x-spss-sav", false, false},
      {Format::svg, "svg", "svg", "image/svg+xml", true, true},
      {Format::png, "png", "png", "image/png", true, false},
      {Format::html, "html", "html", "text/html; charset=utf-8", true, true},
      {Format::pdf, "pdf", "pdf", "application/pdf", true, false},
      {Format::docx, "docx", "docx",
       "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true, false}};
  return all;
}

Error no_such_centre(CentreId centre) {
  return Error::not_found("centre " + std::to_string(centre.value) + " does not take part in this round");
}

const FormatFacts& facts_of(Format format) {
  return *std::find_if(formats().begin(), formats().end(),
                       [&](const auto& facts) { return facts.format == format; });
}

std::optional<Format> format_named(std::string_view name) {
  for (const auto& facts : formats()) {
    if (facts.name == name) return facts.format;
  }
  return std::nullopt;
}

Result<std::string> bytes_of(const PublishedResults& results, const What& what) {
  std::string bytes;
  TRY(write(results, what, [&](std::string_view piece) -> Result<void> {
    bytes += piece;
    return {};
  }));
  return bytes;
}

Result<void> write(const PublishedResults& results, const What& what, const Sink& sink) {
  switch (what.format) {
    case Format::text:
      return sink(report_text(results));
    case Format::json:
      return sink(report_json(results));
    case Format::csv:
      return write_csv(answers_table(results), CsvProfile::rfc4180, sink);
    case Format::csv_excel:
      return write_csv(answers_table(results), CsvProfile::excel, sink);
    case Format::xlsx:
      return sink(TRY(xlsx_of(results)));
    case Format::sav:
      return write_sav(answers_table(results), results.round().name, sink);
    case Format::svg:
      return sink(TRY(chart_of(results, what)));
    case Format::png:
      return sink(TRY(png_of(TRY(chart_of(results, what)))));
    case Format::html:
      return sink(report_html(results, *TRY(place_of(results, what))));
    case Format::pdf:
      return sink(TRY(report_pdf(results, *TRY(place_of(results, what)))));
    case Format::docx:
      return sink(TRY(report_docx(results, *TRY(place_of(results, what)))));
  }
  return Error::invalid("no such format");
}

std::string file_name(const PublishedResults& results, const What& what) {
  const auto& facts = facts_of(what.format);
  auto name = results.round().name;
  if (facts.is_of_a_place) {
    const auto* place = what.centre ? results.find(*what.centre) : &results.region();
    if (place) name += " – " + place->name;
  }
  if (what.format == Format::svg || what.format == Format::png)
    name += " – diagram " + std::to_string(what.chart);
  return harmless(name) + "." + facts.ending;
}

Result<std::string> all_reports(const PublishedResults& results, const std::vector<Format>& formats,
                                const Progress& progress) {
  std::vector<ArchiveFile> files;
  std::size_t done = 0;
  const auto of = results.places().size();
  for (const auto& place : results.places()) {
    TRY(progress(done++, of));
    for (auto format : formats) {
      const What what{format, place.centre, 1};
      // The number keeps centres of one name apart.
      const auto number = place.centre ? std::to_string(place.centre->value) + " " : std::string("0 ");
      files.push_back({number + file_name(results, what), TRY(bytes_of(results, what))});
    }
  }
  TRY(progress(done, of));
  return zip_of(files);
}

}  // namespace vantrum::exports
