// The judge of a simulation, in the manner of Jepsen's `set` and `total-queue`. Every visitor has a number,
// and their answers say it; so the results themselves tell who is in them and how often.
//
// What was thanked for must be in the results exactly once, in its own round and at its own centre. What was
// not thanked for because the outcome was unknown may be there once or not at all. Nothing else may be there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "shared/base/ids.h"
#include "shared/survey/response.h"
#include "sync/collector/collector.h"
#include "tests/simulation/timeline.h"

namespace vantrum::simulation {

struct Findings {
  std::uint64_t seeds = 0, thanked = 0, in_results = 0, turned_away = 0;
  std::uint64_t recordings = 0;  // found whole on a kiosk when the faults were over
  std::uint64_t lost = 0, doubled = 0;
  std::uint64_t invented = 0;   // nobody gave them, or at another place or in another round
  std::uint64_t undrained = 0;  // seeds that were not empty in time
  Span drained_after{0};        // the longest
  std::vector<std::string> complaints;
  std::uint64_t record = 0;  // of the timeline; of several seeds, of all as they ended

  bool is_clean() const { return lost + doubled + invented + undrained == 0 && complaints.empty(); }
  void add(const Findings& other);
};

// The answers that say a visitor's number; number_max are enough for any region.
constexpr std::uint32_t number_max = 390'625;
survey::Answers answers_of(std::uint32_t number);
std::uint32_t number_in(const survey::Answers& answers);

class Judge {
 public:
  explicit Judge(Timeline& timeline) : timeline_(timeline) {}

  // Visitors, as they send their answers and as they are thanked.
  std::uint32_t next_visitor(RoundId round, CentreId centre);
  void was_thanked(std::uint32_t visitor);
  std::uint64_t thanked() const { return thanked_; }

  // A reply to a batch left the collector: from now on these bytes and no others answer this document.
  void receipt_left(const crypto::Hash& document, const Bytes& reply);
  // The ledger of a collector that came back must know them still.
  void look_for_receipts(collector::CollectorStore& store);
  void backup_was_made() { in_backup_ = receipts_in_order_.size(); }
  void backup_was_read();  // what was received after it is void

  void complain(std::string what);

  // Visitors who were thanked and are not in the results now.
  Result<std::uint64_t> missing(const collector::Collector& region, const survey::Instrument& instrument);
  // The verdict on the results.
  Result<Findings> judge(const collector::Collector& region, const survey::Instrument& instrument);

 private:
  struct Visitor {
    RoundId round;
    CentreId centre;
    bool is_thanked = false;
    std::uint32_t times = 0;  // in the results
  };
  Result<std::uint64_t> count(const collector::Collector& region, const survey::Instrument& instrument);

  Timeline& timeline_;
  std::vector<Visitor> visitors_;
  std::uint64_t thanked_ = 0;
  std::map<crypto::Hash, Bytes> receipts_;
  std::vector<crypto::Hash> receipts_in_order_;
  std::size_t in_backup_ = 0;
  std::vector<std::string> complaints_;
};

}  // namespace vantrum::simulation
