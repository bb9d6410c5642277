// The Unix socket DIR/admin.sock: how a command reaches the server that has the store open.
//
// One request, one reply, each a 4-byte big-endian length and that many bytes of JSON:
//   {"arguments": ["centre", "list", …], "directory": "/where/the/command/was/given"}
//   {"out": "…", "err": "…", "exit_code": 0}
// Only the owner of the folder may connect (mode 0600).
#pragma once

#include <functional>
#include <optional>

#include "sync/collector/admin_request.h"
#include "sync/collector/data_folder.h"
#include "sync/collector/net.h"

namespace vantrum::collector {

using AdminHandler = std::function<CommandOutput(const AdminRequest&)>;

// nullopt: no server is running.
Result<std::optional<CommandOutput>> ask_server(const DataFolder& folder, const AdminRequest& request);

// Listens from now on; a socket that an ended server left behind is replaced. Call with the folder's lock
// held.
Result<unix_socket::acceptor> listen_for_commands(net::io_context& io, const DataFolder& folder);

net::awaitable<void> accept_commands(unix_socket::acceptor& acceptor, const AdminHandler& handler);

}  // namespace vantrum::collector
