// What the carrier last wrote about its work (sync/carrier/state_file.h has the format), for the staff's
// screen. The kiosk only reads it, and believes nothing that does not look like it.
#pragma once

#include <optional>
#include <string>

#include "shared/base/bytes.h"
#include "shared/base/clock.h"

namespace vantrum::kiosk {

constexpr const char* carrier_state_name = "carrier-state.json";
constexpr std::size_t carrier_state_bytes_max = 16 * 1024;

struct CarrierState {
  std::optional<WallTime> last_contact;  // to the hour
  std::string problem, what_to_do;       // for people; empty when all is well
  bool is_refusal = false;               // the collector did not take a document …
  std::string document;                  // … of this name
};

// None: no such file, or not one that can be read.
std::optional<CarrierState> parse_carrier_state(ByteView file);

}  // namespace vantrum::kiosk
