// What the collector tells one kiosk: orders, and the count of its centre. They travel with the reply to its
// status, until a status says that they are in use.
//
// A kiosk on loan to another centre is retired and enrolled anew. A revoked one stays revoked; its key is
// never trusted again.
#pragma once

#include <string>

#include "sync/collector/collector.h"

namespace vantrum::collector {

// Sets the kiosk's state and publishes the order, in one transaction. `refused` for a step that is none:
// nothing leads back from revoked or retired, and only what is in use can be paused or retired. `action` is
// never resend.
Result<void> order(const Collector& collector, DeviceId device, wire::OrderAction action,
                   const std::string& words);

// What a status says about orders: a kiosk that has wiped itself is retired. Inside a transaction.
Result<void> look_at_status(const Collector& collector, const Device& device, const wire::Status& status);

// After a backup was read back: every kiosk is told to go back to the last receipt that is known here and to
// send again what came after it; receipts of before the loss are void. One that had not heard of an earlier
// loss is told of both, in their order: the last receipt that is known here may carry the same number as
// another one of before the first loss. Inside a transaction.
Result<void> order_resend(const Collector& collector);

// The documents that this kiosk does not have yet, and the receipts that its chain lacks, the next eight;
// empty if it has all. Inside a transaction.
Result<Bytes> pending_documents(const Collector& collector, const Device& device, const wire::Status& status);

}  // namespace vantrum::collector
