// What the carrier is told: config/sync.toml, and the command line, which wins.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "sync/carrier/retry.h"

namespace vantrum::carrier {

struct Settings {
  std::string url;
  std::string ca_file;
  std::string data;
  std::chrono::seconds poll{60};
  std::chrono::seconds resend{300};
  std::chrono::seconds start_delay_max{300};
  RetryPolicy retry;
};

// Every key may be left out; an unknown one, a wrong type or a number out of range is `invalid`, with its
// line.
Result<Settings> parse_settings(std::string_view file, std::string_view content);

// `invalid` unless url, CA file and data folder are there and the URL is one we may send to. A slash at the
// end of the URL is taken away.
Result<Settings> complete(Settings settings);

}  // namespace vantrum::carrier
