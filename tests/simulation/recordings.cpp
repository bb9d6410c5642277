// Recordings in a simulation: rounds name some now and then, and when the faults are over every kiosk must
// have those of its round, whole, and nothing beside them.
#include "sync/collector/publish.h"
#include "tests/simulation/simulation.h"

namespace vantrum::simulation {
namespace {

using collector::Collector;

constexpr int most_at_once = 2;
constexpr std::uint32_t bytes_max = 5 * wire::asset_piece_bytes / 2;  // at most three pieces

}  // namespace

void Simulation::plan_recordings() {
  auto count = std::min(30, (plan_.recordings * plan_.days + 9) / 10);
  for (int i = 0; i < count; ++i) timeline_.at(some_moment(), [this] { name_recordings(); });
}

// Others in the place of those before; sometimes none.
void Simulation::name_recordings() {
  auto made = std::make_shared<std::vector<std::pair<wire::AssetName, Bytes>>>();
  for (int i = chance_.one_in(5) ? 0 : chance_.between(1, most_at_once); i > 0; --i) {
    Bytes bytes(1 + chance_.below(bytes_max));
    keys_.fill(bytes);
    wire::AssetName name{crypto::hash_of(bytes), static_cast<std::uint32_t>(bytes.size()), "sv"};
    made->emplace_back(std::move(name), std::move(bytes));
  }
  auto words = fmt::format("name {} recordings", made->size());
  region_.administer(words, [this, made](const Collector& region) -> Result<void> {
    if (is_ending_) return {};
    for (const auto& round : TRY(region.store.list_rounds())) {
      if (!round.is_open) continue;
      std::vector<wire::AssetName> names;
      TRY(region.store.in_transaction([&]() -> Result<void> {
        for (const auto& [name, bytes] : *made) {
          TRY(region.store.add_asset(name.sha256, bytes));
          names.push_back(name);
        }
        return collector::name_assets(region, round.id, names);
      }));
    }
    return {};
  });
}

Result<void> Simulation::look_at_recordings() {
  if (!region_.is_up()) return Error::unavailable("the collector is off");
  auto& store = region_.now().store;
  for (const auto& round : TRY(store.list_rounds())) {
    if (!round.is_open) continue;
    std::vector<crypto::Hash> named;
    for (const auto& asset : TRY(store.assets_of(round.id))) named.push_back(asset.sha256);
    for (auto& tablet : tablets_) {
      if (!tablet->is_in_use() || tablet->round() != round.id) continue;  // the drain tells of those
      auto found = TRY(tablet->recordings());
      if (found != named)
        judge_.complain(
            fmt::format("{} has {} of {} recordings", tablet->name(), found.size(), named.size()));
      else if (auto files = tablet->files_of_recordings(); files != named.size())
        judge_.complain(
            fmt::format("{} keeps {} files of {} recordings", tablet->name(), files, named.size()));
      recordings_ += found == named ? found.size() : 0;
    }
  }
  timeline_.note("{} recordings are where they belong", recordings_);
  return {};
}

}  // namespace vantrum::simulation
