// Does this kiosk ask visitors now, and if not, why? One pure function, so that every border of the quota,
// the window and the staff's own decisions is tested without a database (S26, S27, S37).
#pragma once

#include <cstdint>
#include <optional>

#include "shared/survey/window.h"

namespace vantrum::kiosk {

struct AskingFacts {
  bool is_open = false;                  // the visitors' round, as the leads said
  bool is_ordered_to_pause = false;      // by the collector
  bool has_room = true;                  // for one more answer
  std::optional<survey::Window> window;  // none: until it is closed
  WallTime now;
  bool staff_override = false;  // staff asks on outside the window (S37)
  bool stops_at_quota = false;
  std::uint32_t quota = 0;  // of the centre; 0: none
  // Completed questionnaires of the centre: here, paper and flagged ones among them, and on its other kiosks
  // as the collector last said. Visits that were left count for nothing. None: counting failed, and asking
  // goes on, because an answer too many is counted apart and one too few was never given.
  std::optional<std::uint64_t> here;
  std::uint64_t elsewhere = 0;
};

enum class Asking : std::uint8_t {
  yes,
  no_round,        // closed, or none of the visitors'
  ordered_pause,   // by the collector
  no_room,         // nobody is asked what could not be kept
  outside_window,  // before the first day or after the last
  quota_reached,   // and the round stops there
};

Asking asking(const AskingFacts& facts);

// Completed of the quota, over the centre's kiosks; never a response rate (D5).
std::uint64_t completed_of(const AskingFacts& facts);
bool is_quota_reached(const AskingFacts& facts);

}  // namespace vantrum::kiosk
