#include "sync/collector/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>

#include "shared/base/log.h"

namespace vantrum::collector {
namespace {

constexpr std::chrono::seconds tidy_pause{30};
constexpr std::chrono::seconds stop_patience{10};
constexpr std::chrono::milliseconds last_session_look{20};
constexpr std::chrono::milliseconds accept_pause{200};  // when the system has no descriptors left
constexpr std::size_t pem_bytes_max = 64 * 1024;
constexpr rlim_t descriptors_of_ours = 256;  // databases, commands, pages' files

Result<std::string> read_text(FileSystem& files, const std::string& path) {
  return std::string(text_of(TRY(files.read(path, pem_bytes_max))));
}

Result<void> prepare_tls(ssl::context& tls, FileSystem& files, const DataFolder& folder) {
  boost::system::error_code error;
  auto chain = TRY(read_text(files, folder.server_certificate()));
  auto key = TRY(read_text(files, folder.server_key()));
  tls.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                      ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | ssl::context::no_compression,
                  error);
  if (!error) tls.use_certificate_chain(net::buffer(chain), error);
  if (!error) tls.use_private_key(net::buffer(key), ssl::context::pem, error);
  if (error) return Error::invalid("the server's certificate or key cannot be used: " + error.message());
  return {};
}

Result<tcp::acceptor> listen(net::io_context& io, const ServerOptions& options) {
  boost::system::error_code error;
  auto address = net::ip::make_address(options.host, error);
  if (error) return Error::invalid("\"" + options.host + "\" is not an IP address to listen on");
  tcp::endpoint endpoint(address, options.port);
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) {
    return Error::unavailable("listening on " + options.host + ":" + std::to_string(options.port) + ": " +
                              error.message());
  }
  return acceptor;
}

// A connection is a descriptor. We ask for as many as we may need, and share what there is.
ServerOptions with_descriptors(ServerOptions options) {
  auto& limits = options.limits;
  const rlim_t wanted = descriptors_of_ours + limits.connections + limits.silent;
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return options;
  files.rlim_cur = std::max(files.rlim_cur, std::min(files.rlim_max, wanted));
  if (setrlimit(RLIMIT_NOFILE, &files) != 0) getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur >= wanted) return options;
  const std::size_t left = std::max<rlim_t>(files.rlim_cur, descriptors_of_ours + 2) - descriptors_of_ours;
  limits.connections = std::min(limits.connections, left / 2);
  limits.silent = left - limits.connections;
  log_warning(
      "the system gives {} descriptors (LimitNOFILE) where {} are wanted; {} clients are served at a time",
      files.rlim_cur, wanted, limits.connections);
  return options;
}

void log_failure(const std::exception_ptr& failure) {
  // Only lack of memory ends a session this way; every other error is a value.
  if (failure) log_error("a session ended with an exception");
}

}  // namespace

struct Server::Impl {
  Impl(const ServerOptions& given, ServerWork given_work)
      : options(with_descriptors(given)),
        work(std::move(given_work)),
        router(work.exchange, work.pages != nullptr) {
    group.pages = work.pages ? &work.pages : nullptr;
    group.workers = &workers;
  }

  net::awaitable<void> accept_connections();
  net::awaitable<void> wait_for_signals();
  net::awaitable<void> keep_tidy();
  void begin_stop();
  net::awaitable<void> end_with_last_session();

  ServerOptions options;
  ServerWork work;
  Router router;
  // Before `io`, whose end ends the sessions: they leave these lists then.
  SessionGroup group{router, options.limits};
  Desks desks;
  net::io_context io{1};
  ssl::context tls{ssl::context::tls_server};
  tcp::acceptor acceptor{io};
  unix_socket::acceptor admin_acceptor{io}, hand_over_acceptor{io};
  net::signal_set signals{io, SIGTERM, SIGINT};
  net::steady_timer tidy_timer{io}, stop_timer{io}, accept_timer{io};
  net::thread_pool workers{
      2};  // a report takes seconds, and a password 64 MiB: one need not wait for the other
};

net::awaitable<void> Server::Impl::accept_connections() {
  while (!group.is_stopping) {
    if (!group.silent.make_room()) {
      accept_timer.expires_after(room_pause);
      auto [timer_error] = co_await accept_timer.async_wait(awaited);
      if (timer_error) co_return;
      continue;
    }
    auto [error, socket] = co_await acceptor.async_accept(awaited);
    if (group.is_stopping) co_return;
    if (error) {
      accept_timer.expires_after(accept_pause);
      auto [timer_error] = co_await accept_timer.async_wait(awaited);
      if (timer_error) co_return;
      continue;
    }
    net::co_spawn(io, run_session(std::move(socket), tls, group), log_failure);
  }
}

net::awaitable<void> Server::Impl::wait_for_signals() {
  auto [error, number] = co_await signals.async_wait(awaited);
  if (error) co_return;
  begin_stop();
  auto [second_error, second] = co_await signals.async_wait(awaited);
  if (!second_error) io.stop();
}

net::awaitable<void> Server::Impl::keep_tidy() {
  while (!group.is_stopping) {
    tidy_timer.expires_after(tidy_pause);
    auto [error] = co_await tidy_timer.async_wait(awaited);
    if (error) co_return;
    work.tidy();
  }
}

void Server::Impl::begin_stop() {
  if (group.is_stopping) return;
  group.is_stopping = true;
  boost::system::error_code ignored;  // closing what is closed is fine
  acceptor.close(ignored);
  admin_acceptor.close(ignored);
  hand_over_acceptor.close(ignored);
  for (auto* desk : desks) desk->close(ignored);
  tidy_timer.cancel();
  accept_timer.cancel();
  group.silent.close_waiting();
  group.queue.cancel();
  group.connections.cancel_waiting();
  stop_timer.expires_after(stop_patience);
  stop_timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) io.stop();
  });
  net::co_spawn(io, end_with_last_session(), log_failure);
}

// When the last session is gone only the timer and the signals would keep the loop running. It waits before
// it looks for the first time, because wait_for_signals, which called begin_stop, has yet to start its second
// wait.
net::awaitable<void> Server::Impl::end_with_last_session() {
  net::steady_timer look(io);
  do {
    look.expires_after(last_session_look);
    auto [error] = co_await look.async_wait(awaited);
    if (error) co_return;
  } while (group.silent.taken() + group.connections.taken() > 0);
  stop_timer.cancel();
  signals.cancel();
}

Result<std::unique_ptr<Server>> Server::make(FileSystem& files, const DataFolder& folder,
                                             const ServerOptions& options, ServerWork work) {
  auto impl = std::make_unique<Impl>(options, std::move(work));
  TRY(prepare_tls(impl->tls, files, folder));
  impl->acceptor = TRY(listen(impl->io, options));
  impl->admin_acceptor = TRY(listen_for_commands(impl->io, folder));
  if (impl->work.hand_over) impl->hand_over_acceptor = TRY(listen_for_hand_over(impl->io, folder));
  auto* owner = impl.get();
  impl->group.after_exchange = [owner] { net::post(owner->io, owner->work.open); };
  auto server = std::unique_ptr<Server>(new Server(std::move(impl)));
  if (!options.port_file.empty()) {
    auto port = std::to_string(server->port()) + "\n";
    TRY(files.write_atomic(options.port_file, view_of(port)));
  }
  return server;
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

std::uint16_t Server::port() const {
  boost::system::error_code error;
  return impl_->acceptor.local_endpoint(error).port();
}

Result<void> Server::run() {
  auto& server = *impl_;
  net::co_spawn(server.io, server.accept_connections(), log_failure);
  net::co_spawn(server.io, accept_commands(server.admin_acceptor, server.work.admin), log_failure);
  if (server.work.hand_over)
    net::co_spawn(server.io, accept_hand_over(server.hand_over_acceptor, server.work.hand_over, server.desks),
                  log_failure);
  net::co_spawn(server.io, server.wait_for_signals(), log_failure);
  net::co_spawn(server.io, server.keep_tidy(), log_failure);
  net::post(server.io, server.work.open);
  server.work.ready(port());
  server.io.run();
  server.work.tidy();
  return {};
}

void Server::stop() {
  net::post(impl_->io, [impl = impl_.get()] { impl->begin_stop(); });
}

}  // namespace vantrum::collector
