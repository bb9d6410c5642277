#include "sync/carrier/settings.h"

#include <doctest/doctest.h>

#include <vector>

#include "shared/base/file_system.h"
#include "shared/base/toml.h"

using namespace vantrum;
using namespace vantrum::carrier;
using namespace std::chrono_literals;

TEST_CASE("the settings file that comes with Väntrum is right and holds the defaults") {
  const auto content = real_file_system()->read("config/sync.toml", toml_bytes_max).value();
  const auto settings = parse_settings("sync.toml", text_of(content)).value();
  const Settings defaults;
  CHECK(settings.url == "https://collector.example:8443");
  CHECK(settings.ca_file == "/etc/vantrum/collector-ca.pem");
  CHECK(settings.data == "/var/lib/vantrum");
  CHECK(settings.poll == defaults.poll);
  CHECK(settings.resend == defaults.resend);
  CHECK(settings.start_delay_max == defaults.start_delay_max);
  CHECK(settings.retry.base == defaults.retry.base);
  CHECK(settings.retry.cap == defaults.retry.cap);
  CHECK(complete(settings));
}

TEST_CASE("a mistake in the settings is told with its line") {
  struct Case {
    const char* content;
    const char* words;
  };
  const std::vector<Case> cases = {
      {"url = \"https://a\"\npol_s = 60\n",
       "s.toml:2: unknown key \"pol_s\"; expected only: ca_file, data, poll_s"},
      {"\n\npoll_s = 0", "s.toml:3: poll_s is 0; expected a whole number from 1 to 3600"},
      {"poll_s = \"60\"", "s.toml:1: wrong kind of \"poll_s\"; expected a whole number"},
      {"poll_s = 1.5", "s.toml:1: wrong kind of \"poll_s\"; expected a whole number"},
      {"start_delay_max_s = 3601", "s.toml:1: start_delay_max_s is 3601"},
      {"url = 5", "s.toml:1: wrong kind of \"url\"; expected a text"},
      {"url = \"\"", "s.toml:1: \"url\" is empty"},
      {"# c\nurl = \"a\"\nurl = \"b\"", "s.toml:3: "},
      {"[url]\n", "s.toml:1: wrong kind of \"url\""},
      {"url = ", "s.toml:1: "},
      {"retry_base_s = 100\nretry_cap_s = 50", "s.toml:2: retry_cap_s is less than retry_base_s"},
  };
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i) deep += ".a";
  CHECK_FALSE(parse_settings("s.toml", deep + " = 1"));
  for (const auto& c : cases) {
    CAPTURE(c.content);
    const auto settings = parse_settings("s.toml", c.content);
    REQUIRE_FALSE(settings);
    CHECK(settings.error().kind == ErrorKind::invalid);
    CHECK_MESSAGE(settings.error().message.starts_with(c.words), settings.error().message);
  }
}

TEST_CASE("a settings file cut at any byte is read or refused, and never more than that") {
  const auto content = real_file_system()->read("config/sync.toml", toml_bytes_max).value();
  for (std::size_t size = 0; size < content.size(); ++size) {
    const auto settings = parse_settings("sync.toml", text_of(content).substr(0, size));
    if (!settings) CHECK(settings.error().kind == ErrorKind::invalid);
  }
}

TEST_CASE("only an encrypted address without a path's ornaments is taken") {
  Settings settings;
  settings.ca_file = "ca.pem";
  settings.data = "data";
  for (const char* url : {"https://a", "https://127.0.0.1:8443", "https://[::1]:8443", "https://a:1/"}) {
    settings.url = url;
    const auto whole = complete(settings);
    REQUIRE(whole);
    CHECK_FALSE(whole->url.ends_with('/'));
  }
  for (const char* url : {"", "http://a", "a", "https://", "https:///", "https://u:p@a", "https://a?b",
                          "https://a#b", "https://a b", "ftp://a", "HTTPS://a"}) {
    CAPTURE(url);
    settings.url = url;
    CHECK_FALSE(complete(settings));
  }
}

TEST_CASE("whatever is missing is asked for by name") {
  Settings settings;
  CHECK(complete(settings).error().message.find("--url") != std::string::npos);
  settings.url = "https://a";
  CHECK(complete(settings).error().message.find("--ca") != std::string::npos);
  settings.ca_file = "ca.pem";
  CHECK(complete(settings).error().message.find("--data") != std::string::npos);
}
