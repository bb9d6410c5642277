#include "sync/collector/ingest.h"

#include <utility>

#include "shared/base/log.h"
#include "sync/collector/assets.h"
#include "sync/collector/enrolment.h"
#include "sync/collector/intake.h"
#include "sync/collector/orders.h"
#include "sync/collector/publish.h"
#include "sync/collector/quarantine.h"
#include "sync/collector/reflections.h"

namespace vantrum::collector {
namespace {

Result<Bytes> handle_batch(const Collector& collector, ByteView document, const wire::Header& header);
Result<Bytes> handle_status(const Collector& collector, ByteView document, const wire::Header& header);
Result<Device> find_sender(const Collector& collector, const wire::Header& header);

Result<Bytes> dispatch(const Collector& collector, ByteView document) {
  auto header = TRY(wire::peek_header(document));
  switch (header.type) {
    case wire::DocumentType::enrolment:
      return handle_enrolment(collector, document, header);
    case wire::DocumentType::batch:
      return handle_batch(collector, document, header);
    case wire::DocumentType::status:
      return handle_status(collector, document, header);
    case wire::DocumentType::reflection:
      return handle_reflection(collector, document, header);
    case wire::DocumentType::asset_request:
      return handle_asset_request(collector, TRY(find_sender(collector, header)), document);
    default:
      break;
  }
  return Error::untrusted("a document of type " + std::string(name_of(header.type)) +
                          " is not for the collector");
}

Result<Device> find_sender(const Collector& collector, const wire::Header& header) {
  auto id = DeviceId::from(header.key_id);
  if (!id) return Error::untrusted("the key id of a kiosk's document is its device id");
  auto device = TRY(collector.store.find_device(*id));
  if (!device) return Error::not_found("the device is not enrolled");
  return std::move(*device);
}

// Why none of a batch's items can be opened (quarantine.h); empty if they can.
Result<std::string> hindrance_of(const Collector& collector, const Device& sender, const wire::Batch& batch,
                                 std::uint64_t serial) {
  auto& store = collector.store;
  std::string hindrance;
  if (!TRY(store.find_place(batch.round, sender.centre))) hindrance = cause::unknown_round;
  // A sound kiosk uses each number for one document only. Two that share a key come to the same number with
  // different answers; whose are true, a person has to say.
  if (TRY(store.has_batch_serial(sender.id, serial))) {
    log_warning("batch number {} of a kiosk came with other bytes; its card may have been copied", serial);
    TRY(store.note_copy(sender.id));
    hindrance = cause::device_copied;
  }
  if (sender.state == DeviceState::revoked) hindrance = cause::device_revoked;
  return hindrance;
}

Result<wire::ReceiptItem> take_item(const Collector& collector, const Device& sender, RoundId round,
                                    const wire::BatchItem& item, const std::string& hindrance) {
  auto& store = collector.store;
  auto head = wire::parse_item_head(item.sealed);
  // An item of a later version still carries its id in the same place; the receipt must be able to name it.
  ByteView id_bytes = ByteView(item.sealed).subspan(wire::item_head_bytes - ItemId::size, ItemId::size);
  ItemId id = *ItemId::from(id_bytes);
  auto quarantined = [&](const std::string& cause) -> Result<wire::ReceiptItem> {
    auto day = std::chrono::floor<std::chrono::days>(collector.clock.wall()).time_since_epoch().count();
    TRY(store.quarantine({id, round, item.sealed, cause, item.kind, sender.id, day}));
    return wire::ReceiptItem{id, wire::Outcome::quarantined, cause};
  };

  switch (TRY(store.record_item(id, crypto::hash_of(item.sealed), round, item.kind))) {
    case Recorded::same:
      return wire::ReceiptItem{id, wire::Outcome::duplicate, {}};
    case Recorded::other:
      return quarantined(cause::conflict);
    case Recorded::added:
      break;
  }
  if (!hindrance.empty()) return quarantined(hindrance);
  if (!head) return quarantined(cause::unreadable_head);
  // The id of an item of another round that waits: no sound kiosk draws one twice.
  auto waits = store.add_to_outbox({id, round, item.kind, item.sealed});
  if (!waits && waits.error().kind == ErrorKind::conflict) return quarantined(cause::conflict);
  TRY(waits);
  return wire::ReceiptItem{id, wire::Outcome::stored, {}};
}

Result<void> count_intake(const Collector& collector, const Device& sender, RoundId round,
                          const std::vector<wire::BatchItem>& sent,
                          const std::vector<wire::ReceiptItem>& items) {
  // Responses only: texts are in no quota (P-11). The receipt has the batch's order.
  auto count = [&](wire::Outcome outcome) {
    std::uint64_t responses = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      responses += items[i].outcome == outcome && sent[i].kind == wire::ItemKind::response;
    }
    return responses;
  };
  TRY(count_accepted(collector, sender, round, count(wire::Outcome::stored)));
  return collector.store.add_intake(round, sender.centre, intake::quarantined,
                                    count(wire::Outcome::quarantined));
}

Result<Bytes> handle_batch(const Collector& collector, ByteView document, const wire::Header& header) {
  auto& store = collector.store;
  auto sender = TRY(find_sender(collector, header));
  auto verified =
      TRY(wire::verify_document(document, wire::DocumentType::batch, collector.region.id, sender.verify_key));
  auto batch = TRY(wire::parse_batch(verified.payload));

  auto document_hash = crypto::hash_of(document);
  if (auto known = TRY(store.find_receipt(document_hash))) return std::move(*known);

  Bytes signed_receipt;
  TRY(store.in_transaction([&]() -> Result<void> {
    auto hindrance = TRY(hindrance_of(collector, sender, batch, header.serial));
    auto last = TRY(store.last_receipt(sender.id));
    wire::Receipt receipt;
    receipt.device = sender.id;
    receipt.number = last.number + 1;
    receipt.previous = last.hash;
    receipt.batch = batch.batch;
    for (const auto& item : batch.items) {
      receipt.items.push_back(TRY(take_item(collector, sender, batch.round, item, hindrance)));
    }
    TRY(count_intake(collector, sender, batch.round, batch.items, receipt.items));
    receipt.server_time = collector.clock.wall();
    receipt.backed_up = sender.backed_up;
    signed_receipt = TRY(collector.sign(wire::DocumentType::receipt, wire::encode(receipt)));
    TRY(store.note_contact(sender.id, receipt.server_time));
    return store.add_batch(
        {document_hash, batch.batch, sender.id, header.serial, receipt.number, signed_receipt, batch.round});
  }));
  return signed_receipt;
}

// Keeps what a status says. Only one that the kiosk has written since the last is a sign of life: the carrier
// sends the same one again and again, also when the program beside it is dead, and a stick may hold an old
// one.
Result<void> take_status(const Collector& collector, const Device& sender, std::uint64_t serial,
                         const wire::Status& status) {
  auto& store = collector.store;
  bool is_news = false;
  // A kiosk that is not trusted any more counts for nothing; its last word may still be that it is empty.
  if (sender.state == DeviceState::revoked) {
    const auto kept = TRY(store.statuses_of(sender.id));
    is_news = kept.empty() || serial > kept.back().serial;
  } else {
    is_news = TRY(store.keep_status({sender.id, serial, status}));
    TRY(look_at_status(collector, sender, status));
  }
  if (is_news) TRY(store.note_contact(sender.id, collector.clock.wall()));
  return {};
}

Result<Bytes> handle_status(const Collector& collector, ByteView document, const wire::Header& header) {
  auto& store = collector.store;
  auto sender = TRY(find_sender(collector, header));
  auto verified = TRY(
      wire::verify_document(document, wire::DocumentType::status, collector.region.id, sender.verify_key));
  auto status = TRY(wire::parse_status(verified.payload));
  Bytes reply;
  TRY(store.in_transaction([&]() -> Result<void> {
    TRY(take_status(collector, sender, header.serial, status));
    reply = TRY(pending_documents(collector, sender, status));
    return {};
  }));
  if (sender.state == DeviceState::revoked) return reply;
  Bytes news;
  const auto rounds =
      TRY(newer_round_documents(collector, sender.centre, status.round_serial, status.staff_serial));
  for (const auto& round : rounds) news.insert(news.end(), round.bytes.begin(), round.bytes.end());
  news.insert(news.end(), reply.begin(), reply.end());
  return news;
}

}  // namespace

Result<Bytes> exchange_document(const Collector& collector, ByteView document) {
  auto reply = dispatch(collector, document);
  if (reply) return reply;
  auto kind = reply.error().kind;
  // Refused enrolments are counted where they are refused, by their cause.
  if (kind == ErrorKind::untrusted || kind == ErrorKind::not_found) {
    TRY(collector.store.count_refusal(kind == ErrorKind::untrusted ? "document does not verify"
                                                                   : "device not enrolled"));
  }
  return reply;
}

}  // namespace vantrum::collector
