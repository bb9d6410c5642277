#include "sync/collector/enrolment.h"

#include <utility>

#include "sync/collector/publish.h"

namespace vantrum::collector {
namespace {

constexpr int handle_draws_max = 20;

// Counted outside of any transaction that is about to be rolled back.
Error refuse(const Collector& collector, const std::string& cause) {
  if (auto counted = collector.store.count_refusal("enrolment: " + cause); !counted) return counted.error();
  return Error::refused("the code is not valid; ask for a new one (" + cause + ")");
}

Result<Bytes> with_open_rounds(const Collector& collector, CentreId centre, Bytes reply) {
  for (const auto& document : TRY(newer_round_documents(collector, centre, 0, 0))) {
    auto round = TRY(collector.store.find_round(document.round));
    if (round && round->is_open) reply.insert(reply.end(), document.bytes.begin(), document.bytes.end());
  }
  return reply;
}

Result<Bytes> answer_resend(const Collector& collector, const OneTimeCode& code,
                            const crypto::Hash& document_hash) {
  auto device = TRY(collector.store.find_device(*code.device));
  if (code.document_hash != document_hash || !device || device->state != DeviceState::active) {
    return refuse(collector, "code used already");
  }
  return with_open_rounds(collector, code.centre, code.reply);
}

Result<Bytes> reply_to(const Collector& collector, const OneTimeCode& code, const Centre& centre,
                       DeviceId device) {
  auto payload = wire::encode(wire::EnrolmentReply{device, centre.id, centre.name, collector.keys.verify});
  auto serial = TRY(collector.store.next_serial(wire::DocumentType::enrolment_reply));
  wire::Header header{wire::DocumentType::enrolment_reply, collector.region.id,
                      to_bytes(view_of(code.handle)), serial};
  return wire::mac_document(header, payload, code.mac_key);
}

}  // namespace

Result<IssuedCode> issue_code(const Collector& collector, CentreId centre, const std::string& label,
                              std::chrono::minutes valid) {
  if (label.empty() || label.size() > wire::label_bytes_max) {
    return Error::invalid("a label is 1 to " + std::to_string(wire::label_bytes_max) + " bytes long");
  }
  TRY(collector.store.load_centre(centre));
  auto now = collector.clock.wall();
  for (int draw = 0; draw < handle_draws_max; ++draw) {
    auto made = wire::EnrolmentCode::make(collector.entropy);
    OneTimeCode code;
    code.handle = made.handle;
    code.mac_key = TRY(made.mac_key(collector.region.id));
    code.centre = centre;
    code.label = label;
    code.expires_at = now + valid;
    code.tries_left = code_tries;
    auto added = collector.store.in_transaction([&] { return collector.store.add_code(code, now); });
    if (added) return IssuedCode{made.printed(), code.expires_at};
    if (added.error().kind != ErrorKind::conflict) return added.error();
  }
  return Error::unavailable("no free code was found; try again");
}

Result<Bytes> handle_enrolment(const Collector& collector, ByteView document, const wire::Header& header) {
  auto code = TRY(collector.store.find_code(std::string(text_of(header.key_id))));
  if (!code) return refuse(collector, "unknown code");
  auto document_hash = crypto::hash_of(document);
  if (code->device) return answer_resend(collector, *code, document_hash);
  if (collector.clock.wall() > code->expires_at) return refuse(collector, "code expired");
  if (code->tries_left == 0) return refuse(collector, "no tries left");

  auto verified =
      wire::verify_mac_document(document, wire::DocumentType::enrolment, collector.region.id, code->mac_key);
  if (!verified) {
    TRY(collector.store.take_try(code->handle));
    return refuse(collector, "wrong code");
  }
  auto enrolment = TRY(wire::parse_enrolment(verified->payload));
  auto centre = TRY(collector.store.load_centre(code->centre));
  Device device{enrolment.device,    enrolment.verify_key,   centre.id, code->label,
                DeviceState::active, collector.clock.wall(), {}};
  Bytes reply;
  auto enrolled = collector.store.in_transaction([&]() -> Result<void> {
    reply = TRY(reply_to(collector, *code, centre, device.id));
    TRY(collector.store.add_device(device));
    return collector.store.use_code(code->handle, device.id, document_hash, reply);
  });
  if (!enrolled && enrolled.error().kind == ErrorKind::conflict)
    return refuse(collector, "device enrolled already");
  if (!enrolled) return enrolled.error();
  return with_open_rounds(collector, centre.id, std::move(reply));
}

}  // namespace vantrum::collector
