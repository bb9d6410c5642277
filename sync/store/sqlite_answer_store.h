// AnswerStore in one SQLite file, held by one process through one connection (shared/store/database.h).
#pragma once

#include <memory>

#include "shared/store/database.h"
#include "sync/store/answer_store.h"

namespace vantrum::collector {

class SqliteAnswerStore final : public AnswerStore {
 public:
  // Creates the file if it is not there and brings its tables up to date. `conflict` if another process has
  // it open.
  // `vfs` is store::Database::Options'; for tests that cut the power.
  static Result<std::unique_ptr<SqliteAnswerStore>> open(const std::string& path, const char* vfs = nullptr);

  Result<void> in_transaction(const std::function<Result<void>()>& work) override;
  Result<void> bind_region(const std::string& region) override;
  Result<bool> mark_opened(const OpenedMark& mark) override;
  Result<void> add_answer(const AnswerId& id, const Answer& answer) override;
  Result<std::map<CentreId, std::uint64_t>> count_answers(RoundId round) override;
  Result<std::map<CentreId, FlagCounts>> count_flags(RoundId round) override;
  Result<void> add_discarded(RoundId round, CentreId centre) override;
  Result<std::map<CentreId, std::uint64_t>> count_discarded(RoundId round) override;
  Result<void> add_text(const TextId& id, const WrittenText& text) override;
  Result<std::map<CentreId, std::uint64_t>> count_texts(RoundId round) override;
  Result<std::vector<WrittenText>> list_texts(RoundId round) override;
  Result<std::map<TextId, WrittenText>> texts_by_id(RoundId round) override;
  Result<void> keep_quote(const Quote& quote) override;
  Result<void> remove_quote(const TextId& id) override;
  Result<std::map<TextId, Quote>> quotes(RoundId round) override;
  Result<std::uint64_t> destroy(RoundId round, Destroyable kind, const std::string& decision) override;
  Result<std::vector<Destroyed>> destroyed(RoundId round) override;
  Result<std::optional<IsoWeek>> last_week(RoundId round) override;
  Result<void> scrub() override;
  Result<void> each_answer(RoundId round, const EachAnswer& each) override;
  Result<std::map<CentreId, std::uint64_t>> count_waiting(RoundId round) override;
  Result<void> each_waiting(RoundId round, const EachAnswer& each) override;
  Result<void> each_block(RoundId round, const EachBlock& each) override;
  Result<void> release_answers(RoundId round, CentreId centre, std::uint64_t count) override;
  Result<std::map<CentreId, KeptCounts>> kept_counts(RoundId round) override;
  Result<void> keep_counts(RoundId round, CentreId centre, const KeptCounts& counts) override;
  Result<void> release_counters(RoundId round, const CounterSteps& steps,
                                const std::vector<CounterCell>& counters) override;
  Result<std::vector<CounterCell>> released_counters(RoundId round) override;
  Result<void> copy_to(const std::string& path) override { return database_.copy_to(path); }
  Result<void> check_integrity() override { return database_.check_integrity(); }
  Result<void> tidy() override { return settled(database_.checkpoint()); }

  // Takes over what a collector of before kept in its own file, in one transaction. False: that was done.
  Result<bool> begin_adoption();
  struct Old {
    AnswerId id;
    Answer answer;
    bool is_released = false;
  };
  Result<void> adopt(const Old& old);
  Result<void> adopt(RoundId round, const CounterCell& released);

 private:
  explicit SqliteAnswerStore(store::Database database) : database_(std::move(database)) {}
  Result<void> settled(Result<void> done);
  Result<std::uint64_t> count_destroyed(RoundId round, Destroyable kind);
  Result<std::map<CentreId, std::uint64_t>> count_by_centre(const char* sql, RoundId round);

  store::Database database_;
};

}  // namespace vantrum::collector
