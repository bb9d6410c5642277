// vantrum-kiosk: wiring only. What it does is in kiosk/app, kiosk/effects and kiosk/screens.
#include <CLI/CLI.hpp>
#include <iostream>

#include "kiosk/audio/late_sink.h"
#include "kiosk/audio/sdl_sink.h"
#include "kiosk/platform/window.h"
#include "kiosk/program/clean_memory.h"
#include "kiosk/program/control.h"
#include "kiosk/program/loop.h"
#include "kiosk/program/settings.h"
#include "kiosk/program/staff_door.h"
#include "kiosk/program/stop_signal.h"
#include "kiosk/program/watchdog.h"
#include "kiosk/program/words.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

struct Options {
  std::string config, data, assets, voices;
  std::string window, headless;
  bool draw_on_cpu = false, draw_with_gl = false;
  std::string code, region, label;
  bool again = false, draw_pin = false;
  std::string key_stick;
};

Result<WindowOptions::Size> parse_size(const std::string& text) {
  int width = 0, height = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) != 2 || width < 320 || height < 320 ||
      width > 7680 || height > 7680) {
    return Error::invalid("\"" + text +
                          "\" is not a size; expected width x height in pixels, for example 1280x800");
  }
  return WindowOptions::Size{width, height};
}

Result<Settings> settings_of(const Options& options, FileSystem& files) {
  auto settings = TRY(load_settings(files, options.config));
  if (!options.data.empty()) settings.device.data = options.data;
  if (!options.assets.empty()) settings.assets = options.assets;
  if (!options.voices.empty()) settings.voices = options.voices;
  if (settings.device.data.empty()) {
    return Error::invalid("no data folder: give --data DIR, or data = \"DIR\" in the file of --config");
  }
  return settings;
}

Voices load_voices(FileSystem& files, const Settings& settings, const Texts& texts) {
  return Voices::load(files, settings.voices, texts.languages());
}

// Where there is nothing to play no device is asked for: SDL would watch for one that comes or goes. A round
// may bring the first recordings.
std::unique_ptr<AudioSink> open_sink(const Settings& settings) {
  const SdlSinkOptions options{settings.is_private, settings.headset, settings.headset_jack};
  return std::make_unique<LateSink>([options] { return open_sdl_sink(options); }, settings.is_private);
}

std::optional<MonotonicTime> earlier(std::optional<MonotonicTime> a, std::optional<MonotonicTime> b) {
  return a && b ? std::min(*a, *b) : a ? a : b;
}

Result<void> run_window(const Options& options, const Settings& settings, FileSystem& files) {
  SystemClock clock;
  SystemEntropy entropy;
  WindowOptions window_options;
  if (!options.window.empty()) window_options.size = TRY(parse_size(options.window));
  window_options.drawing = options.draw_on_cpu    ? Drawing::cpu
                           : options.draw_with_gl ? Drawing::gl
                                                  : Drawing::best;
  window_options.px_per_mm = static_cast<float>(settings.panel_ppi) / 25.4f;
  window_options.debounce = settings.debounce;
  window_options.fonts_path = settings.assets + "/fonts.toml";
  auto words = TRY(load_words(files, settings.assets));
  words.reflection = load_reflection(files, settings.reflection);
  auto device = TRY(Device::open(settings.device, files, clock, entropy));
  hold_back_stop_signals();
  auto window = TRY(Window::open(files, window_options, clock));
  EffectRunner runner(std::move(device), [&] { window->wake(); });
  Speaker speaker(files, load_voices(files, settings, words.texts), open_sink(settings));
  Loop loop(std::move(words), settings, runner, speaker);
  StopSignal stop([&] { window->wake(); });
  auto watchdog = Watchdog::from_environment();
  watchdog.ready();
  while (window->is_open() && !stop.is_asked()) {
    auto now = clock.monotonic();
    loop.take(window->frame(loop.view(now), now), now);
    watchdog.beat(now, runner.turns());
    window->wait(earlier(loop.deadline(now), watchdog.deadline()));
  }
  return {};
}

Result<void> run_headless(const Options& options, const Settings& settings, FileSystem& files) {
  SystemEntropy entropy;
  ManualClock clock(SystemClock().wall());
  auto size = TRY(parse_size(options.headless));
  StageOptions stage{.width = size.width, .height = size.height};
  stage.px_per_mm = static_cast<float>(settings.panel_ppi) / 25.4f;
  stage.debounce = settings.debounce;
  stage.fonts_path = settings.assets + "/fonts.toml";
  auto words = TRY(load_words(files, settings.assets));
  words.reflection = load_reflection(files, settings.reflection);
  auto headless = TRY(Headless::create(files, stage));
  EffectRunner runner(TRY(Device::open(settings.device, files, clock, entropy)), [] {});
  std::vector<Speaker::Said> said;
  auto sink = std::make_unique<LogSink>(clock, true, settings.is_private);
  Speaker speaker(files, load_voices(files, settings, words.texts), std::move(sink), &said);
  Loop loop(std::move(words), settings, runner, speaker);
  run_control(std::cin, std::cout, *headless, loop, runner, clock, said);
  return {};
}

Result<void> run_enrol(const Options& options, const Settings& settings, FileSystem& files) {
  SystemClock clock;
  SystemEntropy entropy;
  TRY(wire::EnrolmentCode::parse(options.code));  // before anything is made
  auto as_asked = settings.device;
  as_asked.region = options.region;
  as_asked.label = options.label;
  {
    auto device = TRY(Device::open(as_asked, files, clock, entropy));
    TRY(device.enrol_by_command(options.code, options.again));
  }
  if (options.again)
    std::cout
        << "This kiosk is a new device now. It asks nobody until it is let in; then every answer that lies\n"
           "here is sent again, also what the collector has said that it has: it counts each once.\n";
  std::cout << "The request is in " << settings.device.data
            << "/outbox. It leaves with the next run of vantrum-sync;\n"
            << "the kiosk takes the reply when it runs.\n";
  return give_first_pin(files, clock, entropy, settings.device, std::cout);
}

Result<void> run_pin(const Options& options, const Settings& settings, FileSystem& files) {
  SystemClock clock;
  SystemEntropy entropy;
  if (options.draw_pin) return draw_new_pin(files, clock, entropy, settings.device, std::cout);
  return ask_new_pin(files, clock, entropy, settings.device, std::cin, std::cout);
}

Result<void> run_key(const Options& options, const Settings& settings, FileSystem& files) {
  SystemClock clock;
  SystemEntropy entropy;
  return make_key_stick(files, clock, entropy, settings.device, options.key_stick, std::cout);
}

int finish(const Result<void>& result) {
  if (result) return 0;
  std::cerr << "vantrum-kiosk: " << result.error().message << "\n";
  return exit_code(result.error());
}

int run(int argc, char** argv) {
  keep_memory_to_ourselves();
  Options options;
  CLI::App app{
      "Väntrum's survey kiosk: asks visitors, seals their answers, and keeps them until the collector has "
      "them.\n"
      "Example: vantrum-kiosk --data /var/lib/vantrum --window 1280x800"};
  app.set_version_flag("--version", "vantrum-kiosk 0.1.0");
  app.add_option("--config", options.config, "settings (kiosk.toml); everything in it has a default");
  app.add_option("--data", options.data, "folder of this kiosk: identity, database, outbox and inbox");
  app.add_option("--assets", options.assets, "folder with fonts.toml, texts and pictures (default: assets)");
  app.add_option("--voices", options.voices,
                 "folder of the recordings that are read aloud (default: voices)");
  app.add_option("--window", options.window,
                 "WxH: an ordinary window on a desk; without it the whole screen");
  app.add_option("--headless", options.headless,
                 "WxH: no window; commands on standard input, for tests and pictures")
      ->excludes("--window");
  app.add_flag("--draw-on-cpu", options.draw_on_cpu, "do not use the graphics processor");
  app.add_flag("--draw-with-gl", options.draw_with_gl, "use OpenGL even where it is done in software")
      ->excludes("--draw-on-cpu");
  auto* enrol =
      app.add_subcommand("enrol", "ask the collector to let this kiosk in, with a one-time code from a lead");
  enrol->add_option("--code", options.code, "the code, for example K7M-Q2RTX-9HWPC")->required();
  enrol->add_option("--region", options.region, "the region's id, for example kalmar")->required();
  enrol->add_option("--label", options.label, "what people call this kiosk, for example Väntrummet")
      ->required();
  enrol->add_flag(
      "--again", options.again,
      "the collector does not know this kiosk any more (it was read back from a backup of before, "
      "or has lost its signing key): become a new device and send again every answer that lies here");
  auto* pin = app.add_subcommand("pin", "set a new PIN for the staff's screens: asks for it, twice");
  pin->add_flag("--draw", options.draw_pin, "draw one and show it, in place of asking");
  auto* key = app.add_subcommand("key", "make a USB stick that opens the staff's screens without a PIN");
  key->add_option("--stick", options.key_stick, "where the stick is mounted")->required()->type_name("DIR");
  CLI11_PARSE(app, argc, argv);

  auto files = real_file_system();
  auto settings = settings_of(options, *files);
  if (!settings) return finish(settings.error());
  if (enrol->parsed()) return finish(run_enrol(options, *settings, *files));
  if (pin->parsed()) return finish(run_pin(options, *settings, *files));
  if (key->parsed()) return finish(run_key(options, *settings, *files));
  if (!options.headless.empty()) return finish(run_headless(options, *settings, *files));
  return finish(run_window(options, *settings, *files));
}

}  // namespace
}  // namespace vantrum::kiosk

int main(int argc, char** argv) { return vantrum::kiosk::run(argc, argv); }
