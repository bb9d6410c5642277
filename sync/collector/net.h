// Asio, Beast and OpenSSL's streams, gathered: the only file that includes them, so that the rest of the
// collector sees one set of names. GCC 12 crashes on a macro around co_await: await into a named variable,
// then test it.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace vantrum::collector {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using tcp = boost::asio::ip::tcp;
using unix_socket = boost::asio::local::stream_protocol;

// `a || b` awaits the first of two, and cancels the other.
namespace first_of = boost::asio::experimental::awaitable_operators;

// Errors come back as the first of a tuple; nothing throws.
constexpr auto awaited = net::as_tuple(net::use_awaitable);

}  // namespace vantrum::collector
