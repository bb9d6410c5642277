// The real vantrum-collector as a bench sees it: started on a data folder, asked over real TLS, its CPU time
// and memory read from the system, so that neither who asks nor whatever else runs on the machine counts.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.h"
#include "tests/support/process.h"

namespace vantrum::bench {

// What a bench cannot go on without: says why, and ends.
[[noreturn]] void give_up(const Error& error);
template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error());
  return std::move(*result);
}
inline void must(const Result<void>& result) {
  if (!result) give_up(result.error());
}

using Timer = std::chrono::steady_clock;
double seconds_since(Timer::time_point start);
double own_cpu_s();             // user and system, of this process
double cpu_s_of(int pid);       // the same of another one, all of its threads
void allow_many_files();        // as many as this user may open
int connect_to(int port);       // on this machine; −1: not now
std::string load_of_machine();  // how busy it is, for the reader of the figures

// A connection, kept for many requests. TLS checks nobody's certificate here: that is the carrier's test.
class Link {
 public:
  Link(SSL_CTX* context, int port);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link();

  // Sends head and body as they are; the whole reply, or nothing if it did not come.
  std::optional<std::string> ask(const std::string& request);
  bool is_good() const { return is_good_; }
  std::uint64_t bytes_up() const { return BIO_number_written(SSL_get_wbio(ssl_)); }
  std::uint64_t bytes_down() const { return BIO_number_read(SSL_get_rbio(ssl_)); }

 private:
  std::optional<std::string> read_reply();

  int socket_;
  SSL* ssl_;
  bool is_good_ = false;
};

// The program on any free port; ended with this object.
class Server {
 public:
  // `folder`: for the file that tells the port. `more`: options of `serve`.
  Server(const std::string& program, const std::string& data, const std::string& folder,
         const std::vector<std::string>& more = {});

  int port() const { return port_; }
  double cpu_s() const { return cpu_s_of(child_.pid()); }
  double memory_mb(const std::string& field) const;  // "VmRSS:" now, "VmHWM:" the most so far
  // Ends it, and gives the CPU time of its end: what it still had to do.
  double stop();

 private:
  testing::Child child_;
  int port_ = 0;
};

}  // namespace vantrum::bench
