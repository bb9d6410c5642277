// The program itself: its exit codes, its files, and how it stops.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "tests/carrier/temp_folder.h"
#include "tests/carrier/tls_server.h"

using namespace vantrum;
using namespace vantrum::testing;

namespace {

using Words = std::vector<std::string>;

class Program {
 public:
  explicit Program(Words arguments) {
    arguments.insert(arguments.begin(), VANTRUM_SYNC);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    check(posix_spawn(&pid_, VANTRUM_SYNC, &quiet, nullptr, argv.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&quiet);
  }
  ~Program() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void ask_to_stop(int signal) const { ::kill(pid_, signal); }
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = 0;
};

struct Place {
  TestCa ca;
  TempFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();

  Place() {
    files->make_directories(folder.path("outbox")).value();
    files->write_atomic(folder.path("ca.pem"), view_of(ca.pem())).value();
  }
  void put(const std::string& name) {
    files->write_atomic(folder.path("outbox/" + name), view_of("document " + name)).value();
  }
  std::size_t replies() {
    auto names = files->list(folder.path("inbox"));
    return names ? names->size() : 0;
  }
  Words arguments(const std::string& url) const {
    return {"--data", folder.path(), "--url", url, "--ca", folder.path("ca.pem")};
  }
  Words arguments_once(const std::string& url) const {
    auto all = arguments(url);
    all.emplace_back("--once");
    return all;
  }
};

const std::string receipt =
    http_reply("200 OK", "Content-Type: application/cbor-seq\r\n", "the bytes of a receipt");

TlsServer::Answer receipts() {
  return [](const std::string&) { return receipt; };
}

template <class Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace

TEST_CASE("--once carries the outbox and ends well") {
  Place place;
  TlsServer collector(place.ca, {}, receipts());
  place.put("1.cose");
  place.put("2.cose");
  CHECK(Program(place.arguments_once(collector.url())).wait() == EX_OK);
  CHECK(collector.requests().size() == 2);
  CHECK(place.replies() == 2);
  CHECK(place.files->list(place.folder.path("outbox")).value().size() == 2);
  CHECK(place.files->read(place.folder.path("carrier-state.json"), 10'000));
}

TEST_CASE("--once without a collector, or with a stranger, says try again later") {
  Place place;
  place.put("1.cose");
  TlsServer stranger(TestCa(), {}, receipts());
  CHECK(Program(place.arguments_once(stranger.url())).wait() == EX_TEMPFAIL);
  std::string nobody;
  { nobody = TlsServer(place.ca, {}, receipts()).url(); }
  CHECK(Program(place.arguments_once(nobody)).wait() == EX_TEMPFAIL);
  CHECK(place.replies() == 0);
}

TEST_CASE("an empty outbox needs nobody") {
  Place place;
  CHECK(Program(place.arguments_once("https://127.0.0.1:1")).wait() == EX_OK);
}

TEST_CASE("wrong options are told with the code for it, and --help is no mistake") {
  Place place;
  CHECK(Program({"--help"}).wait() == EX_OK);
  CHECK(Program({}).wait() == EX_USAGE);
  CHECK(Program({"--nonsense"}).wait() == EX_USAGE);
  CHECK(Program(place.arguments_once("http://127.0.0.1:1")).wait() == EX_USAGE);
  auto nowhere = place.arguments_once("https://127.0.0.1:1");
  nowhere[1] = place.folder.path("no-such-folder");
  CHECK(Program(nowhere).wait() == EX_USAGE);
  CHECK_FALSE(std::filesystem::exists(place.folder.path("no-such-folder")));
}

TEST_CASE("running, it carries a new document soon, and SIGTERM and SIGINT stop it") {
  for (int signal : {SIGTERM, SIGINT}) {
    Place place;
    TlsServer collector(place.ca, {}, receipts());
    place.files
        ->write_atomic(place.folder.path("sync.toml"), view_of("start_delay_max_s = 0\npoll_s = 3600\n"))
        .value();
    auto arguments = place.arguments(collector.url());
    arguments.insert(arguments.end(), {"--config", place.folder.path("sync.toml")});
    Program program(arguments);
    CHECK(soon([&] { return place.files->read(place.folder.path("carrier-state.json"), 10'000); }));
    place.put("1.cose");
    CHECK(soon([&] { return place.replies() == 1; }));
    const auto start = std::chrono::steady_clock::now();
    program.ask_to_stop(signal);
    CHECK(program.wait() == EX_OK);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
  }
}
