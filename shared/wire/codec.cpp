#include "shared/wire/codec.h"

#include <cbor.h>

#include <algorithm>
#include <array>

namespace vantrum::wire {
namespace {

using Head = std::array<unsigned char, 9>;

void append(Bytes& out, const Head& head, std::size_t size) {
  out.insert(out.end(), head.begin(), head.begin() + static_cast<std::ptrdiff_t>(size));
}

void encode_into(Bytes& out, const Value& value);

void encode_map(Bytes& out, const Map& map) {
  std::vector<std::pair<Bytes, const Value*>> entries;
  for (const auto& [key, inner] : map) entries.emplace_back(encode(key), &inner);
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Head head;
  append(out, head, cbor_encode_map_start(map.size(), head.data(), head.size()));
  for (const auto& [key, inner] : entries) {
    out.insert(out.end(), key.begin(), key.end());
    encode_into(out, *inner);
  }
}

void encode_into(Bytes& out, const Value& value) {
  Head head;
  auto start = [&](std::size_t size) { append(out, head, size); };
  std::visit(
      [&](const auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::uint64_t>) {
          start(cbor_encode_uint(v, head.data(), head.size()));
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          start(cbor_encode_negint(static_cast<std::uint64_t>(-(v + 1)), head.data(), head.size()));
        } else if constexpr (std::is_same_v<T, Bytes>) {
          start(cbor_encode_bytestring_start(v.size(), head.data(), head.size()));
          out.insert(out.end(), v.begin(), v.end());
        } else if constexpr (std::is_same_v<T, std::string>) {
          start(cbor_encode_string_start(v.size(), head.data(), head.size()));
          out.insert(out.end(), v.begin(), v.end());
        } else if constexpr (std::is_same_v<T, Array>) {
          start(cbor_encode_array_start(v.size(), head.data(), head.size()));
          for (const auto& inner : v) encode_into(out, inner);
        } else if constexpr (std::is_same_v<T, Map>) {
          encode_map(out, v);
        } else if constexpr (std::is_same_v<T, bool>) {
          start(cbor_encode_bool(v, head.data(), head.size()));
        } else if constexpr (std::is_same_v<T, Null>) {
          start(cbor_encode_null(head.data(), head.size()));
        } else {
          start(cbor_encode_tag(v.front().tag, head.data(), head.size()));
          encode_into(out, v.front().value);
        }
      },
      value.data);
}

// What libcbor's streaming decoder found at one place.
struct Token {
  enum class Kind { none, scalar, array, map, tag, refused } kind = Kind::none;
  Value scalar;
  std::uint64_t count = 0;  // of an array or map; number of a tag
};

Token& token_of(void* context) { return *static_cast<Token*>(context); }

template <class T>
void on_uint(void* context, T v) {
  token_of(context) = {Token::Kind::scalar, Value(static_cast<std::uint64_t>(v)), 0};
}
template <class T>
void on_negint(void* context, T v) {
  auto& token = token_of(context);
  if (static_cast<std::uint64_t>(v) > static_cast<std::uint64_t>(INT64_MAX)) {
    token.kind = Token::Kind::refused;
    return;
  }
  token = {Token::Kind::scalar, Value(-1 - static_cast<std::int64_t>(v)), 0};
}
void on_refused(void* context) { token_of(context).kind = Token::Kind::refused; }
template <class T>
void on_float(void* context, T) {
  on_refused(context);
}

cbor_callbacks make_callbacks() {
  cbor_callbacks c = cbor_empty_callbacks;
  c.uint8 = on_uint<std::uint8_t>;
  c.uint16 = on_uint<std::uint16_t>;
  c.uint32 = on_uint<std::uint32_t>;
  c.uint64 = on_uint<std::uint64_t>;
  c.negint8 = on_negint<std::uint8_t>;
  c.negint16 = on_negint<std::uint16_t>;
  c.negint32 = on_negint<std::uint32_t>;
  c.negint64 = on_negint<std::uint64_t>;
  c.byte_string = [](void* context, cbor_data data, std::size_t size) {
    token_of(context) = {Token::Kind::scalar, Value(Bytes(data, data + size)), 0};
  };
  c.string = [](void* context, cbor_data data, std::size_t size) {
    token_of(context) = {Token::Kind::scalar, Value(std::string(data, data + size)), 0};
  };
  c.array_start = [](void* context, std::size_t count) {
    token_of(context) = {Token::Kind::array, {}, count};
  };
  c.map_start = [](void* context, std::size_t count) { token_of(context) = {Token::Kind::map, {}, count}; };
  c.tag = [](void* context, std::uint64_t number) { token_of(context) = {Token::Kind::tag, {}, number}; };
  c.boolean = [](void* context, bool v) { token_of(context) = {Token::Kind::scalar, Value(v), 0}; };
  c.null = [](void* context) { token_of(context) = {Token::Kind::scalar, Value(), 0}; };
  c.undefined = on_refused;
  c.byte_string_start = on_refused;
  c.string_start = on_refused;
  c.indef_array_start = on_refused;
  c.indef_map_start = on_refused;
  c.indef_break = on_refused;
  c.float2 = on_float<float>;
  c.float4 = on_float<float>;
  c.float8 = on_float<double>;
  return c;
}

class Decoder {
 public:
  Decoder(ByteView bytes, const Limits& limits) : bytes_(bytes), limits_(limits) {}

  Result<Value> all() {
    TRY(promise(1));
    return value(1);
  }

  std::size_t position() const { return position_; }

 private:
  // A head promises so many values. They count at once, before one is read or room is made for any: heads
  // within heads cannot promise more together than a whole document may hold.
  Result<void> promise(std::uint64_t count) {
    if (count > limits_.elements_max - promised_) return Error::untrusted("more values than allowed");
    promised_ += count;
    return {};
  }

  Result<Value> value(int depth) {
    if (depth > limits_.depth_max)
      return Error::untrusted("nested deeper than " + std::to_string(limits_.depth_max));
    Token token = TRY(next());
    switch (token.kind) {
      case Token::Kind::scalar:
        return std::move(token.scalar);
      case Token::Kind::array:
        return array(token.count, depth);
      case Token::Kind::map:
        return map(token.count, depth);
      case Token::Kind::tag:
        TRY(promise(1));
        return Value::tagged(token.count, TRY(value(depth + 1)));
      case Token::Kind::none:
      case Token::Kind::refused:
        break;
    }
    return Error::untrusted("a kind of CBOR value that documents never hold, at byte " +
                            std::to_string(position_));
  }

  Result<Token> next() {
    static const cbor_callbacks callbacks = make_callbacks();
    Token token;
    auto rest = bytes_.subspan(position_);
    // libcbor before 0.9 refuses the tags 6 to 20 in their one-byte form, COSE's among them.
    if (!rest.empty() && rest[0] >= 0xc0 && rest[0] <= 0xd7) {
      ++position_;
      return Token{Token::Kind::tag, {}, static_cast<std::uint64_t>(rest[0] & 0x1f)};
    }
    auto result = cbor_stream_decode(rest.data(), rest.size(), &callbacks, &token);
    if (result.status != CBOR_DECODER_FINISHED || result.read == 0) {
      return Error::untrusted(rest.empty() || result.status == CBOR_DECODER_NEDATA
                                  ? "the bytes end too early"
                                  : "not CBOR at byte " + std::to_string(position_));
    }
    position_ += result.read;
    return token;
  }

  Result<Value> array(std::uint64_t count, int depth) {
    if (count > bytes_.size() - position_) return Error::untrusted("an array longer than the bytes");
    TRY(promise(count));
    Array items;
    items.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) items.push_back(TRY(value(depth + 1)));
    return Value(std::move(items));
  }

  Result<Value> map(std::uint64_t count, int depth) {
    if (count > (bytes_.size() - position_) / 2) return Error::untrusted("a map longer than the bytes");
    TRY(promise(2 * count));
    Map entries;
    entries.reserve(count);
    ByteView last_key;
    for (std::uint64_t i = 0; i < count; ++i) {
      std::size_t key_start = position_;
      Value key = TRY(value(depth + 1));
      ByteView key_bytes = bytes_.subspan(key_start, position_ - key_start);
      if (i > 0 && !std::lexicographical_compare(last_key.begin(), last_key.end(), key_bytes.begin(),
                                                 key_bytes.end())) {
        return Error::untrusted("map keys are doubled or out of order at byte " + std::to_string(key_start));
      }
      last_key = key_bytes;
      entries.emplace_back(std::move(key), TRY(value(depth + 1)));
    }
    return Value(std::move(entries));
  }

  ByteView bytes_;
  const Limits& limits_;
  std::size_t position_ = 0;
  std::size_t promised_ = 0;  // values, those read and those still to come
};

}  // namespace

Value::Value(int v) : Value(static_cast<std::int64_t>(v)) {}
Value::Value(std::int64_t v) {
  if (v >= 0)
    data = static_cast<std::uint64_t>(v);
  else
    data = v;
}
Value Value::tagged(std::uint64_t tag, Value inner) {
  Value value;
  std::vector<Tagged> holder(1);
  holder[0].tag = tag;
  holder[0].value = std::move(inner);
  value.data = std::move(holder);
  return value;
}
bool Value::operator==(const Value& other) const { return data == other.data; }

Bytes encode(const Value& value) {
  Bytes out;
  encode_into(out, value);
  return out;
}

Result<Prefix> decode_prefix(ByteView bytes, const Limits& limits) {
  // A sequence may be longer than one document, but no document may be longer than the limit.
  ByteView window = bytes.first(std::min(bytes.size(), limits.bytes_max));
  Decoder decoder(window, limits);
  Value value = TRY(decoder.all());
  Bytes again;
  again.reserve(decoder.position());
  encode_into(again, value);
  if (!std::ranges::equal(again, window.first(decoder.position()))) {
    return Error::untrusted("not the deterministic encoding (RFC 8949 section 4.2.1)");
  }
  return Prefix{std::move(value), decoder.position()};
}

Result<Value> decode(ByteView bytes, const Limits& limits) {
  if (bytes.size() > limits.bytes_max) {
    return Error::untrusted("longer than the " + std::to_string(limits.bytes_max) + " bytes allowed");
  }
  auto prefix = TRY(decode_prefix(bytes, limits));
  if (prefix.size_bytes != bytes.size()) return Error::untrusted("bytes follow after the end");
  return std::move(prefix.value);
}

Result<Reader> Reader::of(Value value, std::string what) {
  auto* map = std::get_if<Map>(&value.data);
  if (!map) return Error::untrusted(what + ": expected a map");
  Reader reader;
  reader.what_ = std::move(what);
  reader.left_ = std::move(*map);
  return reader;
}

Result<Reader> Reader::parse(ByteView encoded, std::string what, const Limits& limits) {
  auto value = decode(encoded, limits);
  if (!value) return value.error().while_doing(what);
  return of(std::move(*value), std::move(what));
}

bool Reader::has(int key) const {
  return std::any_of(left_.begin(), left_.end(),
                     [&](const auto& entry) { return entry.first == Value(key); });
}

Result<Value> Reader::take(int key, const char* name) {
  auto it =
      std::find_if(left_.begin(), left_.end(), [&](const auto& entry) { return entry.first == Value(key); });
  if (it == left_.end()) return Error::untrusted(what_ + ": " + name + " is missing");
  Value value = std::move(it->second);
  left_.erase(it);
  return value;
}

Error Reader::wrong(const char* name, const std::string& expected) const {
  return Error::untrusted(what_ + ": " + name + ": expected " + expected);
}

Result<std::uint64_t> Reader::take_uint(int key, const char* name, std::uint64_t max) {
  Value value = TRY(take(key, name));
  const auto* number = std::get_if<std::uint64_t>(&value.data);
  if (!number || *number > max) return wrong(name, "a whole number from 0 to " + std::to_string(max));
  return *number;
}

Result<Bytes> Reader::take_bytes(int key, const char* name, std::size_t size_min, std::size_t size_max) {
  Value value = TRY(take(key, name));
  auto* bytes = std::get_if<Bytes>(&value.data);
  if (!bytes || bytes->size() < size_min || bytes->size() > size_max) {
    return wrong(name, std::to_string(size_min) + " to " + std::to_string(size_max) + " bytes");
  }
  return std::move(*bytes);
}

Result<std::string> Reader::take_text(int key, const char* name, std::size_t size_max) {
  Value value = TRY(take(key, name));
  auto* text = std::get_if<std::string>(&value.data);
  if (!text || text->size() > size_max)
    return wrong(name, "text of at most " + std::to_string(size_max) + " bytes");
  return std::move(*text);
}

Result<bool> Reader::take_bool(int key, const char* name) {
  Value value = TRY(take(key, name));
  const auto* flag = std::get_if<bool>(&value.data);
  if (!flag) return wrong(name, "true or false");
  return *flag;
}

Result<Array> Reader::take_array(int key, const char* name, std::size_t count_max) {
  Value value = TRY(take(key, name));
  auto* array = std::get_if<Array>(&value.data);
  if (!array || array->size() > count_max)
    return wrong(name, "an array of at most " + std::to_string(count_max));
  return std::move(*array);
}

Result<Map> Reader::take_map(int key, const char* name, std::size_t count_max) {
  Value value = TRY(take(key, name));
  auto* map = std::get_if<Map>(&value.data);
  if (!map || map->size() > count_max) return wrong(name, "a map of at most " + std::to_string(count_max));
  return std::move(*map);
}

Result<void> Reader::finish() const {
  if (left_.empty()) return {};
  const auto* key = std::get_if<std::uint64_t>(&left_.front().first.data);
  return Error::untrusted(what_ + ": unknown key " +
                          (key ? std::to_string(*key) : std::string("(not a number)")));
}

}  // namespace vantrum::wire
