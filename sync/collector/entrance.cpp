#include "sync/collector/entrance.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>

namespace vantrum::collector {
namespace {

using namespace first_of;

constexpr std::size_t record_head_bytes = 5;
constexpr std::size_t record_bytes_max = 16 * 1024;
constexpr std::uint8_t handshake_record = 22;

// The system wakes us for so many bytes at once, and not before.
bool ask_for(tcp::socket& socket, std::size_t bytes) {
  beast::error_code error;
  socket.set_option(net::socket_base::receive_low_watermark(static_cast<int>(bytes)), error);
  return !error;
}

net::awaitable<bool> have_come(tcp::socket& socket, net::steady_timer& deadline, std::size_t bytes) {
  if (!ask_for(socket, bytes)) co_return false;
  auto first = co_await (socket.async_wait(tcp::socket::wait_read, awaited) || deadline.async_wait(awaited));
  co_return first.index() == 0 && !std::get<0>(std::get<0>(first));
}

// With its head; 0: what has come is no handshake's record. Nothing: the other side is gone.
std::optional<std::size_t> size_of_record(tcp::socket& socket) {
  std::array<std::uint8_t, record_head_bytes> head{};
  auto size = ::recv(socket.native_handle(), head.data(), head.size(), MSG_PEEK | MSG_DONTWAIT);
  if (size == 0 || (size < 0 && errno != EAGAIN)) return {};
  if (size != static_cast<ssize_t>(head.size()) || head[0] != handshake_record) return 0;
  const std::size_t bytes = head[3] * 256U + head[4];
  return bytes <= record_bytes_max ? record_head_bytes + bytes : 0;
}

}  // namespace

Places::Waits::Waits(Places& places, beast::tcp_stream& stream)
    : places_(places),
      stream_(stream),
      since_(std::chrono::steady_clock::now()),
      at_(places.waiting_.insert(places.waiting_.end(), this)) {}

bool Places::make_room() {
  if (taken_ < count_) return true;
  // One that was closed leaves the list only when its session has noticed.
  auto longest =
      std::ranges::find_if(waiting_, [](const Waits* one) { return one->stream_.socket().is_open(); });
  if (longest == waiting_.end() || std::chrono::steady_clock::now() - (*longest)->since_ < patience_)
    return false;
  (*longest)->stream_.close();
  return true;
}

void Places::cancel_waiting() {
  for (auto* one : waiting_) one->stream_.cancel();
}

void Places::close_waiting() {
  for (auto* one : waiting_) one->stream_.close();
}

net::awaitable<bool> first_record_has_come(beast::tcp_stream& stream, std::chrono::milliseconds time) {
  auto& socket = stream.socket();
  net::steady_timer deadline(socket.get_executor(), time);
  bool has_come = co_await have_come(socket, deadline, record_head_bytes);
  auto bytes = has_come ? size_of_record(socket) : std::nullopt;
  if (!bytes) co_return false;
  if (*bytes > 0) has_come = co_await have_come(socket, deadline, *bytes);
  if (!has_come) co_return false;
  co_return ask_for(socket, 1);
}

// A place in the queue, for as long as it lives; then the next one looks.
class Queue::Turn {
 public:
  Turn(Queue& queue, net::steady_timer& timer)
      : queue_(queue), at_(queue.timers_.insert(queue.timers_.end(), &timer)) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    queue_.timers_.erase(at_);
    if (!queue_.timers_.empty()) queue_.timers_.front()->cancel();
  }
  bool has_come() const { return at_ == queue_.timers_.begin(); }

 private:
  Queue& queue_;
  std::list<net::steady_timer*>::iterator at_;
};

net::awaitable<bool> Queue::wait_for(Places& places, beast::tcp_stream& stream,
                                     std::chrono::milliseconds time) {
  net::steady_timer timer(stream.get_executor());
  Turn turn(*this, timer);
  const auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    if (is_cancelled_ || !stream.socket().is_open()) co_return false;
    if (turn.has_come() && places.make_room()) co_return true;
    auto now = std::chrono::steady_clock::now();
    if (now >= end) co_return false;
    timer.expires_at(turn.has_come() ? std::min(end, now + room_pause) : end);
    auto [error] = co_await timer.async_wait(awaited);
    static_cast<void>(error);  // its turn has come
  }
}

void Queue::cancel() {
  is_cancelled_ = true;
  for (auto* timer : timers_) timer->cancel();
}

}  // namespace vantrum::collector
