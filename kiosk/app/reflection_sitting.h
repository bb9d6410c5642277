// Självreflektion in its five steps (S43 to S50), for a group of staff round one kiosk. Pure.
//
//   how many are we → each one alone (I) → how they differ, and what the group agrees on (II, III)
//     → two areas for next year, each with a goal that can be measured (IV) → last year's two beside them (V)
//
// What each one thinks is in memory while that one holds the kiosk. When it is handed over only tallies are
// left, how many chose which step, and no order of persons; they are gone when the sitting ends. Nothing of
// either is in `group`, which alone is kept and sent (S46).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/writing.h"
#include "shared/survey/reflection.h"

namespace vantrum::kiosk {

enum class ReflectionStep : std::uint8_t {
  how_many,
  alone,      // step I, one statement after the other
  hand_over,  // the next one takes the kiosk
  together,   // steps II and III
  choose,     // two areas
  plan,       // step IV, of one area after the other
  follow_up,  // step V
  kept,       // the worker has it
};

struct ReflectionSitting {
  static constexpr std::uint32_t people_min = 2, people_max = 15;
  static constexpr std::size_t steps_max = 9;
  using Spread = std::array<std::uint32_t, steps_max>;

  ReflectionStep step = ReflectionStep::how_many;
  std::uint32_t people = 0, person = 0;  // `person` counts from 0
  std::size_t at = 0;                    // statement, or area
  std::vector<std::uint32_t> mine;       // of the one who holds the kiosk now; 0: not said
  std::vector<Spread> spread;            // by statement: how many chose step 1, 2 …
  survey::Reflection group;
  std::vector<std::string> areas;  // chosen for next year, at most two

  std::optional<Writing> writing;
  std::string writes;       // "comment", "goal", "measure", "baseline", "target"
  bool is_private = false;  // what was written could tell who somebody is, and was not taken (P-10)
  bool saving = false, failed = false;
};

// All statements in their order, and the heading of each.
std::vector<const survey::Statement*> statements_of(const survey::ReflectionInstrument& instrument);
const std::string& heading_of(const survey::ReflectionInstrument& instrument,
                              const survey::Statement& statement);

// "people:6", "mine:2", "group:3", "area:health", "write:comment", keys of the keyboard, "done", "next". True
// when the group's word is whole and shall be kept.
bool tap_reflection(ReflectionSitting& sitting, const survey::ReflectionInstrument& instrument,
                    const Keyboards& keyboards, const std::string& id);

// False where nothing lies before, or where going back would show what somebody else thought.
bool back_in_reflection(ReflectionSitting& sitting, const survey::ReflectionInstrument& instrument);

bool may_go_on(const ReflectionSitting& sitting, const survey::ReflectionInstrument& instrument);

// All but the bar. `last_year` is what was decided then, for step V.
void add_reflection(ViewModel& view, const ReflectionSitting& sitting,
                    const survey::ReflectionInstrument& instrument, const Keyboards& keyboards,
                    const std::vector<survey::Priority>& last_year);

}  // namespace vantrum::kiosk
