#include "sync/carrier/curl_transport.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>

#include "shared/base/file_system.h"

namespace vantrum::carrier {
namespace {

constexpr long connect_ms = 10'000;
constexpr long low_speed_bytes_per_s = 100;
constexpr long low_speed_s = 30;
constexpr int look_again_ms = 1'000;
constexpr std::size_t ca_bytes_max = 256 * 1024;

struct EasyEnd {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiEnd {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Easy = std::unique_ptr<CURL, EasyEnd>;
using Multi = std::unique_ptr<CURLM, MultiEnd>;
using List = std::unique_ptr<curl_slist, ListEnd>;

// One transfer inside the multi handle; out of it again whatever happens.
class Transfer {
 public:
  Transfer(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy) { curl_multi_add_handle(multi_, easy_); }
  ~Transfer() { curl_multi_remove_handle(multi_, easy_); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

 private:
  CURLM* multi_;
  CURL* easy_;
};

struct Body {
  Bytes bytes;
  bool is_too_long = false;
};

List request_headers();
std::size_t receive(char* data, std::size_t size, std::size_t count, void* body);
Delivery delivery_of(CURLcode code, CURL* easy, const Body& body);
Reply read_reply(CURL* easy, Bytes body);
bool has_end(CURL* easy);
std::string header_of(CURL* easy, const char* name);

}  // namespace

struct CurlTransport::Impl {
  std::string url;
  Bytes ca;
  int stop_fd = -1;
  std::chrono::milliseconds total_max{0};
  List headers;
  // Kept between documents, so that a pass over the outbox needs one TLS handshake.
  Multi multi;

  Easy make_request(ByteView document, Body& body, char* error_words) const;
  bool run(CURL* easy, CURLcode& code) const;
};

Result<std::unique_ptr<CurlTransport>> CurlTransport::open(FileSystem& files, const Options& options) {
  auto ca = files.read(options.ca_file, ca_bytes_max);
  if (!ca) return Error::invalid("the CA file: " + ca.error().message);
  if (text_of(*ca).find("-----BEGIN CERTIFICATE-----") == std::string_view::npos) {
    return Error::invalid(options.ca_file + " holds no certificate; expected the region's CA in PEM form");
  }
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return Error::unavailable("libcurl did not start");
  auto impl = std::make_unique<Impl>();
  impl->url = options.url + "/v1/exchange";
  impl->ca = std::move(*ca);
  impl->stop_fd = options.stop_fd;
  impl->total_max = options.total_max;
  impl->headers = request_headers();
  impl->multi.reset(curl_multi_init());
  if (!impl->multi || !impl->headers) return Error::unavailable("libcurl did not start");
  return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(impl)));
}

CurlTransport::CurlTransport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CurlTransport::~CurlTransport() {
  impl_.reset();
  curl_global_cleanup();
}

Exchange CurlTransport::exchange(ByteView document) {
  check(document.size() <= document_bytes_max);
  std::array<char, CURL_ERROR_SIZE> error_words{};
  Body body;
  Easy easy = impl_->make_request(document, body, error_words.data());
  if (!easy) return {Delivery::no_connection, "out of memory", {}};

  Transfer transfer(impl_->multi.get(), easy.get());
  CURLcode code = CURLE_OK;
  if (!impl_->run(easy.get(), code)) {
    curl_easy_setopt(easy.get(), CURLOPT_QUICK_EXIT,
                     1L);  // do not wait for a name server that does not answer
    return {Delivery::stopped, "asked to stop", {}};
  }
  Delivery delivery = delivery_of(code, easy.get(), body);
  if (delivery == Delivery::replied) return {delivery, "", read_reply(easy.get(), std::move(body.bytes))};
  std::string detail = error_words[0] != '\0' ? error_words.data() : curl_easy_strerror(code);
  if (code == CURLE_OK) detail = "the reply does not say where it ends";
  return {delivery, detail, {}};
}

Easy CurlTransport::Impl::make_request(ByteView document, Body& body, char* error_words) const {
  Easy easy(curl_easy_init());
  if (!easy) return easy;
  CURL* e = easy.get();
  curl_blob ca_blob{const_cast<std::uint8_t*>(ca.data()), ca.size(), CURL_BLOB_COPY};

  curl_easy_setopt(e, CURLOPT_URL, url.c_str());
  curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(e, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(e, CURLOPT_PROXY, "");
  curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(e, CURLOPT_ERRORBUFFER, error_words);
  curl_easy_setopt(e, CURLOPT_USERAGENT, "vantrum-sync");

  curl_easy_setopt(e, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(e, CURLOPT_CAINFO_BLOB, &ca_blob);
  // Without this line OpenSSL would look into the system's certificate folder as well.
  curl_easy_setopt(e, CURLOPT_CAPATH, nullptr);

  curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
  curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, low_speed_bytes_per_s);
  curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, low_speed_s);
  curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, static_cast<long>(total_max.count()));

  curl_easy_setopt(e, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(e, CURLOPT_POST, 1L);
  curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(document.size()));
  curl_easy_setopt(e, CURLOPT_POSTFIELDS, document.data());
  curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(e, CURLOPT_WRITEDATA, &body);
  return easy;
}

// False if asked to stop.
bool CurlTransport::Impl::run(CURL* easy, CURLcode& code) const {
  for (;;) {
    int running = 0;
    if (curl_multi_perform(multi.get(), &running) != CURLM_OK) {
      code = CURLE_FAILED_INIT;
      return true;
    }
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg == CURLMSG_DONE && message->easy_handle == easy) {
        code = message->data.result;
        return true;
      }
    }
    curl_waitfd stop{stop_fd, CURL_WAIT_POLLIN, 0};
    curl_multi_poll(multi.get(), &stop, stop_fd >= 0 ? 1 : 0, look_again_ms, nullptr);
    if (stop.revents != 0) return false;
  }
}

namespace {

List request_headers() {
  curl_slist* list = nullptr;
  // "Expect:" without a value: do not ask for permission first, our documents are small.
  for (const char* line : {"Content-Type: application/cose", "Accept: application/cbor-seq", "Expect:"}) {
    curl_slist* longer = curl_slist_append(list, line);
    if (longer == nullptr) {
      curl_slist_free_all(list);
      return nullptr;
    }
    list = longer;
  }
  return List(list);
}

std::size_t receive(char* data, std::size_t size, std::size_t count, void* user) {
  auto& body = *static_cast<Body*>(user);
  ByteView part(reinterpret_cast<const std::uint8_t*>(data), size * count);
  if (part.size() > reply_bytes_max - body.bytes.size()) {
    body.is_too_long = true;
    return CURL_WRITEFUNC_ERROR;
  }
  body.bytes.insert(body.bytes.end(), part.begin(), part.end());
  return part.size();
}

Delivery delivery_of(CURLcode code, CURL* easy, const Body& body) {
  switch (code) {
    case CURLE_OK:
      return has_end(easy) ? Delivery::replied : Delivery::broken_off;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return Delivery::no_connection;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
      return Delivery::not_our_collector;
    case CURLE_OPERATION_TIMEDOUT: {
      // Not the time of the handshake: a kept connection has had its own with an earlier document.
      long bytes_sent = 0;
      curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &bytes_sent);
      return bytes_sent == 0 ? Delivery::no_connection : Delivery::broken_off;
    }
    default:
      return body.is_too_long ? Delivery::too_long : Delivery::broken_off;
  }
}

// A reply that only ends because the connection did cannot be told from half a reply.
bool has_end(CURL* easy) {
  return !header_of(easy, "Content-Length").empty() || !header_of(easy, "Transfer-Encoding").empty();
}

Reply read_reply(CURL* easy, Bytes body) {
  Reply reply;
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  reply.content_type = header_of(easy, "Content-Type");
  reply.content_encoding = header_of(easy, "Content-Encoding");
  curl_off_t retry_after_s = 0;
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after_s);
  if (retry_after_s > 0) reply.retry_after = std::chrono::seconds(retry_after_s);
  reply.body = std::move(body);
  return reply;
}

std::string header_of(CURL* easy, const char* name) {
  curl_header* header = nullptr;
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return "";
  return header->value;
}

}  // namespace
}  // namespace vantrum::carrier
