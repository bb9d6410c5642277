// What leads and the people who look after the kiosks read out of the store: progress; results are in
// take_away.h, the kiosks themselves are in fleet.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sync/collector/collector.h"
#include "sync/collector/command_line.h"
#include "sync/collector/fleet.h"

namespace vantrum::collector {

// Implausible visits are told of the answers that results were made of so far (releasing.h), in whole tens,
// here and in everything made of it, and of the whole round as the sum of these tens: such a visit is known
// by how somebody answered, and a number that changes after one visitor has left would tell of that visitor
// (P-14, P-18). Looking at progress releases nothing. How many were typed in from paper is what the staff
// did, and told as it is.
inline constexpr std::uint64_t suspect_step = 10;

struct CentreProgress {
  RoundCentre centre;
  std::uint64_t texts = 0;                    // free texts received and opened; not in the quota
  std::uint64_t responses = 0;                // received and opened
  std::uint64_t paper = 0;                    // of these: typed in by staff
  std::uint64_t suspect_at_least = 0;         // of these: implausible (P-29); see above
  std::uint64_t discarded = 0;                // thrown away by staff there; in no other number
  std::uint64_t waiting = 0;                  // on kiosks, as they last said
  std::map<std::string, std::uint64_t> left;  // visits that ended early, by the question they ended at
  struct Kiosk {
    std::string label, software;
    std::optional<WallTime> last_contact;
  };
  std::vector<Kiosk> kiosks;  // those in use
  Intake intake;              // how what came here arrived: late, over the quota …
};

struct Progress {
  Region region;
  RoundRecord round;
  std::vector<CentreProgress> centres;
  std::uint64_t unopened = 0;                       // received, still sealed
  std::map<std::string, std::uint64_t> quarantine;  // by cause
  std::map<std::string, std::uint64_t> refused;     // by cause
  std::vector<KioskHealth> fleet;                   // all kiosks of the region, with their alarms
};

// Opens what still waits, then counts. The round exists.
Result<Progress> read_progress(const Collector& collector, RoundId round);
struct ProgressSum {
  std::uint64_t responses = 0, quota = 0, paper = 0, suspect_at_least = 0;
};
ProgressSum sum_of(const std::vector<CentreProgress>& centres);
std::string suspect_words(std::uint64_t at_least);  // "färre än 10", "minst 20"

std::string progress_text(const Progress& progress);
std::string progress_json(const Progress& progress);

}  // namespace vantrum::collector
