// pages_bench [--readers N] [--responses N] [--times N]: what the leads' pages cost while many read at once.
//
// The collector is the real program over real TLS, with a large round's results; each reader has a connection
// and a session of its own and asks for the next page as soon as the last one has come. So with N readers a
// page takes about N times what it costs. The floor is a small file of the same server.
#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "sync/accounts/staff.h"
#include "tests/bench/filled_region.h"
#include "tests/bench/real_server.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::bench {
namespace {

constexpr std::uint32_t centres = 300;
constexpr const char* usage =
    "usage: pages_bench [--readers N] [--responses N] [--times N]\n"
    "  --readers N     that read at once (50)\n"
    "  --responses N   answers of the round, of 300 centres (100,000)\n"
    "  --times N       each page, of each reader (20)\n";

struct Page {
  const char* name;
  const char* path;
};
constexpr Page pages[] = {{"floor: a small file", "/icon.svg"},
                          {"floor: a page without data", "/om"},
                          {"rounds", "/omgangar"},
                          {"progress of all centres", "/omgangar/1"},
                          {"one centre", "/familjecentraler/17"},
                          {"results of the region", "/resultat/1"},
                          {"results of a centre", "/resultat/1/17"},
                          {"a chart of the region", "/resultat/1/lanet/bild/1.svg"}};

// One session each: as many accounts as sessions of one allow.
std::vector<std::string> sign_in(const collector::DataFolder& data, std::size_t readers) {
  auto files = real_file_system();
  SystemClock clock;
  SystemEntropy entropy;
  auto staff =
      must(accounts::Staff::open(*files, data.dashboard_database(), data.dashboard_key(), clock, entropy));
  std::vector<std::string> cookies;
  for (std::size_t i = 0; i < readers; i += accounts::sessions_max) {
    auto link = must(staff->accounts.add("bench", {fmt::format("reader-{}", i), accounts::Role::lead, {}},
                                         std::chrono::hours(1)));
    for (std::size_t j = i; j < std::min<std::size_t>(readers, i + accounts::sessions_max); ++j)
      cookies.push_back(must(staff->sign_in.begin_session(link.account, "bench")).token);
  }
  must(staff->tidy());
  return cookies;
}

struct Asked {
  std::vector<double> ms;
  std::size_t failed = 0, bytes = 0;
};

Asked ask(SSL_CTX* context, int port, const Page& page, const std::vector<std::string>& cookies,
          std::size_t times) {
  Asked all;
  std::mutex lock;
  auto read = [&](const std::string& cookie) {
    Asked own;
    Link link(context, port);
    auto request = fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: __Host-vantrum={}\r\n\r\n",
                               page.path, port, cookie);
    for (std::size_t i = 0; i < times; ++i) {
      auto start = Timer::now();
      auto reply = link.ask(request);
      own.ms.push_back(seconds_since(start) * 1000);
      if (!reply || !reply->starts_with("HTTP/1.1 200")) ++own.failed;
      if (reply) own.bytes = reply->size();
    }
    std::lock_guard guard(lock);
    all.ms.insert(all.ms.end(), own.ms.begin(), own.ms.end());
    all.failed += own.failed;
    all.bytes = std::max(all.bytes, own.bytes);
  };
  std::vector<std::thread> readers;
  for (const auto& cookie : cookies) readers.emplace_back(read, cookie);
  for (auto& reader : readers) reader.join();
  std::ranges::sort(all.ms);
  return all;
}

int bench(const std::string& program, const std::map<std::string, std::size_t>& options) {
  testing::TemporaryFolder folder;
  const collector::DataFolder data{folder.path() + "/collector"};
  {
    FilledRegion region(data.path, centres);
    region.add(options.at("--responses"));
  }
  auto cookies = sign_in(data, options.at("--readers"));
  Server server(program, data.path, folder.path());
  auto* context = SSL_CTX_new(TLS_client_method());
  fmt::print("{} answers, {} centres, {} readers at once ({})\n", options.at("--responses"), centres,
             cookies.size(), load_of_machine());
  fmt::print("{:<30} {:>10} {:>10} {:>10} {:>9}\n", "", "p50 ms", "p99 ms", "CPU ms", "KB");
  std::size_t failed = 0;
  for (const auto& page : pages) {
    ask(context, server.port(), page, {cookies.front()}, 1);  // what only the first one pays
    const auto before = server.cpu_s();
    const auto asked = ask(context, server.port(), page, cookies, options.at("--times"));
    const auto cpu_ms = 1000 * (server.cpu_s() - before) / static_cast<double>(asked.ms.size());
    failed += asked.failed;
    fmt::print("{:<30} {:>10.1f} {:>10.1f} {:>10.2f} {:>9}{}\n", page.name, asked.ms[asked.ms.size() / 2],
               asked.ms[asked.ms.size() * 99 / 100], cpu_ms, asked.bytes / 1000,
               asked.failed == 0 ? "" : fmt::format("  {} FAILED", asked.failed));
    std::fflush(stdout);
  }
  fmt::print("memory of the server: at most {:.0f} MB\n", server.memory_mb("VmHWM:"));
  SSL_CTX_free(context);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vantrum::bench

int main(int argc, char** argv) {
  std::map<std::string, std::size_t> options{{"--readers", 50}, {"--responses", 100'000}, {"--times", 20}};
  for (int i = 1; i < argc; i += 2) {
    if (i + 1 == argc || !options.contains(argv[i]) || std::strtoul(argv[i + 1], nullptr, 10) == 0) {
      const bool is_asked = std::string(argv[i]) == "--help";
      fmt::print(is_asked ? stdout : stderr, "{}", vantrum::bench::usage);
      return is_asked ? 0 : 2;
    }
    options[argv[i]] = std::strtoul(argv[i + 1], nullptr, 10);
  }
  auto program = std::filesystem::path(argv[0]).parent_path() / "vantrum-collector";
  return vantrum::bench::bench(program.string(), options);
}
