// A sink that is opened when somebody first asks whether it works: a kiosk without recordings asks no audio
// device for anything, and one that gets its first recordings with a round need not be started again.
#pragma once

#include <functional>
#include <memory>

#include "kiosk/audio/sink.h"

namespace vantrum::kiosk {

class LateSink final : public AudioSink {
 public:
  using Open = std::function<std::unique_ptr<AudioSink>()>;
  // `is_private` is what the settings say; the device, once open, may say more.
  LateSink(Open open, bool is_private) : open_(std::move(open)), is_private_(is_private) {}

  Result<void> play(Samples samples) override { return opened().play(std::move(samples)); }
  bool works() override { return opened().works(); }
  void silence() override;
  std::chrono::milliseconds left() override;
  void rest() override;
  bool is_private() override;

 private:
  AudioSink& opened();

  Open open_;
  bool is_private_;
  std::unique_ptr<AudioSink> sink_;
};

}  // namespace vantrum::kiosk
