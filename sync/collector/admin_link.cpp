#include "sync/collector/admin_link.h"

#include <array>
#include <nlohmann/json.hpp>

#include "sync/collector/local_socket.h"

namespace vantrum::collector {
namespace {

using Json = nlohmann::json;
constexpr const char* socket_name = "admin.sock";
constexpr std::size_t message_bytes_max = 16 * 1024 * 1024;  // results of a large region

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
  MessageLength length;
  auto [length_error, length_size] = co_await net::async_read(socket, net::buffer(length), awaited);
  if (length_error || size_in(length) > message_bytes_max) co_return;
  std::string message(size_in(length), '\0');
  auto [error, size] = co_await net::async_read(socket, net::buffer(message), awaited);
  if (error) co_return;
  auto request = parse_request(message);
  if (!request) co_return;
  auto reply = encode(handler(*request));
  length = length_of(reply.size());
  std::array<net::const_buffer, 2> parts{net::buffer(length), net::buffer(reply)};
  auto [write_error, written] = co_await net::async_write(socket, parts, awaited);
  static_cast<void>(write_error);  // whoever asked has left
}

}  // namespace

Result<std::optional<CommandOutput>> ask_server(const DataFolder& folder, const AdminRequest& request) {
  net::io_context io;
  unix_socket::socket socket(io);
  if (!connect_in(socket, folder, socket_name)) return std::optional<CommandOutput>();
  std::string message;
  if (!ask(socket, encode(request), message, message_bytes_max)) return lost();
  return std::optional<CommandOutput>(TRY(parse_output(message)));
}

Result<unix_socket::acceptor> listen_for_commands(net::io_context& io, const DataFolder& folder) {
  return listen_in(io, folder, socket_name, Reach::owner);
}

net::awaitable<void> accept_commands(unix_socket::acceptor& acceptor, const AdminHandler& handler) {
  while (auto socket = co_await accept_next(acceptor)) {
    auto executor = socket->get_executor();
    net::co_spawn(executor, serve_command(std::move(*socket), handler), net::detached);
  }
}

}  // namespace vantrum::collector
