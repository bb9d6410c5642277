// Shamir's shares: vectors worked out apart from this program, and what any k and fewer than k of them give.
#include <doctest/doctest.h>

#include <algorithm>

#include "shared/base/entropy.h"
#include "shared/crypto/shares.h"

namespace vantrum::crypto {
namespace {

Bytes hex(const std::string& text) {
  Bytes bytes;
  for (std::size_t i = 0; i < text.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(text.substr(i, 2), nullptr, 16)));
  return bytes;
}
Bytes counting() {
  Bytes secret(32);
  for (std::size_t i = 0; i < secret.size(); ++i) secret[i] = static_cast<std::uint8_t>(i);
  return secret;
}

// Gives the coefficients of a polynomial instead of chance: for byte i and power p, a × i + b.
class Coefficients final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override {
    constexpr std::array<std::array<unsigned, 2>, 3> lines{{{0, 0}, {7, 3}, {11, 5}}};
    for (std::size_t power = 0; power < out.size(); ++power)
      out[power] = static_cast<std::uint8_t>(lines.at(power)[0] * byte_ + lines.at(power)[1]);
    ++byte_;
  }

 private:
  unsigned byte_ = 0;
};

}  // namespace

TEST_CASE("the field is AES's (FIPS 197, section 4.2)") {
  CHECK(field_multiply(0x57, 0x83) == 0xc1);
  CHECK(field_multiply(0x57, 0x13) == 0xfe);
  for (unsigned a = 0; a < 256; ++a) {
    CHECK(field_multiply(static_cast<std::uint8_t>(a), 1) == a);
    CHECK(field_multiply(0, static_cast<std::uint8_t>(a)) == 0);
  }
}

TEST_CASE("shares are the polynomial's values, as worked out apart from here") {
  Coefficients two;
  auto shares = split_secret(counting(), 2, 3, two);
  CHECK(shares[0].y == hex("030b131b1b232b33334b435b5b536b63636b939b9b838bb3b3aba3dbdbd3cbc3"));
  CHECK(shares[1].y == hex("061520333a495c6f7e8d98aba2b1c4d7f6e50b181122374455667380899aafbc"));
  CHECK(shares[2].y == hex("051f312b256f715b45cfd1fbf5efa1bb859f8a909eb4aae0fed4ca404e547a60"));
  Coefficients three;
  shares = split_secret(counting(), 3, 5, three);
  CHECK(shares[0].y == hex("061b083d2a1f6c616e233025d2c7f4c9d6ab584d7a6f7cb1beb380f5e2978499"));
  CHECK(shares[1].y == hex("12554cabfeb95b3c11364f48b0d78e4914c80a6db8bfc64c6106ff386d9188cf"));
  CHECK(shares[4].y == hex("5a28e70b6b6ac4e625ea7edfdd27482ca4ec6e94e243d737f4d6540e6eae6113"));
  CHECK(*join_secret({{5, shares[4].y}, {1, shares[0].y}, {2, shares[1].y}}) == counting());
}

TEST_CASE("any as many as needed give the secret, in any order, and more do too") {
  SeededEntropy entropy(9);
  for (std::size_t need = 2; need <= 5; ++need) {
    auto shares = split_secret(counting(), need, 5, entropy);
    std::vector<std::size_t> order{0, 1, 2, 3, 4};
    do {
      std::vector<Share> some;
      for (std::size_t i = 0; i < need; ++i) some.push_back(shares[order[i]]);
      CHECK(*join_secret(some) == counting());
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(*join_secret(shares) == counting());
    shares.resize(need - 1);
    CHECK(*join_secret(shares) != counting());
  }
}

TEST_CASE("one share fits every secret: it says nothing") {
  SeededEntropy entropy(10);
  std::array<bool, 256> seen{};
  for (int i = 0; i < 4000; ++i) seen[split_secret(Bytes{0x42}, 2, 2, entropy)[0].y[0]] = true;
  CHECK(std::all_of(seen.begin(), seen.end(), [](bool was_seen) { return was_seen; }));
}

TEST_CASE("shares that cannot belong together are refused") {
  CHECK_FALSE(join_secret({}));
  CHECK_FALSE(join_secret({{1, {1}}, {1, {2}}}));
  CHECK_FALSE(join_secret({{1, {1}}, {2, {2, 3}}}));
  CHECK_FALSE(join_secret({{0, {1}}, {2, {2}}}));
}

}  // namespace vantrum::crypto
