// Unix sockets in the collector's folder, and messages on them: a 4-byte big-endian length and that many
// bytes.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "sync/collector/data_folder.h"
#include "sync/collector/net.h"

namespace vantrum::collector {

using MessageLength = std::array<std::uint8_t, 4>;
MessageLength length_of(std::size_t message_bytes);
std::size_t size_in(const MessageLength& length);

enum class Reach {
  owner,  // mode 0600
  group,  // mode 0660
};
// Listens from now on; a socket that an ended server left behind is replaced. Call with the folder's lock
// held.
Result<unix_socket::acceptor> listen_in(net::io_context& io, const DataFolder& folder,
                                        const std::string& name, Reach reach);
// The next one who connects; none when the acceptor is closed. What fails for a moment (no descriptors left)
// is tried again.
net::awaitable<std::optional<unix_socket::socket>> accept_next(unix_socket::acceptor& acceptor);

// False if nobody listens there, or not for this user.
bool connect_in(unix_socket::socket& socket, const DataFolder& folder, const std::string& name);

// One message there and one back; false if the other side is gone or would send more than reply_bytes_max.
bool ask(unix_socket::socket& socket, const std::string& message, std::string& reply,
         std::size_t reply_bytes_max);

}  // namespace vantrum::collector
