// Pieces of what rounds name (shared/wire/asset_document.h), handed to the kiosks that ask.
#pragma once

#include "sync/collector/collector.h"

namespace vantrum::collector {

// A kiosk's document of type asset_request. The piece, if a round of the kiosk's centre names its asset; else
// an empty reply: the kiosk has an older round document, and asks no more when it has the newer one. Changes
// nothing here. `refused` from a kiosk that is retired or revoked.
Result<Bytes> handle_asset_request(const Collector& collector, const Device& sender, ByteView document);

}  // namespace vantrum::collector
