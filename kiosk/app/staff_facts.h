// What the staff's screens are made of: counts, names and the kiosk's own health, as the worker knows them.
// There is no place in it for an answer, a text or a result (P-20).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/survey/forecast.h"
#include "shared/survey/reflection.h"

namespace vantrum::kiosk {

// How far the kiosk is with belonging to a centre.
enum class Enrolment : std::uint8_t { none, asked, member };

// The visit that can still be thrown away: nothing of it but when, so that it is not mistaken for another.
struct LastVisitFacts {
  int minutes_ago = 0;
  bool is_paper = false;
  bool operator==(const LastVisitFacts&) const = default;
};

struct StaffFacts {
  Enrolment enrolment = Enrolment::none;
  std::string centre_name, label;

  bool has_round = false, is_open = false;
  std::uint64_t here = 0;       // completed on this kiosk in this round (S26)
  std::uint64_t elsewhere = 0;  // … on the centre's others, as the collector last said
  std::uint32_t quota = 0;      // 0: none
  std::uint64_t waiting = 0;    // of `here`, without a receipt yet
  std::uint64_t packed = 0;     // of these, in a batch that lies ready or is on its way
  std::uint64_t flagged = 0;  // of the centre, put aside for the leads to look at, as the collector last said
  std::optional<survey::Day> first_day, last_day;
  std::vector<survey::LanguageCount> languages;  // only what may be shown (P-4)

  bool is_outside_window = false;  // and therefore nobody is asked; not where staff said "ask" (S37)
  bool is_paused_here = false, is_paused_by_lead = false, is_retiring = false;
  bool is_retiring_here = false;  // because staff said so, who can take it back
  std::string lead_words;         // with the lead's order
  bool has_no_room = false;       // nobody is asked until a receipt comes
  bool has_storage_fault = false;
  std::optional<LastVisitFacts> last_visit;

  bool can_reflect = false;                          // there is a key to seal a reflection to
  std::vector<survey::Priority> areas_of_last_year;  // the group's own words (S48)

  // Of the carrier; hours, as it writes them.
  bool carrier_is_known = false;
  std::optional<WallTime> last_contact;
  std::string problem, what_to_do;  // in its words

  WallTime wall{};
  bool clock_is_trusted = true;
  std::optional<int> battery_percent;  // none: no battery that tells
  bool is_charging = false;
  bool is_disk_low = false;

  bool operator==(const StaffFacts&) const = default;
};

}  // namespace vantrum::kiosk
