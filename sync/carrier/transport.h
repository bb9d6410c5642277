// What carries one document to the collector and brings its reply back. It knows nothing of its cargo: bytes
// go, bytes come. HTTPS (curl_transport.h), a USB stick and a simulated network are three of these.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "shared/base/bytes.h"

namespace vantrum::carrier {

constexpr std::size_t document_bytes_max = 256 * 1024;  // FORMAT.md; longer ones are never sent
constexpr std::size_t reply_bytes_max = 1024 * 1024;

// An answer as it came, before anybody judged it (verdict.h).
struct Reply {
  int status = 0;
  std::string content_type;
  std::string content_encoding;  // must be empty: ciphertext does not compress, and bombs need an encoding
  std::optional<std::chrono::seconds> retry_after;
  Bytes body;
};

enum class Delivery {
  replied,            // the reply is whole
  no_connection,      // nobody there: not one byte of the document left
  not_our_collector,  // somebody there, but not who the CA file vouches for: not one byte of the document
                      // left
  broken_off,         // the connection was lost or too slow midway; whether the document arrived is unknown
  too_long,           // the reply went on past reply_bytes_max and was cut
  stopped,            // we were asked to stop
};

struct Exchange {
  Delivery delivery = Delivery::no_connection;
  std::string detail;  // for the journal, in the transport's own words; empty when replied
  Reply reply;         // only when replied
};

class Transport {
 public:
  virtual ~Transport() = default;

  // One document, one try, bounded in time. Sending the same document again is always safe: documents say who
  // they are and the collector knows them again.
  virtual Exchange exchange(ByteView document) = 0;
};

}  // namespace vantrum::carrier
