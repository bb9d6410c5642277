#include "sync/carrier/curl_transport.h"

#include <doctest/doctest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <csignal>

#include "sync/carrier/cycle.h"
#include "sync/carrier/verdict.h"
#include "tests/carrier/temp_folder.h"
#include "tests/carrier/tls_server.h"

using namespace vantrum;
using namespace vantrum::carrier;
using namespace vantrum::testing;

namespace {

const std::string seq = "Content-Type: application/cbor-seq\r\n";

// A collector, and a carrier that believes in `trusted`.
struct Line {
  TempFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();

  Exchange send(const std::string& url, const TestCa& trusted, const std::string& document,
                int stop_fd = -1) {
    std::signal(SIGPIPE, SIG_IGN);
    files->write_atomic(folder.path("ca.pem"), view_of(trusted.pem())).value();
    auto transport = CurlTransport::open(*files, {url, folder.path("ca.pem"), stop_fd}).value();
    return transport->exchange(view_of(document));
  }
};

TlsServer::Answer always(const std::string& answer) {
  return [answer](const std::string&) { return answer; };
}

}  // namespace

TEST_CASE("a document travels whole and its reply comes back whole") {
  TestCa ca;
  TlsServer server(ca, {}, always(http_reply("200 OK", seq, "receipt")));
  const std::string document(document_bytes_max, '\0');
  const auto exchange = Line().send(server.url(), ca, document);
  REQUIRE(exchange.delivery == Delivery::replied);
  CHECK(exchange.reply.status == 200);
  CHECK(exchange.reply.content_type == "application/cbor-seq");
  CHECK(exchange.reply.content_encoding.empty());
  CHECK_FALSE(exchange.reply.retry_after);
  CHECK(text_of(exchange.reply.body) == "receipt");
  REQUIRE(server.requests().size() == 1);
  const auto request = server.requests()[0];
  CHECK(request.starts_with("POST /v1/exchange HTTP/1.1\r\n"));
  CHECK(request.find("Content-Type: application/cose\r\n") != std::string::npos);
  CHECK(request.find("Expect:") == std::string::npos);
  CHECK(request.find("Accept-Encoding:") == std::string::npos);
  CHECK(request.ends_with("\r\n\r\n" + document));
}

TEST_CASE("a certificate of another authority: refused before a byte of the document is sent") {
  TestCa ours, theirs;
  TlsServer server(theirs, {}, always(http_reply("200 OK", seq, "receipt")));
  const auto exchange = Line().send(server.url(), ours, "secret");
  CHECK(exchange.delivery == Delivery::not_our_collector);
  CHECK_FALSE(exchange.detail.empty());
  CHECK(server.connections() == 1);
  CHECK(server.bytes_received() == 0);
}

TEST_CASE("our authority's certificate for another name: refused before a byte of the document is sent") {
  TestCa ca;
  for (const char* name : {"DNS:other.example", "IP:127.0.0.2", "DNS:localhost"}) {
    TlsServer server(ca, {name}, always(http_reply("200 OK", seq, "receipt")));
    CHECK(Line().send(server.url(), ca, "secret").delivery == Delivery::not_our_collector);
    CHECK(server.bytes_received() == 0);
  }
}

TEST_CASE("TLS older than 1.2 is refused before a byte of the document is sent") {
  TestCa ca;
  TlsServer server(ca, {"IP:127.0.0.1", true}, always(http_reply("200 OK", seq, "receipt")));
  CHECK(Line().send(server.url(), ca, "secret").delivery == Delivery::not_our_collector);
  CHECK(server.bytes_received() == 0);
}

TEST_CASE("without encryption nothing is sent") {
  TestCa ca;
  TlsServer server(ca, {}, always(""));
  auto url = server.url();
  url.replace(0, 5, "http");
  CHECK(Line().send(url, ca, "secret").delivery != Delivery::replied);
  CHECK(server.connections() == 0);
}

TEST_CASE("a redirect is told and not followed") {
  TestCa ca;
  std::string target;
  TlsServer server(ca, {}, [&](const std::string&) {
    return http_reply("307 Temporary Redirect", seq + "Location: " + target + "/elsewhere\r\n", "");
  });
  target = server.url();
  const auto exchange = Line().send(server.url(), ca, "document");
  REQUIRE(exchange.delivery == Delivery::replied);
  CHECK(exchange.reply.status == 307);
  CHECK(judge(exchange).problem == Problem::portal);
  CHECK(server.connections() == 1);
}

TEST_CASE("a reply cut at any byte is no answer") {
  TestCa ca;
  const std::string whole = http_reply("200 OK", seq, "receipt");
  std::size_t size = 0;
  TlsServer server(ca, {}, [&](const std::string&) { return whole.substr(0, size); });
  Line line;
  for (; size < whole.size(); ++size) {
    CAPTURE(size);
    const auto exchange = line.send(server.url(), ca, "document");
    CHECK_FALSE(judge(exchange).is_answered);
  }
  CHECK(judge(line.send(server.url(), ca, "document")).is_answered);
}

TEST_CASE("a chunked reply is whole only with its last chunk; one that never says its length never is") {
  TestCa ca;
  const std::string head = "HTTP/1.1 200 OK\r\n" + seq + "Connection: close\r\n";
  const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n7\r\nreceipt\r\n";
  Line line;
  {
    TlsServer server(ca, {}, always(chunked + "0\r\n\r\n"));
    const auto exchange = line.send(server.url(), ca, "document");
    CHECK(judge(exchange).is_answered);
    CHECK(text_of(exchange.reply.body) == "receipt");
  }
  for (const auto& cut : {chunked, head + "\r\nreceipt"}) {
    TlsServer server(ca, {}, always(cut));
    CHECK(line.send(server.url(), ca, "document").delivery == Delivery::broken_off);
  }
}

TEST_CASE("a reply that is too long is cut off, whether it says so or not") {
  TestCa ca;
  Line line;
  const std::string body(reply_bytes_max + 1, 'x');
  TlsServer honest(ca, {}, always(http_reply("200 OK", seq, body)));
  CHECK(line.send(honest.url(), ca, "document").delivery == Delivery::too_long);
  TlsServer sly(ca, {}, always("HTTP/1.1 200 OK\r\n" + seq + "Connection: close\r\n\r\n" + body));
  CHECK(line.send(sly.url(), ca, "document").delivery == Delivery::too_long);
  TlsServer fitting(ca, {}, always(http_reply("200 OK", seq, body.substr(1))));
  CHECK(judge(line.send(fitting.url(), ca, "document")).is_answered);
}

TEST_CASE("an encoded reply is not decoded, and is no answer") {
  TestCa ca;
  TlsServer server(ca, {}, always(http_reply("200 OK", seq + "Content-Encoding: gzip\r\n", "\x1f\x8b")));
  const auto exchange = Line().send(server.url(), ca, "document");
  CHECK(exchange.reply.content_encoding == "gzip");
  CHECK(judge(exchange).problem == Problem::strange_reply);
}

TEST_CASE("a busy collector's wish for time arrives") {
  TestCa ca;
  TlsServer server(ca, {}, always(http_reply("503 Service Unavailable", "Retry-After: 120\r\n", "")));
  const auto verdict = judge(Line().send(server.url(), ca, "document"));
  CHECK(verdict.problem == Problem::overloaded);
  CHECK(verdict.retry_after == std::chrono::seconds(120));
}

TEST_CASE("a document that stalls on a kept connection was on its way: its own trouble, not the network's") {
  TestCa ca;
  TlsServer::Options kept;
  kept.is_kept = true;
  TlsServer server(ca, kept, [](const std::string& request) {
    const std::string head = "HTTP/1.1 200 OK\r\n" + seq + "Content-Length: 7\r\n\r\n";
    return request.ends_with("stalls") ? std::string() : head + "receipt";
  });
  std::signal(SIGPIPE, SIG_IGN);
  TempFolder folder;
  auto files = real_file_system();
  files->write_atomic(folder.path("ca.pem"), view_of(ca.pem())).value();
  files->make_directories(folder.path("outbox")).value();
  files->make_directories(folder.path("inbox")).value();
  for (const char* document : {"1 goes", "2 stalls", "3 goes"}) {
    const auto name = "outbox/" + std::string(1, document[0]) + ".cose";
    files->write_atomic(folder.path(name), view_of(document)).value();
  }
  auto transport =
      CurlTransport::open(*files, {server.url(), folder.path("ca.pem"), -1, std::chrono::milliseconds(700)})
          .value();
  ManualClock clock{WallTime(std::chrono::seconds(1'793'000'000))};
  SeededEntropy entropy{42};
  Cycle cycle({folder.path("outbox"), folder.path("inbox"), {}, std::chrono::seconds(300)}, *files,
              *transport, clock, entropy);
  const auto report = cycle.pass();
  REQUIRE(server.requests().size() == 3);
  CHECK(server.connections() == 2);  // the first two share one
  CHECK(report.answered == 2);
  CHECK(report.waiting == 1);
  CHECK(report.problem == Problem::broken_off);
  CHECK(report.document == "2.cose");
}

TEST_CASE("whoever takes the connection and never says a word is no connection") {
  TestCa ca;
  TlsServer::Options deaf;
  deaf.is_deaf = true;
  TlsServer server(ca, deaf, always(""));
  TempFolder folder;
  auto files = real_file_system();
  files->write_atomic(folder.path("ca.pem"), view_of(ca.pem())).value();
  auto transport =
      CurlTransport::open(*files, {server.url(), folder.path("ca.pem"), -1, std::chrono::milliseconds(300)})
          .value();
  CHECK(transport->exchange(view_of("document")).delivery == Delivery::no_connection);
}

TEST_CASE("nobody there is no connection") {
  TestCa ca;
  std::string url;
  { url = TlsServer(ca, {}, always("")).url(); }
  CHECK(Line().send(url, ca, "document").delivery == Delivery::no_connection);
}

TEST_CASE("asked to stop, it does not wait for a silent collector") {
  TestCa ca;
  TlsServer server(ca, {"IP:127.0.0.1", false, true}, always(""));
  const int stop_fd = eventfd(0, EFD_CLOEXEC);
  std::thread later([&] {
    while (server.requests().empty()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    eventfd_write(stop_fd, 1);
  });
  const auto start = std::chrono::steady_clock::now();
  CHECK(Line().send(server.url(), ca, "document", stop_fd).delivery == Delivery::stopped);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
  later.join();
  ::close(stop_fd);
}

TEST_CASE("a CA file that is none is told before anything else") {
  TempFolder folder;
  auto files = real_file_system();
  const auto path = folder.path("ca.pem");
  CHECK(CurlTransport::open(*files, {"https://127.0.0.1", path, -1}).error().kind == ErrorKind::invalid);
  files->write_atomic(path, view_of("not a certificate")).value();
  CHECK(CurlTransport::open(*files, {"https://127.0.0.1", path, -1}).error().kind == ErrorKind::invalid);
}
