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
  Result<void> add_discarded(RoundId round, CentreId centre) override;
  Result<std::map<CentreId, std::uint64_t>> count_discarded(RoundId round) override;
  Result<void> add_text(const AnswerId& id, const WrittenText& text) override;
  Result<std::map<CentreId, std::uint64_t>> count_texts(RoundId round) override;
  Result<std::vector<WrittenText>> list_texts(RoundId round) override;
  Result<void> release(RoundId round, std::uint32_t step_min,
                       const std::vector<CounterCell>& counters) override;
  Result<std::vector<Answer>> released_answers(RoundId round) override;
  Result<std::vector<CounterCell>> released_counters(RoundId round) override;
  Result<void> copy_to(const std::string& path) override { return database_.copy_to(path); }
  Result<void> check_integrity() override { return database_.check_integrity(); }
  Result<void> tidy() override { return settled(database_.checkpoint()); }

  // Takes over what a collector of before kept in its own file; what is here already stays as it is.
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
  Result<std::map<CentreId, std::uint64_t>> count_by_centre(const char* sql, RoundId round);

  store::Database database_;
};

}  // namespace vantrum::collector
