// A kiosk that takes another identity: one that the collector does not know any more, because it was read
// back from a backup of before this kiosk was enrolled, or has lost its signing key; or one whose request
// was made with a code that was wrong.
//
// The new identity is written first, in one piece, and names the one before; until then nothing has changed.
// As long as it does so a start first makes everything else the new one's. None of that needs what it undoes,
// so it may be cut short and begun again. Then the identity is written without that name, and only then the
// request goes out: no document of the new device is made from what is still the old one's.
#include "kiosk/effects/carrier_state.h"
#include "kiosk/effects/device.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {

Result<void> Device::enrol_by_command(const std::string& typed_code, bool again) {
  const auto code = TRY(wire::EnrolmentCode::parse(typed_code));
  const bool is_member = identity_ && identity_->membership;
  if (is_member && !again)
    return Error::conflict("this kiosk belongs to " + identity_->membership->centre_name +
                           " already; retire it before it is enrolled again, or, if the collector does not "
                           "know it any more, enrol it with --again");
  if (!is_member && again)
    return Error::conflict("this kiosk belongs to no centre; enrol it without --again");
  if (is_member && orders_.is_revoked()) return Error::conflict("this kiosk is revoked; it wipes itself");
  if (is_member && carrier_is_content())
    return Error::conflict(
        "the collector takes what this kiosk sends, so there is nothing to do; if the collector was lost "
        "since, run vantrum-sync once and try again");
  return take_identity(code);
}

bool Device::carrier_is_content() {
  const auto file = files_->read(settings_.data + "/" + carrier_state_name, carrier_state_bytes_max);
  const auto carrier = file ? parse_carrier_state(*file) : std::nullopt;
  return carrier && carrier->last_contact && carrier->problem.empty();
}

Result<void> Device::take_identity(const wire::EnrolmentCode& code) {
  TRY(settled(leave_life_before()));  // one that was not finished
  auto identity = TRY(Identity::make(code, settings_.region, settings_.label, *entropy_));
  if (identity_) identity.before = crypto::verify_key_of(identity_->signing_key);
  TRY(save_identity(*files_, settings_.data + "/identity", identity));
  identity_ = std::move(identity);
  TRY(settled(leave_life_before()));
  return outbox_.put_enrolment(identity_->enrolment_document());
}

Result<void> Device::leave_life_before() {
  if (!identity_ || !identity_->before) return {};
  TRY(TRY(store())->begin_anew());
  const auto outbox = settings_.data + "/outbox", inbox = settings_.data + "/inbox";
  for (const auto& name : TRY(files_->list(inbox))) TRY(files_->remove(inbox + "/" + name));
  for (const auto& name : TRY(files_->list(outbox)))
    if (!is_reflection(name) && !is_of_another(outbox + "/" + name))
      TRY(files_->remove(outbox + "/" + name));
  TRY(sign_reflections_again(*identity_->before));
  TRY(orders_.drop());
  TRY(staff_.drop());
  forget_round();
  auto identity = *identity_;
  identity.before.reset();
  TRY(save_identity(*files_, settings_.data + "/identity", identity));
  identity_ = std::move(identity);
  log_warning("a new identity; all that lies here is sent again once the kiosk is let in");
  return {};
}

// The last word of a device that was wiped; the one before was never let in.
bool Device::is_of_another(const std::string& path) {
  if (!path.ends_with("/status.cose")) return false;
  const auto status = files_->read(path, wire::document_bytes_max);
  const auto header = status ? wire::peek_header(*status) : Result<wire::Header>(status.error());
  const auto type = wire::DocumentType::status;
  return header && !wire::verify_document(*status, type, header->region, *identity_->before);
}

// What is known in memory of one collector's round and receipts.
void Device::forget_round() {
  orders_.forget();
  staff_.forget();
  assets_of_round_.clear();
  told_rounds_.clear();
  last_visit_.reset();
  pack_at_.reset();
  survey_.reset();
  paused_.reset();
  seal_to_ = {};
  round_serial_ = backed_up_ = 0;
  quota_ = 0;
  stops_at_quota_ = false;
  has_broken_chain_ = false;
  is_outbox_stale_ = true;
  heartbeat_ = Heartbeat(outbox_.status_serial());
}

}  // namespace vantrum::kiosk
