#include "shared/base/log.h"

#include <cstdio>

namespace vantrum {

void log_line(LogLevel level, std::string_view text) {
  // "<n>" is the syslog priority that systemd reads off standard error.
  const char* priority = level == LogLevel::info ? "<6>" : level == LogLevel::warning ? "<4>" : "<3>";
  std::string line = priority;
  for (char c : text) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;  // one event stays one line
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace vantrum
