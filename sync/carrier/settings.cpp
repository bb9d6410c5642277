#include "sync/carrier/settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <functional>
#include <map>

namespace vantrum::carrier {
namespace {

using Take = std::function<Result<void>(const toml::node&)>;

std::map<std::string_view, Take> takers(Settings& settings);
Take text(std::string& to);
Take seconds(std::chrono::seconds& to, std::int64_t min, std::int64_t max);
std::string names_of(const std::map<std::string_view, Take>& keys);

}  // namespace

Result<Settings> parse_settings(std::string_view file, std::string_view content) {
  if (content.size() > settings_bytes_max) return Error::invalid(fmt::format("{}: too long", file));
  auto fault = [&](auto line, std::string_view what) {
    return Error::invalid(fmt::format("{}:{}: {}", file, line, what));
  };
  Settings settings;
  const auto known = takers(settings);
  try {
    const auto root = toml::parse(content, file);
    for (const auto& [key, node] : root) {
      auto take = known.find(key.str());
      if (take == known.end()) {
        return fault(node.source().begin.line,
                     fmt::format("unknown key \"{}\"; expected one of {}", key.str(), names_of(known)));
      }
      auto taken = take->second(node);
      if (!taken)
        return fault(node.source().begin.line, fmt::format("{} {}", key.str(), taken.error().message));
    }
  } catch (const toml::parse_error& error) {
    return fault(error.source().begin.line, fmt::format("{}; expected a TOML 1.0 file", error.description()));
  }
  if (settings.retry.cap < settings.retry.base) {
    return Error::invalid(fmt::format("{}: retry_cap_s is less than retry_base_s", file));
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

namespace {

std::map<std::string_view, Take> takers(Settings& settings) {
  return {
      {"url", text(settings.url)},
      {"ca_file", text(settings.ca_file)},
      {"data", text(settings.data)},
      {"poll_s", seconds(settings.poll, 1, 3600)},
      {"resend_s", seconds(settings.resend, 1, 86'400)},
      {"start_delay_max_s", seconds(settings.start_delay_max, 0, 3600)},
      {"retry_base_s", seconds(settings.retry.base, 1, 3600)},
      {"retry_cap_s", seconds(settings.retry.cap, 1, 86'400)},
  };
}

Take text(std::string& to) {
  return [&to](const toml::node& node) -> Result<void> {
    const auto* value = node.as_string();
    if (value == nullptr || value->get().empty()) return Error::invalid("is not a text; expected \"…\"");
    to = value->get();
    return {};
  };
}

Take seconds(std::chrono::seconds& to, std::int64_t min, std::int64_t max) {
  return [&to, min, max](const toml::node& node) -> Result<void> {
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < min || value->get() > max) {
      return Error::invalid(fmt::format("is out of range; expected a whole number from {} to {}", min, max));
    }
    to = std::chrono::seconds(value->get());
    return {};
  };
}

std::string names_of(const std::map<std::string_view, Take>& keys) {
  std::string names;
  for (const auto& [name, take] : keys) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

}  // namespace
}  // namespace vantrum::carrier
