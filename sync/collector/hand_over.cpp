#include "sync/collector/hand_over.h"

namespace vantrum::collector {

Result<void> LocalHandOver::settle(const std::vector<Settled>& items) {
  auto day = std::chrono::floor<std::chrono::days>(clock_.wall()).time_since_epoch().count();
  return store_.in_transaction([&]() -> Result<void> {
    for (const auto& settled : items) {
      if (!settled.cause.empty()) {
        auto item = TRY(store_.find_in_outbox(settled.item));
        if (!item) continue;
        TRY(store_.quarantine({item->id, item->round, item->sealed, settled.cause, item->kind, {}, day}));
      }
      TRY(store_.remove_from_outbox(settled.item));
    }
    return {};
  });
}

}  // namespace vantrum::collector
