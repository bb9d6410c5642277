// The way in for a connection. TLS takes some 120 kB for it from the first byte on. So whoever has not yet
// sent a whole first record is kept outside of it, for a few kB, and there may be thousands of them; who has
// sent it comes in, one after another, as places get free. So connections that say nothing whole cost an
// honest kiosk no time, and those that begin a handshake a moment, not its place (row 32).
#pragma once

#include <chrono>
#include <list>

#include "sync/collector/net.h"

namespace vantrum::collector {

constexpr std::chrono::milliseconds room_pause{20};  // until it is looked for room again

// How many there may be at once, and which of them has to go where one more comes. All on one thread.
class Places {
 public:
  Places(std::size_t count, std::chrono::milliseconds patience) : count_(count), patience_(patience) {}

  // Has a place for as long as it lives.
  class Taken {
   public:
    explicit Taken(Places& places) : places_(places) { ++places_.taken_; }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    ~Taken() { --places_.taken_; }

   private:
    Places& places_;
  };

  // Owes us something for as long as it lives, and may be closed for another meanwhile.
  class Waits {
   public:
    Waits(Places& places, beast::tcp_stream& stream);
    Waits(const Waits&) = delete;
    Waits& operator=(const Waits&) = delete;
    ~Waits() { places_.waiting_.erase(at_); }

   private:
    friend class Places;
    Places& places_;
    beast::tcp_stream& stream_;
    std::chrono::steady_clock::time_point since_;
    std::list<Waits*>::iterator at_;
  };

  // Whether one more may come in. Where all places are taken, the one that has kept us waiting longest is
  // closed for it, if that was longer than `patience`.
  bool make_room();
  // When the server stops: what they wait for ends with an error; or each is closed, and can begin no other
  // wait.
  void cancel_waiting();
  void close_waiting();
  std::size_t taken() const { return taken_; }

 private:
  std::size_t count_, taken_ = 0;
  std::chrono::milliseconds patience_;
  std::list<Waits*> waiting_;  // the longest first
};

// Waits until the first TLS record has come whole (RFC 8446, 5.1), as a rule: a system that is short of
// memory wakes us earlier. Nothing of it is read: the system keeps it. What is no handshake is TLS's to
// refuse. False: the time is over, or the other side gone.
net::awaitable<bool> first_record_has_come(beast::tcp_stream& stream, std::chrono::milliseconds time);

// Those who wait for a place, in the order in which they came.
class Queue {
 public:
  // True: there is a place, to be taken before anything else is awaited. False: the time is over, or the
  // stream was closed.
  net::awaitable<bool> wait_for(Places& places, beast::tcp_stream& stream, std::chrono::milliseconds time);
  void cancel();  // for good

 private:
  class Turn;
  std::list<net::steady_timer*> timers_;
  bool is_cancelled_ = false;
};

}  // namespace vantrum::collector
