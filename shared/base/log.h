// One line per event to standard error, where systemd's journal takes it.
//
// P-8: no answers, no keys, no codes, no per-visit times. The journal stamps lines itself; programs that run
// where visitors answer (vantrum-kiosk) log only events of the device, never of a visit.
#pragma once

#include <fmt/format.h>

#include <string_view>

namespace vantrum {

enum class LogLevel { info, warning, error };

void log_line(LogLevel level, std::string_view text);

template <class... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_warning(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::warning, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_error(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace vantrum
