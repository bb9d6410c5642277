// Which request gets which reply; no sockets here.
//
// POST /v1/exchange takes one document and gives a sequence of documents. Every failure there
// is a problem document (RFC 9457) that says what a client may do about it and nothing of the inside. A
// carrier treats all of them as "no network": only a verifying document counts. Every other address belongs
// to the pages (page.h), if the server has any.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum::collector {

struct RequestHead {
  std::string_view method, target, content_type;
  bool has_content_encoding = false;
};

struct Reply {
  unsigned status = 200;
  std::string content_type;
  Bytes body;
  std::string allow;                                              // of 405
  int retry_after_s = 0;                                          // of 503
  std::vector<std::pair<std::string, std::string>> headers = {};  // more of them, of a page
};

class Router {
 public:
  // `exchange_document` of ingest.h, bound to its collector.
  using Exchange = std::function<Result<Bytes>(ByteView document)>;
  explicit Router(Exchange exchange, bool has_pages = false)
      : exchange_(std::move(exchange)), has_pages_(has_pages) {}

  bool is_page(std::string_view target) const;

  // A refusal that needs no body to be decided; nullopt: go on and read it.
  std::optional<Reply> refuse_head(const RequestHead& head) const;

  // For a head that was not refused.
  Reply answer(ByteView body) const;

 private:
  Exchange exchange_;
  bool has_pages_;
};

// For failures below HTTP's meaning: 400, 408, 413, 431 …
Reply problem(unsigned status);

}  // namespace vantrum::collector
