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

struct CentreProgress {
  RoundCentre centre;
  std::uint64_t texts = 0;                    // free texts received and opened; not in the quota
  std::uint64_t responses = 0;                // received and opened
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
std::string progress_text(const Progress& progress);
std::string progress_json(const Progress& progress);

}  // namespace vantrum::collector
