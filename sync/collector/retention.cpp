#include "sync/collector/retention.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/file_system.h"
#include "shared/base/toml.h"
#include "sync/collector/opener.h"
#include "sync/collector/retention_text.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

constexpr std::uint32_t months_max = 1200;
constexpr std::size_t words_width = 60;

struct KindWords {
  RecordKind kind;
  std::string_view code, words;
};
constexpr KindWords kinds[] = {
    {RecordKind::texts, "texts", "Fritexter, och citat som inte är godkända"},
    {RecordKind::answers, "answers", "Enkätsvar, ett besök per rad"},
    {RecordKind::quotes, "quotes", "Godkända citat"},
    {RecordKind::results, "results", "Redovisade resultat och räknare"},
    {RecordKind::reflections, "reflections", "Självreflektioner"},
    {RecordKind::years, "years", "Årsuppgifter: inskrivna tal och texter, frysta sammanställningar"},
    {RecordKind::quarantine, "quarantine", "Karantän, förseglad"},
    {RecordKind::ledger, "ledger", "Kvitton, kiosker och omgångar"},
    {RecordKind::log, "log", "Loggen"},
};

const KindWords& row_of(RecordKind kind) {
  const auto* found = std::find_if(std::begin(kinds), std::end(kinds),
                                   [&](const KindWords& row) { return row.kind == kind; });
  check(found != std::end(kinds));
  return *found;
}

Result<RetentionRule> take_rule(TomlTable& table, RecordKind kind) {
  RetentionRule rule;
  rule.kind = kind;
  rule.destroys = TRY(table.take_one_of("action", {"gallra", "bevara"})) == "gallra";
  if (rule.destroys && !can_be_destroyed(kind))
    return table.error_at("action", "this kind is always kept; expected \"bevara\"");
  if (rule.destroys) rule.after_months = TRY(table.take_number("after_months", 1, months_max));
  rule.basis = TRY(table.take_string_or_empty("basis"));
  rule.source = TRY(table.take_string_or_empty("source"));
  TRY(table.finish());
  return rule;
}

Result<RetentionTable> parse_retention(std::string_view file, std::string_view text) {
  const auto root = TRY(parse_toml(file, text));
  TomlTable whole(file, root);
  RetentionTable table;
  for (const auto& row : kinds) {
    auto part = TRY(whole.take_table(std::string(row.code)));
    table.rules.push_back(TRY(take_rule(part, row.kind)));
  }
  TRY(whole.finish());
  return table;
}

// The first moment after a week and so many months; where the month is too short, its last day.
WallTime after(IsoWeek week, std::uint32_t months) {
  using namespace std::chrono;
  const sys_days fourth{year(week.year) / January / 4};  // always in week 1
  const auto monday = fourth - days(weekday(fourth).iso_encoding() - 1) + weeks(week.week);
  auto moved = year_month_day(monday) + std::chrono::months(static_cast<int>(months));
  if (!moved.ok()) moved = moved.year() / moved.month() / last;
  return WallTime(sys_days(moved));
}

Result<DueRecords> look_at(const Collector& collector, const RetentionTable& table, const RoundRecord& round,
                           RecordKind kind) {
  auto& answers = *TRY(collector.opened_answers());
  const auto& rule = table.of(kind);
  DueRecords due{round.id, round.name, kind, 0, {}, false, {}};
  due.count = sum_of(kind == RecordKind::answers ? TRY(answers.count_answers(round.id))
                                                 : TRY(answers.count_texts(round.id)));
  const auto last = TRY(answers.last_week(round.id));
  if (rule.destroys && last) due.from = after(*last, rule.after_months);
  if (!rule.destroys)
    due.obstacle = "bevaras";
  else if (!table.is_adopted)
    due.obstacle = "ingen gallringstabell är antagen";
  else if (rule.basis.empty())
    due.obstacle = "beslut saknas i gallringstabellen";
  else if (round.is_open)
    due.obstacle = "omgången pågår";
  else if (!last)
    due.obstacle = "det är inte känt när det sista svaret gavs";
  else if (collector.clock.wall() < *due.from)
    due.obstacle = "tiden har inte gått";
  due.is_due = due.obstacle.empty();
  return due;
}

std::string rule_text(const RetentionRule& rule) {
  return rule.destroys ? fmt::format("gallras efter {} månader", rule.after_months) : "bevaras";
}

}  // namespace

std::uint64_t sum_of(const std::map<CentreId, std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [centre, count] : counts) sum += count;
  return sum;
}

bool can_be_destroyed(RecordKind kind) { return kind == RecordKind::answers || kind == RecordKind::texts; }

std::string_view code_of(RecordKind kind) { return row_of(kind).code; }
std::string_view words_of(RecordKind kind) { return row_of(kind).words; }

std::optional<RecordKind> record_kind_of(std::string_view code) {
  for (const auto& row : kinds)
    if (row.code == code) return row.kind;
  return std::nullopt;
}

const RetentionRule& RetentionTable::of(RecordKind kind) const {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const RetentionRule& rule) { return rule.kind == kind; });
  check(found != rules.end());
  return *found;
}

Result<RetentionTable> load_retention(FileSystem& files, const DataFolder& folder) {
  const auto path = folder.retention();
  auto bytes = files.read(path, toml_bytes_max);
  if (!bytes && bytes.error().kind != ErrorKind::not_found) return bytes.error();
  auto table = TRY(bytes ? parse_retention(path, text_of(*bytes))
                         : parse_retention("config/retention.toml", retention_text));
  table.is_adopted = static_cast<bool>(bytes);
  return table;
}

Result<std::vector<DueRecords>> plan_purge(const Collector& collector, const RetentionTable& table,
                                           std::optional<RoundId> wanted) {
  TRY(Opener(collector).run());
  std::vector<DueRecords> plan;
  for (const auto& round : TRY(collector.store.list_rounds())) {
    if (wanted && round.id != *wanted) continue;
    for (const auto& row : kinds)
      if (can_be_destroyed(row.kind)) plan.push_back(TRY(look_at(collector, table, round, row.kind)));
  }
  if (wanted && plan.empty())
    return Error::not_found(fmt::format("there is no round {}; see: round list", wanted->value));
  return plan;
}

std::string retention_table_text(const RetentionTable& table) {
  std::string text = table.is_adopted ? "Gallringstabellen som gäller här.\n\n"
                                      : "Förslag. Ingen gallringstabell är antagen här, och inget gallras "
                                        "(docs/retention.md).\n\n";
  results::TextTable rows({{"slag"}, {"vad"}, {"åtgärd"}, {"beslut"}});
  for (const auto& rule : table.rules)
    rows.add({std::string(code_of(rule.kind)), std::string(words_of(rule.kind)), rule_text(rule),
              rule.basis.empty() ? "–" : rule.basis});
  text += rows.text() + "\nVarför\n";
  for (const auto& rule : table.rules) {
    const auto lines = results::wrapped(rule.source, words_width);
    for (std::size_t i = 0; i < lines.size(); ++i)
      text += fmt::format("  {:<12}{}\n", i == 0 ? code_of(rule.kind) : "", lines[i]);
  }
  return text;
}

std::string plan_text(const RetentionTable& table, const std::vector<DueRecords>& plan) {
  results::TextTable rows({{"omgång", results::Align::right},
                           {""},
                           {"slag"},
                           {"antal", results::Align::right},
                           {"gallras tidigast"},
                           {"läge"}});
  bool has_due = false;
  for (const auto& due : plan) {
    has_due = has_due || (due.is_due && due.count > 0);
    const auto* state = due.count == 0 ? "inget finns" : "kan gallras nu";
    rows.add({std::to_string(due.round.value), due.round_name, std::string(code_of(due.kind)),
              std::to_string(due.count), due.from ? to_text(*due.from).substr(0, 10) : "–",
              due.obstacle.empty() ? state : due.obstacle});
  }
  auto text = rows.text();
  if (!table.is_adopted) text += "\nIngen gallringstabell är antagen här (docs/retention.md).\n";
  if (has_due)
    text +=
        "\nInget är gallrat. Gör ett arkiv (retention archive) och gallra under ett beslut (retention "
        "purge).\n";
  return text;
}

}  // namespace vantrum::collector
