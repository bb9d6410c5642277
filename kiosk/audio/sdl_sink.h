// The sink of a kiosk: SDL's audio. One thread, SDL's own aside.
#pragma once

#include <memory>
#include <string>

#include "kiosk/audio/sink.h"

namespace vantrum::kiosk {

struct SdlSinkOptions {
  bool is_private = false;    // the sound goes to a headset or a handset, always
  std::string headset;        // part of a device's name: while such a device is plugged in, it is used (A21)
  bool headset_jack = false;  // a plug in the 3.5 mm jack takes the sound away from the loudspeaker (A21)
};

// Never fails: a kiosk without sound is a kiosk that `works()` says false of.
std::unique_ptr<AudioSink> open_sdl_sink(const SdlSinkOptions& options);

}  // namespace vantrum::kiosk
