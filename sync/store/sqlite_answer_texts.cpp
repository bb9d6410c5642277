// The free texts among what was opened, and the quotes made of them: tables of their own (P-11).
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

Result<void> SqliteAnswerStore::add_text(const TextId& id, const WrittenText& text) {
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

Result<std::map<TextId, WrittenText>> SqliteAnswerStore::texts_by_id(RoundId round) {
  std::map<TextId, WrittenText> texts;
  TRY(database_.each("SELECT id, centre, question, label, content FROM free_text WHERE round = ?",
                     {number(round)}, [&](const store::Row& row) -> Result<void> {
                       texts[TRY(rows::id<TextId>(row, 0))] = {round, CentreId{rows::small(row, 1)},
                                                               row.text(2), row.text(3), row.text(4)};
                       return {};
                     }));
  return texts;
}

Result<void> SqliteAnswerStore::keep_quote(const Quote& quote) {
  const auto& shown = quote.shown;
  TRY(
      database_.run("INSERT INTO quote (id, round, centre, question, label, content, approved) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET content = excluded.content, "
                    "approved = excluded.approved",
                    {quote.id.view(), number(shown.round), number(shown.centre), shown.question, shown.label,
                     shown.text, std::int64_t{quote.is_approved}}));
  return {};
}

Result<void> SqliteAnswerStore::remove_quote(const TextId& id) {
  TRY(database_.run("DELETE FROM quote WHERE id = ?", {id.view()}));
  return {};
}

Result<std::map<TextId, Quote>> SqliteAnswerStore::quotes(RoundId round) {
  std::map<TextId, Quote> quotes;
  TRY(database_.each("SELECT id, centre, question, label, content, approved FROM quote WHERE round = ?",
                     {number(round)}, [&](const store::Row& row) -> Result<void> {
                       auto id = TRY(rows::id<TextId>(row, 0));
                       quotes[id] = {
                           id,
                           {round, CentreId{rows::small(row, 1)}, row.text(2), row.text(3), row.text(4)},
                           row.integer(5) != 0};
                       return {};
                     }));
  return quotes;
}

}  // namespace vantrum::collector
