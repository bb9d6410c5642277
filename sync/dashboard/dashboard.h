// The leads' pages: one request in, one reply out; no sockets, no threads.
//
// The order of checks: the address is a row of endpoints.h; the session is good; its role is named in the
// row; a POST came from a page of ours and carries the session's token; the centre concerned is one it may
// see; the deed is written to the audit log; only then the page's own function runs. Refusals are pages in
// plain Swedish, and so is what a browser gets when the server has too much to do.
#pragma once

#include <map>

#include "sync/collector/page.h"
#include "sync/dashboard/call.h"
#include "sync/dashboard/endpoints.h"

namespace vantrum::dashboard {

inline constexpr const char* session_cookie = "__Host-vantrum";
inline constexpr const char* door_cookie = "__Host-vantrum-form";  // of forms before anybody has signed in

class Dashboard {
 public:
  explicit Dashboard(House house) : house_(house) {}

  collector::PageStep handle(const collector::PageRequest& request);

 private:
  collector::PageStep answer(std::shared_ptr<Call> call, Answer answer);
  std::optional<Answer> refuse(Call& call, const Endpoint& endpoint, const collector::PageRequest& request);
  bool takes_too_many(const std::string& address);
  collector::Reply reply_to(const Call& call, const Page& page) const;
  // For a deed that was noted and then not done: the log's next line says so.
  collector::Reply failed(const Call& call, const Page& page) const;

  House house_;
  struct Bucket {
    double tokens = 0;
    MonotonicTime at{};
  };
  std::map<std::string, Bucket> buckets_;  // sign-ins by address
};

// A page that says what went wrong, and what to do.
Page error_page(unsigned status, const std::string& title, const std::string& words);
Page page_of(const Error& error);

}  // namespace vantrum::dashboard
