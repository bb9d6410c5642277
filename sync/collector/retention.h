// What is kept and what is destroyed, after how long, and on what ground (P-22): the table of whoever decides
// about the region's records, DIR/retention.toml. Until that is there, the proposal that the program brings
// (config/retention.toml) is shown, and nothing is destroyed. Nothing is ever destroyed by itself, or without
// a decision (P-21): see purge.h.
//
//   [answers]
//   action = "gallra"            # or "bevara"; then without after_months
//   after_months = 36            # since the end of the week of the round's last answer
//   basis = "Informationshanteringsplan 2026, 4.2"     # empty: not decided, so nothing is destroyed
//   source = "…"                 # where the period comes from
//
// Every kind of record has its table: a lost line is an error, and then nothing is destroyed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/collector/collector.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::collector {

enum class RecordKind {
  texts,        // free texts, and quotes that are not approved
  answers,      // opened answers: single visits
  quotes,       // approved; they belong to the reports
  results,      // what was shown, counters, reports
  reflections,  // of the staff
  years,        // what was typed in about the years, and frozen compilations
  quarantine,   // put aside, still sealed: maybe answers that nobody could read yet
  ledger,       // receipts, kiosks, rounds
  log,          // a chain with a piece cut out proves nothing
};
// Only these can be destroyed at all; a table that says otherwise is an error.
bool can_be_destroyed(RecordKind kind);

std::string_view code_of(RecordKind kind);   // "answers", as the table has it
std::string_view words_of(RecordKind kind);  // Swedish
std::optional<RecordKind> record_kind_of(std::string_view code);

std::uint64_t sum_of(const std::map<CentreId, std::uint64_t>& counts);

struct RetentionRule {
  RecordKind kind = RecordKind::answers;
  bool destroys = false;
  std::uint32_t after_months = 0;
  std::string basis, source;
};
struct RetentionTable {
  bool is_adopted = false;  // false: the proposal
  std::vector<RetentionRule> rules;
  const RetentionRule& of(RecordKind kind) const;
};

// `invalid`, with file and line, if the region's table does not say all of this.
Result<RetentionTable> load_retention(FileSystem& files, const DataFolder& folder);

// One kind of record of one round, as the table and the clock see it.
struct DueRecords {
  RoundId round;
  std::string round_name;
  RecordKind kind = RecordKind::answers;
  std::uint64_t count = 0;
  std::optional<WallTime> from;  // destroyed at the earliest; none: not known, or kept
  bool is_due = false;
  std::string obstacle;  // Swedish; why nothing may be destroyed, if so
};
// What would go and what would not, of all rounds or of one: a dry run, which changes nothing. `not_found` if
// there is no such round.
Result<std::vector<DueRecords>> plan_purge(const Collector& collector, const RetentionTable& table,
                                           std::optional<RoundId> round = {});

std::string retention_table_text(const RetentionTable& table);
std::string plan_text(const RetentionTable& table, const std::vector<DueRecords>& plan);

}  // namespace vantrum::collector
