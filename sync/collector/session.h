// One connection: its way in, TLS handshake, then requests one after another, each within its limits.
#pragma once

#include <chrono>
#include <functional>

#include "sync/collector/entrance.h"
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
  // How many may be connected that have not come in yet (entrance.h), and how many that have, for each of
  // which TLS keeps about 120 kB. When all are taken, the one that has kept us waiting longest makes room, if
  // that was longer than `patience`: with a first record, a handshake, or the head of a request. A slow body
  // keeps its place until `request` is over. Where the system gives fewer descriptors, they are shared
  // (server.cpp).
  std::size_t silent = 4'096;
  std::size_t connections = 640;
  std::chrono::milliseconds patience{500};
  std::size_t workers_waiting = 8;  // pages that think hard, the one at work among them
};

// Shared by the sessions of one server; all run on its one thread.
struct SessionGroup {
  const Router& router;
  const Limits& limits;
  std::function<void()> after_exchange = {};  // called when a reply with documents was sent
  bool is_stopping = false;
  Places silent{limits.silent, limits.patience};  // until the first record has come
  Queue queue = {};                               // of those whose has
  Places connections{limits.connections, limits.patience};
  const Pages* pages = nullptr;  // null: there are none
  net::thread_pool* workers = nullptr;
  std::size_t working = 0;
};

net::awaitable<void> run_session(tcp::socket socket, ssl::context& tls, SessionGroup& group);

}  // namespace vantrum::collector
