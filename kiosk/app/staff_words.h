// Words of the staff's screens: plain Swedish, said here and nowhere else. Pure.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/app/pin.h"
#include "kiosk/app/staff_facts.h"
#include "kiosk/app/view.h"

namespace vantrum::kiosk {

// An element with these words, spoken without what only the eye needs.
Element& add_staff(ViewModel& view, std::string id, Role role, std::string words);

// Dots for what is typed, and the digits.
void add_pin_pad(ViewModel& view, const Pin& pin, bool is_open);

// "arabiska"; the tag itself where it is not known.
std::string swedish_name_of(std::string_view tag);

// "i dag kl 10", "i går kl 10", "för 3 dagar sedan".
std::string how_long_ago(WallTime then, WallTime now);
std::string minutes_ago_words(int minutes);              // "för 3 minuter sedan"
std::string clock_words(WallTime time);                  // "14:32", Swedish time
std::string wait_words(std::chrono::milliseconds wait);  // "40 sekunder", "5 minuter"

// "12 dagar kvar, till och med 30 november"; empty where the round has no last day or the clock is wrong.
std::string days_left_words(const StaffFacts& facts);

// Of the centre, towards its quota; and whether it is reached.
survey::Progress progress_of(const StaffFacts& facts);

// What is wrong, one sentence each and what to do, the worst first; empty when all is well.
std::vector<std::string> what_is_wrong(const StaffFacts& facts);

}  // namespace vantrum::kiosk
