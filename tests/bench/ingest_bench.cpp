// ingest_bench [--batches N] [--stored N] [--slow N] [--herd N]: what it costs to receive, beside what the
// same bytes cost in SQLite alone.
//
// The collector is the real program over real TLS with its own durability; its CPU time is read from /proc,
// so that neither the sender nor whatever else runs on the machine counts. Documents are sealed and signed
// before anything is measured. Goals: performance study, section 5.
#include <fmt/format.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <thread>

#include "shared/survey/instrument_file.h"
#include "shared/wire/item.h"
#include "sync/collector/collector.h"
#include "sync/collector/enrolment.h"
#include "sync/collector/ingest.h"
#include "sync/collector/opener.h"
#include "sync/collector/publish.h"
#include "sync/store/sqlite_collector_store.h"
#include "tests/bench/real_server.h"
#include "tests/support/client_hello.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;
using bench::must;
using bench::Timer;

constexpr const char* instrument_folder = "config/instruments/besoksenkat";
constexpr std::size_t batch_items = 100, items_a_round = 100'000;
constexpr const char* usage =
    "usage: ingest_bench [--batches N] [--stored N] [--slow N] [--herd N]\n"
    "  --batches N   of 100 responses each (500); four times as many responses are sent alone\n"
    "  --stored N    items of earlier rounds; then it receives again (1,000,000; 0: not again)\n"
    "  --slow N      connections that never go on (2,000)\n"
    "  --herd N      kiosks that come at once (2,000)\n";

// True if it was answered with 200 and documents.
bool send(bench::Link& link, const Bytes& document) {
  auto request = fmt::format(
      "POST /v1/exchange HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/cose\r\nContent-Length: "
      "{}\r\n\r\n",
      document.size());
  request.append(reinterpret_cast<const char*>(document.data()), document.size());
  auto reply = link.ask(request);
  return reply && reply->starts_with("HTTP/1.1 200");
}

struct Kiosk {
  DeviceId id;
  crypto::SigningKey key;
  std::uint64_t batches = 0;
};

class Bench {
 public:
  explicit Bench(std::string program)
      : files_(real_file_system()), data_{folder_.path() + "/collector"}, program_(std::move(program)) {
    SystemClock clock;
    must(initialise(*files_, entropy_, clock, data_, {"kalmar", "Region Kalmar län"}, {"127.0.0.1"}));
    auto store = must(SqliteCollectorStore::open(data_.database()));
    keys_ = must(load_keys(*files_, data_));
    Collector collector{*store, keys_, must(store->load_region()), clock, entropy_, nullptr, data_};
    centre_ = must(store->add_centre("Norr", 100'000));
    RoundPlan plan;
    plan.name = plan.receiver = "x";
    plan.files = must(survey::read_instrument_files(*files_, instrument_folder));
    plan.languages = {"sv"};
    plan.allow_unreviewed = true;
    round_ = must(open_round(collector, plan));
    instrument_ = must(survey::parse_instrument(plan.files));
    for (int i = 0; i < 20; ++i) {
      auto code = must(issue_code(collector, centre_, "k", std::chrono::minutes(10)));
      Kiosk kiosk{entropy_.random_id<DeviceId>(), crypto::make_signing_key(entropy_)};
      auto typed = must(wire::EnrolmentCode::parse(code.printed));
      auto payload = wire::encode(wire::Enrolment{kiosk.id, crypto::verify_key_of(kiosk.key), "k"});
      auto document =
          wire::mac_document({wire::DocumentType::enrolment, "kalmar", to_bytes(view_of(typed.handle)), 1},
                             payload, must(typed.mac_key("kalmar")));
      must(exchange_document(collector, document));
      kiosks_.push_back(std::move(kiosk));
    }
    must(store->tidy());
    context_ = SSL_CTX_new(TLS_client_method());
  }
  ~Bench() {
    server_.reset();
    SSL_CTX_free(context_);
  }

  void serve() {
    server_.emplace(program_, data_.path, folder_.path(), std::vector<std::string>{"--no-open"});
  }
  double stop() {
    auto cpu_s = server_->stop();
    server_.reset();
    return cpu_s;
  }

  std::vector<Bytes> batches(std::size_t count, std::size_t items) {
    std::vector<Bytes> made;
    wire::SealTo to{1, keys_.seal_to.at(1), wire::padded_bytes_for(instrument_)};
    for (std::size_t i = 0; i < count; ++i) {
      auto& kiosk = kiosks_[i % kiosks_.size()];
      wire::Batch batch;
      batch.batch = entropy_.random_id<BatchId>();
      batch.round = round_;
      for (std::size_t j = 0; j < items; ++j) {
        survey::Response response;
        response.item = entropy_.random_id<ItemId>();
        response.round = round_;
        response.centre = centre_;
        response.instrument_number = instrument_.number;
        response.instrument_version = instrument_.version;
        response.week = IsoWeek{2026, 45};
        response.answers = {{"acc", {"full"}}, {"wel", {"mostly"}}};
        batch.items.push_back(
            {wire::ItemKind::response, must(wire::seal_response(response, instrument_, to))});
      }
      made.push_back(wire::sign_document(
          {wire::DocumentType::batch, "kalmar", to_bytes(kiosk.id.view()), ++kiosk.batches},
          wire::encode(batch), kiosk.key));
    }
    return made;
  }

  struct Cost {
    double cpu_s = 0, wall_s = 0;
    std::uint64_t up = 0, down = 0;
    std::size_t sent = 0;
  };
  // One after another on one connection, as a carrier does; on another one if the server has ended it.
  Cost send_all(const std::vector<Bytes>& documents) {
    Cost cost;
    auto start = Timer::now();
    double before = server_->cpu_s();
    std::optional<bench::Link> link;
    auto count = [&] {
      if (link) cost.up += link->bytes_up(), cost.down += link->bytes_down();
    };
    for (const auto& document : documents) {
      if (!link || !link->is_good()) count(), link.emplace(context_, server_->port());
      cost.sent += send(*link, document);
    }
    count();
    cost.cpu_s = server_->cpu_s() - before;
    cost.wall_s = bench::seconds_since(start);
    return cost;
  }

  void receive(std::size_t count) {
    fmt::print(
        "\nReceiving, TLS, verified, de-duplicated, FULL commit, receipt; CPU of the server alone ({})\n",
        bench::load_of_machine());
    auto whole = batches(count, batch_items);
    serve();
    auto cost = send_all(whole);
    report("batches of 100", cost, batch_items);
    cost.cpu_s += stop();  // the next start would do it else, or a pause
    report("  with its log moved into the file", cost, batch_items);
    serve();
    report("the same again (duplicates)", send_all(whole), batch_items);
    report("one response a POST", send_all(batches(count * 4, 1)), 1);
    fmt::print("  memory now {:.1f} MB, at most {:.1f} MB (goal 64)\n", memory("VmRSS:"), memory("VmHWM:"));
    std::fflush(stdout);
    stop();
    bare_insert(whole);
  }

  // As it is where somebody opens all the while: never more than some thousands wait.
  void receive_and_open(std::size_t count) {
    constexpr std::size_t batches_at_once = 20;
    open_waiting();
    auto whole = batches(count, batch_items);
    Cost sum;
    for (std::size_t at = 0; at < count; at += batches_at_once) {
      const auto end = std::min(count, at + batches_at_once);
      serve();
      auto cost = send_all({whole.begin() + static_cast<std::ptrdiff_t>(at),
                            whole.begin() + static_cast<std::ptrdiff_t>(end)});
      sum.cpu_s += cost.cpu_s + stop();
      sum.wall_s += cost.wall_s;
      sum.up += cost.up;
      sum.down += cost.down;
      sum.sent += cost.sent;
      open_waiting();
    }
    report("batches, opened all the while", sum, batch_items);
  }

  // The same bytes in the same shape, without any of ours: what SQLite takes for it.
  void bare_insert(const std::vector<Bytes>& documents) {
    const auto path = folder_.path() + "/bare.db";
    for (const char* end : {"", "-wal"}) fs::remove(path + end);
    auto database = must(store::Database::open(path, {.application_id = 1}));
    must(database.run("CREATE TABLE t (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID"));
    std::vector<Bytes> rows;
    for (const auto& document : documents) {
      auto bytes = document.size() / batch_items;
      for (std::size_t i = 0; i < batch_items; ++i)
        rows.emplace_back(document.begin() + static_cast<std::ptrdiff_t>(i * bytes),
                          document.begin() + static_cast<std::ptrdiff_t>((i + 1) * bytes));
    }
    double before = bench::own_cpu_s();
    for (std::size_t at = 0; at < rows.size(); at += batch_items) {
      auto transaction = must(store::Transaction::begin(database));
      for (std::size_t i = at; i < at + batch_items; ++i) {
        auto id = entropy_.random_id<ItemId>();
        must(database.run("INSERT INTO t (id, sealed) VALUES (?, ?)", {id.view(), ByteView(rows[i])}));
      }
      must(transaction.commit());
    }
    double cpu = bench::own_cpu_s() - before;
    fmt::print("  {:<32} {:>9.0f} rows per CPU second\n", "bare SQLite, 100 a commit",
               static_cast<double>(rows.size()) / cpu);
  }

  // The ledger of so many items more, as rounds of the past leave it.
  void fill(std::size_t count) {
    auto store = must(SqliteCollectorStore::open(data_.database()));
    auto start = Timer::now();
    for (std::size_t at = 0; at < count;) {
      const RoundId round{static_cast<std::uint32_t>(900 + at / items_a_round)};
      must(store->in_transaction([&]() -> Result<void> {
        for (std::size_t i = 0; i < items_a_round && at < count; ++i, ++at) {
          auto id = entropy_.random_id<ItemId>();
          TRY(store->record_item(id, crypto::hash_of(id.view()), round, wire::ItemKind::response));
        }
        return {};
      }));
      must(store->tidy());
    }
    fmt::print("\n{} items stored before, in {:.0f} s ({:.0f} MB)\n", count, bench::seconds_since(start),
               static_cast<double>(fs::file_size(data_.database())) / 1e6);
  }

  // With the CPU time it took, and all that follows of it.
  std::pair<Opener::Count, double> open_waiting() {
    auto store = must(SqliteCollectorStore::open(data_.database()));
    auto answers = must(open_answers(*files_, data_, *store));
    SystemClock clock;
    Collector collector{*store, keys_, must(store->load_region()), clock, entropy_, answers.get(), data_};
    double before = bench::own_cpu_s();
    auto opened = must(Opener(collector).run());
    double cpu = bench::own_cpu_s() - before;
    must(store->tidy());
    must(answers->tidy());
    return {opened, cpu};
  }

  void open_all() {
    auto [opened, cpu] = open_waiting();
    fmt::print("\nOpening: {} responses, {:.0f} per CPU second (goal 15,000), {} quarantined\n",
               opened.opened, static_cast<double>(opened.opened) / cpu, opened.quarantined);
    fmt::print(
        "  answers.db: {:.0f} bytes a response\n",
        static_cast<double>(fs::file_size(data_.answer_database())) / static_cast<double>(opened.opened));
    std::fflush(stdout);
  }

  // Row 32: connections that never go on.
  void slow(std::size_t count) {
    fmt::print("\n{} slow connections (row 32)\n", count);
    const auto hello = testing::client_hello();
    slow(count, "half say nothing, half a part of it",
         [&](std::size_t i) { return ByteView(hello).first(i % 2 == 0 ? 11 : 0); });
    slow(count, "all begin a handshake", [&](std::size_t) { return ByteView(hello); });
  }

  void slow(std::size_t count, const char* kind, const std::function<ByteView(std::size_t)>& said_by) {
    std::vector<int> sockets;
    auto reconnect = [&](std::size_t i) {
      int socket = bench::connect_to(server_->port());
      const auto said = said_by(i);
      if (socket >= 0) static_cast<void>(::send(socket, said.data(), said.size(), MSG_NOSIGNAL) == 0);
      return socket;
    };
    for (std::size_t i = 0; i < count; ++i) sockets.push_back(reconnect(i));
    std::vector<double> ms;
    std::size_t failed = 0;
    double peak = 0;
    auto honest = batches(200, 5);
    for (std::size_t i = 0; i < honest.size(); ++i) {
      // Whoever attacks comes again at once when the collector hangs up.
      for (std::size_t j = 0; j < sockets.size(); ++j) {
        char byte;
        if (sockets[j] >= 0 && ::recv(sockets[j], &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0 && errno == EAGAIN)
          continue;
        if (sockets[j] >= 0) ::close(sockets[j]);
        sockets[j] = reconnect(j);
      }
      auto start = Timer::now();
      bench::Link link(context_, server_->port());
      if (!send(link, honest[i])) ++failed;
      ms.push_back(bench::seconds_since(start) * 1000);
      peak = std::max(peak, memory("VmRSS:"));
      ::usleep(50'000);
    }
    std::ranges::sort(ms);
    fmt::print(
        "  {}: an honest kiosk's median {:.0f} ms, p99 {:.0f} ms (goal 2,000), {} of {} failed; {:.0f} MB "
        "at most\n",
        kind, ms[ms.size() / 2], ms[ms.size() * 99 / 100], failed, ms.size(), peak);
    for (int socket : sockets) {
      if (socket >= 0) ::close(socket);
    }
  }

  // So many kiosks that come at once after a long time without network, each with a connection of its own.
  void herd(std::size_t count) {
    auto documents = batches(count, 5);
    double before = server_->cpu_s();
    auto start = Timer::now();
    std::size_t sent = 0;
    std::vector<std::thread> senders;
    std::atomic<std::size_t> next = 0, good = 0;
    for (int i = 0; i < 64; ++i)
      senders.emplace_back([&] {
        for (std::size_t at = next++; at < documents.size(); at = next++) {
          bench::Link link(context_, server_->port());
          good += send(link, documents[at]);
        }
      });
    for (auto& sender : senders) sender.join();
    sent = good;
    double wall = bench::seconds_since(start), cpu = server_->cpu_s() - before;
    fmt::print("\nHerd: {} of {} kiosks served in {:.1f} s, 64 at a time; {:.2f} ms CPU of the server each\n",
               sent, documents.size(), wall, 1000 * cpu / static_cast<double>(documents.size()));
  }

  double memory(const std::string& field) const { return server_->memory_mb(field); }

 private:
  void report(const std::string& name, const Cost& cost, std::size_t items) {
    auto rows = static_cast<double>(cost.sent * items);
    fmt::print(
        "  {:<32} {:>9.0f} responses per CPU second; {:>6.0f}/s; {:.1f} bytes up, {:.1f} down a response{}\n",
        name, rows / cost.cpu_s, rows / cost.wall_s, static_cast<double>(cost.up) / rows,
        static_cast<double>(cost.down) / rows, cost.sent == 0 ? " (NOTHING WAS ANSWERED)" : "");
    std::fflush(stdout);
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<FileSystem> files_;
  DataFolder data_;
  SystemEntropy entropy_;
  Keys keys_;
  CentreId centre_;
  RoundId round_;
  survey::Instrument instrument_;
  std::vector<Kiosk> kiosks_;
  std::string program_;
  std::optional<bench::Server> server_;
  SSL_CTX* context_ = nullptr;
};

}  // namespace
}  // namespace vantrum::collector

int main(int argc, char** argv) {
  using namespace vantrum::collector;
  std::map<std::string, std::size_t> options{
      {"--batches", 500}, {"--stored", 1'000'000}, {"--slow", 2'000}, {"--herd", 2'000}};
  for (int i = 1; i < argc; i += 2) {
    if (i + 1 == argc || !options.contains(argv[i])) {
      const bool is_asked = std::string(argv[i]) == "--help";
      fmt::print(is_asked ? stdout : stderr, "{}", usage);
      return is_asked ? 0 : 2;
    }
    options[argv[i]] = std::strtoul(argv[i + 1], nullptr, 10);
  }
  vantrum::bench::allow_many_files();
  Bench bench((fs::path(argv[0]).parent_path() / "vantrum-collector").string());
  bench.receive(options["--batches"]);
  bench.open_all();
  bench.receive_and_open(options["--batches"]);
  bench.serve();
  if (options["--slow"] > 0) bench.slow(options["--slow"]);
  if (options["--herd"] > 0) bench.herd(options["--herd"]);
  bench.stop();
  if (options["--stored"] > 0) {
    bench.fill(options["--stored"]);
    bench.receive(options["--batches"]);
    bench.receive_and_open(options["--batches"]);
  }
  return 0;
}
