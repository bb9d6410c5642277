// State becomes the semantic screen: final words in the visitor's language, ids, roles, what is chosen. Pure.
#pragma once

#include "kiosk/app/state.h"
#include "kiosk/app/view.h"

namespace vantrum::kiosk {

ViewModel make_view(const State& state, const Texts& texts, MonotonicTime now);

}  // namespace vantrum::kiosk
