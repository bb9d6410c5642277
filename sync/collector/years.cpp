#include "sync/collector/years.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sync/collector/reflections.h"
#include "sync/collector/take_away.h"
#include "sync/exports/archive.h"

namespace vantrum::collector {

using year::CentreMaterial;
using year::CentreYear;
using year::Frame;
using year::Outline;
using year::YearStore;

namespace {

// Everything of a year that does not depend on the centre, read once.
struct Sources {
  Frame frame;
  std::vector<survey::Reflection> reflections;
};

Result<Sources> sources_of(const Collector& collector, YearStore& years, std::uint32_t of_year) {
  Sources sources;
  sources.frame.outline = TRY(outline_of(years));
  sources.frame.year = of_year;
  sources.frame.region = sources.frame.author = collector.region.name;
  sources.frame.goals = known_goals();
  if (const auto text = TRY(years.find_form(year::form::statements))) {
    sources.frame.statements = TRY(survey::parse_reflection_instrument(year::form::statements, *text));
    sources.reflections = TRY(opened_reflections(collector, *sources.frame.statements));
  }
  return sources;
}

Result<CentreMaterial> material_of_centre(const Sources& sources, YearStore& years, CentreId id,
                                          const std::string& name) {
  const auto of_year = sources.frame.year;
  CentreMaterial centre;
  centre.id = id;
  centre.name = name;
  centre.typed = TRY(typed_year(years, sources.frame.outline, id, of_year));
  centre.last = TRY(typed_year(years, sources.frame.outline, id, of_year - 1));
  if (const auto* now = latest_of(sources.reflections, id, of_year)) centre.reflection = *now;
  if (const auto* last = latest_of(sources.reflections, id, of_year - 1)) centre.reflection_last = *last;
  return centre;
}

// A round's results, made once however many papers show them; none for round 0.
class Published {
 public:
  explicit Published(const Collector& collector) : collector_(collector) {}

  Result<std::optional<results::PublishedResults>> of(RoundId round) {
    if (round.value == 0) return std::optional<results::PublishedResults>();
    auto found = made_.find(round.value);
    if (found == made_.end())
      found = made_.emplace(round.value, TRY(publish_results(collector_, round))).first;
    return std::optional(found->second);
  }

 private:
  const Collector& collector_;
  std::map<std::uint32_t, results::PublishedResults> made_;
};

Result<void> add_results(CentreMaterial& centre, Published& published) {
  if (!centre.typed) return {};
  for (auto [round, into] :
       {std::pair(centre.typed->visitors, &centre.visitors), std::pair(centre.typed->staff, &centre.staff)}) {
    auto all = TRY(published.of(round));
    if (all) *into = all->find(centre.id) ? all->of_centre(centre.id) : std::move(*all);  // S70
  }
  if (const auto* place = centre.visitors ? centre.visitors->find(centre.id) : nullptr)
    centre.quotes = place->quotes;
  return {};
}

// The latest closed round of that kind; `centre`: in which it takes part.
Result<RoundId> latest_round(const Collector& collector, bool for_staff, std::optional<CentreId> centre) {
  RoundId latest;
  for (const auto& round : TRY(collector.store.list_rounds())) {
    if (round.is_open || round.for_staff != for_staff) continue;
    if (centre) {
      const auto places = TRY(collector.store.centres_of(round.id));
      if (std::ranges::find(places, *centre, &RoundCentre::centre) == places.end()) continue;
    }
    latest = round.id;
  }
  return latest;
}

Result<void> check_round(const Collector& collector, const std::string& file, RoundId id, bool for_staff) {
  if (id.value == 0) return {};
  const auto round = TRY(collector.store.find_round(id));
  const auto key = for_staff ? "staff_round" : "visitors_round";
  if (!round)
    return Error::invalid(
        fmt::format("{}: {}: there is no round {}; expected one of: round list", file, key, id.value));
  if (round->for_staff != for_staff)
    return Error::invalid(fmt::format("{}: {}: round {} is {}; expected one of the others, or 0", file, key,
                                      id.value, for_staff ? "the visitors'" : "the staff's"));
  return {};
}

// Of what the centres typed in: one round for all, since a county's numbers are of one round.
Result<RoundId> round_of_all(const Collector& collector, const std::vector<CentreMaterial>& centres,
                             bool for_staff) {
  std::set<std::uint32_t> rounds;
  bool any = false;
  for (const auto& centre : centres) {
    if (!centre.typed) continue;
    any = true;
    const auto round = for_staff ? centre.typed->staff : centre.typed->visitors;
    if (round.value != 0) rounds.insert(round.value);
  }
  if (rounds.size() > 1)
    return Error::refused(fmt::format("the centres name different rounds ({}); let them name one ({})",
                                      fmt::join(rounds, ", "), for_staff ? "staff_round" : "visitors_round"));
  if (!rounds.empty()) return RoundId{*rounds.begin()};
  return any ? RoundId{} : TRY(latest_round(collector, for_staff, std::nullopt));
}

struct County {
  Sources sources;
  year::CountyMaterial material;
  RoundId visitors, staff;
};

Result<County> county_of(const Collector& collector, YearStore& years, std::uint32_t of_year,
                         std::uint32_t part, Published& published) {
  County county;
  county.sources = TRY(sources_of(collector, years, of_year));
  for (const auto& centre : TRY(collector.store.list_centres())) {
    county.material.centres.push_back(TRY(material_of_centre(county.sources, years, centre.id, centre.name)));
  }
  const auto& outline = county.sources.frame.outline;
  county.material.reader =
      part == 0 ? "Utkast" : year::with_years(part == 1 ? outline.first_for : outline.second_for, of_year);
  county.visitors = TRY(round_of_all(collector, county.material.centres, false));
  county.staff = TRY(round_of_all(collector, county.material.centres, true));
  county.material.visitors = TRY(published.of(county.visitors));
  county.material.staff = TRY(published.of(county.staff));
  return county;
}

std::vector<year::FrozenPaper> papers_of(County& county) {
  const auto& frame = county.sources.frame;
  std::vector<year::FrozenPaper> papers = {
      {std::nullopt, frame.region, exports::paper_json(year::county_paper(frame, county.material))}};
  for (const auto& centre : county.material.centres) {
    if (centre.typed)
      papers.push_back({centre.id, centre.name, exports::paper_json(year::centre_paper(frame, centre))});
  }
  return papers;
}

Result<std::vector<year::FrozenPaper>> papers_now(const Collector& collector, YearStore& years,
                                                  std::uint32_t of_year, std::uint32_t part) {
  Published published(collector);
  auto county = TRY(county_of(collector, years, of_year, part, published));
  for (auto& centre : county.material.centres) TRY(add_results(centre, published));
  return papers_of(county);
}

}  // namespace

Result<std::unique_ptr<YearStore>> open_years(const Collector& collector) {
  TRY(collector.opened_answers());
  return YearStore::open(years_database(collector.folder));
}

Result<Outline> outline_of(YearStore& years) {
  const auto text = TRY(years.find_form(year::form::outline));
  if (!text) return Error::not_found("no outline is chosen yet; see: vantrum-collector year setup --help");
  return year::parse_outline(year::form::outline, *text);
}

Result<year::Calendar> calendar_of(YearStore& years) {
  const auto text = TRY(years.find_form(year::form::calendar));
  if (!text) return Error::not_found("no calendar is chosen yet; see: vantrum-collector year setup --help");
  return year::parse_calendar(year::form::calendar, *text);
}

Result<std::optional<CentreYear>> typed_year(YearStore& years, const Outline& outline, CentreId centre,
                                             std::uint32_t of_year) {
  const auto text = TRY(years.find_year(centre, of_year));
  if (!text) return std::optional<CentreYear>();
  auto typed = year::parse_centre_year(fmt::format("centre {}, {}", centre.value, of_year), *text, outline);
  // The outline has changed since: the older text is kept, and has to be handed in anew.
  if (!typed) return std::optional<CentreYear>();
  return std::optional(std::move(*typed));
}

Result<CentreYear> year_to_fill(const Collector& collector, YearStore& years, const Outline& outline,
                                CentreId centre, std::uint32_t of_year) {
  TRY(collector.store.load_centre(centre));
  if (of_year < year::year_min || of_year > year::year_max)
    return Error::invalid(fmt::format("year {}; expected {} to {}", of_year, year::year_min, year::year_max));
  if (auto typed = TRY(typed_year(years, outline, centre, of_year))) return std::move(*typed);
  return year::blank_year(outline, centre, of_year, TRY(latest_round(collector, false, centre)),
                          TRY(latest_round(collector, true, centre)));
}

Result<CentreYear> keep_typed(const Collector& collector, YearStore& years, const std::string& file,
                              const std::string& text) {
  const auto outline = TRY(outline_of(years));
  auto typed = TRY(year::parse_centre_year(file, text, outline));
  if (auto centre = collector.store.load_centre(typed.centre); !centre)
    return centre.error().while_doing(file);
  TRY(check_round(collector, file, typed.visitors, false));
  TRY(check_round(collector, file, typed.staff, true));
  TRY(years.keep_year(typed.centre, typed.year, text, collector.clock.wall()));
  return typed;
}

Result<exports::Paper> year_paper(const Collector& collector, YearStore& years, CentreId centre,
                                  std::uint32_t of_year) {
  const auto sources = TRY(sources_of(collector, years, of_year));
  const auto name = TRY(collector.store.load_centre(centre)).name;
  auto material = TRY(material_of_centre(sources, years, centre, name));
  if (!material.typed)  // a draft shows what there is
    material.typed = TRY(year_to_fill(collector, years, sources.frame.outline, centre, of_year));
  Published published(collector);
  TRY(add_results(material, published));
  return year::centre_paper(sources.frame, material);
}

Result<exports::Paper> county_year_paper(const Collector& collector, YearStore& years, std::uint32_t of_year,
                                         std::uint32_t part) {
  Published published(collector);
  const auto county = TRY(county_of(collector, years, of_year, part, published));
  return year::county_paper(county.sources.frame, county.material);
}

Result<year::Compilation> freeze_year(const Collector& collector, YearStore& years, std::uint32_t of_year,
                                      std::uint32_t part) {
  Published published(collector);
  auto county = TRY(county_of(collector, years, of_year, part, published));
  for (auto& centre : county.material.centres) TRY(add_results(centre, published));
  if (std::ranges::none_of(county.material.centres,
                           [](const auto& centre) { return centre.typed.has_value(); }))
    return Error::refused(fmt::format("no centre has handed in {} yet (year set)", of_year));
  const auto is_open = [](const auto& results) { return results && results->round().is_open; };
  const bool any_open = is_open(county.material.visitors) || is_open(county.material.staff) ||
                        std::ranges::any_of(county.material.centres, [&](const auto& centre) {
                          return is_open(centre.visitors) || is_open(centre.staff);
                        });
  if (any_open)
    return Error::refused(
        "a round of the year is open, and its numbers still grow; close it first (round close)");
  return years.freeze(of_year, part, county.material.reader, papers_of(county), collector.clock.wall());
}

Result<exports::Paper> frozen_paper(YearStore& years, std::uint32_t of_year, std::uint32_t part,
                                    std::optional<CentreId> centre) {
  for (const auto& paper : TRY(years.load_frozen(of_year, part))) {
    if (paper.centre == centre) return exports::parse_paper(paper.bytes);
  }
  return Error::not_found("the centre had not handed in its year when the compilation was frozen");
}

Result<std::string> written_paper(const exports::Paper& paper, exports::Format format) {
  switch (format) {
    case exports::Format::text:
      return exports::paper_text(paper);
    case exports::Format::json:
      return exports::paper_json(paper);
    case exports::Format::html:
      return exports::paper_html(paper);
    case exports::Format::pdf:
      return exports::paper_pdf(paper);
    case exports::Format::docx:
      return exports::paper_docx(paper);
    default:
      return Error::invalid("a yearly report is text, json, html, pdf or docx");
  }
}

Result<std::string> archive_of(const std::vector<year::FrozenPaper>& papers, exports::Format format) {
  std::vector<exports::ArchiveFile> files;
  for (const auto& kept : papers) {
    const auto paper = TRY(exports::parse_paper(kept.bytes));
    // The number keeps two centres of one name apart.
    const auto number = kept.centre ? fmt::format(" ({})", kept.centre->value) : std::string();
    files.push_back({exports::harmless(fmt::format("{} – {}{}", paper.title, paper.place, number)) + "." +
                         exports::facts_of(format).ending,
                     TRY(written_paper(paper, format))});
  }
  return exports::zip_of(files);
}

Result<std::string> year_archive(const Collector& collector, YearStore& years, std::uint32_t of_year,
                                 std::uint32_t part, exports::Format format) {
  const auto papers =
      TRY(part == 0 ? papers_now(collector, years, of_year, part) : years.load_frozen(of_year, part));
  return archive_of(papers, format);
}

}  // namespace vantrum::collector
