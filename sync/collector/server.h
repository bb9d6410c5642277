// The running collector: HTTPS for kiosks' carriers, the admin socket for commands, and between the two the
// opener.
//
// One thread runs everything, so the store needs no lock. The first SIGTERM or SIGINT lets running requests
// end and takes no new ones; a second one, or ten seconds, ends it at once, but for a report that is being
// written, which is waited for (a minute at most). What was replied to is committed either way.
#pragma once

#include <functional>
#include <string>

#include "shared/base/file_system.h"
#include "sync/collector/admin_link.h"
#include "sync/collector/hand_over_link.h"
#include "sync/collector/session.h"

namespace vantrum::collector {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8443;  // 0: any free one
  std::string port_file;      // empty: none; gets the port when the server is ready
  Limits limits;
};

struct ServerWork {
  Router::Exchange exchange;   // one document in, a sequence out
  std::function<void()> open;  // opens what waits in the outbox; called at the start and after each exchange
  std::function<void()> tidy;  // housekeeping, when nothing has happened for a while
  AdminHandler admin;
  HandOverHandler hand_over;  // empty: this server opens by itself
  std::function<void(std::uint16_t port)> ready;
  Pages pages = {};  // empty: every address but one is unknown
};

class Server {
 public:
  // Loads the certificate, listens. `invalid` if the address cannot be used.
  static Result<std::unique_ptr<Server>> make(FileSystem& files, const DataFolder& folder,
                                              const ServerOptions& options, ServerWork work);
  ~Server();

  std::uint16_t port() const;
  Result<void> run();  // returns when stopped
  void stop();         // like the first SIGTERM; from any thread

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace vantrum::collector
