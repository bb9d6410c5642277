#include "kiosk/audio/speaker.h"

#include <algorithm>
#include <cmath>

#include "shared/base/log.h"
#include "shared/voice/manifest.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

constexpr auto rest_after = 2s;  // of silence: between two utterances the device stays open
constexpr auto look_every = 2s;  // for a device that has come or gone
constexpr auto pause_between = 120ms;

void add_pause(Samples& samples) {
  samples.insert(samples.end(), static_cast<std::size_t>(pause_between.count()) * samples_a_second / 1000, 0);
}

}  // namespace

Speaker::Speaker(FileSystem& files, Voices voices, std::unique_ptr<AudioSink> sink, std::vector<Said>* log)
    : files_(files), own_(std::move(voices)), voices_(own_), sink_(std::move(sink)), log_(log) {
  for (const auto& problem : voices_.problems()) log_warning("a voice is left out: {}", problem);
}

void Speaker::use_packs(const std::vector<voice::Pack>& packs) {
  voices_ = own_;
  for (const auto& pack : packs) voices_.add_pack(pack);
  look_at_.reset();  // which languages have a voice is told anew
}

void Speaker::carry_out(const Speak& speak, MonotonicTime now) {
  end(now);
  const float gain = gain_of(speak.volume);
  Samples samples;
  int without = 0;
  for (const auto& phrase : speak.phrases) {
    if (!add(phrase, gain, samples)) ++without;
  }
  if (without > 0) add(speak.instead, gain, samples);
  if (log_) log_->push_back({speak, now, now, without});
  number_ = speak.number;
  rest_at_.reset();
  if (samples.empty()) {  // heard at once; the words are on the screen
    sink_->silence();
    return;
  }
  if (auto played = sink_->play(std::move(samples)); !played) {
    log_warning("no sound: {}", played.error().message);
    broken_ = true;
  }
}

void Speaker::carry_out(const Silence&, MonotonicTime now) {
  sink_->silence();
  end(now);
}

// The utterance under way, if any, is over.
void Speaker::end(MonotonicTime now) {
  if (number_ != 0 && log_ && !log_->empty()) log_->back().ended = now;
  number_ = 0;
  rest_at_ = now + rest_after;
}

std::vector<Event> Speaker::take_events(MonotonicTime now) {
  std::vector<Event> events;
  if (!told_ || broken_ || !look_at_ || now >= *look_at_) {
    look_at_ = now + look_every;
    auto sound = sound_now();
    if (!told_ && !sound.works && !sound.voices.empty()) {
      log_warning("there are recordings, and no device to play them on");
    }
    if (!told_ || sound.works != told_->works || sound.is_private != told_->is_private ||
        sound.voices != told_->voices) {
      told_ = sound;
      events.emplace_back(SoundChanged{sound});
    }
  }
  if (number_ != 0 && sink_->left().count() == 0) {
    events.emplace_back(Spoken{number_});
    end(now);
  }
  if (rest_at_ && now >= *rest_at_) {
    sink_->rest();
    rest_at_.reset();
  }
  return events;
}

std::optional<MonotonicTime> Speaker::deadline(MonotonicTime now) const {
  if (number_ != 0) return now + std::max<MonotonicTime>(sink_->left(), 1ms);
  // Without recordings nobody need know whether there is a device.
  const auto look = voices_.languages().empty() ? std::nullopt : look_at_;
  return rest_at_ && look ? std::min(*rest_at_, *look) : rest_at_ ? rest_at_ : look;
}

Sound Speaker::sound_now() {
  Sound sound;
  sound.known = true;
  sound.voices = voices_.languages();
  sound.works = !broken_ && !sound.voices.empty() && sink_->works();
  sound.is_private = sink_->is_private();
  broken_ = false;  // asked again the next time
  return sound;
}

// False when there is no recording of it, or none that can be played.
bool Speaker::add(const Phrase& phrase, float gain, Samples& samples) {
  const auto place = voices_.find(phrase);
  if (!place) return false;
  const auto bytes = place->bytes == 0 ? files_.read(place->path, voice::recording_bytes_max)
                                       : files_.read_part(place->path, place->offset, place->bytes);
  const auto heard = bytes ? decode_opus(*bytes) : bytes.error();
  if (!heard) {
    // Which one is not for the log: it could tell what somebody has answered (P-8).
    log_warning("a recording in {} cannot be played; vantrum-voices --check names it", phrase.language);
    return false;
  }
  if (!samples.empty()) add_pause(samples);
  for (const auto sample : *heard) {
    samples.push_back(static_cast<std::int16_t>(std::lround(static_cast<float>(sample) * gain)));
  }
  return true;
}

}  // namespace vantrum::kiosk
