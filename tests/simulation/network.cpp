#include "tests/simulation/network.h"

namespace vantrum::simulation {
namespace {

using carrier::Delivery;
using carrier::Exchange;

constexpr const char* sequence_type = "application/cbor-seq";

Exchange failed(Delivery delivery) { return {delivery, "simulated", {}}; }

Exchange replied(int status, const std::string& type, Bytes body, std::optional<seconds> retry_after = {}) {
  return {Delivery::replied, {}, {status, type, {}, retry_after, std::move(body)}};
}

Bytes page() { return to_bytes(view_of(std::string_view("<html>Logga in</html>"))); }

}  // namespace

std::string_view name_of(Weather weather) {
  switch (weather) {
    case Weather::good:
      return "good";
    case Weather::bad:
      return "bad";
    case Weather::portal:
      return "portal";
    case Weather::wrong_certificate:
      return "wrong certificate";
    case Weather::down:
      return "down";
  }
  return "";
}

void Link::set_weather(Weather weather) {
  weather_ = weather;
  timeline_.note("network of {}: {}", name_, name_of(weather));
}

Exchange Link::exchange(ByteView document) {
  ++exchanges_;
  auto done = [&]() -> Exchange {
    switch (weather_) {
      case Weather::good:
        return deliver(document);
      case Weather::bad:
        return in_bad_weather(document);
      case Weather::portal:
        return of_a_portal();
      case Weather::wrong_certificate:
        return failed(Delivery::not_our_collector);
      case Weather::down:
        break;
    }
    return failed(Delivery::no_connection);
  }();
  timeline_.note("{} sends {} bytes: {} {} {}", name_, document.size(), static_cast<int>(done.delivery),
                 done.reply.status, done.reply.body.size());
  return done;
}

Exchange Link::deliver(ByteView document) {
  if (!region_.is_up()) return failed(Delivery::no_connection);
  auto reply = region_.receive(document);
  if (!reply) return failed(Delivery::broken_off);
  air_.remember(reply->body);
  auto retry_after = reply->retry_after_s > 0 ? std::optional(seconds(reply->retry_after_s)) : std::nullopt;
  return replied(static_cast<int>(reply->status), reply->content_type, reply->body, retry_after);
}

Exchange Link::in_bad_weather(ByteView document) {
  auto dice = chance_.below(100);
  if (dice < 12) return failed(Delivery::no_connection);
  if (dice < 22) return failed(Delivery::broken_off);  // the request is lost
  if (dice < 28) {                                     // and here it is cut, but comes as if it were whole
    static_cast<void>(
        region_.receive(document.first(chance_.below(static_cast<std::uint32_t>(document.size())))));
    return failed(Delivery::broken_off);
  }
  if (dice < 42) {  // the reply is lost
    static_cast<void>(deliver(document));
    return failed(Delivery::broken_off);
  }
  if (dice < 50) {  // doubled
    static_cast<void>(deliver(document));
    return deliver(document);
  }
  if (dice < 56) {  // delayed, and so behind what is sent after it
    timeline_.after(chance_.between(seconds(1), hours(60)), [this, late = to_bytes(document)] {
      if (region_.is_up()) static_cast<void>(region_.receive(late));
    });
    return failed(Delivery::broken_off);
  }
  if (dice < 60 && !air_.replies.empty()) {  // somebody else's reply, or an old one
    static_cast<void>(deliver(document));
    auto which = chance_.below(static_cast<std::uint32_t>(air_.replies.size()));
    return replied(200, sequence_type, air_.replies[which]);
  }
  if (dice < 63) {  // the reply is cut, and says that it is whole
    auto whole = deliver(document);
    auto& body = whole.reply.body;
    if (!body.empty()) body.resize(chance_.below(static_cast<std::uint32_t>(body.size())));
    return whole;
  }
  if (dice < 65) return replied(503, "text/plain", {}, seconds(chance_.below(3600)));
  if (dice < 66) return replied(429, "text/plain", {});
  if (dice < 68) return replied(502, "text/html", page());
  return deliver(document);
}

Exchange Link::of_a_portal() {
  switch (chance_.below(9)) {
    case 0:
      return replied(302, "text/html", page());
    case 1:
      return replied(511, "text/html", page());
    case 2:
      return replied(200, sequence_type, page());
    case 3:
      return replied(200, sequence_type, {});
    case 4:
      return replied(404, "text/html", page());
    case 5:
      return failed(Delivery::too_long);
    case 6:
      return replied(200, "application/json", {});
    case 7:
      if (!air_.replies.empty()) return replied(200, sequence_type, air_.replies.front());
      break;
    default:
      break;
  }
  return replied(200, "text/html", page());
}

}  // namespace vantrum::simulation
