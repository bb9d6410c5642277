// Taking this kiosk into use from its own screen (kiosk/app/staff_enrol.h).
#include "kiosk/effects/carrier_state.h"
#include "kiosk/effects/device.h"

namespace vantrum::kiosk {
namespace {

// Lies there from the code to the PIN: whoever enrols here is asked for one, and for nothing after a power
// cut but what is still missing.
constexpr const char* mark_name = "/enrolling";

}  // namespace

bool Device::is_enrolling_here() {
  if (!is_enrolling_here_)
    is_enrolling_here_ = static_cast<bool>(files_->read(settings_.data + mark_name, 16));
  return *is_enrolling_here_;
}

Result<void> Device::enrol(const std::string& typed_code) {
  if (identity_ && identity_->membership) return Error::conflict("this kiosk belongs to a centre already");
  if (settings_.region.empty()) return Error::refused("no region in kiosk.toml");
  const auto code = TRY(wire::EnrolmentCode::parse(typed_code));
  TRY(files_->write_atomic(settings_.data + mark_name, view_of(std::string_view("1\n"))));
  is_enrolling_here_ = true;
  return take_identity(code);
}

EnrolTold Device::enrolment() {
  EnrolTold told;
  const bool is_here = is_enrolling_here();
  const bool is_member = identity_ && identity_->membership;
  told.is_offered = is_here || (!identity_ && !settings_.region.empty());
  if (!identity_) return told;
  told.state = is_member ? Enrolment::member : Enrolment::asked;
  if (is_member) {
    told.centre_name = identity_->membership->centre_name;
    told.needs_pin = is_here && !gate_.has_pin();
    told.is_offered = told.needs_pin;
    return told;
  }
  const auto file = files_->read(settings_.data + "/" + carrier_state_name, carrier_state_bytes_max);
  const auto carrier = file ? parse_carrier_state(*file) : std::nullopt;
  if (!carrier) return told;
  // Of the document that lies there now; what was said of an earlier one is of no interest.
  told.was_refused =
      carrier->is_refusal && carrier->document == Outbox::name_of_enrolment(identity_->enrolment_document());
  if (!carrier->is_refusal && !carrier->problem.empty())
    told.carrier_problem = carrier->problem + " " + carrier->what_to_do;
  return told;
}

Result<void> Device::keep_first_pin(std::string_view pin) {
  if (!enrolment().needs_pin) return Error::refused("a first PIN where none is wanted");
  TRY(gate_.set_pin(pin, *entropy_));
  TRY(files_->remove(settings_.data + mark_name));
  is_enrolling_here_ = false;
  return {};
}

}  // namespace vantrum::kiosk
