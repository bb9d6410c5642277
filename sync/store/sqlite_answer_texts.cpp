// The free texts among what was opened: a table of their own (P-11).
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

Result<void> SqliteAnswerStore::add_text(const AnswerId& id, const WrittenText& text) {
  TRY(database_.run(
      "INSERT INTO free_text (id, round, centre, question, label, content) VALUES (?, ?, ?, ?, ?, ?)",
      {id.view(), number(text.round), number(text.centre), text.question, text.label, text.text}));
  return {};
}

Result<std::map<CentreId, std::uint64_t>> SqliteAnswerStore::count_texts(RoundId round) {
  return count_by_centre("SELECT centre, count(*) FROM free_text WHERE round = ? GROUP BY centre", round);
}

Result<std::vector<WrittenText>> SqliteAnswerStore::list_texts(RoundId round) {
  std::vector<WrittenText> texts;
  TRY(database_.each(
      "SELECT centre, question, label, content FROM free_text WHERE round = ? ORDER BY id", {number(round)},
      [&](const store::Row& row) -> Result<void> {
        texts.push_back({round, CentreId{rows::small(row, 0)}, row.text(1), row.text(2), row.text(3)});
        return {};
      }));
  return texts;
}

}  // namespace vantrum::collector
