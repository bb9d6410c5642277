// Where samples become sound: one device, one stream, nothing mixed, so nothing can overlap (A6).
#pragma once

#include <vector>

#include "kiosk/audio/opus.h"
#include "shared/base/clock.h"

namespace vantrum::kiosk {

class AudioSink {
 public:
  virtual ~AudioSink() = default;

  // Heard from now on, in place of whatever was heard. `unavailable` where there is no device; the sink may
  // be asked again later.
  virtual Result<void> play(Samples samples) = 0;

  // Nothing is heard within 100 ms (A5).
  virtual void silence() = 0;

  // Until what was given has been heard; 0 in silence.
  virtual std::chrono::milliseconds left() = 0;

  // Lets the device go, in silence only: then not even empty frames reach it (A11).
  virtual void rest() = 0;

  // There is a device to play on, as far as can be told without opening it.
  virtual bool works() = 0;

  // What is played is heard by the visitor alone.
  virtual bool is_private() = 0;
};

// A sink for tests and for a kiosk without a window: plays into a list, by a clock that others move.
class LogSink final : public AudioSink {
 public:
  struct Heard {
    MonotonicTime began{0}, ended{0};  // ended early if something stopped it
    std::size_t samples = 0;           // of those that were given
    int peak = 0;                      // the loudest sample
  };

  explicit LogSink(const Clock& clock, bool works = true, bool is_private = false)
      : clock_(clock), works_(works), is_private_(is_private) {}

  Result<void> play(Samples samples) override;
  void silence() override;
  std::chrono::milliseconds left() override;
  void rest() override {}
  bool works() override { return works_; }
  bool is_private() override { return is_private_; }

  void set_works(bool works) { works_ = works; }
  void set_private(bool is_private) { is_private_ = is_private; }
  const std::vector<Heard>& heard() const { return heard_; }

 private:
  const Clock& clock_;
  bool works_, is_private_;
  std::vector<Heard> heard_;
};

}  // namespace vantrum::kiosk
