#include "sync/collector/intake.h"

#include <algorithm>

namespace vantrum::collector {

Result<void> count_accepted(const Collector& collector, const Device& sender, RoundId round,
                            std::uint64_t count) {
  if (count == 0) return {};
  auto& store = collector.store;
  const auto add = [&](const char* name, std::uint64_t number) {
    return store.add_intake(round, sender.centre, name, number);
  };
  const auto place = TRY(store.find_place(round, sender.centre));
  const auto all = TRY(store.intake_of(round, sender.centre))[intake::accepted] + count;
  const bool is_paused = sender.state != DeviceState::active && sender.state != DeviceState::revoked;
  TRY(store.add_accepted(sender.id, round, count));
  TRY(add(intake::accepted, count));
  if (is_paused) TRY(add(intake::paused, count));
  if (!place) return {};
  if (!place->is_open) TRY(add(intake::late, count));
  if (place->quota > 0 && all > place->quota)
    TRY(add(intake::over_quota, std::min(count, all - place->quota)));
  return {};
}

}  // namespace vantrum::collector
