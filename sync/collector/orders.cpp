#include "sync/collector/orders.h"

#include <algorithm>

namespace vantrum::collector {
namespace {

constexpr const char* wiped = "alarm:wiped";
// With all else that a reply may have, within documents_max; a reply has orders to send again, or receipts.
constexpr std::size_t receipts_at_once_max = 8, orders_at_once_max = 8;

bool is_in_use(DeviceState state) {
  return state == DeviceState::active || state == DeviceState::paused || state == DeviceState::retiring;
}

Result<DeviceState> state_after(DeviceState now, wire::OrderAction action) {
  if (now == DeviceState::revoked) return Error::refused("the kiosk is revoked; enrol it anew");
  if (action == wire::OrderAction::revoke) return DeviceState::revoked;
  if (!is_in_use(now)) return Error::refused("the kiosk is retired; enrol it anew");
  switch (action) {
    case wire::OrderAction::pause:
      if (now == DeviceState::retiring) return Error::refused("the kiosk is being retired");
      return DeviceState::paused;
    case wire::OrderAction::resume:
      return DeviceState::active;
    case wire::OrderAction::retire:
      return DeviceState::retiring;
    case wire::OrderAction::revoke:
    case wire::OrderAction::resend:
      break;
  }
  return Error::refused("this is not ordered by hand");
}

Result<DeviceDocument> publish(const Collector& collector, DeviceId device, Purpose purpose, Bytes payload) {
  auto type = purpose == Purpose::centre ? wire::DocumentType::centre : wire::DocumentType::order;
  auto serial = TRY(collector.store.next_serial(type));
  auto bytes = TRY(collector.sign_with(type, serial, payload));
  DeviceDocument document{device, serial, std::move(payload), std::move(bytes)};
  TRY(collector.store.keep_device_document(purpose, document));
  return document;
}

Result<DeviceDocument> centre_document(const Collector& collector, const Device& device, RoundId round) {
  auto& store = collector.store;
  auto intake = TRY(store.intake_of(round, device.centre));
  wire::CentreCount count;
  count.device = device.id;
  count.round = round;
  count.elsewhere = TRY(store.completed_elsewhere(round, device));
  count.accepted = intake[intake::accepted];
  // One item may be several of these; what matters to the staff is whether there are any.
  count.flagged = std::max({intake[intake::late], intake[intake::over_quota], intake[intake::paused]});
  count.quarantined = intake[intake::quarantined];
  count.receipt_number = TRY(store.last_receipt(device.id)).number;
  count.backed_up = device.backed_up;
  const bool has_none = count.backed_up == 0 && count.receipt_number > 0;
  count.awaits_backup = has_none && TRY(store.makes_backups());
  auto payload = wire::encode(count);
  auto standing = TRY(store.find_device_document(device.id, Purpose::centre));
  if (standing && standing->payload == payload) return std::move(*standing);
  return publish(collector, device.id, Purpose::centre, std::move(payload));
}

void append(Bytes& sequence, const Bytes& document) {
  sequence.insert(sequence.end(), document.begin(), document.end());
}

// It does not have all receipts, and nothing tells it to go back first.
Result<bool> may_lack_receipts(const Collector& collector, const Device& device, const wire::Status& status) {
  const auto resend = TRY(collector.store.find_device_document(device.id, Purpose::resend));
  if (resend && status.order_serial < resend->serial) return false;
  return status.receipt_number < TRY(collector.store.last_receipt(device.id)).number;
}

// The kiosk's chain may lack the receipt of a batch that it has no more: given up because its bytes were
// damaged, or pruned because a backup held it that was not the one read back; and come by a stick or a late
// message. Nobody will ask for it, and none after it counts.
Result<void> append_missing_receipts(const Collector& collector, const Device& device, std::uint64_t last,
                                     Bytes& sequence) {
  for (const auto& receipt : TRY(collector.store.receipts_after(device.id, last, receipts_at_once_max)))
    append(sequence, receipt);
  return {};
}

}  // namespace

Result<void> order(const Collector& collector, DeviceId id, wire::OrderAction action,
                   const std::string& words) {
  if (words.size() > wire::order_words_bytes_max) {
    return Error::invalid("the words are at most " + std::to_string(wire::order_words_bytes_max) +
                          " bytes long");
  }
  return collector.store.in_transaction([&]() -> Result<void> {
    auto device = TRY(collector.store.find_device(id));
    if (!device) return Error::not_found("there is no such device; see: device list");
    TRY(collector.store.set_device_state(id, TRY(state_after(device->state, action))));
    TRY(publish(collector, id, Purpose::order, wire::encode(wire::Order{id, action, words, 0, {}, 0})));
    return {};
  });
}

Result<void> look_at_status(const Collector& collector, const Device& device, const wire::Status& status) {
  bool is_done = status.counters.contains(wiped) && device.state == DeviceState::retiring;
  if (is_done) return collector.store.set_device_state(device.id, DeviceState::retired);
  return {};
}

Result<void> order_resend(const Collector& collector) {
  auto& store = collector.store;
  auto floor = TRY(store.next_serial(wire::DocumentType::receipt));
  for (const auto& device : TRY(store.list_devices())) {
    std::uint64_t obeyed = 0;
    for (const auto& told : TRY(store.statuses_of(device.id)))
      obeyed = std::max(obeyed, told.status.order_serial);
    TRY(store.forget_resends(device.id, obeyed));
    auto last = TRY(store.last_receipt(device.id));
    wire::Order order{device.id, wire::OrderAction::resend, {}, last.number, last.hash, floor};
    TRY(publish(collector, device.id, Purpose::resend, wire::encode(order)));
  }
  return {};
}

Result<Bytes> pending_documents(const Collector& collector, const Device& device,
                                const wire::Status& status) {
  auto& store = collector.store;
  Bytes pending;
  auto orders = TRY(store.device_documents(device.id, Purpose::order));
  if (device.state != DeviceState::revoked) {
    const auto resends = TRY(store.device_documents(device.id, Purpose::resend));
    orders.insert(orders.end(), resends.begin(), resends.end());
  }
  std::erase_if(orders, [&](const auto& order) { return order.serial <= status.order_serial; });
  std::ranges::sort(orders, {}, &DeviceDocument::serial);  // a kiosk obeys no older one after a newer one
  const bool is_cut = orders.size() > orders_at_once_max;
  if (is_cut) orders.resize(orders_at_once_max);
  for (const auto& order : orders) append(pending, order.bytes);
  if (is_cut) return pending;  // what follows is in the numbers of the last one
  if (device.state != DeviceState::revoked && TRY(may_lack_receipts(collector, device, status)))
    TRY(append_missing_receipts(collector, device, status.receipt_number, pending));
  // Also to a kiosk that only staff use: what it delivered waits for the watermark.
  const bool has_any = status.round.value != 0 || TRY(store.last_receipt(device.id)).number > 0;
  if (!is_in_use(device.state) || !has_any) return pending;
  auto centre = TRY(centre_document(collector, device, status.round));
  if (centre.serial > status.centre_serial) append(pending, centre.bytes);
  return pending;
}

}  // namespace vantrum::collector
