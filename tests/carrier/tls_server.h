// A small real TLS server for tests, on the loopback with a port of its own, and the certificates it needs.
// It reads one request a connection, answers with the bytes it was told to, whatever they are, and hangs up
// (`is_kept`: reads the next one).
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vantrum::testing {

// A certificate authority made for one test.
class TestCa {
 public:
  TestCa();
  ~TestCa();
  std::string pem() const;

 private:
  friend class TlsServer;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class TlsServer {
 public:
  struct Options {
    std::string name = "IP:127.0.0.1";  // whom the certificate is for
    bool is_old_tls = false;            // speaks nothing newer than TLS 1.1
    bool is_silent = false;             // reads the request and never answers
    long from_s = -3600, to_s = 3600;   // when the certificate is valid, from now
    bool is_kept = false;               // does not hang up; an empty answer is then none
    bool is_deaf = false;               // takes the connection and never says a word, not even of TLS
  };
  using Answer = std::function<std::string(const std::string& request)>;
  TlsServer(const TestCa& ca, const Options& options, Answer answer);
  ~TlsServer();

  std::string url() const;
  std::vector<std::string> requests() const;                      // whole ones, head and body
  std::size_t bytes_received() const { return bytes_received_; }  // after the handshake
  int connections() const { return connections_; }

 private:
  struct Impl;
  void serve();
  void serve_one(int socket);
  bool take_request(void* tls);

  Options options_;
  Answer answer_;
  std::unique_ptr<Impl> impl_;
  std::atomic<std::size_t> bytes_received_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> is_stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

// "HTTP/1.1 <status line>" with the body's length.
std::string http_reply(const std::string& status, const std::string& headers, const std::string& body);

}  // namespace vantrum::testing
