// Speech as plain values: what the device can play, what a visitor has asked of it, and one utterance. What
// is said when is decided in turn.h; kiosk/audio plays it. Nothing here makes a sound.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace vantrum::kiosk {

// Words that are one recording: an exact text in one language. Where the voice of that language has no
// recording of exactly these words, they are not spoken: never a wrong voice, never other words (A15).
struct Phrase {
  std::string language;
  std::string words;  // in spoken_form (phrases.h)

  bool operator==(const Phrase&) const = default;
};

// What this kiosk can play. Of the device, not of a visitor.
struct Sound {
  bool known = false;            // told by the platform at least once
  bool works = false;            // there is a device that plays
  bool is_private = false;       // only the visitor hears it: a headset or a handset (A10)
  std::set<std::string> voices;  // languages that have a voice

  bool speaks(const std::string& language) const { return works && voices.contains(language); }
};

// Eight levels, 3 dB apart: 21 dB in all (A13).
inline constexpr int volume_levels = 8;
inline constexpr int volume_default = 5;

// Factor for the samples: 1 at the highest level.
float gain_of(int level);

// What a visitor has asked of the speech. Part of the visit: wiped with it, and with it the volume is what it
// was (A14).
struct Speech {
  bool on = false;
  bool answers_aloud = false;  // asked for on a loudspeaker, after the warning (A10)
  std::string explained_in;    // the language in which how it works has been told
  int volume_change = 0;       // levels away from the kiosk's own
  bool reading_on = false;     // when this utterance has ended, the next element is read
  std::uint64_t speaking = 0;  // number of the utterance that is heard; 0: silence
  std::string last_element;    // for Repeat (A5)
  std::vector<Phrase> last;
};

}  // namespace vantrum::kiosk
