// CBOR (RFC 8949) in its core deterministic encoding, and nothing else of it: no floats, no indefinite
// lengths, integers and lengths in their shortest form, map keys unique and in bytewise order.
//
// Decoding checks the limits before it allocates, and anything that would not encode to the same bytes again
// is `untrusted`. libcbor does the byte work; it is included only in codec.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum::wire {

struct Value;
using Array = std::vector<Value>;
using Map = std::vector<std::pair<Value, Value>>;  // any order in memory; sorted when encoded
struct Null {
  bool operator==(const Null&) const = default;
};
struct Tagged;

struct Value {
  // unsigned and negative integers, byte string, text string, array, map, boolean, null, tag
  std::variant<std::uint64_t, std::int64_t, Bytes, std::string, Array, Map, bool, Null, std::vector<Tagged>>
      data;

  // Implicit on purpose; defined below, where Tagged is complete.
  Value();
  Value(Null);           // NOLINT
  Value(std::uint64_t);  // NOLINT
  Value(std::uint32_t);  // NOLINT
  Value(int);            // NOLINT
  Value(std::int64_t);   // NOLINT
  Value(bool);           // NOLINT
  Value(Bytes);          // NOLINT
  Value(ByteView);       // NOLINT
  Value(std::string);    // NOLINT
  Value(const char*);    // NOLINT
  Value(Array);          // NOLINT
  Value(Map);            // NOLINT
  static Value tagged(std::uint64_t tag, Value inner);

  bool operator==(const Value&) const;
};

struct Tagged {
  std::uint64_t tag = 0;
  Value value;
  bool operator==(const Tagged&) const = default;
};

inline Value::Value() : data(Null{}) {}
inline Value::Value(Null) : data(Null{}) {}
inline Value::Value(std::uint64_t v) : data(v) {}
inline Value::Value(std::uint32_t v) : data(static_cast<std::uint64_t>(v)) {}
inline Value::Value(bool v) : data(v) {}
inline Value::Value(Bytes v) : data(std::move(v)) {}
inline Value::Value(ByteView v) : data(to_bytes(v)) {}
inline Value::Value(std::string v) : data(std::move(v)) {}
inline Value::Value(const char* v) : data(std::string(v)) {}
inline Value::Value(Array v) : data(std::move(v)) {}
inline Value::Value(Map v) : data(std::move(v)) {}

Bytes encode(const Value& value);

struct Limits {
  std::size_t bytes_max = 256 * 1024;
  int depth_max = 8;
  std::size_t elements_max = 10'000;  // values in all, keys included
};

// Exactly one value, using all bytes.
Result<Value> decode(ByteView bytes, const Limits& limits = {});

// The first value of a CBOR sequence (RFC 8742) and how many bytes it took.
struct Prefix {
  Value value;
  std::size_t size_bytes;
};
Result<Prefix> decode_prefix(ByteView bytes, const Limits& limits = {});

// Takes what a document must hold out of a map with small unsigned keys, and refuses what is left over.
class Reader {
 public:
  // `what` names the document in errors, e.g. "batch".
  static Result<Reader> of(Value value, std::string what);
  static Result<Reader> parse(ByteView encoded, std::string what, const Limits& limits = {});

  Result<std::uint64_t> take_uint(int key, const char* name, std::uint64_t max);
  Result<Bytes> take_bytes(int key, const char* name, std::size_t size_min, std::size_t size_max);
  Result<std::string> take_text(int key, const char* name, std::size_t size_max);  // may be empty
  Result<bool> take_bool(int key, const char* name);
  Result<Array> take_array(int key, const char* name, std::size_t count_max);
  Result<Map> take_map(int key, const char* name, std::size_t count_max);
  bool has(int key) const;

  template <class Id>
  Result<Id> take_id(int key, const char* name) {
    return *Id::from(TRY(take_bytes(key, name, Id::size, Id::size)));
  }
  template <class Key>
  Result<Key> take_key(int key, const char* name) {
    return Key::from(TRY(take_bytes(key, name, Key::size, Key::size)));
  }

  // Every key was taken; unknown ones are refused by name.
  Result<void> finish() const;

 private:
  Result<Value> take(int key, const char* name);
  Error wrong(const char* name, const std::string& expected) const;

  std::string what_;
  Map left_;
};

}  // namespace vantrum::wire
