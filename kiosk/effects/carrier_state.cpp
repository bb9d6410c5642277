#include "kiosk/effects/carrier_state.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace vantrum::kiosk {
namespace {

using nlohmann::json;

constexpr std::size_t words_bytes_max = 300;

std::string words_in(const json& object, const char* key) {
  auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return {};
  auto words = found->get<std::string>();
  return words.size() <= words_bytes_max ? words : std::string();
}

std::optional<WallTime> parse_time(const std::string& text) {
  int year = 0, month = 0, day = 0, hour = 0, length = 0;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:00:00Z%n", &year, &month, &day, &hour, &length) != 4 ||
      static_cast<std::size_t>(length) != text.size()) {
    return std::nullopt;
  }
  using namespace std::chrono;
  const auto date = std::chrono::year(year) / month / day;
  if (!date.ok() || hour < 0 || hour > 23) return std::nullopt;
  return sys_days(date) + hours(hour);
}

}  // namespace

std::optional<CarrierState> parse_carrier_state(ByteView file) {
  const auto state = json::parse(text_of(file), nullptr, false);
  if (!state.is_object() || !state.contains("format") || state["format"] != 1) return std::nullopt;
  CarrierState read;
  read.last_contact = parse_time(words_in(state, "last_contact_hour"));
  if (auto problem = state.find("problem"); problem != state.end() && problem->is_object()) {
    read.problem = words_in(*problem, "words");
    read.what_to_do = words_in(*problem, "what_to_do");
    read.is_refusal = words_in(*problem, "code") == "S6";
    read.document = words_in(*problem, "document");
  }
  return read;
}

}  // namespace vantrum::kiosk
