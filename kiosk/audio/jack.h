// Whether a plug is in the 3.5 mm jack (A21). SDL knows devices, and a jack is none: it belongs to the sound
// card that plays by the loudspeaker, too. The kernel tells of it as a switch of an input device, "…
// Headphone", which is asked for its state and read no further. To find it, every input device is opened for
// a moment to ask which switches it has; nothing that is typed or touched is looked at.
#pragma once

#include <memory>
#include <string>

namespace vantrum::kiosk {

class Jack {
 public:
  virtual ~Jack() = default;
  // Now. False where there is no jack that tells, or none that we may look at.
  virtual bool is_plugged() = 0;
};

// The kernel's question, as <sys/ioctl.h> has it; a test gives answers of its own.
using AskDevice = int (*)(int descriptor, unsigned long request, void* answer);
int ask_kernel(int descriptor, unsigned long request, void* answer);

// All jacks among the input devices (event*) of `folder`. Never fails: what cannot be opened is no jack.
// Where there is none the log is told so, once, and whether any was refused. One that comes or goes later is
// noticed within 30 questions.
std::unique_ptr<Jack> open_jack(std::string folder = "/dev/input", AskDevice ask = ask_kernel);

}  // namespace vantrum::kiosk
