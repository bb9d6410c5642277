#include "tests/carrier/tls_server.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/check.h"

namespace vantrum::testing {
namespace {

struct Free {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(SSL* p) const { SSL_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, Free> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  check(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

// Signed by itself where there is no issuer.
Certificate make_certificate(EVP_PKEY* key, const std::string& name, X509* issuer, EVP_PKEY* issuer_key,
                             long from_s = -3600, long to_s = 3600) {
  static std::atomic<long> serial = 1;
  Certificate certificate(X509_new());
  X509* x = certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
  X509_gmtime_adj(X509_getm_notBefore(x), from_s);
  X509_gmtime_adj(X509_getm_notAfter(x), to_s);
  X509_set_pubkey(x, key);
  const std::string common_name = issuer == nullptr ? "Test CA " + name : "Test server";
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(issuer == nullptr ? x : issuer));
  extend(x, issuer == nullptr ? x : issuer, NID_basic_constraints,
         issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
  if (issuer != nullptr) extend(x, issuer, NID_subject_alt_name, name);
  check(X509_sign(x, issuer_key, EVP_sha256()) > 0);
  return certificate;
}

}  // namespace

struct TestCa::Impl {
  Key key{EVP_EC_gen("P-256")};
  Certificate certificate{make_certificate(key.get(), "of one test", nullptr, key.get())};
};

TestCa::TestCa() : impl_(std::make_unique<Impl>()) {}
TestCa::~TestCa() = default;

std::string TestCa::pem() const {
  std::unique_ptr<BIO, Free> memory(BIO_new(BIO_s_mem()));
  check(PEM_write_bio_X509(memory.get(), impl_->certificate.get()) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

struct TlsServer::Impl {
  Key key{EVP_EC_gen("P-256")};
  Certificate certificate;
  std::unique_ptr<SSL_CTX, Free> context{SSL_CTX_new(TLS_server_method())};
  int listener = -1;
  int port = 0;
};

TlsServer::TlsServer(const TestCa& ca, const Options& options, Answer answer)
    : options_(options), answer_(std::move(answer)), impl_(std::make_unique<Impl>()) {
  impl_->certificate = make_certificate(impl_->key.get(), options.name, ca.impl_->certificate.get(),
                                        ca.impl_->key.get(), options.from_s, options.to_s);
  SSL_CTX* context = impl_->context.get();
  check(SSL_CTX_use_certificate(context, impl_->certificate.get()) == 1);
  check(SSL_CTX_use_PrivateKey(context, impl_->key.get()) == 1);
  if (options.is_old_tls) {
    check(SSL_CTX_set_cipher_list(context, "DEFAULT:@SECLEVEL=0") == 1);
    check(SSL_CTX_set_min_proto_version(context, TLS1_VERSION) == 1);
    check(SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION) == 1);
  }
  impl_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  check(::bind(impl_->listener, generic, size) == 0 && ::listen(impl_->listener, 8) == 0);
  check(::getsockname(impl_->listener, generic, &size) == 0);
  impl_->port = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

TlsServer::~TlsServer() {
  is_stopping_ = true;
  thread_.join();
  ::close(impl_->listener);
}

std::string TlsServer::url() const { return "https://127.0.0.1:" + std::to_string(impl_->port); }

std::vector<std::string> TlsServer::requests() const {
  std::lock_guard lock(mutex_);
  return requests_;
}

void TlsServer::serve() {
  while (!is_stopping_) {
    pollfd ear{impl_->listener, POLLIN, 0};
    if (::poll(&ear, 1, 20) <= 0) continue;
    const int socket = ::accept4(impl_->listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    ++connections_;
    const timeval patience{5, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    serve_one(socket);
    ::close(socket);
  }
}

void TlsServer::serve_one(int socket) {
  std::unique_ptr<SSL, Free> tls(SSL_new(impl_->context.get()));
  SSL_set_fd(tls.get(), socket);
  ERR_clear_error();
  while (options_.is_deaf && !is_stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  if (options_.is_deaf || SSL_accept(tls.get()) != 1) return;
  while (take_request(tls.get()) && options_.is_kept) {
  }
  SSL_shutdown(tls.get());
}

bool TlsServer::take_request(void* connection) {
  auto* tls = static_cast<SSL*>(connection);
  std::string request;
  std::size_t wanted = std::string::npos;
  char buffer[16 * 1024];
  while (request.size() < wanted) {
    const int got = SSL_read(tls, buffer, sizeof buffer);
    if (got <= 0) return false;
    bytes_received_ += static_cast<std::size_t>(got);
    request.append(buffer, static_cast<std::size_t>(got));
    const auto head = request.find("\r\n\r\n");
    const auto length = request.find("Content-Length: ");
    if (head == std::string::npos || length == std::string::npos) continue;
    wanted = head + 4 + std::stoul(request.substr(length + std::string_view("Content-Length: ").size()));
  }
  {
    std::lock_guard lock(mutex_);
    requests_.push_back(request);
  }
  while (options_.is_silent && !is_stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const std::string answer = answer_(request);
  if (!answer.empty()) SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
  return true;
}

std::string http_reply(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace vantrum::testing
