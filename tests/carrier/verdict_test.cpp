#include "sync/carrier/verdict.h"

#include <doctest/doctest.h>

#include <set>
#include <vector>

using namespace vantrum;
using namespace vantrum::carrier;

namespace {

Exchange a_reply(int status, std::string type, std::string encoding = "", std::size_t bytes = 3) {
  return {Delivery::replied, "", {status, std::move(type), std::move(encoding), {}, Bytes(bytes, 0x80)}};
}

}  // namespace

TEST_CASE("only a whole 200 of type application/cbor-seq is an answer") {
  CHECK(judge(a_reply(200, "application/cbor-seq")).is_answered);
  CHECK(judge(a_reply(200, "Application/CBOR-Seq")).is_answered);
  CHECK(judge(a_reply(200, "application/cbor-seq ; charset=binary")).is_answered);
  CHECK(judge(a_reply(200, "application/cbor-seq", "", 0)).is_answered);
  CHECK(judge(a_reply(200, "application/cbor-seq", "", reply_bytes_max)).is_answered);
}

TEST_CASE("whatever else comes is no answer, and says what it is") {
  struct Case {
    Exchange exchange;
    Problem problem;
    Scope scope;
  };
  const std::vector<Case> cases = {
      {a_reply(200, "text/html"), Problem::portal, Scope::document},
      {a_reply(200, "text/html; charset=utf-8"), Problem::portal, Scope::document},
      {a_reply(200, ""), Problem::strange_reply, Scope::document},
      {a_reply(200, "application/cbor"), Problem::strange_reply, Scope::document},
      {a_reply(200, "application/cbor-seqx"), Problem::strange_reply, Scope::document},
      {a_reply(200, "xapplication/cbor-seq"), Problem::strange_reply, Scope::document},
      {a_reply(200, "application/cose"), Problem::strange_reply, Scope::document},
      {a_reply(200, "application/cbor-seq", "gzip"), Problem::strange_reply, Scope::document},
      {a_reply(200, "application/cbor-seq", "identity"), Problem::strange_reply, Scope::document},
      {a_reply(200, "application/cbor-seq", "", reply_bytes_max + 1), Problem::strange_reply,
       Scope::document},
      {a_reply(201, "application/cbor-seq"), Problem::strange_reply, Scope::document},
      {a_reply(202, "application/cbor-seq"), Problem::strange_reply, Scope::document},
      {a_reply(204, ""), Problem::strange_reply, Scope::document},
      {a_reply(206, "application/cbor-seq"), Problem::strange_reply, Scope::document},
      {a_reply(0, ""), Problem::strange_reply, Scope::document},
      {a_reply(301, "text/html"), Problem::portal, Scope::document},
      {a_reply(302, "application/cbor-seq"), Problem::portal, Scope::document},
      {a_reply(307, ""), Problem::portal, Scope::document},
      {a_reply(308, ""), Problem::portal, Scope::document},
      {a_reply(400, "application/problem+json"), Problem::refused, Scope::document},
      {a_reply(401, ""), Problem::refused, Scope::document},
      {a_reply(403, "application/cbor-seq"), Problem::refused, Scope::document},
      {a_reply(404, "text/html"), Problem::refused, Scope::document},
      {a_reply(409, ""), Problem::refused, Scope::document},
      {a_reply(413, ""), Problem::refused, Scope::document},
      {a_reply(429, ""), Problem::overloaded, Scope::link},
      {a_reply(500, "application/cbor-seq"), Problem::collector_fault, Scope::document},
      {a_reply(502, "text/html"), Problem::collector_fault, Scope::document},
      {a_reply(503, "text/html"), Problem::overloaded, Scope::link},
      {a_reply(511, "text/html"), Problem::portal, Scope::document},
      {{Delivery::no_connection, "x", {}}, Problem::no_network, Scope::link},
      {{Delivery::not_our_collector, "x", {}}, Problem::not_our_collector, Scope::link},
      {{Delivery::broken_off, "x", {}}, Problem::broken_off, Scope::document},
      {{Delivery::too_long, "x", {}}, Problem::strange_reply, Scope::document},
      {{Delivery::stopped, "x", {}}, Problem::none, Scope::none},
  };
  for (const auto& c : cases) {
    CAPTURE(c.exchange.reply.status);
    CAPTURE(c.exchange.reply.content_type);
    const auto verdict = judge(c.exchange);
    CHECK_FALSE(verdict.is_answered);
    CHECK(verdict.problem == c.problem);
    CHECK(verdict.scope == c.scope);
  }
}

TEST_CASE("every problem has a code of its own, words, and what to do") {
  std::set<std::string_view> codes;
  for (int i = static_cast<int>(Problem::no_network); i <= static_cast<int>(Problem::inbox_full); ++i) {
    const auto words = words_of(static_cast<Problem>(i));
    CHECK(codes.insert(words.code).second);
    CHECK_FALSE(words.words.empty());
    CHECK_FALSE(words.what_to_do.empty());
  }
}
