// A kiosk that is given orders and receipts, with a real database and real documents.
#pragma once

#include <doctest/doctest.h>

#include "kiosk/store/device_schema.h"
#include "tests/kiosk/tablet.h"

namespace vantrum::kiosk {

using wire::OrderAction;

struct OwnCollector {
  LittleCollector own;
};

struct OrderedTablet : OwnCollector, Tablet {
  OrderedTablet() : Tablet(own, 5) {
    take(collector.round());
    REQUIRE(asks());
  }

  // The database while the kiosk is off.
  void change(const char* sql) {
    device.reset();
    auto database = store::Database::open(path("kiosk.db"), {.application_id = device_application_id});
    REQUIRE(database);
    REQUIRE(database->run(sql));
    database = Error::storage("closed");
    start();
  }
  Bytes order(OrderAction action, std::uint64_t receipt = 0, const crypto::Hash& hash = {},
              std::uint64_t floor = 0) {
    return collector.sign(DocumentType::order, wire::encode(wire::Order{identity.device, action, "Nytt golv",
                                                                        receipt, hash, floor}));
  }
  // Made when the collector had given out `collector.receipts` receipts.
  Bytes centre(std::uint64_t elsewhere, std::uint64_t backed_up = 0, bool awaits_backup = false) {
    wire::CentreCount count;
    count.device = identity.device;
    count.round = collector.round().round;
    count.elsewhere = elsewhere;
    count.receipt_number = collector.receipts;
    count.backed_up = backed_up;
    count.awaits_backup = awaits_backup;
    return collector.sign(DocumentType::centre, wire::encode(count));
  }
  void answer(int times) {
    for (int i = 0; i < times; ++i)
      REQUIRE(device->submit({device->survey(), {{"acc", {"full"}}, {"services", {"midwife"}}}, "sv"}));
    REQUIRE(device->tend());
  }
  void live_days(int days) {
    for (int i = 0; i < days; ++i) {
      clock.advance(std::chrono::hours(24));
      REQUIRE(device->tend());
    }
  }
  std::vector<std::string> outbox() { return *files->list(path("outbox")); }
  Bytes file(const std::string& name) { return *files->read(path(name), 1 << 20); }
  // The receipt for the batch in the outbox; `backed_up` as the collector says it.
  Bytes receipt(const std::string& name, std::uint64_t backed_up) {
    auto verified = wire::verify_document(file("outbox/" + name), DocumentType::batch, "kalmar",
                                          crypto::verify_key_of(identity.signing_key));
    REQUIRE(verified);
    auto receipt = collector.receipt_for(*wire::parse_batch(verified->payload), identity.device);
    receipt.backed_up = backed_up;
    return collector.sign_receipt(receipt);
  }
};

}  // namespace vantrum::kiosk
