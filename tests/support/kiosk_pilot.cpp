#include "tests/support/kiosk_pilot.h"

#include <algorithm>

namespace vantrum::testing {

using nlohmann::json;

std::vector<std::string> Shown::ids_of(const std::string& role) const {
  std::vector<std::string> ids;
  for (const auto& element : dump.at("elements")) {
    if (element.at("role") == role && element.at("enabled")) ids.push_back(element.at("id"));
  }
  return ids;
}

bool Shown::is_on_this_page(const std::string& id) const {
  const auto& elements = dump.at("elements");
  return std::any_of(elements.begin(), elements.end(),
                     [&](const json& element) { return element.at("id") == id && element.contains("at"); });
}

bool Shown::has(const std::string& id) const {
  const auto& elements = dump.at("elements");
  return std::any_of(elements.begin(), elements.end(),
                     [&](const json& element) { return element.at("id") == id; });
}

Result<KioskPilot> KioskPilot::start(const std::string& program, const std::vector<std::string>& options,
                                     const std::string& error_file, const std::string& size) {
  std::vector<std::string> command{program, "--headless", size};
  command.insert(command.end(), options.begin(), options.end());
  return KioskPilot(TRY(Child::start(command, error_file)));
}

Result<Shown> KioskPilot::look() { return Shown{TRY(ask("dump"))}; }

Result<KioskPilot::Counts> KioskPilot::counts() {
  auto answer = TRY(ask("counts"));
  return Counts{answer.at("completed"), answer.at("waiting")};
}

Result<json> KioskPilot::said() { return TRY(ask("said")).at("said"); }

Result<json> KioskPilot::ask(const std::string& line) {
  TRY(child_.write_line(line));
  auto answer = json::parse(TRY(child_.read_line()), nullptr, false);
  if (answer.is_discarded()) return Error::untrusted("the kiosk's answer to \"" + line + "\" is not JSON");
  if (!answer.at("ok").get<bool>())
    return Error::refused(line + ": " + answer.at("error").get<std::string>());
  return answer;
}

Result<void> KioskPilot::order(const std::string& line) {
  TRY(ask(line));
  return {};
}

}  // namespace vantrum::testing
