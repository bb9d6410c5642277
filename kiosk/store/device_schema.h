// The schema of the device's database, as an ordered list of migrations. The allow-list of P-1: no column for
// device, language, staff, network, or any time.
#pragma once

#include <vector>

#include "shared/store/database.h"

namespace vantrum::kiosk {

constexpr std::uint32_t device_application_id = 0x564e5431;  // "VNT1"

const std::vector<store::Migration>& device_migrations();

}  // namespace vantrum::kiosk
