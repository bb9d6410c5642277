// Carries out Speak and Silence: finds the recordings, joins them, plays them, and tells when they were
// heard. Nothing of an utterance is kept once it has been played.
#pragma once

#include <memory>
#include <vector>

#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "kiosk/audio/sink.h"
#include "kiosk/audio/voices.h"

namespace vantrum::kiosk {

class Speaker {
 public:
  // What was asked to be said and when, for tests and for a kiosk without a window. Not in a kiosk's service.
  struct Said {
    Speak speak;
    MonotonicTime began{0}, ended{0};
    int without_recording = 0;  // phrases
  };

  // `files` is borrowed for the speaker's life. A log that is given must live as long.
  Speaker(FileSystem& files, Voices voices, std::unique_ptr<AudioSink> sink,
          std::vector<Said>* log = nullptr);

  // The recordings that rounds have brought, in place of those of before. What is heard is heard to its end.
  // Reads nothing.
  void use_packs(const std::vector<voice::Pack>& packs);

  void carry_out(const Speak& speak, MonotonicTime now);
  void carry_out(const Silence&, MonotonicTime now);

  // Spoken when the utterance has been heard; SoundChanged at first and whenever the device has changed.
  std::vector<Event> take_events(MonotonicTime now);

  // When take_events must be looked at again: while something is said, and once after it to let go of the
  // device.
  std::optional<MonotonicTime> deadline(MonotonicTime now) const;

 private:
  void end(MonotonicTime now);
  Sound sound_now();
  bool add(const Phrase& phrase, float gain, Samples& samples);

  FileSystem& files_;
  Voices own_, voices_;  // without and with the packs
  std::unique_ptr<AudioSink> sink_;
  std::vector<Said>* log_;
  std::optional<Sound> told_;
  std::uint64_t number_ = 0;  // of the utterance that is heard; 0: none
  bool broken_ = false;       // the device refused
  std::optional<MonotonicTime> rest_at_, look_at_;
};

}  // namespace vantrum::kiosk
