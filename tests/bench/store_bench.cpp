// vantrum-store-bench [FOLDER]: how fast answers become durable, beside what the same disk can do at best.
//
// Three loops take turns in one run, so that a busy machine slows them all: a raw fdatasync after 4 kB
// appended to a file, an SQLite transaction of one row with the same pragmas, and a whole submission (sealed,
// counted).
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>

#include "tests/faults/world.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using Timer = std::chrono::steady_clock;
constexpr int rounds = 20, in_a_row = 25;

struct Series {
  std::string name;
  std::function<bool()> work;
  std::vector<double> ms = {};

  void run() {
    for (int i = 0; i < in_a_row; ++i) {
      auto began = Timer::now();
      check(work());
      ms.push_back(std::chrono::duration<double, std::milli>(Timer::now() - began).count());
    }
  }
  double rate() const {
    double sum = 0;
    for (double one : ms) sum += one;
    return 1000 * static_cast<double>(ms.size()) / sum;
  }
  double percentile(double p) {
    std::ranges::sort(ms);
    return ms[static_cast<std::size_t>(p * static_cast<double>(ms.size() - 1))];
  }
};

int run(const std::string& base) {
  if (!base.empty()) ::setenv("TMPDIR", base.c_str(), 1);
  testing::TemporaryFolder folder;
  auto files = real_file_system();
  for (const auto& [path, content] : Beginning::make(4'000, SurveySize::whole).files) {
    auto to = folder.path() + path.substr(std::string(World::folder).size());
    files->make_directories(to.substr(0, to.rfind('/'))).value();
    files->write_atomic(to, content, 0600).value();
  }
  SystemClock clock;
  SystemEntropy entropy;
  DeviceSettings settings;
  settings.data = folder.path();
  auto device = *Device::open(settings, *files, clock, entropy);

  int raw = ::open((folder.path() + "/raw").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  std::array<char, 4096> block{};
  auto bare = *store::Database::open(folder.path() + "/bare.db", {.application_id = 1});
  bare.run("CREATE TABLE t (x INTEGER PRIMARY KEY, b BLOB)").value();
  Bytes blob(256, 7);

  std::array<Series, 3> series = {
      Series{"4 kB and fdatasync",
             [&] { return ::write(raw, block.data(), block.size()) == 4096 && ::fdatasync(raw) == 0; }},
      Series{"one row in SQLite",
             [&] { return bool(bare.run("INSERT INTO t (b) VALUES (?)", {ByteView(blob)})); }},
      Series{"a submission", [&] {
               return bool(device.submit({device.survey(), {{"acc", {"full"}}}, "sv"}));
             }}};
  for (int i = 0; i < rounds; ++i) {
    for (auto& one : series) one.run();
  }
  ::close(raw);
  fmt::print("{:<20} {:>10} {:>10} {:>10}\n", "", "per second", "p50 ms", "p99 ms");
  for (auto& one : series) {
    fmt::print("{:<20} {:>10.0f} {:>10.2f} {:>10.2f}\n", one.name, one.rate(), one.percentile(0.5),
               one.percentile(0.99));
  }
  fmt::print("store: {:.0f} durable submissions per second, {:.0f} % of a bare SQLite transaction\n",
             series[2].rate(), 100 * series[2].rate() / series[1].rate());
  World world(Beginning::make(4'000), 1);
  fmt::print("store: {} bytes written in an idle day\n", world.idle_for_a_day());
  return 0;
}

}  // namespace
}  // namespace vantrum::kiosk

int main(int argc, char** argv) {
  vantrum::testing::Quiet quiet;
  return vantrum::kiosk::run(argc > 1 ? argv[1] : "");
}
