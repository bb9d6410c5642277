// Enrolment: a kiosk joins a centre with a one-time code that a person reads off one screen and types on
// another.
#pragma once

#include <string>

#include "sync/collector/collector.h"

namespace vantrum::collector {

constexpr std::uint32_t code_tries = 5;

struct IssuedCode {
  std::string printed;  // K7M-Q2RTX-9HWPC; shown once, kept nowhere
  WallTime expires_at;
};

// The label becomes the device's. `not_found` if the centre is unknown.
Result<IssuedCode> issue_code(const Collector& collector, CentreId centre, const std::string& label,
                              std::chrono::minutes valid);

// The reply is a sequence: the enrolment reply, and the round document of the centre's open round if there is
// one. Every refusal reads the same to the sender and is counted by its cause. The same document again,
// because its reply was lost, gets the same reply and is not a second use.
Result<Bytes> handle_enrolment(const Collector& collector, ByteView document, const wire::Header& header);

}  // namespace vantrum::collector
