// How the kiosks are: what each last said, what of it is missing here, and what is wrong, in plain words.
#pragma once

#include <string>
#include <vector>

#include "sync/collector/collector.h"

namespace vantrum::collector {

// A kiosk whose program lives says something new every hour, and only what is new counts; this long bridges a
// weekend.
constexpr std::chrono::hours silent_after{72};

struct KioskHealth {
  Device device;
  std::optional<wire::Status> status;  // the latest, of whichever round
  std::uint64_t last_receipt = 0;      // number of the last one here
  CollectorStore::Gaps missing;        // numbers of batches that never came
  CollectorStore::Gaps given_up;       // and of those that never will: the kiosk is in a later block
  bool is_silent = false;              // in use, and nothing new heard for silent_after
  std::vector<std::string> alarms;  // Swedish sentences: what the kiosk itself says is wrong, and what we see
};
Result<std::vector<KioskHealth>> look_at_fleet(const Collector& collector);

// "3, 7–9"; empty if nothing is missing.
std::string gaps_text(const CollectorStore::Gaps& gaps);
// "paused" → "pausad".
std::string words_of(DeviceState state);
// One line for each thing that is wrong with a kiosk; empty if nothing is.
std::string alarms_text(const std::vector<KioskHealth>& fleet);

Result<std::string> device_table(const Collector& collector);

// What a kiosk gave up after a damage is no difference: what was whole in it comes in other batches, and what
// was not shows in the count of answers.
// Compares what each kiosk says it delivered with what is here, each device's batch numbers with one another,
// and, where answers may be read, the ledger with the answers. Between two exchanges a kiosk knows less than
// the collector, never more; that is no difference.
struct Reconciliation {
  std::size_t kiosks = 0, rounds = 0;
  std::vector<std::string> differences;  // Swedish sentences; empty: all agrees
  std::vector<std::string> explained;    // what looks like one and is none
};
Result<Reconciliation> reconcile(const Collector& collector);
std::string reconciliation_text(const Reconciliation& reconciliation);

}  // namespace vantrum::collector
