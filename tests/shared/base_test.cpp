#include <doctest/doctest.h>

#include <filesystem>

#include "shared/base/clock.h"
#include "shared/base/entropy.h"
#include "shared/base/file_system.h"
#include "shared/crypto/passphrase.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/sign.h"
#include "tests/support/temporary_folder.h"

namespace vantrum {
namespace {

using namespace std::chrono;

TEST_CASE("ISO weeks follow the Thursday rule, also around New Year (P-2, S37)") {
  struct Case {
    sys_days day;
    IsoWeek week;
  };
  for (auto c : {Case{2026y / November / 2, {2026, 45}}, Case{2026y / November / 15, {2026, 46}},
                 Case{2027y / November / 8, {2027, 45}}, Case{2028y / November / 19, {2028, 46}},
                 Case{2032y / November / 1, {2032, 45}}, Case{2026y / December / 31, {2026, 53}},
                 Case{2027y / January / 1, {2026, 53}}, Case{2027y / January / 4, {2027, 1}},
                 Case{2024y / December / 30, {2025, 1}}, Case{2023y / January / 1, {2022, 52}}}) {
    CHECK(iso_week_of(c.day) == c.week);
  }
}

TEST_CASE("the week of an answer is unknown while the clock cannot be right") {
  CHECK_FALSE(trusted_week(sys_days(1970y / January / 1)));
  CHECK_FALSE(trusted_week(sys_days(2076y / January / 1)));
  CHECK(trusted_week(sys_days(2026y / November / 22)) == IsoWeek{2026, 47});
}

TEST_CASE("random_below is below, and every value comes") {
  SeededEntropy entropy(1);
  std::array<int, 6> seen{};
  for (int i = 0; i < 6000; ++i) ++seen.at(entropy.random_below(6));
  for (int count : seen) CHECK(count > 800);
}

TEST_CASE("system entropy gives different ids") {
  SystemEntropy entropy;
  CHECK(entropy.random_id<ItemId>() != entropy.random_id<ItemId>());
}

TEST_CASE("hexadecimal is read back and nonsense is refused") {
  CHECK(*parse_hex(to_hex(Bytes{0, 15, 255})) == Bytes{0, 15, 255});
  CHECK(!parse_hex("abc"));
  CHECK(!parse_hex("zz"));
}

TEST_CASE("a written file is whole, and temporary leftovers are swept") {
  testing::TemporaryFolder folder;
  auto files = real_file_system();
  auto path = folder.path() + "/note";
  REQUIRE(files->write_atomic(path, view_of("first")));
  REQUIRE(files->write_atomic(path, view_of("second"), 0600));
  CHECK(text_of(*files->read(path, 100)) == "second");
  CHECK(files->read(path, 3).error().kind == ErrorKind::untrusted);
  CHECK(files->read(folder.path() + "/none", 100).error().kind == ErrorKind::not_found);
  REQUIRE(files->write_atomic(folder.path() + "/half.tmp", view_of("x")));
  CHECK(*files->list(folder.path()) == std::vector<std::string>{"note"});
  REQUIRE(files->sweep(folder.path()));
  CHECK_FALSE(std::filesystem::exists(folder.path() + "/half.tmp"));
  REQUIRE(files->remove(path));
  REQUIRE(files->remove(path));
  CHECK(files->list(folder.path())->empty());
}

TEST_CASE("signatures verify for the message and key they were made for") {
  SeededEntropy entropy(2);
  auto key = crypto::make_signing_key(entropy);
  auto signature = crypto::sign(key, view_of("message"));
  CHECK(crypto::verify(crypto::verify_key_of(key), view_of("message"), signature));
  CHECK_FALSE(crypto::verify(crypto::verify_key_of(key), view_of("massage"), signature));
}

TEST_CASE("Ed25519 agrees with test 2 of RFC 8032") {
  auto key = *crypto::SigningKey::from(
      *parse_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  CHECK(to_hex(crypto::verify_key_of(key).view()) ==
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  CHECK(to_hex(crypto::sign(key, Bytes{0x72}).view()) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b"
        "2eaeb4302aeeb00d291612bb0c00");
}

TEST_CASE("padding hides the length and comes off again") {
  for (std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{31}}) {
    Bytes plain(size, 0x80);
    auto padded = crypto::pad(plain, 32);
    CHECK(padded.size() == 32);
    CHECK(*crypto::unpad(padded) == plain);
  }
  CHECK(!crypto::unpad(Bytes(32, 0)));
  CHECK(!crypto::unpad(Bytes{1}));
}

}  // namespace
}  // namespace vantrum
