// What Device does about orders, the centre's count, and what is kept; the rest is in device.cpp.
#include "kiosk/effects/device.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {

std::int64_t Device::today() const {
  return std::chrono::floor<std::chrono::days>(clock_->wall()).time_since_epoch().count();
}

bool Device::may_ask() {
  if (!orders_.may_ask()) return false;
  if (!stops_at_quota_) return true;
  // Counting failed: asking goes on. An answer too many is counted apart; one too few was never given.
  auto progress = centre_progress();
  return !progress || progress->here + progress->elsewhere < quota_;
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
  is_outbox_stale_ = true;
  return check_batches();
}

Result<bool> Device::apply_centre(ByteView document) {
  if (!identity_ || !identity_->membership) return Error::untrusted("a count before enrolment");
  auto count = TRY(orders_.take_centre(document, *identity_));
  if (!count) return false;
  backed_up_ = std::max(backed_up_, count->backed_up);
  TRY(prune());
  return false;
}

Result<std::int64_t> Device::day() {
  if (today() != counted_day_) lived_ = TRY(TRY(store())->count_day(today()));
  counted_day_ = today();
  return lived_;
}

Result<void> Device::prune() {
  auto day = TRY(this->day());
  if (TRY(TRY(store())->prune(backed_up_, day))) has_pruned_ = true;
  return {};
}

// Retiring ends when everything has a receipt, and a backup holds it if the collector makes any. Revoking
// does not wait.
Result<void> Device::obey() {
  if (!identity_ || !identity_->membership) return {};
  if (orders_.is_revoked()) return wipe_all();
  if (!orders_.is_retiring()) return {};
  bool is_drained = TRY(TRY(store())->unpacked()).empty() && TRY(TRY(store())->batches()).empty();
  bool is_safe = backed_up_ == 0 || TRY(TRY(store())->kept()) == 0;
  return is_drained && is_safe ? wipe_all() : Result<void>();
}

Result<void> Device::wipe_all() {
  log_warning("wiping this kiosk, as ordered");
  auto status = settled(status_now());
  auto next_serial = [&](std::uint64_t after) -> Result<std::uint64_t> {
    return settled(TRY(store())->next_serial(wire::DocumentType::status, after));
  };
  TRY(heartbeat_.write(status, {{"wiped", 1}}, *identity_, outbox_, clock_->wall(), next_serial));
  store_.reset();
  TRY(wipe(*files_, settings_.data));
  orders_.forget();
  identity_.reset();
  survey_.reset();
  paused_.reset();
  seal_to_ = {};
  round_serial_ = backed_up_ = 0;
  counted_day_.reset();
  quota_ = 0;
  stops_at_quota_ = false;
  has_failed_ = has_broken_chain_ = false;
  TRY(store());
  return {};
}

}  // namespace vantrum::kiosk
