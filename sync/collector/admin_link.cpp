#include "sync/collector/admin_link.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

namespace vantrum::collector {
namespace {

using Json = nlohmann::json;
using Length = std::array<std::uint8_t, 4>;

constexpr std::size_t message_bytes_max = 16 * 1024 * 1024;  // results of a large region

Length length_of(const std::string& message) {
  auto size = static_cast<std::uint32_t>(message.size());
  return {static_cast<std::uint8_t>(size >> 24), static_cast<std::uint8_t>(size >> 16),
          static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
}
std::size_t size_in(const Length& length) {
  return std::size_t{length[0]} << 24 | std::size_t{length[1]} << 16 | std::size_t{length[2]} << 8 |
         length[3];
}

// Opened folders make short names: a socket's path may have 107 bytes only.
class ShortPath {
 public:
  explicit ShortPath(const DataFolder& folder)
      : descriptor_(::open(folder.path.c_str(), O_PATH | O_CLOEXEC)) {}
  ShortPath(const ShortPath&) = delete;
  ShortPath& operator=(const ShortPath&) = delete;
  ~ShortPath() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  std::string socket() const { return "/proc/self/fd/" + std::to_string(descriptor_) + "/admin.sock"; }

 private:
  int descriptor_;
};

std::string encode(const AdminRequest& request) {
  return Json{{"arguments", request.arguments}, {"directory", request.directory}}.dump();
}
std::string encode(const CommandOutput& output) {
  // Names of files may be no UTF-8; they must not end the server.
  return Json{{"out", output.out}, {"err", output.err}, {"exit_code", output.exit_code}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

Result<AdminRequest> parse_request(const std::string& message) try {
  auto json = Json::parse(message);
  return AdminRequest{json.at("arguments").get<std::vector<std::string>>(),
                      json.at("directory").get<std::string>()};
} catch (const Json::exception&) {
  return Error::untrusted("not a command");
}

Result<CommandOutput> parse_output(const std::string& message) try {
  auto json = Json::parse(message);
  return CommandOutput{json.at("out").get<std::string>(), json.at("err").get<std::string>(),
                       json.at("exit_code").get<int>()};
} catch (const Json::exception&) {
  return Error::unavailable("the running server gave an answer that this program does not understand");
}

Error lost() {
  return Error::unavailable(
      "the running server ended before it answered; look whether the command was carried out");
}

net::awaitable<void> serve_command(unix_socket::socket socket, const AdminHandler& handler) {
  Length length;
  auto [length_error, length_size] = co_await net::async_read(socket, net::buffer(length), awaited);
  if (length_error || size_in(length) > message_bytes_max) co_return;
  std::string message(size_in(length), '\0');
  auto [error, size] = co_await net::async_read(socket, net::buffer(message), awaited);
  if (error) co_return;
  auto request = parse_request(message);
  if (!request) co_return;
  auto reply = encode(handler(*request));
  length = length_of(reply);
  std::array<net::const_buffer, 2> parts{net::buffer(length), net::buffer(reply)};
  auto [write_error, written] = co_await net::async_write(socket, parts, awaited);
  static_cast<void>(write_error);  // whoever asked has left
}

}  // namespace

Result<std::optional<CommandOutput>> ask_server(const DataFolder& folder, const AdminRequest& request) {
  net::io_context io;
  unix_socket::socket socket(io);
  boost::system::error_code error;
  ShortPath path(folder);
  if (socket.connect(unix_socket::endpoint(path.socket()), error); error)
    return std::optional<CommandOutput>();
  auto message = encode(request);
  auto length = length_of(message);
  std::array<net::const_buffer, 2> parts{net::buffer(length), net::buffer(message)};
  if (net::write(socket, parts, error); error) return lost();
  if (net::read(socket, net::buffer(length), error); error) return lost();
  if (size_in(length) > message_bytes_max) return lost();
  message.assign(size_in(length), '\0');
  if (net::read(socket, net::buffer(message), error); error) return lost();
  return std::optional<CommandOutput>(TRY(parse_output(message)));
}

Result<unix_socket::acceptor> listen_for_commands(net::io_context& io, const DataFolder& folder) {
  ::unlink(folder.admin_socket().c_str());  // it may not be there; if it cannot go, bind says so
  unix_socket::acceptor acceptor(io);
  boost::system::error_code error;
  ShortPath path(folder);
  acceptor.open(unix_socket(), error);
  auto mask = ::umask(0177);  // so that there is no moment in which others may connect
  if (!error) acceptor.bind(unix_socket::endpoint(path.socket()), error);
  ::umask(mask);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) return Error::storage("listening on " + folder.admin_socket() + ": " + error.message());
  return acceptor;
}

net::awaitable<void> accept_commands(unix_socket::acceptor& acceptor, const AdminHandler& handler) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(awaited);
    if (error) co_return;
    auto executor = socket.get_executor();
    net::co_spawn(executor, serve_command(std::move(socket), handler), net::detached);
  }
}

}  // namespace vantrum::collector
