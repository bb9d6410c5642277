// The door to the pages people look at in a browser (sync/dashboard): what a request is to them and what they
// reply. No sockets here, and nothing of what is on the pages.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sync/collector/router.h"

namespace vantrum::collector {

struct PageRequest {
  std::string method;              // "GET" or "POST"
  std::string target;              // path and query, as they came
  std::string cookie;              // the header's value; empty: none
  std::string host, origin, site;  // Host, Origin and Sec-Fetch-Site; empty: the client sent none
  std::string address;             // of the client; of the proxy if there is one
  std::string form;                // of a POST: application/x-www-form-urlencoded
  bool is_too_large = false;       // there was more than form_bytes_max; `form` is empty
};

// Most pages are ready at once. One that has to think hard (a password is stretched for a fifth of a second)
// says what to do on another thread, so that kiosks are served meanwhile, and how to go on afterwards on the
// first one.
struct PageStep {
  std::optional<Reply> reply;
  std::function<void()> work;   // touches nothing that anybody else does
  std::function<Reply()> then;  // called once after `work`, on the server's thread
  // Instead of both, or of `then` if `work` threw: too many wait already, or it went wrong. Empty: the
  // server's own 503.
  std::function<Reply()> otherwise;
};

using Pages = std::function<PageStep(const PageRequest&)>;

inline constexpr std::size_t form_bytes_max = 64 * 1024;

}  // namespace vantrum::collector
