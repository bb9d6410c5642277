// A site whose server runs over real TLS on the loopback, and libcurl as its client.
#pragma once

#include <curl/curl.h>

#include <thread>

#include "sync/collector/server.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {

using namespace std::chrono_literals;

struct HttpReply {
  CURLcode result = CURLE_OK;
  long status = 0;
  std::string content_type;
  Bytes body;
};

struct HttpRequest {
  std::string path = "/v1/exchange", method = "POST", content_type = "application/cose";
  std::vector<std::string> headers = {};
  Bytes body = {};
  bool trusts_ca = true;
};

inline std::size_t append(char* data, std::size_t one, std::size_t count, void* body) {
  auto& bytes = *static_cast<Bytes*>(body);
  bytes.insert(bytes.end(), data, data + one * count);
  return one * count;
}

// A site whose server runs in a thread of its own, from `start` until the end of the test.
class Running {
 public:
  explicit Running(Limits limits = {}, Pages pages = {}) {
    ServerWork work;
    work.pages = std::move(pages);
    work.exchange = [this](ByteView document) { return site.send(document); };
    work.open = [this] { must(opener.run()); };
    work.tidy = [this] { must(site.store->tidy()); };
    work.admin = [](const AdminRequest& request) {
      return CommandOutput{request.arguments.at(0), request.directory, 3};
    };
    work.ready = [](std::uint16_t) {};
    server = must(Server::make(*site.files, site.data, {"127.0.0.1", 0, site.folder.path() + "/port", limits},
                               std::move(work)));
  }
  // From now on the site belongs to the server's thread.
  void start() {
    thread = std::thread([this] { must(server->run()); });
  }
  ~Running() {
    if (thread.joinable()) stop();
  }
  void stop() {
    server->stop();
    thread.join();
  }

  HttpReply ask(const HttpRequest& request) const {
    HttpReply reply;
    auto* curl = curl_easy_init();
    auto url = "https://localhost:" + std::to_string(server->port()) + request.path;
    curl_slist* headers = curl_slist_append(nullptr, ("Content-Type: " + request.content_type).c_str());
    for (const auto& header : request.headers) headers = curl_slist_append(headers, header.c_str());
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "POST") {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    }
    auto ca = site.data.ca_certificate();
    if (request.trusts_ca) curl_easy_setopt(curl, CURLOPT_CAINFO, ca.c_str());
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
    reply.result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    if (type) reply.content_type = type;
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return reply;
  }

  // How long the server leaves a connection open that sends `bytes` and then nothing; over TLS if asked.
  std::chrono::milliseconds patience(const std::string& bytes, bool over_tls) const {
    auto* curl = curl_easy_init();
    auto url = (over_tls ? "https://localhost:" : "http://localhost:") + std::to_string(server->port());
    auto ca = site.data.ca_certificate();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_CAINFO, ca.c_str());
    curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    REQUIRE(curl_easy_perform(curl) == CURLE_OK);
    auto start = std::chrono::steady_clock::now();
    std::size_t size = 0;
    if (!bytes.empty()) REQUIRE(curl_easy_send(curl, bytes.data(), bytes.size(), &size) == CURLE_OK);
    char reply[4096];
    for (;;) {
      auto got = curl_easy_recv(curl, reply, sizeof reply, &size);
      bool is_over = got != CURLE_AGAIN && (got != CURLE_OK || size == 0);
      auto waited = std::chrono::steady_clock::now() - start;
      if (is_over || waited > 10s) {
        curl_easy_cleanup(curl);
        return std::chrono::duration_cast<std::chrono::milliseconds>(waited);
      }
      std::this_thread::sleep_for(5ms);
    }
  }

  Site site;
  Opener opener{site.collector};
  std::unique_ptr<Server> server;
  std::thread thread;
};

}  // namespace vantrum::collector
