#include "sync/collector/session.h"

#include <exception>

#include "shared/base/log.h"

namespace vantrum::collector {
namespace {

using Stream = beast::ssl_stream<beast::tcp_stream>;
using Parser = http::request_parser<http::vector_body<std::uint8_t>>;
using Response = http::response<http::vector_body<std::uint8_t>>;

constexpr std::size_t drained_bytes_max = 2 * 1024 * 1024;

std::string_view text_of_field(boost::core::string_view text) { return {text.data(), text.size()}; }

Response to_response(Reply reply, unsigned version, bool keep_alive) {
  Response response(static_cast<http::status>(reply.status), version);
  response.set(http::field::content_type, reply.content_type);
  response.set(http::field::cache_control, "no-store");
  if (!reply.allow.empty()) response.set(http::field::allow, reply.allow);
  if (reply.retry_after_s > 0) response.set(http::field::retry_after, std::to_string(reply.retry_after_s));
  for (const auto& [name, value] : reply.headers) response.insert(name, value);
  response.keep_alive(keep_alive);
  response.body() = std::move(reply.body);
  response.prepare_payload();
  return response;
}

// The status for a request that could not be read; 0: there is nobody to answer.
unsigned status_of(const beast::error_code& error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit) return 431;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return 0;
  return error.category() == make_error_code(http::error::bad_version).category() ? 400 : 0;
}

std::optional<Reply> refuse_head(const Router& router, const Parser& parser) {
  const auto& head = parser.get();
  return router.refuse_head({text_of_field(head.method_string()), text_of_field(head.target()),
                             text_of_field(head[http::field::content_type]),
                             head.find(http::field::content_encoding) != head.end()});
}

// A client that is still sending its body would lose our reply to a connection reset; take a little of it
// first.
net::awaitable<void> drain(Stream& stream, const Limits& limits) {
  beast::get_lowest_layer(stream).expires_after(limits.shutdown);
  std::array<std::uint8_t, 16 * 1024> bin;
  std::size_t total = 0;
  while (total < drained_bytes_max) {
    auto [error, size] = co_await stream.async_read_some(net::buffer(bin), awaited);
    if (error) break;
    total += size;
  }
}

struct Read {
  std::optional<Reply> refusal;
  bool is_gone = false;       // nobody to answer
  bool is_too_large = false;  // a page says so itself, to a person
};

Read read_with(const beast::error_code& error) {
  auto status = status_of(error);
  if (status == 0) return Read{{}, true, false};
  return Read{problem(status), false, status == 413};
}

// Reads one request whole, or decides from a part of it.
net::awaitable<Read> read_request(Stream& stream, beast::flat_buffer& buffer, Parser& parser,
                                  SessionGroup& group) {
  auto& lowest = beast::get_lowest_layer(stream);
  parser.header_limit(group.limits.header_bytes);
  parser.body_limit(group.limits.body_bytes);

  lowest.expires_after(group.limits.header);
  std::optional<Places::Waits> waits(std::in_place, group.connections, lowest);
  auto [header_error, header_size] = co_await http::async_read_header(stream, buffer, parser, awaited);
  waits.reset();
  lowest.expires_after(group.limits.request);
  if (header_error) {
    co_return read_with(header_error);
  }
  if (auto refusal = refuse_head(group.router, parser)) co_return Read{std::move(refusal), false, false};

  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    http::response<http::empty_body> go_on(http::status::continue_, parser.get().version());
    auto [error, size] = co_await http::async_write(stream, go_on, awaited);
    if (error) co_return Read{{}, true, false};
  }
  auto [body_error, body_size] = co_await http::async_read(stream, buffer, parser, awaited);
  if (body_error) {
    co_return read_with(body_error);
  }
  co_return Read{};
}

PageRequest page_request(Stream& stream, const Parser& parser, bool is_too_large) {
  const auto& head = parser.get();
  auto field = [&](auto name) { return std::string(text_of_field(head[name])); };
  boost::system::error_code error;
  auto endpoint = beast::get_lowest_layer(stream).socket().remote_endpoint(error);
  return {std::string(text_of_field(head.method_string())),
          std::string(text_of_field(head.target())),
          field(http::field::cookie),
          field(http::field::host),
          field(http::field::origin),
          field("Sec-Fetch-Site"),
          error ? std::string() : endpoint.address().to_string(),
          is_too_large ? std::string() : std::string(vantrum::text_of(head.body())),
          is_too_large};
}

// What a page says that was not made; the log's line for it is the page's own (deed.h).
Reply not_made(const PageStep& step) { return step.otherwise ? step.otherwise() : problem(503); }

std::string words_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "no words";
  }
}

net::awaitable<Reply> ask_page(const PageRequest request, SessionGroup& group) {
  auto step = (*group.pages)(request);
  if (step.reply) co_return std::move(*step.reply);
  if (group.working >= group.limits.workers_waiting) co_return not_made(step);
  ++group.working;
  auto work = [&step]() -> net::awaitable<void> {
    step.work();
    co_return;
  };
  auto [failure] = co_await net::co_spawn(group.workers->get_executor(), work, awaited);
  --group.working;
  if (failure) {
    log_error("a page was not made, its work ended with an exception: {}", words_of(failure));
    co_return not_made(step);
  }
  co_return step.then();
}

net::awaitable<void> serve_requests(Stream& stream, SessionGroup& group) {
  beast::flat_buffer buffer;
  while (!group.is_stopping) {
    Parser parser;
    auto read = co_await read_request(stream, buffer, parser, group);
    if (read.is_gone) co_return;
    bool refused = read.refusal.has_value();
    bool is_page =
        (!refused || read.is_too_large) && group.router.is_page(text_of_field(parser.get().target()));
    Reply reply;
    if (is_page) {
      bool is_too_large = read.is_too_large || parser.get().body().size() > form_bytes_max;
      beast::get_lowest_layer(stream).expires_after(group.limits.request);
      reply = co_await ask_page(page_request(stream, parser, is_too_large), group);
      // Who waited for a page that thinks hard has the whole time to read it.
      beast::get_lowest_layer(stream).expires_after(group.limits.request);
    } else if (refused) {
      reply = std::move(*read.refusal);
    } else {
      reply = group.router.answer(parser.get().body());
    }
    bool has_documents = !is_page && reply.status == 200;
    // What was refused before its end was read leaves the connection at an unknown place.
    bool keep_alive = !refused && parser.get().keep_alive() && !group.is_stopping;
    auto response = to_response(std::move(reply), refused ? 11 : parser.get().version(), keep_alive);
    auto [error, size] = co_await http::async_write(stream, response, awaited);
    if (has_documents) group.after_exchange();
    if (error) co_return;
    if (refused && !parser.is_done()) {
      co_await drain(stream, group.limits);
    }
    if (!keep_alive) co_return;
  }
}

}  // namespace

net::awaitable<void> run_session(tcp::socket socket, ssl::context& tls, SessionGroup& group) {
  beast::tcp_stream plain(std::move(socket));
  std::optional<Places::Taken> place(std::in_place, group.silent);
  std::optional<Places::Waits> waits(std::in_place, group.silent, plain);
  bool may_come = co_await first_record_has_come(plain, group.limits.handshake);
  waits.reset();  // from here on we let it wait, and it is closed for nobody
  if (may_come) may_come = co_await group.queue.wait_for(group.connections, plain, group.limits.handshake);
  if (!may_come) co_return;
  place.emplace(group.connections);

  Stream stream(std::move(plain), tls);
  auto& lowest = beast::get_lowest_layer(stream);
  lowest.expires_after(group.limits.handshake);
  waits.emplace(group.connections, lowest);
  auto [handshake_error] = co_await stream.async_handshake(ssl::stream_base::server, awaited);
  waits.reset();
  if (handshake_error) co_return;
  co_await serve_requests(stream, group);
  lowest.expires_after(group.limits.shutdown);
  auto [shutdown_error] = co_await stream.async_shutdown(awaited);
  static_cast<void>(shutdown_error);  // the other side may be gone; there is nothing left to lose
}

}  // namespace vantrum::collector
