#include "sync/collector/certificates.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace vantrum::collector {
namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* pointer) const {
    release(pointer);
  }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;

constexpr long ca_days = 3650, server_days = 1825;
constexpr std::size_t common_name_bytes_max = 64;  // X.520

Error failed(const char* doing) { return Error::storage(std::string("OpenSSL: ") + doing + " failed"); }

// Leaves out the bytes of a character that would be cut in half.
std::string shortened(std::string text) {
  if (text.size() <= common_name_bytes_max) return text;
  std::size_t end = common_name_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

bool is_address(const std::string& host) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, host.c_str(), bytes) == 1 || inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

Result<std::string> alternative_names(const std::vector<std::string>& hosts) {
  if (hosts.empty()) return Error::invalid("a server certificate needs at least one host name or address");
  std::string names;
  for (const auto& host : hosts) {
    // Anything else would be read as another entry of OpenSSL's little language.
    bool plain =
        !host.empty() && host.size() <= 253 && host.find_first_of(", \t\n\r@;=/\\") == std::string::npos;
    if (!plain) return Error::invalid("\"" + host + "\" is not a host name or IP address");
    names += (names.empty() ? "" : ",") + std::string(is_address(host) ? "IP:" : "DNS:") + host;
  }
  return names;
}

Result<void> set_random_serial(X509* certificate) {
  Owned<BIGNUM, BN_free> number(BN_new());
  // 159 bits: positive and within the 20 bytes of RFC 5280.
  if (!number || BN_rand(number.get(), 159, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) != 1 ||
      !BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate))) {
    return failed("drawing a serial number");
  }
  return {};
}

Result<void> add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  Owned<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
    return failed("writing an extension");
  return {};
}

Result<Certificate> begin_certificate(const std::string& common_name, EVP_PKEY* key, long days,
                                      WallTime now) {
  Certificate certificate(X509_new());
  if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1)
    return failed("making a certificate");
  TRY(set_random_serial(certificate.get()));
  auto start = static_cast<time_t>(now.time_since_epoch().count());
  // Valid from yesterday: a kiosk's clock may be a little behind.
  if (!X509_time_adj_ex(X509_getm_notBefore(certificate.get()), -1, 0, &start) ||
      !X509_time_adj_ex(X509_getm_notAfter(certificate.get()), static_cast<int>(days), 0, &start)) {
    return failed("setting the validity");
  }
  const auto name = shortened(common_name);
  if (X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(name.data()),
                                 static_cast<int>(name.size()), -1, 0) != 1 ||
      X509_set_pubkey(certificate.get(), key) != 1) {
    return failed("naming a certificate");
  }
  return certificate;
}

Result<void> finish_certificate(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
  if (X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) != 1 ||
      X509_sign(certificate, issuer_key, EVP_sha256()) == 0) {
    return failed("signing a certificate");
  }
  return {};
}

Result<std::string> text_in(BIO* bio) {
  char* data = nullptr;
  long size = BIO_get_mem_data(bio, &data);
  if (size <= 0) return failed("writing PEM");
  return std::string(data, static_cast<std::size_t>(size));
}

Result<std::string> pem_of(X509* certificate) {
  Owned<BIO, BIO_free_all> bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1) return failed("writing PEM");
  return text_in(bio.get());
}

Result<std::string> pem_of(EVP_PKEY* key) {
  Owned<BIO, BIO_free_all> bio(BIO_new(BIO_s_secmem()));
  if (!bio || PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return failed("writing PEM");
  }
  return text_in(bio.get());
}

}  // namespace

Result<Certificates> make_certificates(const std::string& region_name, const std::vector<std::string>& hosts,
                                       WallTime now) {
  auto names = TRY(alternative_names(hosts));
  Key ca_key(EVP_EC_gen("P-256")), server_key(EVP_EC_gen("P-256"));
  if (!ca_key || !server_key) return failed("making a key");

  auto ca = TRY(begin_certificate("Väntrum " + region_name, ca_key.get(), ca_days, now));
  TRY(add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0"));
  TRY(add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign"));
  TRY(add_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash"));
  TRY(finish_certificate(ca.get(), ca.get(), ca_key.get()));

  auto server = TRY(begin_certificate(hosts.front(), server_key.get(), server_days, now));
  TRY(add_extension(server.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE"));
  TRY(add_extension(server.get(), ca.get(), NID_key_usage, "critical,digitalSignature"));
  TRY(add_extension(server.get(), ca.get(), NID_ext_key_usage, "serverAuth"));
  TRY(add_extension(server.get(), ca.get(), NID_subject_key_identifier, "hash"));
  TRY(add_extension(server.get(), ca.get(), NID_authority_key_identifier, "keyid:always"));
  TRY(add_extension(server.get(), ca.get(), NID_subject_alt_name, names));
  TRY(finish_certificate(server.get(), ca.get(), ca_key.get()));

  return Certificates{TRY(pem_of(ca.get())), TRY(pem_of(ca_key.get())), TRY(pem_of(server.get())),
                      TRY(pem_of(server_key.get()))};
}

}  // namespace vantrum::collector
