#include "tests/support/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace vantrum::testing {
namespace {

constexpr int tick_ms = 20;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool is_readable(int socket) {
  pollfd end{socket, POLLIN, 0};
  return poll(&end, 1, tick_ms) > 0;
}

bool send_all(int socket, const char* data, std::size_t size) {
  while (size > 0) {
    ssize_t sent = send(socket, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<Proxy>> Proxy::start(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 16) != 0 || getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return Error::unavailable(std::string("the relay cannot listen: ") + std::strerror(errno));
  }
  return std::unique_ptr<Proxy>(new Proxy(listener, ntohs(address.sin_port), port));
}

Proxy::Proxy(int listener, int port, int upstream)
    : listener_(listener), port_(port), upstream_(upstream), acceptor_([this] { accept_all(); }) {}

Proxy::~Proxy() {
  stopping_ = true;
  acceptor_.join();
  relays_.clear();
  close(listener_);
}

bool Proxy::pass_on(int socket, const char* data, std::size_t size, std::size_t carried) {
  const std::size_t swift =
      pace_us_ == 0 ? size : std::min(size, swift_bytes_ - std::min(carried, +swift_bytes_));
  if (!send_all(socket, data, swift)) return false;
  for (std::size_t i = swift; i < size && !stopping_ && mode_ != Mode::cut; ++i) {
    if (!send_all(socket, data + i, 1)) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(pace_us_));
  }
  return true;
}

void Proxy::accept_all() {
  while (!stopping_) {
    if (!is_readable(listener_)) continue;
    int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) relays_.emplace_back([this, client] { relay(client); });
  }
}

void Proxy::relay(int client) {
  int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(upstream_);
  bool connected =
      mode_ != Mode::cut && connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  std::array<char, 16384> buffer{};
  std::size_t sent = 0, carried = 0;
  std::array<std::size_t, 2> left{to_max_, from_max_};  // to, from the collector
  std::array<bool, 2> ended{};
  while (connected && !stopping_ && mode_ != Mode::cut) {
    std::array<pollfd, 2> ends{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    if (poll(ends.data(), ends.size(), tick_ms) <= 0) continue;
    for (std::size_t i = 0; i < ends.size() && connected; ++i) {
      if (ends[i].revents == 0) continue;
      ssize_t got = read(ends[i].fd, buffer.data(), buffer.size());
      connected = got > 0;
      if (!connected) break;
      auto size = static_cast<std::size_t>(got);
      bool from_client = i == 0;
      if (ended[i]) continue;  // only this direction is over
      bool is_over = size > left[i];
      size = std::min(size, left[i]);
      left[i] -= size;
      (from_client ? to_ : from_) += size;
      if (from_client) sent += size;
      if (!from_client && mode_ == Mode::eat_replies && sent >= eat_after_bytes)
        eaten_ += size;
      else
        connected = pass_on(ends[1 - i].fd, buffer.data(), size, carried);
      carried += size;
      if (!is_over) continue;
      ended[i] = true;
      if (half_close_)
        shutdown(ends[1 - i].fd, SHUT_WR);
      else
        connected = false;
    }
  }
  if (reset_) {
    const linger now{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    setsockopt(server, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  close(client);
  close(server);
}

}  // namespace vantrum::testing
