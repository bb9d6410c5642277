#include "sync/carrier/settings.h"

#include "shared/base/toml.h"

namespace vantrum::carrier {
namespace {

Result<void> take_text(TomlTable& table, const std::string& key, std::string& to) {
  if (table.has(key)) to = TRY(table.take_string(key));
  return {};
}

Result<void> take_seconds(TomlTable& table, const std::string& key, std::uint32_t min, std::uint32_t max,
                          std::chrono::seconds& to) {
  if (table.has(key)) to = std::chrono::seconds(TRY(table.take_number(key, min, max)));
  return {};
}

}  // namespace

Result<Settings> parse_settings(std::string_view file, std::string_view content) {
  const auto root = TRY(parse_toml(file, content));
  TomlTable table(file, root);
  Settings settings;
  TRY(take_text(table, "url", settings.url));
  TRY(take_text(table, "ca_file", settings.ca_file));
  TRY(take_text(table, "data", settings.data));
  TRY(take_seconds(table, "poll_s", 1, 3'600, settings.poll));
  TRY(take_seconds(table, "resend_s", 1, 86'400, settings.resend));
  TRY(take_seconds(table, "start_delay_max_s", 0, 3'600, settings.start_delay_max));
  TRY(take_seconds(table, "retry_base_s", 1, 3'600, settings.retry.base));
  TRY(take_seconds(table, "retry_cap_s", 1, 86'400, settings.retry.cap));
  TRY(table.finish());
  if (settings.retry.cap < settings.retry.base) {
    return table.error_at("retry_cap_s", "retry_cap_s is less than retry_base_s; expected at least as much");
  }
  return settings;
}

Result<Settings> complete(Settings settings) {
  if (settings.url.empty())
    return Error::invalid("no collector; give --url https://… or url in the settings file");
  if (settings.ca_file.empty())
    return Error::invalid("no CA file; give --ca FILE or ca_file in the settings file");
  if (settings.data.empty())
    return Error::invalid("no data folder; give --data DIR or data in the settings file");
  constexpr std::string_view scheme = "https://";
  if (!settings.url.starts_with(scheme)) {
    return Error::invalid(settings.url + " is not encrypted; expected an address that begins with https://");
  }
  while (settings.url.ends_with('/')) settings.url.pop_back();
  const bool has_host = settings.url.size() > scheme.size();
  if (!has_host || settings.url.find_first_of("?#@ \t\r\n\\\"", scheme.size()) != std::string::npos) {
    return Error::invalid(settings.url + " is not an address to send to; expected https://name:port");
  }
  return settings;
}

}  // namespace vantrum::carrier
