#include "kiosk/effects/orders.h"

#include <algorithm>

#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

constexpr const char* order_name = "order.cose";
constexpr const char* resend_name = "resend.cose";
constexpr const char* centre_name = "centre.cose";
constexpr const char* wish_name = "staff-wish";      // device_staff.cpp; may be what asked for the wipe
constexpr const char* enrolling_name = "enrolling";  // device_enrol.cpp
constexpr const char* status_name = "status.cose";

struct Numbered {
  std::uint64_t serial = 0;
  Bytes payload;
};

Result<Numbered> verify(ByteView document, wire::DocumentType type, const Identity& identity) {
  auto verified =
      TRY(wire::verify_document(document, type, identity.region, identity.membership->collector_key));
  return Numbered{verified.header.serial, std::move(verified.payload)};
}

Result<std::pair<std::uint64_t, wire::Order>> read_order(ByteView document, const Identity& identity) {
  auto verified = TRY(verify(document, wire::DocumentType::order, identity));
  auto order = TRY(wire::parse_order(verified.payload));
  if (order.device != identity.device) return Error::untrusted("the order is for another device");
  return std::pair(verified.serial, std::move(order));
}

Result<std::pair<std::uint64_t, wire::CentreCount>> read_centre(ByteView document, const Identity& identity) {
  auto verified = TRY(verify(document, wire::DocumentType::centre, identity));
  auto count = TRY(wire::parse_centre(verified.payload));
  if (count.device != identity.device) return Error::untrusted("the count is for another device");
  return std::pair(verified.serial, count);
}

}  // namespace

void Orders::load(const Identity& identity) {
  forget();
  auto read = [&](const char* name) { return files_->read(path(name), wire::document_bytes_max); };
  for (const char* name : {order_name, resend_name}) {
    auto document = read(name);
    if (!document) continue;
    auto order = read_order(*document, identity);
    if (!order) {
      // Of an earlier life of this tablet, or damaged: the collector sends what stands.
      log_error("{}: {}", name, order.error().message);
      static_cast<void>(files_->remove(path(name)));
      continue;
    }
    serial_ = std::max(serial_, order->first);
    if (order->second.action == wire::OrderAction::resend)
      floor_ = order->second.receipt_serial;
    else
      standing_ = std::move(order->second);
  }
  if (auto document = read(centre_name)) {
    if (auto count = read_centre(*document, identity)) {
      centre_serial_ = count->first;
      centre_ = count->second;
    }
  }
}

void Orders::forget() {
  standing_.reset();
  centre_.reset();
  serial_ = centre_serial_ = floor_ = 0;
}

Result<void> Orders::drop() {
  for (const char* name : {order_name, resend_name, centre_name}) TRY(files_->remove(path(name)));
  forget();
  return {};
}

Result<std::optional<wire::Order>> Orders::take(ByteView document, const Identity& identity,
                                                const Obey& obey) {
  auto [serial, order] = TRY(read_order(document, identity));
  if (serial <= serial_) return std::optional<wire::Order>();
  TRY(obey(order));
  bool is_resend = order.action == wire::OrderAction::resend;
  TRY(files_->write_atomic(path(is_resend ? resend_name : order_name), document));
  serial_ = serial;
  if (is_resend)
    floor_ = order.receipt_serial;
  else
    standing_ = order;
  return std::optional(std::move(order));
}

Result<std::optional<wire::CentreCount>> Orders::take_centre(ByteView document, const Identity& identity) {
  auto [serial, count] = TRY(read_centre(document, identity));
  if (serial <= centre_serial_) return std::optional<wire::CentreCount>();
  TRY(files_->write_atomic(path(centre_name), document));
  centre_serial_ = serial;
  centre_ = count;
  return std::optional(count);
}

Result<void> wipe(FileSystem& files, const std::string& data) {
  for (const char* folder : {"/inbox", "/outbox"}) {
    for (const auto& name : TRY(files.list(data + folder))) {
      if (name != status_name) TRY(files.remove(data + folder + "/" + name));
    }
  }
  for (const auto& name : TRY(files.list(data))) {
    bool is_of_database = name.starts_with("kiosk.db");
    bool is_of_staff = name.starts_with("staff") && name != wish_name;  // the round, the door
    bool is_other =
        name == resend_name || name == centre_name || name == enrolling_name || name == "stick-name";
    if (is_of_database || is_of_staff || is_other) TRY(files.remove(data + "/" + name));
  }
  TRY(files.remove(data + "/identity"));
  TRY(files.remove(data + "/" + wish_name));
  return files.remove(data + "/" + order_name);
}

}  // namespace vantrum::kiosk
