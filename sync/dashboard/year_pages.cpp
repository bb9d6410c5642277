// The yearly reports, the county's compilations and the calendar. Everything that is read here has gone
// through sync/year, which hides what results hide; what was typed is shown unhidden only to those who type.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "sync/collector/years.h"
#include "sync/dashboard/words.h"
#include "sync/dashboard/year_handlers.h"
#include "sync/dashboard/year_parts.h"

namespace vantrum::dashboard {
namespace {

using accounts::Role;
using exports::Format;
using year::YearStore;

constexpr std::size_t years_a_page = 6;

std::uint32_t this_year(const Call& call) {
  const auto today = survey::swedish_day(call.house.collector.clock.wall());
  return static_cast<std::uint32_t>(static_cast<int>(std::chrono::year_month_day(today).year()));
}

bool may_write(const Call& call) {
  return call.account().role == Role::lead || call.account().role == Role::compiler;
}

std::string day_of(WallTime time) { return day_words(time); }

// "rapport.pdf" → the form, if reports have it.
std::optional<Format> form_of(const std::string& file) {
  const auto dot = file.rfind('.');
  const auto format = exports::format_named(dot == std::string::npos ? "" : file.substr(dot + 1));
  if (format == Format::pdf || format == Format::docx || format == Format::html) return format;
  return std::nullopt;
}

std::string stem_of(const std::string& file) { return file.substr(0, file.rfind('.')); }

Answer written(exports::Paper paper, Format format, std::string name) {
  auto copy = std::make_shared<const exports::Paper>(std::move(paper));
  return Make{[copy, format, name = std::move(name)]() -> Result<File> {
    return file_of(exports::facts_of(format).media_type, name, TRY(collector::written_paper(*copy, format)));
  }};
}

Result<Answer> not_set_up() { return Answer(Page{"year_setup", "Årsberättelser", Json::object()}); }

Json frozen_of(const year::Compilation& one) {
  return {{"year", one.year},
          {"part", one.part},
          {"day", day_of(one.at)},
          {"reader", one.reader},
          {"hash", to_hex(one.hash.view())}};
}

Result<Page> compilation_page(const Call& call, YearStore& years, std::uint32_t number,
                              const std::string& problem) {
  const auto outline = TRY(collector::outline_of(years));
  Json centres = Json::array(), frozen = Json::array(), ways = Json::array();
  std::size_t handed_in = 0;
  for (const auto& centre : TRY(call.store().list_centres())) {
    const bool is_in = TRY(collector::typed_year(years, outline, centre.id, number)).has_value();
    handed_in += is_in;
    centres.push_back({{"year", number}, {"id", centre.id.value}, {"name", centre.name}, {"is_in", is_in}});
  }
  std::set<std::uint32_t> done;
  for (const auto& one : TRY(years.list_frozen())) {
    if (one.year != number) continue;
    done.insert(one.part);
    frozen.push_back(frozen_of(one));
  }
  for (const std::uint32_t part : {1u, 2u}) {
    if (!done.contains(part))
      ways.push_back(
          {{"year", number},
           {"part", part},
           {"reader", year::with_years(part == 1 ? outline.first_for : outline.second_for, number)}});
  }
  Page page{"compilation",
            year::with_years(outline.county_title, number),
            {{"year", number},
             {"centres", centres},
             {"words", fmt::format("{} av {}", handed_in, centres.size())},
             {"frozen", frozen},
             {"has_frozen", !frozen.empty()},
             {"ways", ways},
             {"has_ways", !ways.empty()}}};
  if (!problem.empty()) {
    page.model["problem"] = problem;
    page.status = 422;
  }
  return page;
}

}  // namespace

Result<Answer> show_years(Call& call) {
  auto years = TRY(collector::open_years(call.house.collector));
  if (!TRY(years->find_form(year::form::outline))) return not_set_up();
  const auto typed = TRY(years->list_years());
  std::set<std::uint32_t, std::greater<>> numbers = {this_year(call), this_year(call) - 1};
  for (const auto& one : typed) numbers.insert(one.year);
  const auto before = call.query.number("fore").value_or(year::year_max + 1);
  std::erase_if(numbers, [&](std::uint32_t number) { return number >= before; });
  Json cards = Json::array();
  for (const auto number : numbers) {
    if (cards.size() == years_a_page) break;
    Json centres = Json::array();
    for (const auto& centre : TRY(call.store().list_centres())) {
      if (!call.may_see(centre.id)) continue;
      const auto found = std::ranges::find_if(
          typed, [&](const auto& one) { return one.year == number && one.centre == centre.id; });
      centres.push_back({{"year", number},
                         {"id", centre.id.value},
                         {"name", centre.name},
                         {"status", found == typed.end() ? "inget ifyllt" : "ändrad " + day_of(found->at)}});
    }
    cards.push_back({{"year", number},
                     {"has_centres", !centres.empty()},
                     {"centres", centres},
                     {"is_lead", call.account().role == Role::lead}});
  }
  const bool has_older = numbers.size() > cards.size();
  const auto oldest = cards.empty() ? Json(0) : cards.back()["year"];
  return Answer(
      Page{"years", "Årsberättelser", {{"years", cards}, {"has_older", has_older}, {"oldest", oldest}}});
}

Result<Answer> show_year(Call& call) {
  const auto number = TRY(year_in_path(call));
  auto years = TRY(collector::open_years(call.house.collector));
  const auto outline = TRY(collector::outline_of(*years));
  const auto centre = TRY(call.store().load_centre(*call.centre));
  Json fill = Json::array(), frozen = Json::array();
  for (const auto& part : year_parts) fill.push_back({{"part", part.name}, {"words", part.title}});
  for (const auto& one : TRY(years->list_frozen())) {
    if (one.year != number) continue;
    const auto papers = TRY(years->load_frozen(one.year, one.part));
    if (std::ranges::any_of(papers, [&](const auto& paper) { return paper.centre == centre.id; }))
      frozen.push_back(frozen_of(one));
  }
  const auto path = fmt::format("/arsberattelser/{}/{}", number, centre.id.value);
  for (auto& one : frozen) one["path"] = path;
  for (auto& one : fill) one["path"] = path;
  return Answer(Page{"year",
                     fmt::format("{}, {}", year::with_years(outline.title, number), centre.name),
                     {{"path", path},
                      {"may_write", may_write(call)},
                      {"fill", fill},
                      {"frozen", frozen},
                      {"has_frozen", !frozen.empty()}}});
}

Result<Answer> download_year(Call& call) {
  const auto number = TRY(year_in_path(call));
  const auto& file = call.values.at("file");
  const auto format = form_of(file);
  if (!format) return Error::not_found("there is no such file");
  auto years = TRY(collector::open_years(call.house.collector));
  const auto name = fmt::format("{}-familjecentral-{}-{}", number, call.centre->value, file);
  if (stem_of(file) == "rapport")
    return written(TRY(collector::year_paper(call.house.collector, *years, *call.centre, number)), *format,
                   name);
  for (const std::uint32_t part : {1u, 2u}) {
    if (stem_of(file) == fmt::format("fryst-{}", part))
      return written(TRY(collector::frozen_paper(*years, number, part, call.centre)), *format, name);
  }
  return Error::not_found("there is no such file");
}

Result<Answer> show_compilation(Call& call) {
  const auto number = TRY(year_in_path(call));
  auto years = TRY(collector::open_years(call.house.collector));
  return Answer(TRY(compilation_page(call, *years, number, "")));
}

Result<Answer> freeze_compilation(Call& call) {
  const auto number = TRY(year_in_path(call));
  auto years = TRY(collector::open_years(call.house.collector));
  if (!call.form.has("sure"))
    return Answer(
        TRY(compilation_page(call, *years, number, "Inget är fryst: kryssa för att du har läst utkastet.")));
  TRY(collector::freeze_year(call.house.collector, *years, number, call.form.number("part").value_or(0)));
  return Answer(Redirect{fmt::format("/sammanstallningar/{}", number)});
}

Result<Answer> download_compilation(Call& call) {
  const auto number = TRY(year_in_path(call));
  const auto& file = call.values.at("file");
  auto years = TRY(collector::open_years(call.house.collector));
  const auto name = fmt::format("{}-sammanstallning-{}", number, file);
  const auto stem = stem_of(file);
  const std::uint32_t part = stem == "1" || stem == "alla-1" ? 1 : stem == "2" || stem == "alla-2" ? 2 : 0;
  const auto format = form_of(file);
  if (format && part > 0 && stem.size() == 1)
    return written(TRY(collector::frozen_paper(*years, number, part, std::nullopt)), *format, name);
  if (format && stem == "utkast")
    return written(TRY(collector::county_year_paper(call.house.collector, *years, number, 0)), *format, name);
  if (file != "alla-1.zip" && file != "alla-2.zip") return Error::not_found("there is no such file");
  auto papers = std::make_shared<const std::vector<year::FrozenPaper>>(TRY(years->load_frozen(number, part)));
  return Answer(Make{[papers, name]() -> Result<File> {
    const auto bytes = TRY(collector::archive_of(*papers, Format::docx));
    return file_of("application/zip", name, bytes);
  }});
}

Result<Answer> show_calendar(Call& call) {
  auto years = TRY(collector::open_years(call.house.collector));
  if (!TRY(years->find_form(year::form::calendar))) return not_set_up();
  const auto calendar = TRY(collector::calendar_of(*years));
  const auto today = survey::swedish_day(call.house.collector.clock.wall());
  Json now = Json::array(), coming = Json::array();
  for (const auto& one : year::occurrences(calendar, today, today + std::chrono::days(365))) {
    const auto days = (one.days.first - today).count();
    const auto& ahead = one.entry->remind_days;
    const bool is_near = days <= (ahead.empty() ? 0 : static_cast<int>(ahead.front()));
    const auto when = days <= 0 ? "pågår" : days == 1 ? "i morgon" : fmt::format("om {} dagar", days);
    (is_near ? now : coming)
        .push_back({{"words", one.entry->words},
                    {"who", one.entry->who},
                    {"days", year::window_words(one.days)},
                    {"when", when}});
  }
  return Answer(
      Page{"calendar",
           calendar.name,
           {{"now", now}, {"has_now", !now.empty()}, {"coming", coming}, {"has_coming", !coming.empty()}}});
}

Result<Answer> download_calendar(Call& call) {
  if (call.values.at("file") != "arshjul.ics") return Error::not_found("there is no such file");
  auto years = TRY(collector::open_years(call.house.collector));
  const auto now = call.house.collector.clock.wall();
  const auto text = year::calendar_ics(TRY(collector::calendar_of(*years)), survey::swedish_day(now), now);
  return Answer(File{"text/calendar; charset=utf-8", "arshjul.ics", to_bytes(view_of(text))});
}

}  // namespace vantrum::dashboard
