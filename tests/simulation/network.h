// The simulated network: one link for each kiosk, in any weather. It is the Transport of the real carrier.
#pragma once

#include <deque>

#include "sync/carrier/transport.h"
#include "tests/simulation/region.h"

namespace vantrum::simulation {

enum class Weather {
  good,
  bad,     // messages are lost, cut, doubled, delayed, and answered with what was meant for another
  portal,  // a log-in page, a redirect, or a box that answers in the collector's stead
  wrong_certificate,
  down,
};
std::string_view name_of(Weather weather);

// What went by, for whoever is to get a reply that was meant for somebody else.
struct Air {
  std::deque<Bytes> replies;
  void remember(const Bytes& reply) {
    replies.push_back(reply);
    if (replies.size() > 20) replies.pop_front();
  }
};

class Link final : public carrier::Transport {
 public:
  Link(Timeline& timeline, RegionHost& region, Air& air, std::uint64_t seed, std::string name)
      : timeline_(timeline), region_(region), air_(air), chance_(seed), name_(std::move(name)) {}

  carrier::Exchange exchange(ByteView document) override;

  void set_weather(Weather weather);
  Weather weather() const { return weather_; }
  std::uint64_t exchanges() const { return exchanges_; }

 private:
  carrier::Exchange deliver(ByteView document);
  carrier::Exchange in_bad_weather(ByteView document);
  carrier::Exchange of_a_portal();

  Timeline& timeline_;
  RegionHost& region_;
  Air& air_;
  Chance chance_;
  std::string name_;
  Weather weather_ = Weather::good;
  std::uint64_t exchanges_ = 0;
};

}  // namespace vantrum::simulation
