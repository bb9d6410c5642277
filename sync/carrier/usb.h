// `vantrum-sync --usb STICK`: shared/base/stick_carry.h does it, this says it.
#pragma once

#include <string>

#include "shared/base/stick_carry.h"

namespace vantrum::carrier {

using UsbReport = StickReport;

// The last words, for staff, in Swedish.
std::string words_of(const UsbReport& report);

}  // namespace vantrum::carrier
