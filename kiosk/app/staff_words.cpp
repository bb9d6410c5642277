#include "kiosk/app/staff_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace vantrum::kiosk {
namespace {

using namespace std::chrono;

constexpr int battery_low = 20;

// Ahead of UTC: one hour, in summer two. The evening tells which, because then the day is another one.
hours ahead(WallTime time) {
  const auto day = floor<days>(time);
  const bool is_summer = survey::swedish_day(day + hours(22) + minutes(30)) > day;
  return is_summer ? hours(2) : hours(1);
}

int count_of(auto duration) { return static_cast<int>(duration.count()); }

}  // namespace

Element& add_staff(ViewModel& view, std::string id, Role role, std::string words) {
  auto& element = view.elements.emplace_back();
  element.id = std::move(id);
  element.role = role;
  element.spoken = words;
  if (auto feed = element.spoken.find('\n'); feed != std::string::npos) element.spoken.replace(feed, 1, ": ");
  element.words = std::move(words);
  return element;
}

void add_pin_pad(ViewModel& view, const Pin& pin, bool is_open) {
  std::string dots;
  for (std::size_t i = 0; i < std::max(pin.size(), Pin::digits_min); ++i) dots += i < pin.size() ? "●" : "○";
  add_staff(view, "pin", Role::editor, dots).spoken =
      pin.size() > 0 ? "siffra inmatad" : "ingen siffra inmatad";
  int place = 0;
  for (const char* words : {"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0"}) {
    ++place;
    const bool is_erase = *words == 0;
    auto& key = add_staff(view, std::string("pin:") + (is_erase ? "erase" : words), Role::key,
                          is_erase ? "Sudda" : words);
    key.spoken = is_erase ? "Sudda" : "siffra inmatad";  // A9: which one is not told
    key.row = (place - 1) / 3 + 1;
    key.enabled = is_open;
    if (is_erase) key.icon = Icon::erase;
  }
}

std::string swedish_name_of(std::string_view tag) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> names{{{"sv", "svenska"},
                                                                                       {"en", "engelska"},
                                                                                       {"ar", "arabiska"},
                                                                                       {"so", "somaliska"},
                                                                                       {"fa", "persiska"},
                                                                                       {"ti", "tigrinska"},
                                                                                       {"ckb", "sorani"},
                                                                                       {"uk", "ukrainska"},
                                                                                       {"fi", "finska"}}};
  for (const auto& [known, name] : names) {
    if (known == tag) return std::string(name);
  }
  return std::string(tag);
}

std::string how_long_ago(WallTime then, WallTime now) {
  const auto ago = count_of(survey::swedish_day(now) - survey::swedish_day(then));
  const auto hour = count_of(floor<hours>(then + ahead(then) - floor<days>(then + ahead(then))));
  if (ago < 0) return "okänt, för klockan har ställts om";
  if (ago == 0) return fmt::format("i dag kl {}", hour);
  if (ago == 1) return fmt::format("i går kl {}", hour);
  return fmt::format("för {} dagar sedan", ago);
}

std::string clock_words(WallTime time) {
  const auto local = time + ahead(time);
  const auto of_day = floor<minutes>(local - floor<days>(local));
  return fmt::format("{:02}:{:02}", count_of(floor<hours>(of_day)), count_of(of_day % hours(1)));
}

std::string minutes_ago_words(int minutes) {
  if (minutes < 1) return "för mindre än en minut sedan";
  return minutes == 1 ? "för en minut sedan" : fmt::format("för {} minuter sedan", minutes);
}

std::string wait_words(milliseconds wait) {
  const auto left = count_of(ceil<seconds>(wait));
  if (left < 2) return "1 sekund";
  if (left <= 90) return fmt::format("{} sekunder", left);
  return fmt::format("{} minuter", (left + 59) / 60);
}

std::string days_left_words(const StaffFacts& facts) {
  if (!facts.last_day || !facts.clock_is_trusted) return {};
  const auto today = survey::swedish_day(facts.wall);
  const auto left = count_of(*facts.last_day - today) + 1;
  const auto until = survey::day_in_words(*facts.last_day, today);
  if (facts.first_day && today < *facts.first_day)
    return fmt::format("Börjar {}", survey::day_in_words(*facts.first_day, today));
  if (left <= 0) return fmt::format("Slutade {}", until);
  if (left == 1) return "Sista dagen i dag";
  return fmt::format("{} dagar kvar, till och med {}", left, until);
}

survey::Progress progress_of(const StaffFacts& facts) {
  survey::Progress progress;
  progress.completed = facts.here + facts.elsewhere;
  progress.quota = facts.quota;
  progress.today = survey::swedish_day(facts.wall);
  // Without a first day there is no pace to tell.
  progress.first = facts.first_day.value_or(progress.today);
  progress.last = facts.last_day;
  progress.clock_is_trusted = facts.clock_is_trusted;
  return progress;
}

std::vector<std::string> what_is_wrong(const StaffFacts& facts) {
  std::vector<std::string> lines;
  const auto add = [&](bool is_wrong, std::string words) {
    if (is_wrong) lines.push_back(std::move(words));
  };
  add(facts.has_storage_fault, "Ett svar kunde inte sparas. Starta om plattan och säg till regionen.");
  add(facts.has_no_room,
      "Plattan är full och frågar ingen just nu. Koppla upp den, eller för över svaren med ett USB-minne.");
  add(facts.enrolment == Enrolment::none,
      "Plattan hör inte till någon familjecentral. Be regionen om en kod.");
  add(facts.enrolment == Enrolment::asked,
      "Plattan väntar på svar från regionen. Koppla upp den, eller för över med ett USB-minne.");
  add(!facts.problem.empty(), facts.problem + (facts.what_to_do.empty() ? "" : " " + facts.what_to_do));
  add(!facts.clock_is_trusted, "Klockan går fel. Koppla upp plattan, så ställs den.");
  add(facts.is_disk_low && !facts.has_no_room, "Det är ont om plats på plattan. Säg till regionen.");
  add(facts.battery_percent && *facts.battery_percent < battery_low && !facts.is_charging,
      "Batteriet är snart slut. Sätt i laddaren.");
  return lines;
}

}  // namespace vantrum::kiosk
