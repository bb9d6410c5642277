// What comes in with a form, and how times and numbers are written: pure functions.
#include <doctest/doctest.h>

#include "sync/dashboard/form.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

TEST_CASE("forms are read as browsers write them, and rubbish becomes question marks") {
  auto fields = Fields::parse("a=1&b=%C3%A5+%26&a=2&=x&c&d=%zz&e=%ff%00&f=%E2%82");
  CHECK(fields.get("a") == "1");
  CHECK(fields.all("a") == std::vector<std::string>{"1", "2"});
  CHECK(fields.get("b") == "å &");
  CHECK(fields.has("c"));
  CHECK(fields.get("d") == "%zz");
  CHECK(fields.get("e") == "??");
  CHECK(fields.get("f") == "??");
  CHECK(fields.number("a") == 1);
  for (const char* wrong : {"", "x", "1x", " 1", "-1", "99999999999"}) CHECK(!parse_number(wrong));
  CHECK(cookie_in("a=1; b=2", "b") == "2");
  CHECK(cookie_in("ab=1; b=2; b=3", "b").empty());
  CHECK(cookie_in("bb=1", "b").empty());
  CHECK(!match_path("/a/{x}", "/a/"));
  CHECK(!match_path("/a/{x}", "/a/b/c"));
  CHECK(match_path("/a/{x}", "/a/b")->at("x") == "b");
}

TEST_CASE("times are Swedish, in summer and in winter") {
  auto at = [](int y, unsigned m, unsigned d, int h) {
    return WallTime(std::chrono::sys_days(std::chrono::year(y) / int(m) / int(d)) + std::chrono::hours(h));
  };
  CHECK(time_words(at(2026, 11, 22, 12)) == "22 november 2026 kl. 13.00");
  CHECK(time_words(at(2026, 7, 1, 12)) == "1 juli 2026 kl. 14.00");
  CHECK(time_words(at(2026, 3, 29, 0)) == "29 mars 2026 kl. 01.00");
  CHECK(time_words(at(2026, 3, 29, 1)) == "29 mars 2026 kl. 03.00");
  CHECK(time_words(at(2026, 10, 25, 1)) == "25 oktober 2026 kl. 02.00");
  CHECK(time_words(at(2026, 12, 31, 23)) == "1 januari 2027 kl. 00.00");
  CHECK(count_words(1234567) == "1\u00a0234\u00a0567");
  CHECK(count_words(999) == "999");
}

}  // namespace
}  // namespace vantrum::dashboard
