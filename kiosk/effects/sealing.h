// A submission becomes sealed items: one response, and each text by itself.
#pragma once

#include "kiosk/app/effect.h"
#include "kiosk/store/response_store.h"
#include "shared/base/clock.h"
#include "shared/base/entropy.h"
#include "shared/wire/item.h"

namespace vantrum::kiosk {

// Each item has a random id of its own; nothing inside or outside says that two of them belong together
// (P-11). The response comes first, unless nothing of it was answered. `invalid` if something does not fit
// the instrument.
Result<std::vector<NewItem>> seal_submission(const Submit& submission, const survey::Answers& linked,
                                             const wire::SealTo& to, std::optional<IsoWeek> week,
                                             Entropy& entropy);

}  // namespace vantrum::kiosk
