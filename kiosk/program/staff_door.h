// Setting the staff's PIN and making the key stick, from the command line. There is no factory PIN: enrolling
// draws one and shows it once. The PIN is never an argument, where other programs could read it.
#pragma once

#include <iosfwd>

#include "kiosk/effects/device.h"

namespace vantrum::kiosk {

// Draws a PIN and shows it, unless the kiosk has one.
Result<void> give_first_pin(FileSystem& files, Clock& clock, Entropy& entropy, const DeviceSettings& settings,
                            std::ostream& out);

// A new one in place of the old one, whether that is known or not: who is on this command line owns the
// kiosk.
Result<void> draw_new_pin(FileSystem& files, Clock& clock, Entropy& entropy, const DeviceSettings& settings,
                          std::ostream& out);
// Reads it twice, from a terminal without showing it; an empty line draws one.
Result<void> ask_new_pin(FileSystem& files, Clock& clock, Entropy& entropy, const DeviceSettings& settings,
                         std::istream& in, std::ostream& out);

// Writes the key file onto the stick, in its folder `vantrum`; an older key stick then opens nothing any
// more.
Result<void> make_key_stick(FileSystem& files, Clock& clock, Entropy& entropy, const DeviceSettings& settings,
                            const std::string& stick, std::ostream& out);

}  // namespace vantrum::kiosk
