// The way in: who costs a place, who makes room, who is next.
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "tests/support/client_hello.h"
#include "tests/sync/running_server.h"

namespace vantrum::collector {
namespace {

// Connections that say these bytes, and no more of their own accord.
class Mute {
 public:
  Mute(std::uint16_t port, std::size_t count, ByteView bytes) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (std::size_t i = 0; i < count; ++i) {
      sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
      sockaddr general{};
      std::memcpy(&general, &address, sizeof general);
      REQUIRE(::connect(sockets_.back(), &general, sizeof address) == 0);
      if (!bytes.empty()) say(i, bytes);
    }
  }
  Mute(const Mute&) = delete;
  Mute& operator=(const Mute&) = delete;
  ~Mute() {
    for (int socket : sockets_) {
      if (socket >= 0) ::close(socket);
    }
  }
  void say(std::size_t which, ByteView bytes) {
    REQUIRE(::send(sockets_[which], bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(bytes.size()));
  }
  void leave(std::size_t which) {
    ::close(sockets_[which]);
    sockets_[which] = -1;
  }
  bool is_answered(std::size_t which, std::chrono::milliseconds within) { return peek(which, within) > 0; }
  bool is_left(std::size_t which, std::chrono::milliseconds within) {
    char byte;
    while (peek(which, within) > 0) static_cast<void>(::recv(sockets_[which], &byte, 1, 0));
    return peek(which, 0ms) == 0 || errno == ECONNRESET;
  }

 private:
  ssize_t peek(std::size_t which, std::chrono::milliseconds within) {
    pollfd one{sockets_[which], POLLIN, 0};
    ::poll(&one, 1, static_cast<int>(within.count()));
    char byte;
    return ::recv(sockets_[which], &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  }
  std::vector<int> sockets_;
};

}  // namespace

TEST_CASE("who has not said a whole first record keeps nobody waiting (row 32)") {
  Limits limits;
  limits.connections = 1;
  limits.handshake = limits.patience = 60s;  // so that nobody makes room
  Running running(limits);
  Kiosk kiosk(running.site.entropy);
  running.start();
  const auto hello = testing::client_hello();
  REQUIRE(hello.size() > 100);
  Mute silent(running.server->port(), 50, {}),
      in_the_head(running.server->port(), 50, ByteView(hello).first(3)),
      in_the_record(running.server->port(), 50, ByteView(hello).first(hello.size() - 1));
  auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 3; ++i) CHECK(running.ask({.body = kiosk.sign(wire::Status{})}).status == 401);
  CHECK(std::chrono::steady_clock::now() - start < 5s);
}

TEST_CASE("where all places are taken by the slow, the slowest makes room for an honest kiosk (row 32)") {
  const auto hello = testing::client_hello();
  Limits limits;
  limits.patience = 100ms;
  limits.handshake = limits.header = 60s;
  Bytes said;
  SUBCASE("who say nothing") { limits.silent = 3; }
  SUBCASE("who begin a handshake") {
    limits.connections = 3;
    said = hello;
  }
  Running running(limits);
  Kiosk kiosk(running.site.entropy);
  running.start();
  Mute slow(running.server->port(), 9, said);
  auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 3; ++i) CHECK(running.ask({.body = kiosk.sign(wire::Status{})}).status == 401);
  CHECK(std::chrono::steady_clock::now() - start < 5s);
}

TEST_CASE("who waits for a place comes in when all before have, and a first record may come in pieces") {
  Limits limits;
  limits.connections = 1;
  limits.handshake = limits.patience = 60s;  // so that each comes in when the one before has left
  Running running(limits);
  running.start();
  const auto hello = testing::client_hello();
  Mute clients(running.server->port(), 4, ByteView(hello).first(40));
  std::this_thread::sleep_for(50ms);
  for (std::size_t i = 0; i < 4; ++i) {
    clients.say(i, ByteView(hello).subspan(40, hello.size() - 41));
    std::this_thread::sleep_for(50ms);
  }
  const std::vector<std::size_t> order{2, 0, 3, 1};
  for (auto i : order) {
    CHECK_FALSE(clients.is_answered(i, 0ms));
    clients.say(i, ByteView(hello).last(1));
    std::this_thread::sleep_for(30ms);
  }
  for (std::size_t at = 0; at < order.size(); ++at) {
    CHECK(clients.is_answered(order[at], 10s));
    for (auto later = at + 1; later < order.size(); ++later)
      CHECK_FALSE(clients.is_answered(order[later], 0ms));
    clients.leave(order[at]);
  }
}

TEST_CASE("who waits for a place is closed for nobody, however many come (row 32)") {
  const auto hello = testing::client_hello();
  Limits limits;
  limits.silent = 4;
  limits.connections = 2;
  limits.patience = 100ms;
  limits.handshake = 60s;
  Running running(limits);
  Kiosk kiosk(running.site.entropy);
  running.start();
  std::atomic<bool> is_over = false;
  std::thread attack([&] {  // whoever was closed comes again at once
    const auto again = [&] { return std::make_unique<Mute>(running.server->port(), 1, hello); };
    std::vector<std::unique_ptr<Mute>> clients;
    for (int i = 0; i < 12; ++i) clients.push_back(again());
    while (!is_over) {
      for (auto& client : clients)
        if (client->is_left(0, 1ms)) client = again();
    }
  });
  for (int i = 0; i < 3; ++i) CHECK(running.ask({.body = kiosk.sign(wire::Status{})}).status == 401);
  is_over = true;
  attack.join();
}

TEST_CASE("who speaks no TLS is left at once") {
  Running running;
  running.start();
  Mute client(running.server->port(), 1, view_of("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  CHECK(client.is_left(0, 2s));
}

}  // namespace vantrum::collector
