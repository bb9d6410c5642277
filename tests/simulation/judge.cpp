#include "tests/simulation/judge.h"

#include <algorithm>

#include "sync/store/answer_content.h"

namespace vantrum::simulation {
namespace {

constexpr int digits = 8, base = 5;
constexpr std::size_t receipts_looked_at = 100, complaints_max = 20;

}  // namespace

void Findings::add(const Findings& other) {
  seeds += other.seeds;
  thanked += other.thanked;
  in_results += other.in_results;
  turned_away += other.turned_away;
  recordings += other.recordings;
  lost += other.lost;
  doubled += other.doubled;
  invented += other.invented;
  undrained += other.undrained;
  drained_after = std::max(drained_after, other.drained_after);
  complaints.insert(complaints.end(), other.complaints.begin(), other.complaints.end());
  record = (record ^ other.record) * 0x100000001b3ULL;
}

survey::Answers answers_of(std::uint32_t number) {
  survey::Answers answers;
  for (int i = 1; i <= digits; ++i, number /= base) {
    answers["q" + std::to_string(i)] = {"d" + std::to_string(number % base)};
  }
  return answers;
}

std::uint32_t number_in(const survey::Answers& answers) {
  std::uint32_t number = 0;
  for (int i = digits; i >= 1; --i) {
    auto answer = answers.find("q" + std::to_string(i));
    if (answer == answers.end() || answer->second.size() != 1 || answer->second.front().size() != 2)
      return number_max;
    number = number * base + static_cast<std::uint32_t>(answer->second.front()[1] - '0');
  }
  return number;
}

std::uint32_t Judge::next_visitor(RoundId round, CentreId centre) {
  visitors_.push_back({round, centre});
  check(visitors_.size() < number_max);
  return static_cast<std::uint32_t>(visitors_.size() - 1);
}

void Judge::was_thanked(std::uint32_t visitor) {
  visitors_.at(visitor).is_thanked = true;
  ++thanked_;
}

void Judge::receipt_left(const crypto::Hash& document, const Bytes& reply) {
  auto [known, is_new] = receipts_.emplace(document, reply);
  if (is_new) receipts_in_order_.push_back(document);
  if (known->second != reply) complain("the same batch got another receipt");
}

void Judge::look_for_receipts(collector::CollectorStore& store) {
  auto from = receipts_in_order_.size() - std::min(receipts_in_order_.size(), receipts_looked_at);
  for (auto i = from; i < receipts_in_order_.size(); ++i) {
    auto found = store.find_receipt(receipts_in_order_[i]);
    if (found && (!*found || **found != receipts_.at(receipts_in_order_[i])))
      complain("a receipt that was given is not in the ledger");
  }
}

void Judge::backup_was_read() {
  for (auto i = in_backup_; i < receipts_in_order_.size(); ++i) receipts_.erase(receipts_in_order_[i]);
  receipts_in_order_.resize(in_backup_);
}

void Judge::complain(std::string what) {
  timeline_.note("COMPLAINT: {}", what);
  if (complaints_.size() < complaints_max) complaints_.push_back(std::move(what));
}

// How often each visitor is in the results; returns how many answers there belong to nobody, or elsewhere.
Result<std::uint64_t> Judge::count(const collector::Collector& region, const survey::Instrument& instrument) {
  std::uint64_t invented = 0;
  for (auto& visitor : visitors_) visitor.times = 0;
  for (const auto& round : TRY(region.store.list_rounds())) {
    const auto count_one = [&](const collector::Answer& answer) -> Result<void> {
      auto number = number_in(TRY(collector::parse_answers(answer.content, instrument)));
      bool is_right = number < visitors_.size() && visitors_[number].round == answer.round &&
                      visitors_[number].centre == answer.centre;
      if (is_right)
        ++visitors_[number].times;
      else
        ++invented;
      return {};
    };
    TRY(region.answers->each_answer(round.id, count_one));
  }
  return invented;
}

Result<std::uint64_t> Judge::missing(const collector::Collector& region,
                                     const survey::Instrument& instrument) {
  TRY(count(region, instrument));
  return static_cast<std::uint64_t>(
      std::count_if(visitors_.begin(), visitors_.end(),
                    [](const auto& visitor) { return visitor.is_thanked && visitor.times == 0; }));
}

Result<Findings> Judge::judge(const collector::Collector& region, const survey::Instrument& instrument) {
  Findings findings;
  findings.seeds = 1;
  findings.invented = TRY(count(region, instrument));
  findings.thanked = thanked_;
  for (const auto& visitor : visitors_) {
    findings.in_results += visitor.times;
    findings.lost += visitor.is_thanked && visitor.times == 0;
    findings.doubled += visitor.times > 1;
  }
  findings.complaints = complaints_;
  return findings;
}

}  // namespace vantrum::simulation
