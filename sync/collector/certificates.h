// A certificate authority of the collector's own and the server certificate it signs, made with OpenSSL:
// ECDSA on P-256. The kiosks' carriers are given ca.pem and trust nothing else, so no public authority is
// needed.
#pragma once

#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace vantrum::collector {

struct Certificates {
  std::string ca_certificate, ca_key;  // PEM; the key signs the next server certificate, keep it secret
  std::string server_certificate, server_key;  // PEM
};

// `hosts` are names and IP addresses that go into the subject alternative name; at least one.
Result<Certificates> make_certificates(const std::string& region_name, const std::vector<std::string>& hosts,
                                       WallTime now);

}  // namespace vantrum::collector
