#include "sync/carrier/cycle.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "sync/carrier/state_file.h"
#include "tests/carrier/temp_folder.h"

using namespace vantrum;
using namespace vantrum::carrier;
using namespace std::chrono_literals;

namespace {

Exchange a_reply(int status, std::string type, std::string body) {
  return {Delivery::replied, "", {status, std::move(type), "", {}, to_bytes(view_of(body))}};
}
Exchange an_answer(const std::string& body) { return a_reply(200, "application/cbor-seq", body); }

class FakeTransport final : public Transport {
 public:
  Exchange exchange(ByteView document) override {
    sent.emplace_back(text_of(document));
    return answer(sent.back());
  }
  std::function<Exchange(const std::string&)> answer = [](const std::string& document) {
    return an_answer("receipt of " + document);
  };
  std::vector<std::string> sent;
};

// An outbox, an inbox and a network, with the time in the test's hand.
struct Kiosk {
  testing::TempFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();
  FakeTransport network;
  ManualClock clock{WallTime(std::chrono::seconds(1'793'000'000))};
  SeededEntropy entropy{42};
  CycleOptions options{folder.path("outbox"), folder.path("inbox"), {}, 300s};
  Cycle cycle{options, *files, network, clock, entropy};

  Kiosk() {
    files->make_directories(options.outbox).value();
    files->make_directories(options.inbox).value();
  }
  void put(const std::string& name, const std::string& content) {
    files->write_atomic(options.outbox + "/" + name, view_of(content)).value();
  }
  void take_away(const std::string& name) { files->remove(options.outbox + "/" + name).value(); }
  std::vector<std::string> outbox() { return files->list(options.outbox).value(); }
  std::vector<std::string> inbox() {  // contents, in name order
    std::vector<std::string> contents;
    const auto names = files->list(options.inbox).value();
    for (const auto& name : names) {
      CHECK(name.ends_with(".cborseq"));
      const auto bytes = files->read(options.inbox + "/" + name, reply_bytes_max).value();
      contents.emplace_back(text_of(bytes));
    }
    return contents;
  }
  PassReport pass_when_due() {
    const auto due = cycle.next_due();
    if (due != MonotonicTime::max() && due > clock.monotonic()) {
      clock.advance(std::chrono::milliseconds(due - clock.monotonic()));
    }
    return cycle.pass();
  }
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("documents go out in name order and their replies come in; nothing leaves the outbox") {
  Kiosk kiosk;
  kiosk.put("2.cose", "two");
  kiosk.put("1.cose", "one");
  kiosk.put("readme.txt", "not a document");
  const auto report = kiosk.cycle.pass();
  CHECK(kiosk.network.sent == Words{"one", "two"});
  CHECK(kiosk.inbox() == Words{"receipt of one", "receipt of two"});
  CHECK(kiosk.outbox() == Words{"1.cose", "2.cose", "readme.txt"});
  CHECK(report.answered == 2);
  CHECK(report.waiting == 0);
  CHECK(report.delivered == 2);
  CHECK(report.problem == Problem::none);
}

TEST_CASE("an answered document is not sent again before its time, and then its reply is the same file") {
  Kiosk kiosk;
  kiosk.put("1.cose", "one");
  kiosk.cycle.pass();
  kiosk.clock.advance(299s);
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent.size() == 1);
  CHECK(kiosk.cycle.next_due() == kiosk.clock.monotonic() + 1s);
  kiosk.clock.advance(1s);
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent.size() == 2);
  CHECK(kiosk.inbox().size() == 1);
}

TEST_CASE("a document that the kiosk took away is forgotten") {
  Kiosk kiosk;
  kiosk.put("1.cose", "one");
  kiosk.cycle.pass();
  kiosk.take_away("1.cose");
  CHECK(kiosk.cycle.pass().delivered == 0);
  CHECK(kiosk.cycle.next_due() == MonotonicTime::max());
  kiosk.put("1.cose", "one");
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent.size() == 2);
}

TEST_CASE("other bytes under a known name are a new document") {
  Kiosk kiosk;
  kiosk.put("status.cose", "monday");
  kiosk.cycle.pass();
  kiosk.put("status.cose", "tuesday");
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent == Words{"monday", "tuesday"});
}

TEST_CASE("an empty answer is an answer and makes no file") {
  Kiosk kiosk;
  kiosk.network.answer = [](const std::string&) { return an_answer(""); };
  kiosk.put("1.cose", "one");
  CHECK(kiosk.cycle.pass().answered == 1);
  CHECK(kiosk.inbox().empty());
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent.size() == 1);
}

TEST_CASE("whatever is not an answer writes nothing, removes nothing and is tried again") {
  auto too_long = an_answer("x");
  too_long.reply.body.resize(reply_bytes_max + 1);
  auto encoded = an_answer("x");
  encoded.reply.content_encoding = "gzip";
  const std::vector<Exchange> portals = {
      a_reply(200, "text/html", "<html>Välkommen till gästnätet</html>"),
      a_reply(200, "application/json", "{}"),
      a_reply(302, "text/html", ""),
      a_reply(511, "text/html", "<html>"),
      a_reply(404, "text/html", "<html>"),
      a_reply(500, "application/cbor-seq", "x"),
      a_reply(503, "application/cbor-seq", "x"),
      a_reply(204, "application/cbor-seq", ""),
      too_long,
      encoded,
      {Delivery::no_connection, "no route", {}},
      {Delivery::not_our_collector, "self-signed certificate", {}},
      {Delivery::broken_off, "half a reply", {}},
      {Delivery::too_long, "", {}},
  };
  for (const auto& portal : portals) {
    CAPTURE(portal.reply.status);
    Kiosk kiosk;
    kiosk.network.answer = [&](const std::string&) { return portal; };
    kiosk.put("1.cose", "one");
    for (int i = 0; i < 30; ++i) {
      const auto report = kiosk.pass_when_due();
      CHECK(report.answered == 0);
      CHECK(report.waiting == 1);
      CHECK(report.problem != Problem::none);
    }
    CHECK(kiosk.network.sent.size() == 30);
    CHECK(kiosk.inbox().empty());
    CHECK(kiosk.outbox() == Words{"1.cose"});
    kiosk.network.answer = FakeTransport().answer;
    CHECK(kiosk.pass_when_due().answered == 1);
    CHECK(kiosk.inbox() == Words{"receipt of one"});
  }
}

TEST_CASE("a poisonous document does not hold the others up, whatever it does to the collector") {
  auto busy = a_reply(503, "", "");
  const std::vector<Exchange> poisons = {
      a_reply(400, "application/problem+json", "{}"),
      a_reply(403, "", ""),
      a_reply(500, "", ""),
      busy,
      {Delivery::broken_off, "connection reset", {}},
      {Delivery::too_long, "", {}},
  };
  for (const auto& poison : poisons) {
    CAPTURE(poison.reply.status);
    Kiosk kiosk;
    kiosk.network.answer = [&](const std::string& document) {
      return document.starts_with("poison") ? poison : an_answer("receipt of " + document);
    };
    for (int i = 0; i < 5; ++i) kiosk.put("a" + std::to_string(i) + ".cose", "poison " + std::to_string(i));
    kiosk.put("b.cose", "one");
    kiosk.put("c.cose", "two");
    const auto start = kiosk.clock.monotonic();
    for (int i = 0; i < 10 && kiosk.inbox().size() < 2; ++i) kiosk.pass_when_due();
    CHECK(kiosk.inbox() == Words{"receipt of one", "receipt of two"});
    CHECK(kiosk.clock.monotonic() - start <= 30min);
    CHECK(kiosk.outbox().size() == 7);
  }
}

TEST_CASE("without a network one try is enough for the whole outbox") {
  Kiosk kiosk;
  kiosk.network.answer = [](const std::string&) { return Exchange{Delivery::no_connection, "no route", {}}; };
  for (int i = 0; i < 9; ++i) kiosk.put(std::to_string(i) + ".cose", "document");
  CHECK(kiosk.cycle.pass().waiting == 9);
  CHECK(kiosk.network.sent.size() == 1);
  kiosk.put("new.cose", "a new one does not shorten the wait");
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent.size() == 1);
}

TEST_CASE("a collector that asks for time gets it, for the whole outbox") {
  Kiosk kiosk;
  auto busy = a_reply(503, "", "");
  busy.reply.retry_after = 600s;
  kiosk.network.answer = [&](const std::string&) { return busy; };
  kiosk.put("1.cose", "one");
  kiosk.put("2.cose", "two");
  CHECK(kiosk.cycle.pass().problem == Problem::overloaded);
  kiosk.clock.advance(599s);
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent.size() == 1);
  kiosk.clock.advance(32s);
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent.size() == 2);
}

TEST_CASE("a refused document that asks for time gets it, and the others go on") {
  Kiosk kiosk;
  auto later = a_reply(409, "", "");
  later.reply.retry_after = 600s;
  kiosk.network.answer = [&](const std::string& document) {
    return document == "one" ? later : an_answer("receipt of " + document);
  };
  kiosk.put("1.cose", "one");
  kiosk.put("2.cose", "two");
  CHECK(kiosk.cycle.pass().answered == 1);
  kiosk.clock.advance(500s);
  kiosk.cycle.pass();
  CHECK(std::ranges::count(kiosk.network.sent, "one") == 1);
}

TEST_CASE("a refused document is told of as long as it waits, whatever else is answered") {
  Kiosk kiosk;
  const auto state_path = kiosk.folder.path("state.json");
  StateFile state(*kiosk.files, state_path);
  const auto told = [&] {
    state.update(kiosk.cycle.pass(), kiosk.clock.wall()).value();
    return std::string(text_of(kiosk.files->read(state_path, 16 * 1024).value()));
  };
  bool is_mended = false, is_offline = false;
  kiosk.network.answer = [&](const std::string& document) -> Exchange {
    if (is_offline) return {Delivery::no_connection, "no route", {}};
    const bool is_bad = document == "bad" && !is_mended;
    return is_bad ? a_reply(400, "application/problem+json", "{}") : an_answer("receipt of " + document);
  };
  const auto tells_of_it = [](const std::string& text) {
    return text.find("\"code\": \"S6\"") != std::string::npos &&
           text.find("\"document\": \"batch-1.cose\"") != std::string::npos &&
           text.find("Ring supporten") != std::string::npos;
  };
  kiosk.put("batch-1.cose", "bad");
  kiosk.put("status.cose", "monday");
  CHECK(tells_of_it(told()));
  const auto sent = kiosk.network.sent.size();
  kiosk.put("status.cose", "tuesday");  // only this is due
  CHECK(tells_of_it(told()));
  CHECK(kiosk.network.sent.size() == sent + 1);
  CHECK(tells_of_it(told()));  // nothing is
  is_offline = true;
  kiosk.put("status.cose", "wednesday");
  CHECK(told().find("\"code\": \"S1\"") != std::string::npos);
  is_offline = false;
  kiosk.clock.advance(31s);
  CHECK(tells_of_it(told()));

  SUBCASE("taken away, while something else waits") {
    is_offline = true;
    kiosk.put("batch-2.cose", "good");
    told();
    is_offline = false;
    kiosk.take_away("batch-1.cose");
    kiosk.clock.advance(60s);
    CHECK(told().find("\"problem\": null") != std::string::npos);
  }
  SUBCASE("taken away, and nothing is due") {
    kiosk.take_away("batch-1.cose");
    CHECK(told().find("\"problem\": null") != std::string::npos);
  }
  SUBCASE("answered") {
    is_mended = true;
    kiosk.clock.advance(2min);
    CHECK(told().find("\"problem\": null") != std::string::npos);
  }
  SUBCASE("other bytes in its place") {
    kiosk.put("batch-1.cose", "good");
    kiosk.clock.advance(2min);
    CHECK(told().find("\"problem\": null") != std::string::npos);
  }
}

TEST_CASE("a document that is too long stays, is told of, and does not block") {
  Kiosk kiosk;
  kiosk.put("1.cose", std::string(document_bytes_max + 1, 'x'));
  kiosk.put("2.cose", std::string(document_bytes_max, 'y'));
  const auto report = kiosk.cycle.pass();
  CHECK(report.answered == 1);
  CHECK(report.waiting == 1);
  CHECK(report.problem == Problem::document_too_long);
  CHECK(report.document == "1.cose");
  const auto next = kiosk.cycle.pass();  // nothing is due, and it still waits
  CHECK(next.problem == Problem::none);
  CHECK(next.standing == Problem::document_too_long);
  CHECK(next.standing_document == "1.cose");
  CHECK(kiosk.outbox().size() == 2);
}

TEST_CASE("an inbox that nobody empties does not fill the disk") {
  Kiosk kiosk;
  for (std::size_t i = 0; i < inbox_files_max; ++i) {
    const auto path = kiosk.options.inbox + "/old-" + std::to_string(i) + ".cborseq";
    std::filesystem::copy_file("CMakeLists.txt", path);
  }
  kiosk.put("1.cose", "one");
  const auto report = kiosk.cycle.pass();
  CHECK(report.problem == Problem::inbox_full);
  CHECK(report.waiting == 1);
  CHECK(kiosk.files->list(kiosk.options.inbox).value().size() == inbox_files_max);
}

TEST_CASE("an inbox that cannot be written leaves the document waiting") {
  Kiosk kiosk;
  std::filesystem::remove(kiosk.options.inbox);
  kiosk.put("1.cose", "one");
  CHECK(kiosk.cycle.pass().problem == Problem::disk);
  CHECK(kiosk.outbox() == Words{"1.cose"});
  kiosk.files->make_directories(kiosk.options.inbox).value();
  CHECK(kiosk.pass_when_due().answered == 1);
}

TEST_CASE("nothing leaves before the start delay is over, and stopping ends the pass without blame") {
  Kiosk kiosk;
  kiosk.cycle.hold_until(kiosk.clock.monotonic() + 200s);
  kiosk.put("1.cose", "one");
  kiosk.put("2.cose", "two");
  kiosk.cycle.pass();
  CHECK(kiosk.network.sent.empty());
  CHECK(kiosk.cycle.next_due() == kiosk.clock.monotonic() + 200s);
  kiosk.clock.advance(200s);
  kiosk.network.answer = [](const std::string&) { return Exchange{Delivery::stopped, "", {}}; };
  const auto report = kiosk.cycle.pass();
  CHECK(report.was_stopped);
  CHECK(report.problem == Problem::none);
  CHECK(kiosk.network.sent.size() == 1);
}

TEST_CASE("a bad network for days: nothing is lost, nothing invented, and all is answered when it ends") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Kiosk kiosk;
    SeededEntropy weather(seed);
    bool is_fine = false;
    kiosk.network.answer = [&](const std::string& document) -> Exchange {
      if (is_fine) return an_answer("receipt of " + document);
      switch (weather.random_below(10)) {
        case 0:
          return an_answer("receipt of " + document);
        case 1:
          return a_reply(200, "text/html", "<html>");
        case 2:
          return a_reply(302, "", "");
        case 3:
          return a_reply(511, "", "");
        case 4:
          return a_reply(503, "", "");
        case 5:
          return a_reply(400, "", "");
        case 6:
          return {Delivery::broken_off, "", {}};
        case 7:
          return {Delivery::not_our_collector, "", {}};
        case 8:
          return {Delivery::too_long, "", {}};
        default:
          return {Delivery::no_connection, "", {}};
      }
    };
    Words names;
    for (int i = 0; i < 12; ++i) {
      names.push_back("b" + std::to_string(100 + i) + ".cose");
      kiosk.put(names.back(), "document " + std::to_string(i));
      kiosk.pass_when_due();
    }
    for (int i = 0; i < 40; ++i) kiosk.pass_when_due();
    CHECK(kiosk.outbox() == names);
    for (const auto& reply : kiosk.inbox()) CHECK(reply.starts_with("receipt of document "));
    is_fine = true;
    for (int i = 0; i < 100 && kiosk.inbox().size() < names.size(); ++i) kiosk.pass_when_due();
    CHECK(kiosk.inbox().size() == names.size());
  }
}
