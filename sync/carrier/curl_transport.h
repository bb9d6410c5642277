// POST <url>/v1/exchange over HTTPS. The only includer of libcurl.
//
// https only, TLS 1.2 or newer, the certificate checked against the given CA file and nothing else (not the
// system's list: a portal's or a proxy's certificate is "no network"), no redirects, no content encoding, no
// proxy from the environment. Connecting takes at most 10 s, less than 100 B/s for 30 s breaks off, and 120 s
// is the end of it.
#pragma once

#include <memory>

#include "shared/base/result.h"
#include "sync/carrier/transport.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::carrier {

class CurlTransport final : public Transport {
 public:
  struct Options {
    std::string url;                               // "https://collector.example:8443", without a path
    std::string ca_file;                           // PEM
    int stop_fd = -1;                              // readable: break off now and answer `stopped`; -1: never
    std::chrono::milliseconds total_max{120'000};  // for one document, there and back
  };
  // `invalid` if the CA file cannot be read or holds no certificate.
  static Result<std::unique_ptr<CurlTransport>> open(FileSystem& files, const Options& options);
  ~CurlTransport() override;

  Exchange exchange(ByteView document) override;

 private:
  struct Impl;
  explicit CurlTransport(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace vantrum::carrier
