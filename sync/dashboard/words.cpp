#include "sync/dashboard/words.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace vantrum::dashboard {
namespace {

using namespace std::chrono;

constexpr std::array months{"januari", "februari", "mars",      "april",   "maj",      "juni",
                            "juli",    "augusti",  "september", "oktober", "november", "december"};

sys_seconds change_in(year y, month m) { return sys_days(y / m / Sunday[last]) + hours(1); }

sys_seconds swedish(WallTime time) {
  year_month_day day{floor<days>(time)};
  bool is_summer = time >= change_in(day.year(), March) && time < change_in(day.year(), October);
  return time + hours(is_summer ? 2 : 1);
}

std::string day_of(sys_seconds local) {
  year_month_day day{floor<days>(local)};
  return fmt::format("{} {} {}", unsigned(day.day()), months.at(unsigned(day.month()) - 1), int(day.year()));
}

}  // namespace

std::string time_words(WallTime time) {
  auto local = swedish(time);
  hh_mm_ss clock{local - floor<days>(local)};
  return fmt::format("{} kl. {:02}.{:02}", day_of(local), clock.hours().count(), clock.minutes().count());
}

std::string time_words(const std::optional<WallTime>& time) { return time ? time_words(*time) : "aldrig"; }

std::string day_words(WallTime time) { return day_of(swedish(time)); }

std::string count_words(std::uint64_t count) {
  auto text = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), "\u00a0");
  return text;
}

std::string language_words(const std::string& code) {
  constexpr std::pair<const char*, const char*> languages[] = {
      {"sv", "svenska"},   {"en", "engelska"},      {"ar", "arabiska"},
      {"so", "somaliska"}, {"fa", "persiska/dari"}, {"ti", "tigrinja"},
      {"ckb", "sorani"},   {"uk", "ukrainska"},     {"fi", "finska"}};
  for (const auto& [known, words] : languages) {
    if (code == known) return words;
  }
  return code;
}

}  // namespace vantrum::dashboard
