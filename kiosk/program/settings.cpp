#include "kiosk/program/settings.h"

#include "shared/base/toml.h"

namespace vantrum::kiosk {
namespace {

constexpr std::uint32_t day_s = 86'400;

template <class Duration>
Result<void> take_duration(TomlTable& table, const std::string& key, std::uint32_t min, std::uint32_t max,
                           Duration& into) {
  if (!table.has(key)) return {};
  into = std::chrono::seconds(TRY(table.take_number(key, min, max)));
  return {};
}

Result<void> take_sound(TomlTable& table, Settings& settings) {
  if (table.has("voices")) settings.voices = TRY(table.take_string("voices"));
  if (table.has("volume"))
    settings.volume = static_cast<int>(TRY(table.take_number("volume", 1, volume_levels)));
  if (table.has("sound"))
    settings.is_private = TRY(table.take_one_of("sound", {"loudspeaker", "headset"})) == "headset";
  if (table.has("headset_device")) settings.headset = TRY(table.take_string_or_empty("headset_device"));
  if (table.has("headset_jack")) settings.headset_jack = TRY(table.take_bool("headset_jack"));
  return {};
}

Result<void> take_settings(TomlTable& table, Settings& settings) {
  if (table.has("assets")) settings.assets = TRY(table.take_string("assets"));
  if (table.has("data")) settings.device.data = TRY(table.take_string("data"));
  if (table.has("panel_ppi"))
    settings.panel_ppi = static_cast<int>(TRY(table.take_number("panel_ppi", 60, 600)));
  if (table.has("debounce_ms")) {
    settings.debounce = std::chrono::milliseconds(TRY(table.take_number("debounce_ms", 0, 2'000)));
  }
  if (table.has("batch_items_min")) {
    settings.device.batch_items_min = TRY(table.take_number("batch_items_min", 1, wire::batch_items_max));
  }
  TRY(take_duration(table, "batch_delay_min_s", 0, day_s, settings.device.batch_delay_min));
  TRY(take_duration(table, "batch_delay_max_s", 0, day_s, settings.device.batch_delay_max));
  TRY(take_duration(table, "idle_s", 20, 3'600, settings.timing.idle));
  TRY(take_duration(table, "answer_s", 20, 600, settings.timing.answer));  // A41: at least 20 s
  TRY(take_sound(table, settings));
  if (table.has("reflection")) settings.reflection = TRY(table.take_string("reflection"));
  if (table.has("sticks")) settings.device.sticks = TRY(table.take_string("sticks"));
  if (table.has("battery")) settings.device.battery = TRY(table.take_string_or_empty("battery"));
  if (table.has("region")) settings.device.region = TRY(table.take_string_or_empty("region"));
  if (table.has("label")) settings.device.label = TRY(table.take_string("label"));
  if (settings.device.batch_delay_max < settings.device.batch_delay_min) {
    return table.error_at("batch_delay_max_s", "is less than batch_delay_min_s; expected at least as much");
  }
  return table.finish();
}

}  // namespace

Result<Settings> load_settings(FileSystem& files, const std::string& path) {
  Settings settings;
  if (path.empty()) return settings;
  auto bytes = TRY(files.read(path, toml_bytes_max));
  auto root = TRY(parse_toml(path, text_of(bytes)));
  TomlTable table(path, root);
  TRY(take_settings(table, settings));
  return settings;
}

}  // namespace vantrum::kiosk
