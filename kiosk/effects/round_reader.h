// A round document becomes what visitors are asked. Everything is checked before anything is taken into use.
#pragma once

#include <memory>

#include "kiosk/app/survey.h"
#include "kiosk/store/identity.h"
#include "shared/wire/asset_document.h"
#include "shared/wire/item.h"

namespace vantrum::kiosk {

struct ReadRound {
  std::shared_ptr<const Survey> survey;
  wire::SealTo seal_to;
  std::uint32_t quota = 0;
  bool stop_at_quota = false;
  std::vector<wire::AssetName> assets = {};
};

// `untrusted` if the document is not the pinned collector's, or is for another centre, would go back behind
// the sealing key of `epoch_min`, has items too small for its instrument, or a language without texts.
Result<ReadRound> read_round(ByteView document, const Identity& identity, std::uint32_t epoch_min);

}  // namespace vantrum::kiosk
