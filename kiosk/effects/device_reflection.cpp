// A group's self-reflection on its way out: sealed, signed, and in the outbox until the collector says that
// it is durable there. Of what single members thought nothing comes this far (S46).
#include "kiosk/effects/device.h"
#include "shared/base/log.h"
#include "shared/wire/reflection.h"

namespace vantrum::kiosk {
namespace {

constexpr const char* areas_name = "/staff-areas";
constexpr std::size_t areas_bytes_max = 4096;
constexpr std::uint32_t areas_version = 1;
constexpr std::string_view document_prefix = "reflection-";

std::string document_name(const survey::ReflectionId& id) {
  return std::string(document_prefix) + to_hex(id.view()) + ".cose";
}

// From September on they look back at their own year, before that at the one before (S49).
std::uint32_t year_looked_back_at(WallTime now) {
  const std::chrono::year_month_day day(survey::swedish_day(now));
  const int year = static_cast<int>(day.year());
  return static_cast<std::uint32_t>(day.month() >= std::chrono::September ? year : year - 1);
}

Bytes encode_areas(const std::array<survey::Priority, 2>& areas) {
  wire::Array all;
  for (const auto& one : areas)
    all.push_back(wire::Array{one.statement, one.goal, one.measure, one.baseline, one.target});
  return wire::encode(wire::Map{{1, areas_version}, {2, std::move(all)}});
}

Result<std::vector<survey::Priority>> parse_areas(ByteView bytes) {
  auto r = TRY(wire::Reader::parse(bytes, "staff-areas"));
  TRY(r.take_uint(1, "version", areas_version));
  std::vector<survey::Priority> areas;
  for (const auto& one : TRY(r.take_array(2, "areas", 2))) {
    const auto* parts = std::get_if<wire::Array>(&one.data);
    if (!parts || parts->size() != 5) return Error::untrusted("staff-areas: expected five texts");
    survey::Priority area;
    std::string* texts[] = {&area.statement, &area.goal, &area.measure, &area.baseline, &area.target};
    for (std::size_t i = 0; i < parts->size(); ++i) {
      const auto* text = std::get_if<std::string>(&(*parts)[i].data);
      if (!text) return Error::untrusted("staff-areas: expected texts");
      *texts[i] = *text;
    }
    areas.push_back(std::move(area));
  }
  TRY(r.finish());
  return areas;
}

}  // namespace

Result<void> Device::keep_reflection(survey::Reflection group,
                                     const survey::ReflectionInstrument& instrument) {
  if (!can_reflect()) return Error::refused("a reflection before enrolment and the first round");
  group.id = entropy_->random_id<survey::ReflectionId>();
  group.centre = identity_->membership->centre;
  group.year = year_looked_back_at(clock_->wall());
  const auto sealed = TRY(wire::seal_reflection(group, instrument, seal_to_));
  const auto serial = TRY(settled(next_reflection_serial()));
  const wire::Header header{wire::DocumentType::reflection, identity_->region,
                            to_bytes(identity_->device.view()), serial};
  const auto document = wire::sign_document(header, wire::encode(sealed), identity_->signing_key);
  TRY(files_->write_atomic(settings_.data + "/outbox/" + document_name(group.id), document));
  // For the next time. Without it nothing is lost: the collector has it, too.
  const auto kept = files_->write_atomic(settings_.data + areas_name, encode_areas(group.priorities), 0600);
  if (!kept) log_error("{}", kept.error().message);
  return {};
}

Result<std::uint64_t> Device::next_reflection_serial() {
  return TRY(numbered_store())->next_serial(wire::DocumentType::reflection);
}

Result<bool> Device::apply_reflection_receipt(ByteView document) {
  if (!identity_ || !identity_->membership) return Error::untrusted("a receipt before enrolment");
  auto verified = TRY(wire::verify_document(document, wire::DocumentType::reflection_receipt,
                                            identity_->region, identity_->membership->collector_key));
  const auto receipt = TRY(wire::parse_reflection_receipt(verified.payload));
  if (receipt.device != identity_->device) return Error::untrusted("the receipt is for another device");
  const auto path = settings_.data + "/outbox/" + document_name(receipt.reflection);
  auto ours = files_->read(path, wire::document_bytes_max);
  if (!ours && ours.error().kind == ErrorKind::not_found) return false;  // once more
  if (!ours) return ours.error();
  if (crypto::hash_of(*ours) != receipt.document)
    return Error::untrusted("the receipt is for another document");
  TRY(files_->remove(path));
  return false;
}

bool Device::is_reflection(const std::string& name) { return name.starts_with(document_prefix); }

Result<bool> Device::has_reflections() {
  for (const auto& name : TRY(files_->list(settings_.data + "/outbox")))
    if (is_reflection(name)) return true;
  return false;
}

// A reflection lies in the outbox only. One that was signed again already is left as it is.
Result<void> Device::sign_reflections_again(const crypto::VerifyKey& before) {
  const auto type = wire::DocumentType::reflection;
  for (const auto& name : TRY(files_->list(settings_.data + "/outbox"))) {
    if (!is_reflection(name)) continue;
    const auto path = settings_.data + "/outbox/" + name;
    const auto read = files_->read(path, wire::document_bytes_max);
    if (!read) {  // it stands in no answer's way
      log_error("{} cannot be read: {}", name, read.error().message);
      continue;
    }
    const auto& document = *read;
    const auto own_key = crypto::verify_key_of(identity_->signing_key);
    const auto header = wire::peek_header(document);
    const auto region = header ? header->region : std::string();
    if (wire::verify_document(document, type, region, own_key)) continue;
    const auto verified = wire::verify_document(document, type, region, before);
    if (!verified) {
      log_error("{} is damaged: {}", name, verified.error().message);
      continue;
    }
    const auto serial = TRY(next_reflection_serial());
    const wire::Header of_now{type, identity_->region, to_bytes(identity_->device.view()), serial};
    TRY(files_->write_atomic(path, wire::sign_document(of_now, verified->payload, identity_->signing_key)));
  }
  return {};
}

std::vector<survey::Priority> Device::areas_of_last_year() {
  auto bytes = files_->read(settings_.data + areas_name, areas_bytes_max);
  if (!bytes) return {};
  auto areas = parse_areas(*bytes);
  if (!areas) log_error("{}", areas.error().message);
  return areas ? std::move(*areas) : std::vector<survey::Priority>();
}

}  // namespace vantrum::kiosk
