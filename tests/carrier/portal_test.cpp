// Everything that a hotel, a guest network or a proxy may put in the place of the collector
// (row 15), over real TLS and at its worst: with a certificate that the carrier
// believes. Nothing of it may count as an answer, remove a document or stop the carrier.
#include <doctest/doctest.h>

#include <csignal>

#include "sync/carrier/curl_transport.h"
#include "sync/carrier/cycle.h"
#include "tests/carrier/temp_folder.h"
#include "tests/carrier/tls_server.h"

using namespace vantrum;
using namespace vantrum::carrier;
using namespace vantrum::testing;

namespace {

const std::string html = "<!DOCTYPE html><title>Welcome</title>";

struct Behaviour {
  const char* what;
  std::string answer;
};

std::string page(const std::string& status, const std::string& headers = "Content-Type: text/html\r\n") {
  return http_reply(status, headers, html);
}

const std::vector<Behaviour>& behaviours() {
  static const std::vector<Behaviour> all = {
      {"log-in page", page("200 OK")},
      {"log-in page in capitals", page("200 OK", "CONTENT-TYPE: TEXT/HTML; CHARSET=UTF-8\r\n")},
      {"page without a type", page("200 OK", "")},
      {"page as plain text", page("200 OK", "Content-Type: text/plain\r\n")},
      {"page as bytes", page("200 OK", "Content-Type: application/octet-stream\r\n")},
      {"JSON of a captive portal (RFC 8908)",
       http_reply("200 OK", "Content-Type: application/captive+json\r\n", "{\"captive\":true}")},
      {"page whose type begins like ours", page("200 OK", "Content-Type: application/cbor-seq-html\r\n")},
      {"CBOR that is no sequence", page("200 OK", "Content-Type: application/cbor\r\n")},
      {"our own type of request", page("200 OK", "Content-Type: application/cose\r\n")},
      {"answer that is packed",
       page("200 OK", "Content-Type: application/cbor-seq\r\nContent-Encoding: gzip\r\n")},
      {"empty page", http_reply("200 OK", "Content-Type: text/html\r\n", "")},
      {"moved for good", page("301 Moved Permanently", "Location: https://127.0.0.1:1/login\r\n")},
      {"moved", page("302 Found", "Location: https://127.0.0.1:1/login\r\n")},
      {"moved to itself", page("302 Found", "Location: /v1/exchange\r\n")},
      {"moved without encryption", page("302 Found", "Location: http://127.0.0.1:1/\r\n")},
      {"see other", page("303 See Other", "Location: https://127.0.0.1:1/\r\n")},
      {"moved, same method", page("307 Temporary Redirect", "Location: https://127.0.0.1:1/\r\n")},
      {"moved for good, same method", page("308 Permanent Redirect", "Location: https://127.0.0.1:1/\r\n")},
      {"moved to nowhere", page("302 Found", "")},
      {"log in first", page("511 Network Authentication Required")},
      {"unauthorised", page("401 Unauthorized", "WWW-Authenticate: Basic\r\n")},
      {"proxy wants a name", page("407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\n")},
      {"forbidden by a filter", page("403 Forbidden")},
      {"not found", page("404 Not Found")},
      {"gone for legal reasons", page("451 Unavailable For Legal Reasons")},
      {"bad gateway", page("502 Bad Gateway")},
      {"gateway too slow", page("504 Gateway Timeout")},
      {"no content", http_reply("204 No Content", "", "")},
      {"accepted", http_reply("202 Accepted", "Content-Type: application/cbor-seq\r\n", "x")},
      {"part of something", page("206 Partial Content", "Content-Type: application/cbor-seq\r\n")},
      {"half an answer",
       "HTTP/1.1 200 OK\r\nContent-Type: application/cbor-seq\r\nContent-Length: 999\r\n\r\nhalf"},
      {"no length", "HTTP/1.0 200 OK\r\nContent-Type: application/cbor-seq\r\n\r\nreceipt"},
      {"not even HTTP", "SSH-2.0-OpenSSH_9.2\r\n"},
      {"nothing", ""},
  };
  return all;
}

}  // namespace

TEST_CASE(
    "a certificate that is not valid yet, or no more: not a byte leaves, and it is tried again for ever "
    "(rows 13, 14)") {
  std::signal(SIGPIPE, SIG_IGN);
  constexpr long day = 86'400, year = 366 * day;
  TestCa ca;
  TempFolder folder;
  auto files = real_file_system();
  files->write_atomic(folder.path("ca.pem"), view_of(ca.pem())).value();
  for (const char* name : {"outbox", "inbox"}) files->make_directories(folder.path(name)).value();
  files->write_atomic(folder.path("outbox/batch-1.cose"), view_of("document")).value();
  for (auto [from_s, to_s] : {std::pair(600L, year), std::pair(day, year), std::pair(50 * year, 51 * year),
                              std::pair(-year, -600L), std::pair(-30 * year, -29 * year)}) {
    CAPTURE(from_s);
    TlsServer::Options options;
    options.from_s = from_s;
    options.to_s = to_s;
    TlsServer server(ca, options, [](const std::string&) { return std::string(); });
    auto transport = CurlTransport::open(*files, {server.url(), folder.path("ca.pem"), -1}).value();
    ManualClock clock{WallTime(std::chrono::seconds(0))};  // a tablet that believes in 1970
    SeededEntropy entropy{1};
    Cycle cycle({folder.path("outbox"), folder.path("inbox"), {}, std::chrono::seconds(300)}, *files,
                *transport, clock, entropy);
    for (int i = 0; i < 3; ++i) {
      const auto report = cycle.pass();
      CHECK(report.problem == Problem::not_our_collector);
      CHECK(report.waiting == 1);
      clock.advance(cycle.next_due() - clock.monotonic());
    }
    CHECK(server.bytes_received() == 0);
    CHECK(server.connections() == 3);
  }
}

TEST_CASE("thirty-four things that portals do: none is an answer, none costs a document (row 15)") {
  std::signal(SIGPIPE, SIG_IGN);
  TestCa ca;
  TempFolder folder;
  auto files = real_file_system();
  files->write_atomic(folder.path("ca.pem"), view_of(ca.pem())).value();
  for (const char* name : {"outbox", "inbox"}) files->make_directories(folder.path(name)).value();
  files->write_atomic(folder.path("outbox/batch-1.cose"), view_of("document")).value();
  CHECK(behaviours().size() == 34);
  for (const auto& behaviour : behaviours()) {
    CAPTURE(behaviour.what);
    TlsServer server(ca, {}, [&](const std::string&) { return behaviour.answer; });
    auto transport = CurlTransport::open(*files, {server.url(), folder.path("ca.pem"), -1}).value();
    ManualClock clock{WallTime(std::chrono::seconds(1'793'000'000))};
    SeededEntropy entropy{1};
    Cycle cycle({folder.path("outbox"), folder.path("inbox"), {}, std::chrono::seconds(300)}, *files,
                *transport, clock, entropy);
    const auto report = cycle.pass();
    CHECK(report.answered == 0);
    CHECK(report.waiting == 1);
    CHECK(report.problem != Problem::none);
    CHECK(files->list(folder.path("inbox"))->empty());
    CHECK(files->list(folder.path("outbox"))->size() == 1);
    CHECK(cycle.next_due() - clock.monotonic() <= std::chrono::hours(1));
  }
}
