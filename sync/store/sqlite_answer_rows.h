// How an answer is written into columns and read back. Used only by the SQLite stores' own files.
#pragma once

#include "sync/store/answer_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector::rows {

// On disk; never renumber.
constexpr std::int64_t flag_paper = 1, flag_suspect = 2;

inline std::int64_t number_of(const survey::Flags& flags) {
  return (flags.paper ? flag_paper : 0) | (flags.suspect ? flag_suspect : 0);
}
inline survey::Flags flags_of(std::int64_t number) {
  return {(number & flag_paper) != 0, (number & flag_suspect) != 0};
}
inline std::int64_t week_number(const IsoWeek& week) { return week.year * 100 + week.week; }  // 202645
inline store::Parameter year_of(const Answer& answer) {
  return answer.week ? store::Parameter(std::int64_t{answer.week->year}) : store::Parameter(nullptr);
}
inline store::Parameter week_of(const Answer& answer) {
  return answer.week ? store::Parameter(std::int64_t{answer.week->week}) : store::Parameter(nullptr);
}

// From the columns round, centre, year, week, flags, content, the first of them at `first`.
inline Answer answer(const store::Row& row, int first) {
  Answer answer;
  answer.round.value = small(row, first);
  answer.centre.value = small(row, first + 1);
  if (!row.is_null(first + 2))
    answer.week = IsoWeek{static_cast<int>(row.integer(first + 2)), static_cast<int>(row.integer(first + 3))};
  answer.flags = flags_of(row.integer(first + 4));
  answer.content = row.blob(first + 5);
  return answer;
}

}  // namespace vantrum::collector::rows
