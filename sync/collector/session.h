// One connection: TLS handshake, then requests one after another, each within its limits.
#pragma once

#include <chrono>
#include <functional>
#include <set>

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
  std::size_t connections = 512;
  std::size_t workers_waiting = 8;  // pages that think hard, the one at work among them
};

// Shared by the sessions of one server; all run on its one thread.
struct SessionGroup {
  const Router& router;
  const Limits& limits;
  std::function<void()> after_exchange;  // called when a reply with documents was sent
  bool is_stopping = false;
  std::size_t count = 0;
  std::set<beast::tcp_stream*> idle;  // between two requests: may be closed at once
  const Pages* pages = nullptr;       // null: there are none
  net::thread_pool* workers = nullptr;
  std::size_t working = 0;
};

net::awaitable<void> run_session(tcp::socket socket, ssl::context& tls, SessionGroup& group);

}  // namespace vantrum::collector
