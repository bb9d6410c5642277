// The answers on a disk that has no room for the file to be written anew, nor, if told so, for a destruction;
// everything else is as it is.
#pragma once

#include "sync/store/answer_store.h"

namespace vantrum::dashboard {

class FullStore final : public collector::AnswerStore {
 public:
  explicit FullStore(AnswerStore& real) : real_(real) {}
  using Work = std::function<Result<void>()>;
  using Counts = std::map<CentreId, std::uint64_t>;

  bool destroys = true;
  bool tells_of_commit = true;  // or nobody knows that it stands, as after an error of the disk

  Result<void> scrub() override { return Error::storage("database or disk is full"); }

  Result<void> in_transaction(const Work& work) override {
    is_destroying_ = false;
    TRY(real_.in_transaction(work));
    return tells_of_commit || !is_destroying_ ? Result<void>() : Error::storage("disk I/O error");
  }
  Result<void> bind_region(const std::string& region) override { return real_.bind_region(region); }
  Result<bool> mark_opened(const collector::OpenedMark& mark) override { return real_.mark_opened(mark); }
  Result<void> add_answer(const collector::AnswerId& id, const collector::Answer& answer) override {
    return real_.add_answer(id, answer);
  }
  Result<Counts> count_answers(RoundId round) override { return real_.count_answers(round); }
  Result<std::map<CentreId, collector::FlagCounts>> count_flags(RoundId round) override {
    return real_.count_flags(round);
  }
  Result<void> add_discarded(RoundId round, CentreId centre) override {
    return real_.add_discarded(round, centre);
  }
  Result<Counts> count_discarded(RoundId round) override { return real_.count_discarded(round); }
  Result<void> add_text(const collector::TextId& id, const collector::WrittenText& text) override {
    return real_.add_text(id, text);
  }
  Result<Counts> count_texts(RoundId round) override { return real_.count_texts(round); }
  Result<std::vector<collector::WrittenText>> list_texts(RoundId round) override {
    return real_.list_texts(round);
  }
  Result<std::map<collector::TextId, collector::WrittenText>> texts_by_id(RoundId round) override {
    return real_.texts_by_id(round);
  }
  Result<void> keep_quote(const collector::Quote& quote) override { return real_.keep_quote(quote); }
  Result<void> remove_quote(const collector::TextId& id) override { return real_.remove_quote(id); }
  Result<std::map<collector::TextId, collector::Quote>> quotes(RoundId round) override {
    return real_.quotes(round);
  }
  Result<std::uint64_t> destroy(RoundId round, collector::Destroyable kind,
                                const std::string& decision) override {
    if (!destroys) return Error::storage("database or disk is full");
    is_destroying_ = true;
    return real_.destroy(round, kind, decision);
  }
  Result<std::vector<collector::Destroyed>> destroyed(RoundId round) override {
    return real_.destroyed(round);
  }
  Result<std::optional<IsoWeek>> last_week(RoundId round) override { return real_.last_week(round); }
  Result<void> each_answer(RoundId round, const EachAnswer& each) override {
    return real_.each_answer(round, each);
  }
  Result<void> each_waiting(RoundId round, const EachAnswer& each) override {
    return real_.each_waiting(round, each);
  }
  Result<void> each_block(RoundId round, const EachBlock& each) override {
    return real_.each_block(round, each);
  }
  Result<Counts> count_waiting(RoundId round) override { return real_.count_waiting(round); }
  Result<void> release_answers(RoundId round, CentreId centre, std::uint64_t count) override {
    return real_.release_answers(round, centre, count);
  }
  Result<std::map<CentreId, collector::KeptCounts>> kept_counts(RoundId round) override {
    return real_.kept_counts(round);
  }
  Result<void> keep_counts(RoundId round, CentreId centre, const collector::KeptCounts& counts) override {
    return real_.keep_counts(round, centre, counts);
  }
  Result<void> release_counters(RoundId round, const CounterSteps& steps,
                                const std::vector<collector::CounterCell>& counters) override {
    return real_.release_counters(round, steps, counters);
  }
  Result<std::vector<collector::CounterCell>> released_counters(RoundId round) override {
    return real_.released_counters(round);
  }
  Result<void> copy_to(const std::string& path) override { return real_.copy_to(path); }
  Result<void> check_integrity() override { return real_.check_integrity(); }
  Result<void> tidy() override { return real_.tidy(); }

 private:
  AnswerStore& real_;
  bool is_destroying_ = false;  // in this transaction
};

}  // namespace vantrum::dashboard
