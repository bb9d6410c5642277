#include "kiosk/app/asking.h"

namespace vantrum::kiosk {

std::uint64_t completed_of(const AskingFacts& facts) { return facts.here.value_or(0) + facts.elsewhere; }

bool is_quota_reached(const AskingFacts& facts) {
  return facts.here && facts.quota > 0 && completed_of(facts) >= facts.quota;
}

Asking asking(const AskingFacts& facts) {
  if (!facts.is_open) return Asking::no_round;
  if (facts.is_ordered_to_pause) return Asking::ordered_pause;
  if (!facts.has_room) return Asking::no_room;
  if (!facts.staff_override && !survey::asks_now(facts.window, facts.now)) return Asking::outside_window;
  if (facts.stops_at_quota && is_quota_reached(facts)) return Asking::quota_reached;
  return Asking::yes;
}

}  // namespace vantrum::kiosk
