#include "kiosk/audio/sdl_sink.h"

#include <SDL.h>

#include "kiosk/audio/jack.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

constexpr int buffer_samples = 1024;  // 21 ms: how late silence may be

class SdlSink final : public AudioSink {
 public:
  explicit SdlSink(SdlSinkOptions options) : options_(std::move(options)) {
    started_ = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
    if (!started_) log_warning("no sound: {}", SDL_GetError());
    if (options_.headset_jack) jack_ = open_jack();
  }
  ~SdlSink() override {
    close();
    if (started_) SDL_QuitSubSystem(SDL_INIT_AUDIO);
  }
  SdlSink(const SdlSink&) = delete;
  SdlSink& operator=(const SdlSink&) = delete;

  Result<void> play(Samples samples) override {
    const auto name = headset_name();
    if (device_ != 0 && (name != open_name_ || SDL_GetAudioDeviceStatus(device_) == SDL_AUDIO_STOPPED))
      close();
    if (device_ == 0) TRY(open(name));
    SDL_ClearQueuedAudio(device_);
    const auto bytes = static_cast<Uint32>(samples.size() * sizeof(Samples::value_type));
    if (SDL_QueueAudio(device_, samples.data(), bytes) != 0) return failed("playing");
    SDL_PauseAudioDevice(device_, 0);
    return {};
  }

  void silence() override {
    if (device_ != 0) SDL_ClearQueuedAudio(device_);
  }

  std::chrono::milliseconds left() override {
    if (device_ == 0 || SDL_GetAudioDeviceStatus(device_) == SDL_AUDIO_STOPPED) return {};
    const auto samples = SDL_GetQueuedAudioSize(device_) / sizeof(Samples::value_type);
    return std::chrono::milliseconds((samples * 1000 + samples_a_second - 1) / samples_a_second);
  }

  void rest() override {
    if (device_ != 0 && left().count() == 0) close();
  }

  bool works() override {
    // -1: this driver cannot list its devices; it may have one. What could not be opened is tried again when
    // a device has come or gone.
    const int devices = started_ ? SDL_GetNumAudioDevices(0) : 0;
    return devices != 0 && devices != failed_with_;
  }

  bool is_private() override {
    return options_.is_private || !headset_name().empty() || (jack_ && jack_->is_plugged());
  }

 private:
  Result<void> open(const std::string& name) {
    if (!started_) return Error::unavailable("there is no sound on this machine");
    SDL_AudioSpec wanted{};
    wanted.freq = samples_a_second;
    wanted.format = AUDIO_S16SYS;
    wanted.channels = 1;
    wanted.samples = buffer_samples;
    device_ = SDL_OpenAudioDevice(name.empty() ? nullptr : name.c_str(), 0, &wanted, nullptr, 0);
    failed_with_ = no_failure;
    if (device_ == 0) {
      failed_with_ = SDL_GetNumAudioDevices(0);
      return failed("opening the audio device");
    }
    open_name_ = name;
    return {};
  }

  void close() {
    if (device_ != 0) SDL_CloseAudioDevice(device_);
    device_ = 0;
  }

  std::string headset_name() const {
    if (!started_ || options_.headset.empty()) return {};
    for (int i = 0; i < SDL_GetNumAudioDevices(0); ++i) {
      const char* name = SDL_GetAudioDeviceName(i, 0);
      if (name && std::string(name).find(options_.headset) != std::string::npos) return name;
    }
    return {};
  }

  static Error failed(const std::string& doing) { return Error::unavailable(doing + ": " + SDL_GetError()); }

  SdlSinkOptions options_;
  std::unique_ptr<Jack> jack_;  // none where it is not asked for
  static constexpr int no_failure = -2;
  bool started_ = false;
  int failed_with_ = no_failure;  // so many devices, when the last one could not be opened
  SDL_AudioDeviceID device_ = 0;
  std::string open_name_;
};

}  // namespace

std::unique_ptr<AudioSink> open_sdl_sink(const SdlSinkOptions& options) {
  return std::make_unique<SdlSink>(options);
}

}  // namespace vantrum::kiosk
