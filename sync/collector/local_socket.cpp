#include "sync/collector/local_socket.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vantrum::collector {
namespace {

// Opened folders make short names: a socket's path may have 107 bytes only.
class ShortPath {
 public:
  ShortPath(const DataFolder& folder, const std::string& name)
      : descriptor_(::open(folder.path.c_str(), O_PATH | O_CLOEXEC)), name_(name) {}
  ShortPath(const ShortPath&) = delete;
  ShortPath& operator=(const ShortPath&) = delete;
  ~ShortPath() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  std::string text() const { return "/proc/self/fd/" + std::to_string(descriptor_) + "/" + name_; }

 private:
  int descriptor_;
  std::string name_;
};

}  // namespace

MessageLength length_of(std::size_t message_bytes) {
  auto size = static_cast<std::uint32_t>(message_bytes);
  return {static_cast<std::uint8_t>(size >> 24), static_cast<std::uint8_t>(size >> 16),
          static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
}

std::size_t size_in(const MessageLength& length) {
  return std::size_t{length[0]} << 24 | std::size_t{length[1]} << 16 | std::size_t{length[2]} << 8 |
         length[3];
}

Result<unix_socket::acceptor> listen_in(net::io_context& io, const DataFolder& folder,
                                        const std::string& name, Reach reach) {
  auto path = folder.path + "/" + name;
  ::unlink(path.c_str());  // it may not be there; if it cannot go, bind says so
  unix_socket::acceptor acceptor(io);
  boost::system::error_code error;
  ShortPath short_path(folder, name);
  acceptor.open(unix_socket(), error);
  // So that there is no moment in which others may connect.
  auto mask = ::umask(reach == Reach::owner ? 0177 : 0117);
  if (!error) acceptor.bind(unix_socket::endpoint(short_path.text()), error);
  ::umask(mask);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) return Error::storage("listening on " + path + ": " + error.message());
  return acceptor;
}

net::awaitable<std::optional<unix_socket::socket>> accept_next(unix_socket::acceptor& acceptor) {
  net::steady_timer pause(acceptor.get_executor());
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(awaited);
    if (!error) co_return std::move(socket);
    if (error == net::error::operation_aborted || !acceptor.is_open()) co_return std::nullopt;
    pause.expires_after(std::chrono::milliseconds(200));
    auto [cancelled] = co_await pause.async_wait(awaited);
    if (cancelled) co_return std::nullopt;
  }
}

bool connect_in(unix_socket::socket& socket, const DataFolder& folder, const std::string& name) {
  boost::system::error_code error;
  ShortPath path(folder, name);
  socket.connect(unix_socket::endpoint(path.text()), error);
  return !error;
}

bool ask(unix_socket::socket& socket, const std::string& message, std::string& reply,
         std::size_t reply_bytes_max) {
  boost::system::error_code error;
  auto length = length_of(message.size());
  std::array<net::const_buffer, 2> parts{net::buffer(length), net::buffer(message)};
  if (net::write(socket, parts, error); error) return false;
  if (net::read(socket, net::buffer(length), error); error) return false;
  if (size_in(length) > reply_bytes_max) return false;
  reply.assign(size_in(length), '\0');
  net::read(socket, net::buffer(reply), error);
  return !error;
}

}  // namespace vantrum::collector
