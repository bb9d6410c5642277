// The commands of years.h.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "shared/base/toml.h"
#include "sync/collector/years.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

using results::Align;
using results::TextTable;
using What = YearCommand::What;

class YearExecutor {
 public:
  YearExecutor(const Collector& collector, FileSystem& files, const YearCommand& command,
               const std::string& directory, year::YearStore& years)
      : collector_(collector), files_(files), command_(command), directory_(directory), years_(years) {}

  Result<std::string> run() {
    switch (command_.what) {
      case What::setup:
        return set_up();
      case What::blank:
        return blank();
      case What::take:
        return take();
      case What::list:
        return list();
      case What::report:
        return report();
      case What::reports:
        return written(TRY(year_archive(collector_, years_, command_.year, command_.part, command_.format)));
      case What::freeze:
        return freeze();
      case What::frozen:
        return frozen();
      case What::calendar_show:
        return year::calendar_text(TRY(calendar_of(years_)), TRY(day()));
      case What::calendar_remind: {
        const auto until = TRY(day());
        const auto calendar = TRY(calendar_of(years_));  // outlives its reminders
        return year::reminder_text(year::reminders(calendar, until - std::chrono::days(command_.days), until),
                                   until);
      }
      case What::calendar_file:
        return year::calendar_ics(TRY(calendar_of(years_)), TRY(day()), collector_.clock.wall());
    }
    return Error::invalid("there is no such command");
  }

 private:
  std::string absolute(const std::string& typed) const {
    return (std::filesystem::path(directory_) / typed).lexically_normal().string();
  }

  Result<std::string> text_in(const std::string& typed) {
    return std::string(text_of(TRY(files_.read(absolute(typed), toml_bytes_max))));
  }

  Result<survey::Day> day() const {
    if (!command_.day.empty()) return survey::parse_day(command_.day);
    return survey::swedish_day(collector_.clock.wall());
  }

  Result<std::string> written(const std::string& bytes) {
    if (command_.output.empty()) return bytes;
    TRY(files_.write_atomic(absolute(command_.output), view_of(bytes)));
    return fmt::format("{} skriven, {} byte\n", absolute(command_.output), bytes.size());
  }

  // All files are checked before any is kept.
  Result<std::string> set_up() {
    std::vector<std::pair<const char*, std::string>> forms;
    if (!command_.outline.empty()) {
      forms.emplace_back(year::form::outline, TRY(text_in(command_.outline)));
      TRY(year::parse_outline(command_.outline, forms.back().second));
    }
    if (!command_.calendar.empty()) {
      forms.emplace_back(year::form::calendar, TRY(text_in(command_.calendar)));
      TRY(year::parse_calendar(command_.calendar, forms.back().second));
    }
    if (!command_.statements.empty()) {
      forms.emplace_back(year::form::statements, TRY(text_in(command_.statements)));
      TRY(survey::parse_reflection_instrument(command_.statements, forms.back().second));
    }
    if (forms.empty())
      return Error::invalid("nothing is given; expected --outline, --calendar or --statements");
    for (const auto& [name, text] : forms) TRY(years_.keep_form(name, text, collector_.clock.wall()));
    return fmt::format("{} {} sparad{}.\n", forms.size(), forms.size() == 1 ? "fil är" : "filer är",
                       forms.size() == 1 ? "" : "e");
  }

  Result<std::string> blank() {
    const auto outline = TRY(outline_of(years_));
    const CentreId centre{command_.centre};
    const auto name = TRY(collector_.store.load_centre(centre)).name;
    return year::centre_year_text(TRY(year_to_fill(collector_, years_, outline, centre, command_.year)),
                                  outline, name);
  }

  Result<std::string> take() {
    const auto typed = TRY(keep_typed(collector_, years_, command_.file, TRY(text_in(command_.file))));
    const auto missing = std::ranges::count_if(typed.figures, [](const auto& one) { return !one.second; });
    auto text = fmt::format("{} för {} är inlämnad.\n", typed.year,
                            TRY(collector_.store.load_centre(typed.centre)).name);
    if (missing > 0) text += fmt::format("{} av {} tal saknas.\n", missing, typed.figures.size());
    return text;
  }

  Result<std::string> list() {
    const auto outline = TRY(outline_of(years_));
    TextTable table({{"år", Align::right}, {"nr", Align::right}, {"familjecentral"}, {"inlämnad"}, {"tal"}});
    for (const auto& typed : TRY(years_.list_years())) {
      const auto parsed = year::parse_centre_year("", typed.text, outline);
      std::string figures = "annan mall: lämna in på nytt";
      if (parsed) {
        const auto given =
            std::ranges::count_if(parsed->figures, [](const auto& one) { return !!one.second; });
        figures = fmt::format("{} av {}", given, parsed->figures.size());
      }
      table.add({std::to_string(typed.year), std::to_string(typed.centre.value),
                 TRY(collector_.store.load_centre(typed.centre)).name,
                 survey::to_text(survey::swedish_day(typed.at)), figures});
    }
    return table.text();
  }

  Result<std::string> report() {
    const bool is_file = command_.format == exports::Format::pdf || command_.format == exports::Format::docx;
    if (is_file && command_.output.empty())
      return Error::invalid("a file of that form is not for a terminal; add -o FILE");
    std::optional<CentreId> centre;
    if (command_.centre != 0) centre = CentreId{command_.centre};
    if (command_.part != 0) {
      return written(TRY(
          written_paper(TRY(frozen_paper(years_, command_.year, command_.part, centre)), command_.format)));
    }
    const auto paper = TRY(centre ? year_paper(collector_, years_, *centre, command_.year)
                                  : county_year_paper(collector_, years_, command_.year, 0));
    return written(TRY(written_paper(paper, command_.format)));
  }

  Result<std::string> freeze() {
    const auto done = TRY(freeze_year(collector_, years_, command_.year, command_.part));
    return fmt::format(
        "Sammanställning {} av {} är fryst: {}.\nKontrollsumma {}\nDen ändras inte mer, vad som än kommer "
        "in.\n",
        done.part, done.year, done.reader, to_hex(done.hash.view()));
  }

  Result<std::string> frozen() {
    TextTable table({{"år", Align::right}, {"del", Align::right}, {"fryst"}, {"för"}, {"kontrollsumma"}});
    for (const auto& one : TRY(years_.list_frozen())) {
      TRY(years_.load_frozen(one.year, one.part));
      table.add({std::to_string(one.year), std::to_string(one.part),
                 survey::to_text(survey::swedish_day(one.at)), one.reader, to_hex(one.hash.view())});
    }
    return table.text();
  }

  const Collector& collector_;
  FileSystem& files_;
  const YearCommand& command_;
  const std::string& directory_;
  year::YearStore& years_;
};

}  // namespace

bool only_looks(const YearCommand& command) {
  return command.what == What::list || command.what == What::frozen || command.what == What::calendar_show ||
         command.what == What::calendar_remind || command.what == What::calendar_file;
}

Result<std::string> carry_out_year(const Collector& collector, FileSystem& files, const YearCommand& command,
                                   const std::string& directory) {
  auto years = TRY(open_years(collector));
  return YearExecutor(collector, files, command, directory, *years).run();
}

}  // namespace vantrum::collector
