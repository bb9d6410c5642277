// A bad network of our own: a TCP relay on loopback between carrier and collector that can be cut at any
// byte, can be as slow as one likes, or lets a request through and eats the reply.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::testing {

class Proxy {
 public:
  enum class Mode {
    pass,         // as if it were not there
    cut,          // connections are accepted and closed
    eat_replies,  // what the collector says after a connection has sent eat_after_bytes never arrives
  };

  // Relays to 127.0.0.1:port, which may change later (a collector that comes back).
  static Result<std::unique_ptr<Proxy>> start(int port);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  void set_mode(Mode mode) { mode_ = mode; }
  void set_upstream(int port) { upstream_ = port; }
  // From now on each connection ends when it has carried so many bytes to, or from, the collector: closed, or
  // with only that direction ended. The byte after the last one never arrives.
  static constexpr std::size_t unlimited = SIZE_MAX;
  void end_after(std::size_t to_collector, std::size_t from_collector, bool half_close = false) {
    to_max_ = to_collector;
    from_max_ = from_collector;
    half_close_ = half_close;
  }
  // Whether a connection that ends so is reset instead of closed.
  void reset_at_end(bool reset) { reset_ = reset; }
  // From now on every byte takes so long, either way; zero: none. The first so many bytes of a connection,
  // both ways together, are swift.
  void set_pace(std::chrono::microseconds a_byte, std::size_t swift_bytes = 0) {
    swift_bytes_ = swift_bytes;
    pace_us_ = a_byte.count();
  }
  // What the connections since the last call carried.
  struct Carried {
    std::size_t to = 0, from = 0;
  };
  Carried take_carried() { return {to_.exchange(0), from_.exchange(0)}; }
  // Bytes from the collector that were eaten since the last call.
  std::size_t take_eaten() { return eaten_.exchange(0); }

  // More than a handshake, less than a handshake and a batch of five.
  static constexpr std::size_t eat_after_bytes = 1400;

 private:
  Proxy(int listener, int port, int upstream);
  void accept_all();
  void relay(int client);
  bool pass_on(int socket, const char* data, std::size_t size, std::size_t carried);

  int listener_, port_;
  std::atomic<int> upstream_;
  std::atomic<Mode> mode_ = Mode::pass;
  std::atomic<std::size_t> eaten_ = 0, to_ = 0, from_ = 0;
  std::atomic<std::size_t> to_max_ = unlimited, from_max_ = unlimited;
  std::atomic<bool> half_close_ = false, reset_ = false;
  std::atomic<std::int64_t> pace_us_ = 0;
  std::atomic<std::size_t> swift_bytes_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::jthread> relays_;
  std::jthread acceptor_;
};

}  // namespace vantrum::testing
