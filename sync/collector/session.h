// One connection: TLS handshake, then requests one after another, each within its limits.
#pragma once

#include <chrono>
#include <functional>
#include <list>

#include "sync/collector/net.h"
#include "sync/collector/page.h"

namespace vantrum::collector {

// What an honest kiosk never reaches, and a slow or hostile client must not pass.
struct Limits {
  std::chrono::milliseconds handshake{5'000};
  std::chrono::milliseconds header{5'000};    // also how long an idle connection is kept
  std::chrono::milliseconds request{30'000};  // from its first byte to the end of the reply
  std::chrono::milliseconds shutdown{2'000};
  std::uint32_t header_bytes = 8 * 1024;
  std::uint64_t body_bytes = 512 * 1024;
  // TLS keeps about 70 kB for each. When all are taken, the one that has kept us waiting longest makes room,
  // if that was longer than `patience`; until then new ones wait in the system's queue. So many slow
  // handshakes and heads cost an honest kiosk a moment, not its place (row 32); a slow body keeps its place
  // until `request` is over.
  std::size_t connections = 640;
  std::chrono::milliseconds patience{500};
  std::size_t workers_waiting = 8;  // pages that think hard, the one at work among them
};

// Shared by the sessions of one server; all run on its one thread.
struct SessionGroup {
  const Router& router;
  const Limits& limits;
  std::function<void()> after_exchange;  // called when a reply with documents was sent
  bool is_stopping = false;
  std::size_t count = 0;
  // Those that owe us a handshake or the head of a request, the longest first: they may be closed at once.
  struct Waiting {
    beast::tcp_stream* stream;
    std::chrono::steady_clock::time_point since;
  };
  std::list<Waiting> waiting;
  const Pages* pages = nullptr;  // null: there are none
  net::thread_pool* workers = nullptr;
  std::size_t working = 0;

  // Whether one more connection may come in; closes another for it if that is fair.
  bool make_room();
};

net::awaitable<void> run_session(tcp::socket socket, ssl::context& tls, SessionGroup& group);

}  // namespace vantrum::collector
