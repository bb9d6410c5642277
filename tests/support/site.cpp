#include "tests/support/site.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "shared/base/file_system.h"

namespace vantrum::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Result<std::string> first_line_of(const std::string& path) {
  auto bytes = TRY(real_file_system()->read(path, 4096));
  auto text = std::string(text_of(bytes));
  return text.substr(0, text.find('\n'));
}

Result<void> write_text(const std::string& path, const std::string& text) {
  return real_file_system()->write_atomic(path, view_of(text));
}

}  // namespace

Programs Programs::beside(const std::string& program) {
  auto folder = fs::absolute(program).parent_path().string();
  return {folder + "/vantrum-kiosk", folder + "/vantrum-sync", folder + "/vantrum-collector"};
}

Result<CollectorSite> CollectorSite::make(const Programs& programs, const std::string& folder) {
  CollectorSite site(programs, folder);
  TRY(site.command({"init", "--region", region_id, "--name", "Region Kalmar län"}));
  return site;
}

Result<std::string> CollectorSite::command(const std::vector<std::string>& words) const {
  std::vector<std::string> line{programs_.collector};
  line.insert(line.end(), words.begin(), words.end());
  line.insert(line.end(), {"--data", folder_});
  return run_successfully(line);
}

Result<nlohmann::json> CollectorSite::command_json(const std::vector<std::string>& words) const {
  auto json = nlohmann::json::parse(TRY(command(words)), nullptr, false);
  if (json.is_discarded()) return Error::untrusted("the collector's answer is not JSON");
  return json;
}

Result<void> CollectorSite::serve(int port) {
  auto port_file = folder_ + "/port";
  TRY(real_file_system()->remove(port_file));
  server_ = std::make_unique<Child>(
      TRY(Child::start({programs_.collector, "serve", "--data", folder_, "--listen",
                        "127.0.0.1:" + std::to_string(port), "--port-file", port_file},
                       folder_ + ".log")));
  for (int i = 0; i < 600 && server_->is_running(); ++i) {
    if (auto line = first_line_of(port_file)) {
      port_ = std::atoi(line->c_str());
      if (port_ > 0) return {};
    }
    std::this_thread::sleep_for(50ms);
  }
  return Error::unavailable("the collector did not start; see " + folder_ + ".log");
}

int CollectorSite::stop() {
  int code = server_ ? server_->stop() : 0;
  server_.reset();
  return code;
}

void CollectorSite::kill() {
  server_->signal(SIGKILL);
  server_->wait();
  server_.reset();
}

Result<void> KioskSite::write_settings(const std::string& more) const {
  TRY(real_file_system()->make_directories(folder_));
  const auto delay = std::to_string(options_.batch_delay_s);
  return write_text(folder_ + "/kiosk.toml", "batch_items_min = " + std::to_string(options_.batch_items_min) +
                                                 "\nbatch_delay_min_s = " + delay +
                                                 "\nbatch_delay_max_s = " + delay + "\n" + more);
}

Result<KioskSite> KioskSite::bare(const Programs& programs, const std::string& folder,
                                  const CollectorSite& collector, const KioskSiteOptions& options) {
  KioskSite site(programs, folder, collector.certificate(), options);
  TRY(site.write_settings("region = \"" + std::string(region_id) + "\"\n"));
  TRY(site.start_kiosk());
  return site;
}

Result<KioskSite> KioskSite::enrol(const Programs& programs, const std::string& folder,
                                   const CollectorSite& collector, int centre, const std::string& label,
                                   const KioskSiteOptions& options) {
  KioskSite site(programs, folder, collector.certificate(), options);
  TRY(site.write_settings({}));
  auto code = options.code;
  if (code.empty()) {
    auto printed = TRY(collector.command({"enrol", "--centre", std::to_string(centre), "--label", label}));
    code = printed.substr(0, printed.find('\n'));
  }
  std::vector<std::string> ask{programs.kiosk};
  auto kiosk_options = site.kiosk_options();
  ask.insert(ask.end(), kiosk_options.begin(), kiosk_options.end());
  ask.insert(ask.end(), {"enrol", "--code", code, "--region", region_id, "--label", label});
  TRY(run_successfully(ask));
  auto carried = TRY(site.carry_once(collector.url()));
  if (carried.exit_code != 0) return Error::unavailable("enrolling: " + carried.errors);
  TRY(site.start_kiosk());
  TRY(site.kiosk().tend());
  return site;
}

std::vector<std::string> KioskSite::kiosk_options() const {
  return {"--config", folder_ + "/kiosk.toml", "--data", folder_};
}

Result<void> KioskSite::start_kiosk() {
  kiosk_.reset();
  kiosk_ = std::make_unique<KioskPilot>(
      TRY(KioskPilot::start(programs_.kiosk, kiosk_options(), folder_ + "/kiosk.log", options_.size)));
  return {};
}

Result<Finished> KioskSite::carry_once(const std::string& url) const {
  return run_program({programs_.carrier, "--data", folder_, "--url", url, "--ca", certificate_, "--once"});
}

Result<void> KioskSite::start_carrier(const std::string& url) {
  TRY(write_text(folder_ + "/sync.toml", "poll_s = 1\nstart_delay_max_s = 0\nresend_s = 5\n"));
  carrier_ = std::make_unique<Child>(TRY(Child::start({programs_.carrier, "--config", folder_ + "/sync.toml",
                                                       "--data", folder_, "--url", url, "--ca", certificate_},
                                                      folder_ + "/carrier.log")));
  return {};
}

}  // namespace vantrum::testing
