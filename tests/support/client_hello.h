// What a TLS client says first: one whole record, as OpenSSL writes it.
#pragma once

#include <openssl/ssl.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace vantrum::testing {

inline std::vector<std::uint8_t> client_hello() {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
  auto* said = BIO_new(BIO_s_mem());
  SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), said);
  SSL_connect(ssl.get());  // waits for an answer that does not come
  std::vector<std::uint8_t> bytes(16 * 1024);
  bytes.resize(
      static_cast<std::size_t>(std::max(0, BIO_read(said, bytes.data(), static_cast<int>(bytes.size())))));
  return bytes;
}

}  // namespace vantrum::testing
