// Ids are types: a function that takes a RoundId cannot be called with a CentreId.
//
// Random ids (item, batch, device) are 16 bytes from the system's generator; they say nothing about time or
// order (P-3). Numbered ids (centre, round) are given out by one collector for its region and are stable for
// good.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/base/bytes.h"

namespace vantrum {

template <class Tag>
struct RandomId {
  static constexpr std::size_t size = 16;
  std::array<std::uint8_t, size> bytes{};

  auto operator<=>(const RandomId&) const = default;
  ByteView view() const { return bytes; }
  std::string hex() const { return to_hex(bytes); }

  static std::optional<RandomId> from(ByteView view) {
    if (view.size() != size) return std::nullopt;
    RandomId id;
    std::copy(view.begin(), view.end(), id.bytes.begin());
    return id;
  }
};

template <class Tag>
struct NumberedId {
  std::uint32_t value = 0;
  auto operator<=>(const NumberedId&) const = default;
};

// Ids that people write, of questions, options, goals: [a-z][a-z0-9_]{0,15}.
bool is_id(std::string_view text);

using ItemId = RandomId<struct ItemTag>;
using BatchId = RandomId<struct BatchTag>;
using DeviceId = RandomId<struct DeviceTag>;
using CentreId = NumberedId<struct CentreTag>;
using RoundId = NumberedId<struct RoundTag>;

}  // namespace vantrum
