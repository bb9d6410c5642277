// kiosk.toml: what the region's IT may set on a kiosk. Everything has a default; unknown keys are errors with
// a line.
#pragma once

#include <string>

#include "kiosk/app/state.h"
#include "kiosk/effects/device.h"

namespace vantrum::kiosk {

struct Settings {
  std::string assets = "assets";
  int panel_ppi = 149;  // the reference panel, 10.1″ 1280×800; measure it with a ruler (A40)
  // A touch sooner than this after the last one is a trembling hand or a bouncing panel (A27).
  std::chrono::milliseconds debounce{300};
  DeviceSettings device;
  Timing timing;
  std::string reflection = "config/reflection/sjalvreflektion.toml";  // a file that is not there: not offered
  std::string voices = "voices";  // folder of the recordings; one that is not there: no speech
  int volume = volume_default;    // at the start of every visit (A14)
  bool is_private = false;        // sound = "headset": only the visitor hears it (A10)
  std::string headset;            // part of the name of an audio device that is one when plugged in (A21)
  bool headset_jack = false;      // a plug in the 3.5 mm jack silences the loudspeaker here: look at it (A21)
};

// An empty path gives the defaults.
Result<Settings> load_settings(FileSystem& files, const std::string& path);

}  // namespace vantrum::kiosk
