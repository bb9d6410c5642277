// vantrum-sync: carries the kiosk's documents to the region's collector and brings the replies. Wiring only.
#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "shared/base/log.h"
#include "shared/base/toml.h"
#include "sync/carrier/curl_transport.h"
#include "sync/carrier/service.h"
#include "sync/carrier/settings.h"
#include "sync/carrier/usb.h"

namespace {

using namespace vantrum;
using namespace vantrum::carrier;

struct CommandLine {
  std::string config, url, ca_file, data, stick;
  bool is_once = false;
};

constexpr const char* purpose =
    "Carries signed documents from DIR/outbox to the region's collector and its replies to DIR/inbox.\n"
    "It looks into none of them. Without --once it runs until it is stopped.";
constexpr const char* example =
    "Example:\n"
    "  vantrum-sync --data /var/lib/vantrum --url https://collector.example:8443 --ca /etc/vantrum/ca.pem "
    "--once\n"
    "  vantrum-sync --data /var/lib/vantrum --usb /media/stick\n"
    "\n"
    "Exit codes: 0 everything in the outbox was answered (--once) or stopped by a signal; 64 wrong option "
    "or\n"
    "setting; 74 the disk failed; 75 something still waits, run again later (--once).";

// The exit code if the program ends here.
std::optional<int> read_command_line(int argc, char** argv, CommandLine& line) {
  CLI::App app(purpose, "vantrum-sync");
  app.footer(example);
  app.add_option("--data", line.data, "the kiosk's data folder, with outbox/ and inbox/ in it")
      ->type_name("DIR");
  app.add_option("--url", line.url, "the collector, https only")->type_name("URL");
  app.add_option("--ca", line.ca_file, "certificates (PEM) that may vouch for the collector; no others may")
      ->type_name("FILE");
  app.add_option("--config", line.config, "settings file; options on the command line win")
      ->type_name("FILE");
  app.add_option("--usb", line.stick,
                 "a USB stick with the folder vantrum on it, instead of the network: documents out, replies "
                 "back, end")
      ->type_name("DIR");
  app.add_flag("--once", line.is_once, "one pass over the outbox, at once, then end");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EX_OK : EX_USAGE;
  }
  return std::nullopt;
}

Result<Settings> read_settings(FileSystem& files, const CommandLine& line) {
  Settings settings;
  if (!line.config.empty()) {
    auto content = files.read(line.config, toml_bytes_max);
    if (!content) return Error::invalid("the settings file: " + content.error().message);
    settings = TRY(parse_settings(line.config, text_of(*content)));
  }
  if (!line.url.empty()) settings.url = line.url;
  if (!line.ca_file.empty()) settings.ca_file = line.ca_file;
  if (!line.data.empty()) settings.data = line.data;
  return complete(settings);
}

Result<void> run_usb(FileSystem& files, const CommandLine& line) {
  Settings settings;
  if (!line.config.empty()) {
    auto content = files.read(line.config, toml_bytes_max);
    if (!content) return Error::invalid("the settings file: " + content.error().message);
    settings = TRY(parse_settings(line.config, text_of(*content)));
  }
  auto data = line.data.empty() ? settings.data : line.data;
  if (auto there = files.list(data); !there)
    return Error::invalid("the data folder: " + there.error().message);
  for (const char* folder : {"/outbox", "/inbox"}) TRY(files.make_directories(data + folder));
  SystemEntropy entropy;
  const auto report = TRY(carry_by_stick(files, entropy, data, line.stick));
  std::cout << words_of(report);
  return report.is_complete ? Result<void>() : Error::storage(report.failure);
}

Result<void> run(const CommandLine& line) {
  auto files = real_file_system();
  if (!line.stick.empty()) return run_usb(*files, line);
  const auto settings = TRY(read_settings(*files, line));
  CycleOptions cycle_options{settings.data + "/outbox", settings.data + "/inbox", settings.retry,
                             settings.resend};
  auto data = files->list(settings.data);
  if (!data) return Error::invalid("the data folder: " + data.error().message);
  TRY(files->make_directories(cycle_options.outbox));
  TRY(files->make_directories(cycle_options.inbox));
  TRY(files->sweep(cycle_options.inbox));

  auto waker = TRY(Waker::open(cycle_options.outbox));
  auto transport = TRY(CurlTransport::open(*files, {settings.url, settings.ca_file, waker.stop_fd()}));
  SystemClock clock;
  SystemEntropy entropy;
  Cycle cycle(cycle_options, *files, *transport, clock, entropy);
  StateFile state(*files, settings.data + "/carrier-state.json");
  if (line.is_once) return carry_once(cycle, state, clock);
  log_info("carrying between {} and {}", settings.data, settings.url);
  carry_on(cycle, state, clock, entropy, waker, {settings.poll, settings.start_delay_max});
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CommandLine line;
  if (auto code = read_command_line(argc, argv, line)) return *code;
  auto done = run(line);
  if (done) return EX_OK;
  std::cerr << "vantrum-sync: " << done.error().message << '\n';
  return exit_code(done.error());
}
