#include "sync/carrier/verdict.h"

#include <algorithm>

#include "shared/base/check.h"

namespace vantrum::carrier {
namespace {

constexpr std::string_view answer_type = "application/cbor-seq";

Verdict judge_reply(const Reply& reply);
bool is_type(std::string_view content_type, std::string_view wanted);

}  // namespace

Verdict judge(const Exchange& exchange) {
  switch (exchange.delivery) {
    case Delivery::replied:
      return judge_reply(exchange.reply);
    case Delivery::no_connection:
      return {false, Problem::no_network, Scope::link, {}};
    case Delivery::not_our_collector:
      return {false, Problem::not_our_collector, Scope::link, {}};
    case Delivery::broken_off:
      return {false, Problem::broken_off, Scope::document, {}};
    case Delivery::too_long:
      return {false, Problem::strange_reply, Scope::document, {}};
    case Delivery::stopped:
      return {};
  }
  check(false);
  return {};
}

namespace {

Verdict judge_reply(const Reply& reply) {
  auto problem = [&](Problem what, Scope scope) { return Verdict{false, what, scope, reply.retry_after}; };
  const int status = reply.status;
  if (status == 200) {
    if (is_type(reply.content_type, "text/html")) return problem(Problem::portal, Scope::document);
    if (!is_type(reply.content_type, answer_type) || !reply.content_encoding.empty() ||
        reply.body.size() > reply_bytes_max) {
      return problem(Problem::strange_reply, Scope::document);
    }
    return {true, Problem::none, Scope::none, {}};
  }
  if (status / 100 == 3 || status == 511) return problem(Problem::portal, Scope::document);
  // These speak of the collector, not of the document, so they hold for the whole outbox.
  if (status == 429 || status == 503) return problem(Problem::overloaded, Scope::link);
  if (status / 100 == 4) return problem(Problem::refused, Scope::document);
  if (status / 100 == 5) return problem(Problem::collector_fault, Scope::document);
  return problem(Problem::strange_reply, Scope::document);
}

// The type without its parameters; letter case is free (RFC 9110).
bool is_type(std::string_view content_type, std::string_view wanted) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (!content_type.empty() && (content_type.back() == ' ' || content_type.back() == '\t')) {
    content_type.remove_suffix(1);
  }
  return std::ranges::equal(content_type, wanted, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

ProblemWords words_of(Problem problem) {
  switch (problem) {
    case Problem::none:
      return {"", "", ""};
    case Problem::no_network:
      return {
          "S1", "Ingen kontakt med regionens insamlare.",
          "Svaren ligger tryggt på surfplattan och skickas när nätet fungerar. Kontrollera nätverket om det "
          "har varit så i flera dagar."};
    case Problem::not_our_collector:
      return {"S2", "Den som svarade är inte regionens insamlare. Inget har skickats.",
              "Logga in surfplattan på nätet om det kräver det. Kontrollera också datum och tid. Hjälper det "
              "inte: "
              "ring supporten."};
    case Problem::broken_off:
      return {
          "S3", "Förbindelsen bröts mitt i sändningen.",
          "Inget är förlorat och surfplattan försöker igen. Flytta den närmare nätet om det händer ofta."};
    case Problem::portal:
      return {"S4", "En inloggningssida eller omdirigering svarade i stället för insamlaren.",
              "Logga in surfplattan på nätet, eller be om ett nät utan inloggningssida."};
    case Problem::strange_reply:
      return {"S5", "Insamlarens svar gick inte att använda.",
              "Surfplattan försöker igen. Ring supporten om det står kvar i morgon."};
    case Problem::refused:
      return {"S6", "Insamlaren tar inte emot ett av dokumenten.",
              "Dokumentet ligger kvar och övriga skickas. Ring supporten och läs upp koden."};
    case Problem::overloaded:
      return {"S7", "Insamlaren har mycket att göra och ber oss vänta.",
              "Surfplattan försöker igen av sig själv."};
    case Problem::collector_fault:
      return {"S8", "Insamlaren har ett fel.",
              "Surfplattan försöker igen. Ring supporten om det står kvar i morgon."};
    case Problem::document_too_long:
      return {"S9", "Ett dokument är för stort för att skickas.", "Ring supporten och läs upp koden."};
    case Problem::disk:
      return {"S10", "Surfplattans lagring svarar inte som den ska.", "Ring supporten och läs upp koden."};
    case Problem::inbox_full:
      return {"S11", "Enkäten hämtar inte insamlarens svar.",
              "Starta om surfplattan. Hjälper det inte: ring supporten."};
  }
  check(false);
  return {};
}

}  // namespace vantrum::carrier
