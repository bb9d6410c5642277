// The server over real TLS on the loopback, with libcurl as the client.
#include <atomic>
#include <future>

#include "tests/sync/running_server.h"

namespace vantrum::collector {
namespace {

using namespace std::chrono_literals;

void check_problem(const HttpReply& reply, long status) {
  CHECK(reply.result == CURLE_OK);
  CHECK(reply.status == status);
  CHECK(reply.content_type == "application/problem+json");
  auto text = std::string(text_of(reply.body));
  CHECK(text.find("\"status\":" + std::to_string(status)) != std::string::npos);
}

// Says what it was asked; "/think" does so after the gate has been opened, "/think-aloud" also says in its
// own words that it cannot, "/think-wrong" throws.
struct Echo {
  std::promise<void> gate;
  std::shared_future<void> is_open = gate.get_future().share();
  std::atomic<int> thinking = 0;

  Pages pages() {
    return [this](const PageRequest& request) {
      auto text = request.method + " " + request.target + " " + request.cookie + " " + request.form +
                  (request.is_too_large ? "too large" : "");
      Reply reply{200, "text/html", to_bytes(view_of(text)), {}, 0};
      reply.headers = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}, {"X-Address", request.address}};
      PageStep step;
      if (!request.target.starts_with("/think")) {
        step.reply = std::move(reply);
        return step;
      }
      const bool is_wrong = request.target == "/think-wrong";
      step.work = [this, is_wrong] {
        if (is_wrong) throw std::runtime_error("a thought went wrong");
        ++thinking;
        is_open.wait();
      };
      if (request.target != "/think")
        step.otherwise = [] { return Reply{503, "text/html", to_bytes(view_of("senare")), {}, 0}; };
      step.then = [reply] { return reply; };
      return step;
    };
  }
};

}  // namespace

TEST_CASE("every other address is a page, which gets what the browser sent; a form has its limits") {
  Echo echo;
  Running running({}, echo.pages());
  Kiosk stranger(running.site.entropy);
  running.start();
  auto shown = running.ask({.path = "/a?b=c", .method = "GET", .headers = {"Cookie: x=1"}});
  CHECK(shown.status == 200);
  CHECK(text_of(shown.body) == "GET /a?b=c x=1 ");
  constexpr const char* form = "application/x-www-form-urlencoded";
  shown = running.ask({.path = "/a", .content_type = form, .body = to_bytes(view_of("name=value"))});
  CHECK(text_of(shown.body) == "POST /a  name=value");
  check_problem(running.ask({.path = "/a", .method = "DELETE"}), 405);
  check_problem(running.ask({.path = "/a", .content_type = "text/plain", .body = {1}}), 415);
  for (auto size : {form_bytes_max + 1, Limits().body_bytes, Limits().body_bytes + 1}) {
    shown = running.ask({.path = "/a", .content_type = form, .body = Bytes(size, 'x')});
    CHECK(text_of(shown.body) == "POST /a  too large");  // and says so itself, to a person
  }
  shown = running.ask({.path = "/a", .content_type = form, .body = Bytes(form_bytes_max, 'x')});
  CHECK(shown.body.size() == form_bytes_max + std::string("POST /a  ").size());
  check_problem(running.ask({.body = Bytes(Limits().body_bytes + 1, 'x')}), 413);
  check_problem(running.ask({.method = "GET"}), 405);
  check_problem(running.ask({.body = stranger.sign(wire::Status{})}), 401);
}

TEST_CASE("while a page thinks hard kiosks are served, and too many such pages are put off") {
  Echo echo;
  Limits limits;
  limits.workers_waiting = 1;
  Running running(limits, echo.pages());
  Kiosk stranger(running.site.entropy);
  auto document = stranger.sign(wire::Status{});
  running.start();
  auto thinking =
      std::async(std::launch::async, [&] { return running.ask({.path = "/think", .method = "GET"}); });
  while (echo.thinking == 0) std::this_thread::sleep_for(1ms);
  check_problem(running.ask({.body = document}), 401);
  CHECK(running.ask({.path = "/a", .method = "GET"}).status == 200);
  check_problem(running.ask({.path = "/think", .method = "GET"}), 503);
  CHECK(text_of(running.ask({.path = "/think-aloud", .method = "GET"}).body) == "senare");
  echo.gate.set_value();
  CHECK(text_of(thinking.get().body) == "GET /think  ");
  CHECK(running.ask({.path = "/think", .method = "GET"}).status == 200);
  CHECK(text_of(running.ask({.path = "/think-wrong", .method = "GET"}).body) == "senare");
  CHECK(running.ask({.path = "/think-aloud", .method = "GET"}).status == 200);
}

TEST_CASE("a kiosk enrols and delivers over HTTPS, and its answers are opened") {
  Running running;
  auto round = running.site.open_round();
  auto code = must(issue_code(running.site.collector, running.site.oak, "Väntrummet", 10min)).printed;
  Kiosk kiosk(running.site.entropy);
  auto batch = kiosk.sign(kiosk.batch_of(round, sealed_visits(running.site, round, running.site.oak, 5)));

  running.start();
  auto enrolled = running.ask({.body = kiosk.enrolment(code)});
  CHECK(enrolled.status == 200);
  CHECK(enrolled.content_type == "application/cbor-seq");
  CHECK(must(wire::split_sequence(enrolled.body)).size() == 2);
  auto first = running.ask({.body = batch}), second = running.ask({.body = batch});
  CHECK(first.status == 200);
  CHECK(first.body == second.body);
  running.stop();
  CHECK(receipt_in(running.site, first.body).items.size() == 5);
  CHECK(running.site.answers(round) == 5);
  CHECK(must(running.site.files->read(running.site.folder.path() + "/port", 10)).size() >= 2);
}

TEST_CASE("whatever is not a document for /v1/exchange gets a problem document") {
  Running running;
  Kiosk stranger(running.site.entropy);
  running.start();
  check_problem(running.ask({.method = "GET"}), 405);
  check_problem(running.ask({.method = "DELETE"}), 405);
  check_problem(running.ask({.path = "/"}), 404);
  check_problem(running.ask({.path = "/v1/exchange/", .body = {1}}), 404);
  check_problem(running.ask({.content_type = "application/json", .body = {1}}), 415);
  check_problem(running.ask({.headers = {"Content-Encoding: gzip"}, .body = {1}}), 415);
  check_problem(running.ask({.body = to_bytes(view_of("garbage"))}), 400);
  check_problem(running.ask({.body = {}}), 400);
  check_problem(running.ask({.body = Bytes(300 * 1024)}), 413);
  check_problem(running.ask({.body = Bytes(600 * 1024)}), 413);
  check_problem(running.ask({.headers = {"Expect: 100-continue"}, .body = Bytes(300 * 1024)}), 413);
  check_problem(running.ask({.headers = {"X-Long: " + std::string(9000, 'x')}, .body = {1}}), 431);
  check_problem(running.ask({.body = stranger.sign(wire::Status{})}), 401);
}

TEST_CASE("a body over the limit is refused by its announced length, before it is read") {
  Limits limits;
  limits.body_bytes = 1000;
  Running running(limits);
  running.start();
  check_problem(running.ask({.body = Bytes(1000)}), 400);
  check_problem(running.ask({.body = Bytes(1001)}), 413);
}

TEST_CASE("a client that trusts another authority does not connect") {
  Running running;
  running.start();
  CHECK(running.ask({.trusts_ca = false}).result == CURLE_PEER_FAILED_VERIFICATION);
}

TEST_CASE("slow clients are left") {
  Limits limits;
  limits.handshake = 200ms;
  limits.header = 200ms;
  limits.request = 400ms;
  limits.shutdown = 100ms;
  Running running(limits);
  running.start();
  SUBCASE("that do not shake hands") { CHECK(running.patience("", false) < 3s); }
  SUBCASE("that send nothing") { CHECK(running.patience("", true) < 3s); }
  SUBCASE("that send half a header") {
    CHECK(running.patience("POST /v1/exchange HTTP/1.1\r\nHo", true) < 3s);
  }
  SUBCASE("that send half a body") {
    auto waited = running.patience(
        "POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Type: application/cose\r\nContent-Length: "
        "9\r\n\r\nabc",
        true);
    CHECK(waited >= 350ms);
    CHECK(waited < 3s);
  }
}

TEST_CASE("nobody who is served makes room for another") {
  Limits limits;
  limits.connections = 1;
  limits.patience = 250ms;
  limits.request = 1200ms;
  Running running(limits);
  running.start();
  std::thread other([&] {
    std::this_thread::sleep_for(400ms);
    static_cast<void>(running.ask({.body = {1}}));
  });
  auto waited = running.patience(
      "POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Type: application/cose\r\nContent-Length: "
      "9\r\n\r\nabc",
      true);
  other.join();
  CHECK(waited >= 1000ms);
}

TEST_CASE("while there is no room, whoever comes waits, and stopping lets them go") {
  Limits limits;
  limits.connections = 0;  // so that there is never room
  Running running(limits);
  running.start();
  std::thread stopping([&] {
    std::this_thread::sleep_for(300ms);
    running.stop();
  });
  const auto start = std::chrono::steady_clock::now();
  CHECK(running.ask({.body = {1}}).result != CURLE_OK);
  CHECK(std::chrono::steady_clock::now() - start < 4s);  // before its time was over
  stopping.join();
}

TEST_CASE("a command reaches the running server, and finds none when it has stopped") {
  Running running;
  running.start();
  auto output = must(ask_server(running.site.data, {{"progress"}, "/here"}));
  REQUIRE(output.has_value());
  CHECK(output->out == "progress");
  CHECK(output->err == "/here");
  CHECK(output->exit_code == 3);
  running.stop();
  CHECK_FALSE(must(ask_server(running.site.data, {{"progress"}, "/here"})).has_value());
}

TEST_CASE("the server stops soon, though a client keeps its connection open") {
  Running running;
  running.start();
  auto* curl = curl_easy_init();
  auto url = "https://localhost:" + std::to_string(running.server->port());
  auto ca = running.site.data.ca_certificate();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CAINFO, ca.c_str());
  curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
  REQUIRE(curl_easy_perform(curl) == CURLE_OK);
  auto start = std::chrono::steady_clock::now();
  running.stop();
  CHECK(std::chrono::steady_clock::now() - start < 4s);
  curl_easy_cleanup(curl);
}

}  // namespace vantrum::collector
