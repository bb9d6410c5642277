#include "shared/wire/text_item.h"

#include "shared/survey/plain_text.h"
#include "shared/wire/codec.h"
#include "shared/wire/sealing.h"

namespace vantrum::wire {
namespace {

// Keys inside the seal. On the wire; never renumber.
enum Key { key_item = 1, key_round, key_centre, key_question, key_label, key_text };

// UTF-16, big-endian: 300 characters are 600 bytes in every script, where UTF-8 would need 300 to 900.
Bytes utf16_of(std::string_view utf8) {
  Bytes bytes;
  const auto put = [&](char32_t unit) {
    bytes.push_back(static_cast<std::uint8_t>(unit >> 8));
    bytes.push_back(static_cast<std::uint8_t>(unit));
  };
  for (std::size_t at = 0, length = 0; at < utf8.size(); at += length) {
    const auto c = survey::decode_utf8(utf8.substr(at), length);
    if (c > 0xFFFF) put(0xD800 + ((c - 0x10000) >> 10));
    put(c > 0xFFFF ? 0xDC00 + ((c - 0x10000) & 0x3FF) : c);
  }
  return bytes;
}

Result<std::string> utf8_of(ByteView utf16) {
  const auto broken = [] { return Error::untrusted("text: expected UTF-16"); };
  if (utf16.size() % 2 != 0) return broken();
  std::string text;
  for (std::size_t at = 0; at < utf16.size(); at += 2) {
    char32_t c = static_cast<char32_t>(utf16[at] << 8 | utf16[at + 1]);
    if (c >= 0xDC00 && c <= 0xDFFF) return broken();
    if (c >= 0xD800 && c <= 0xDBFF) {
      at += 2;
      if (at + 1 >= utf16.size()) return broken();
      const char32_t low = static_cast<char32_t>(utf16[at] << 8 | utf16[at + 1]);
      if (low < 0xDC00 || low > 0xDFFF) return broken();
      c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
    }
    survey::append_utf8(text, c);
  }
  return text;
}

std::uint32_t label_number(const survey::FreeText& text, const survey::Instrument& instrument) {
  if (text.label.empty()) return 0;
  return instrument.find(instrument.find(text.question)->quote_label)->option_with_code(text.label)->number;
}

Result<survey::FreeText> parse_text(ByteView plain, const survey::Instrument& instrument) {
  auto r = TRY(Reader::parse(plain, "text"));
  survey::FreeText text;
  text.item = TRY(r.take_id<ItemId>(key_item, "item id"));
  text.round.value = static_cast<std::uint32_t>(TRY(r.take_uint(key_round, "round", UINT32_MAX)));
  text.centre.value = static_cast<std::uint32_t>(TRY(r.take_uint(key_centre, "centre", UINT32_MAX)));
  const auto number = static_cast<std::uint32_t>(TRY(r.take_uint(key_question, "question", 255)));
  const auto* question = instrument.find_number(number);
  if (!question) return Error::untrusted("text: unknown question number");
  text.question = question->id;
  if (const auto label = static_cast<std::uint32_t>(TRY(r.take_uint(key_label, "label", 255)))) {
    const auto* asked = instrument.find(question->quote_label);
    const auto* option = asked ? asked->option_with_number(label) : nullptr;
    if (!option) return Error::untrusted("text: unknown label number");
    text.label = option->code;
  }
  text.text = TRY(utf8_of(TRY(r.take_bytes(key_text, "text", 2, 2 * survey::free_text_units_max))));
  TRY(r.finish());
  return text;
}

}  // namespace

Result<Bytes> seal_text(const survey::FreeText& text, const survey::Instrument& instrument,
                        const SealTo& to) {
  TRY(survey::validate(text, instrument));
  Bytes plain = encode(Map{{key_item, text.item.view()},
                           {key_round, text.round.value},
                           {key_centre, text.centre.value},
                           {key_question, instrument.find(text.question)->number},
                           {key_label, label_number(text, instrument)},
                           {key_text, ByteView(utf16_of(text.text))}});
  return seal_item(std::move(plain), text.item, to, text_padded_bytes);
}

Result<survey::FreeText> open_text(ByteView item, const crypto::SealSecretKey& key,
                                   const survey::Instrument& instrument) {
  auto opened = TRY(open_item(item, key));
  auto text = parse_text(opened.plain, instrument);
  crypto::wipe(opened.plain);
  if (!text) return text;
  if (text->item != opened.item)
    return Error::untrusted("the id inside the seal differs from the one outside");
  if (auto valid = survey::validate(*text, instrument); !valid)
    return Error::untrusted(valid.error().message);
  return text;
}

}  // namespace vantrum::wire
