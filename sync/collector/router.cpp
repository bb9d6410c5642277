#include "sync/collector/router.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "shared/base/log.h"
#include "shared/wire/envelope.h"

namespace vantrum::collector {
namespace {

constexpr std::string_view exchange_target = "/v1/exchange";
constexpr int retry_after_s = 60;

struct Words {
  unsigned status;
  const char* title;
  const char* detail;
};
constexpr Words words[] = {
    {400, "Not a valid document", "The body is not one document that this collector can verify."},
    {401, "Not enrolled", "The sender is not a device of this region. Enrol it with a one-time code."},
    {403, "Refused", "The document is well-formed but not allowed. For an enrolment: ask for a new code."},
    {404, "Not found", "Documents are exchanged at /v1/exchange."},
    {405, "Method not allowed", "Use POST."},
    {408, "Too slow", "The request did not arrive in time."},
    {413, "Too large", "A document is at most 262144 bytes long."},
    {415, "Unsupported media type", "Send application/cose without a content encoding."},
    {431, "Header too large", "The header of a request is at most 8192 bytes long."},
    {503, "Try again later", "The collector could not keep the document now. Send the same bytes again."},
};

bool is_type(std::string_view content_type, std::string_view wanted) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return std::equal(type.begin(), type.end(), wanted.begin(), wanted.end(),
                    [](unsigned char a, char b) { return std::tolower(a) == b; });
}

unsigned status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
    case ErrorKind::untrusted:
      return 400;
    case ErrorKind::not_found:
      return 401;
    case ErrorKind::refused:
      return 403;
    case ErrorKind::conflict:
    case ErrorKind::storage:
    case ErrorKind::unavailable:
      break;
  }
  return 503;
}

}  // namespace

Reply problem(unsigned status) {
  const auto* found =
      std::find_if(std::begin(words), std::end(words), [&](const Words& w) { return w.status == status; });
  check(found != std::end(words));
  nlohmann::ordered_json json{
      {"type", "about:blank"}, {"title", found->title}, {"status", status}, {"detail", found->detail}};
  Reply reply{status, "application/problem+json", to_bytes(view_of(json.dump())), {}, 0};
  if (status == 405) reply.allow = "POST";  // GET as well, of a page; its forms and links ask nothing else
  if (status == 503) reply.retry_after_s = retry_after_s;
  return reply;
}

bool Router::is_page(std::string_view target) const { return has_pages_ && target != exchange_target; }

std::optional<Reply> Router::refuse_head(const RequestHead& head) const {
  if (is_page(head.target)) {
    if (head.method != "GET" && head.method != "POST") return problem(405);
    bool is_form = is_type(head.content_type, "application/x-www-form-urlencoded");
    if (head.has_content_encoding || (head.method == "POST" && !is_form)) return problem(415);
    return std::nullopt;
  }
  if (head.target != exchange_target) return problem(404);
  if (head.method != "POST") return problem(405);
  if (head.has_content_encoding || !is_type(head.content_type, "application/cose")) return problem(415);
  return std::nullopt;
}

Reply Router::answer(ByteView body) const {
  if (body.size() > wire::document_bytes_max) return problem(413);
  auto documents = exchange_(body);
  if (documents) return {200, "application/cbor-seq", std::move(*documents), {}, 0};
  const auto& error = documents.error();
  log_warning("a document was not accepted: {}: {}", name_of(error.kind), error.message);
  return problem(status_of(error.kind));
}

}  // namespace vantrum::collector
