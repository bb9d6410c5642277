// What kiosks send, received: one signed document in, a sequence of signed documents out. HTTPS and USB both
// end here.
//
// A batch is verified, then everything about it happens in one transaction: each item is recorded under its
// id, new ones go to the outbox to be opened, the receipt is written and kept; only after the commit is it
// sent. The same document again gets the same receipt, byte for byte. Whatever a known device sends is
// accepted: what is late, beyond the quota or from a paused kiosk is taken in and counted as such (S26);
// items that cannot be used are quarantined, with the cause in the receipt; and nothing that was received
// before is ever changed. An answer itself is never marked with the way it came: that would tie it to its
// batch (P-3).
//
// The same batch id with other bytes does not come from a sound kiosk. It is treated like any new batch, with
// a receipt of its own, because each item is judged by its own id and hash anyway: what was received is
// `duplicate`, what was altered is quarantined as `conflict`, what is new is kept. The ledger knows batches
// by the hash of the whole document, so neither receipt can displace the other.
#pragma once

#include "sync/collector/collector.h"

namespace vantrum::collector {

// Errors: `untrusted` (malformed or does not verify), `not_found` (the device is not enrolled), `refused`
// (enrolment), `storage` (try again). Nothing is stored then; the refusal is counted (collector_store.h).
Result<Bytes> exchange_document(const Collector& collector, ByteView document);

}  // namespace vantrum::collector
