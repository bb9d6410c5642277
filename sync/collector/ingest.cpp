#include "sync/collector/ingest.h"

#include "shared/base/log.h"
#include "sync/collector/enrolment.h"

namespace vantrum::collector {
namespace {

Result<Bytes> handle_batch(const Collector& collector, ByteView document, const wire::Header& header);
Result<Bytes> handle_status(const Collector& collector, ByteView document, const wire::Header& header);

Result<Bytes> dispatch(const Collector& collector, ByteView document) {
  auto header = TRY(wire::peek_header(document));
  switch (header.type) {
    case wire::DocumentType::enrolment:
      return handle_enrolment(collector, document, header);
    case wire::DocumentType::batch:
      return handle_batch(collector, document, header);
    case wire::DocumentType::status:
      return handle_status(collector, document, header);
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

// Why none of a batch's items can be opened; empty if they can.
Result<std::string> batch_hindrance(const Collector& collector, const Device& sender,
                                    const wire::Batch& batch) {
  if (sender.state != DeviceState::active) return std::string("device revoked");
  if (!TRY(collector.store.find_round(batch.round))) return std::string("unknown round");
  return std::string();
}

Result<wire::ReceiptItem> take_item(const Collector& collector, RoundId round, const wire::BatchItem& item,
                                    const std::string& hindrance) {
  auto& store = collector.store;
  auto head = wire::parse_item_head(item.sealed);
  // An item of a later version still carries its id in the same place; the receipt must be able to name it.
  ByteView id_bytes = ByteView(item.sealed).subspan(wire::item_head_bytes - ItemId::size, ItemId::size);
  ItemId id = *ItemId::from(id_bytes);
  auto quarantined = [&](const std::string& cause) -> Result<wire::ReceiptItem> {
    TRY(store.quarantine({id, round, item.sealed, cause}));
    return wire::ReceiptItem{id, wire::Outcome::quarantined, cause};
  };

  switch (TRY(store.record_item(id, crypto::hash_of(item.sealed), round, item.kind))) {
    case Recorded::same:
      return wire::ReceiptItem{id, wire::Outcome::duplicate, {}};
    case Recorded::other:
      return quarantined("conflict");
    case Recorded::added:
      break;
  }
  if (!head) return quarantined("unreadable head");
  if (!hindrance.empty()) return quarantined(hindrance);
  TRY(store.add_to_outbox({id, round, item.kind, item.sealed}));
  return wire::ReceiptItem{id, wire::Outcome::stored, {}};
}

Result<Bytes> handle_batch(const Collector& collector, ByteView document, const wire::Header& header) {
  auto& store = collector.store;
  auto sender = TRY(find_sender(collector, header));
  auto verified =
      TRY(wire::verify_document(document, wire::DocumentType::batch, collector.region.id, sender.verify_key));
  auto batch = TRY(wire::parse_batch(verified.payload));

  auto document_hash = crypto::hash_of(document);
  if (auto known = TRY(store.find_receipt(document_hash))) return std::move(*known);
  if (TRY(store.has_batch(batch.batch)))
    log_warning("a batch id came again with other bytes; is a device copied?");

  Bytes signed_receipt;
  TRY(store.in_transaction([&]() -> Result<void> {
    auto hindrance = TRY(batch_hindrance(collector, sender, batch));
    auto last = TRY(store.last_receipt(sender.id));
    wire::Receipt receipt;
    receipt.device = sender.id;
    receipt.number = last.number + 1;
    receipt.previous = last.hash;
    receipt.batch = batch.batch;
    for (const auto& item : batch.items) {
      receipt.items.push_back(TRY(take_item(collector, batch.round, item, hindrance)));
    }
    receipt.server_time = collector.clock.wall();
    signed_receipt = TRY(collector.sign(wire::DocumentType::receipt, wire::encode(receipt)));
    TRY(store.note_contact(sender.id, receipt.server_time));
    return store.add_batch(
        {document_hash, batch.batch, sender.id, header.serial, receipt.number, signed_receipt});
  }));
  return signed_receipt;
}

Result<Bytes> handle_status(const Collector& collector, ByteView document, const wire::Header& header) {
  auto& store = collector.store;
  auto sender = TRY(find_sender(collector, header));
  auto verified = TRY(
      wire::verify_document(document, wire::DocumentType::status, collector.region.id, sender.verify_key));
  auto status = TRY(wire::parse_status(verified.payload));
  if (sender.state != DeviceState::active) return Error::refused("the device is revoked");
  TRY(store.in_transaction([&]() -> Result<void> {
    TRY(store.note_contact(sender.id, collector.clock.wall()));
    TRY(store.keep_status({sender.id, header.serial, status}));
    return {};
  }));
  auto round = TRY(store.latest_round_document(sender.centre));
  if (!round || round->serial <= status.round_serial) return Bytes{};
  return std::move(round->bytes);
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
