// What Device does about orders, the centre's count, and what is kept; the rest is in device.cpp.
#include "kiosk/effects/device.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {

std::int64_t Device::today() const {
  return std::chrono::floor<std::chrono::days>(clock_->wall()).time_since_epoch().count();
}

bool Device::may_ask() {
  if (is_paused_here_ || is_retiring_here_) return false;
  // Room is looked at apart; whether the round is open stands in the survey itself.
  const auto why = asking();
  return why == Asking::yes || why == Asking::no_round || why == Asking::no_room;
}

AskingFacts Device::asking_facts() {
  AskingFacts facts;
  facts.is_open = survey_ && survey_->is_open;
  facts.is_ordered_to_pause = !orders_.may_ask();
  facts.has_room = !lacks_room();
  if (survey_) facts.window = survey_->window;
  facts.now = clock_->wall();
  facts.staff_override = staff_override_;
  facts.stops_at_quota = stops_at_quota_;
  facts.quota = quota_;
  if (!stops_at_quota_) return facts;  // then nobody has to count
  if (auto progress = centre_progress()) {
    facts.here = progress->here;
    facts.elsewhere = progress->elsewhere;
  }
  return facts;
}

// What is left of a round that is over goes out, however few they are (P-7).
bool Device::is_over(RoundId round) const {
  if (is_retiring()) return true;
  if (staff_.is(round)) return !staff_.survey()->is_open;
  if (!survey_ || survey_->round != round || !survey_->is_open) return true;
  const auto now = clock_->wall();
  return survey_->window && !staff_override_ && trusted_week(now) &&
         survey::swedish_day(now) > survey_->window->last;
}

Result<Device::CentreProgress> Device::centre_progress() {
  auto round = survey_ ? survey_->round : RoundId{};
  CentreProgress progress;
  if (!store_) return Error::storage("the database is closed");
  progress.here = TRY(store_->counts(round)).completed;
  if (const auto& centre = orders_.centre(); centre && centre->round == round)
    progress.elsewhere = centre->elsewhere;
  progress.quota = quota_;
  return progress;
}

Result<bool> Device::apply_order(ByteView document) {
  if (!identity_ || !identity_->membership) return Error::untrusted("an order before enrolment");
  auto order =
      TRY(orders_.take(document, *identity_, [&](const wire::Order& given) { return carry_out(given); }));
  if (!order) return false;
  log_info("order {} obeyed: {}", orders_.serial(), static_cast<int>(order->action));
  return order->action != wire::OrderAction::resend;
}

// What an order asks for besides standing there.
Result<void> Device::carry_out(const wire::Order& order) {
  if (order.action != wire::OrderAction::resend) return {};
  // A later backup than the one that was read back may have been announced.
  backed_up_ = std::min(backed_up_, order.receipt_number);
  TRY(TRY(store())->go_back_to_receipt(order.receipt_number, order.receipt, order.receipt_serial));
  has_broken_chain_ = false;  // receipts of the collector that was read back may have come before this order
  is_outbox_stale_ = true;
  return check_batches();
}

Result<bool> Device::apply_centre(ByteView document) {
  if (!identity_ || !identity_->membership) return Error::untrusted("a count before enrolment");
  auto count = TRY(orders_.take_centre(document, *identity_));
  if (!count) return false;
  if (orders_.is_centre_of_now()) backed_up_ = std::max(backed_up_, count->backed_up);
  TRY(prune());
  return false;
}

Result<std::int64_t> Device::day() {
  if (today() != counted_day_) lived_ = TRY(TRY(store())->count_day(today()));
  counted_day_ = today();
  return lived_;
}

// Whether what has a receipt is safe only in a backup: where the collector makes any, and as long as it has
// not told, since our last receipt, that it makes none.
Result<bool> Device::waits_for_backups() {
  if (backed_up_ > 0 || orders_.knows_of_backups()) return true;
  return !orders_.is_centre_after(TRY(TRY(store())->last_receipt()));
}

Result<void> Device::prune() {
  // A collector that makes backups may be read back from one that is older than fourteen days of ours, while
  // we hear nothing: then only what a backup holds goes.
  auto day = std::optional(TRY(this->day()));
  if (TRY(waits_for_backups())) day.reset();
  if (TRY(TRY(store())->prune(backed_up_, day))) has_pruned_ = true;
  return {};
}

// Retiring ends when everything has a receipt, and a backup holds it if the collector makes any. Revoking
// does not wait.
Result<void> Device::obey() {
  if (!identity_ || !identity_->membership) return {};
  if (orders_.is_revoked()) return wipe_all();
  if (!is_retiring()) return {};
  bool is_drained = TRY(TRY(store())->unpacked()).empty() && TRY(TRY(store())->batches()).empty() &&
                    !TRY(has_reflections());
  bool is_safe = TRY(TRY(store())->kept()) == 0 || !TRY(waits_for_backups());
  return is_drained && is_safe ? wipe_all() : Result<void>();
}

Result<void> Device::wipe_all() {
  log_warning("wiping this kiosk, as {}", is_retiring_here_ ? "its staff asked" : "ordered");
  auto status = settled(status_now());
  auto next_serial = [&](std::uint64_t after) -> Result<std::uint64_t> {
    return settled(TRY(settled(numbered_store()))->next_serial(wire::DocumentType::status, after));
  };
  TRY(heartbeat_.write(status, {{"wiped", 1}}, *identity_, outbox_, clock_->wall(), next_serial));
  store_.reset();
  assets_.want({});
  TRY(wipe(*files_, settings_.data));
  forget_round();
  gate_.load();
  load_wish();
  assets_.forget();
  identity_.reset();
  is_enrolling_here_.reset();
  counted_day_.reset();
  has_failed_ = false;
  TRY(store());
  return {};
}

}  // namespace vantrum::kiosk
