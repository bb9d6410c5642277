// What a stranger's bytes make the decoder ask for: room for what a document may hold in all, whatever its
// heads promise.
#include <doctest/doctest.h>

#include <cstdlib>
#include <new>

#include "shared/wire/envelope.h"

namespace {

std::size_t bytes_asked = 0;  // of operator new, since a test set it to 0

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  bytes_asked += size;
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace vantrum::wire {
namespace {

constexpr std::size_t values_room = Limits{}.elements_max * sizeof(Value);
constexpr std::size_t words_room = 16 * 1024;  // what the refusal says

// A document of full size: one head in the other as deep as may be, each of them promising so many values.
Bytes nested_promises(std::uint8_t kind, std::uint32_t count) {
  Bytes document{0xd2};  // COSE_Sign1
  for (int depth = 2; depth <= Limits{}.depth_max; ++depth) {
    document.push_back(kind | 26);  // the count follows in four bytes
    for (int shift : {24, 16, 8, 0}) document.push_back(static_cast<std::uint8_t>(count >> shift));
  }
  document.resize(document_bytes_max);
  return document;
}

TEST_CASE("promises within promises get no more room than one document has values") {
  constexpr std::uint8_t array = 0x80, map = 0xa0;
  const auto all = static_cast<std::uint32_t>(document_bytes_max - 64);  // as many as the bytes could be
  for (std::uint32_t count : {1'000u, 1'500u, 4'990u, 9'990u, 10'000u, 100'000u, all / 2, all}) {
    for (auto kind : {array, map}) {
      CAPTURE(count);
      CAPTURE(int(kind));
      const auto document = nested_promises(kind, count);
      bytes_asked = 0;
      const bool taken = bool(peek_header(document));
      const auto asked = bytes_asked;
      CHECK_FALSE(taken);
      CHECK(asked <= values_room + words_room);
    }
  }
}

TEST_CASE("the values of a document are counted with its keys and tags, to the last one") {
  const auto most = static_cast<int>(Limits{}.elements_max);
  CHECK(decode(encode(Array(static_cast<std::size_t>(most - 1), Value(1)))));
  CHECK_FALSE(decode(encode(Array(static_cast<std::size_t>(most), Value(1)))));
  const auto map_of = [](int pairs) {
    Map map;
    for (int i = 0; i < pairs; ++i) map.emplace_back(i, 1);
    return encode(map);
  };
  CHECK(decode(map_of(most / 2 - 1)));  // a map of half as many pairs has no room for itself
  CHECK_FALSE(decode(map_of(most / 2)));
  const auto tagged = [](int values) {
    return encode(Value::tagged(18, Array(static_cast<std::size_t>(values), Value(1))));
  };
  CHECK(decode(tagged(most - 2)));
  CHECK_FALSE(decode(tagged(most - 1)));
}

}  // namespace
}  // namespace vantrum::wire
