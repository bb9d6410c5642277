// A free text sealed and opened: nothing in it but what P-11 allows, one size for all of them.
#include <doctest/doctest.h>

#include <algorithm>

#include "shared/wire/codec.h"
#include "shared/wire/discard_item.h"
#include "shared/wire/sealing.h"
#include "shared/wire/text_item.h"
#include "tests/shared/survey_support.h"

namespace vantrum::wire {
namespace {

using survey::FreeText;

struct Fixture {
  survey::Instrument instrument = survey::besoksenkat();
  crypto::SealSecretKey secret = crypto::SealSecretKey::from(Bytes(32, 0x22)).value();
  SealTo to{1, crypto::public_key_of(secret), 128};

  static FreeText a_text(const std::string& words) {
    FreeText text;
    text.item = *ItemId::from(Bytes(16, 0x44));
    text.round.value = 3;
    text.centre.value = 12;
    text.question = "open";
    text.label = "woman";
    text.text = words;
    return text;
  }
};

std::string repeated(const std::string& letter, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += letter;
  return text;
}

TEST_CASE_FIXTURE(
    Fixture, "a text comes out as it went in, in every script, and all sealed texts have one size (P-11)") {
  for (const std::string words :
       {"a", "Bra fika!", "مرحبا ‏BVC", "ሰላም።", "Привіт 👋", "می\u200Cخواهم"}) {
    CAPTURE(words);
    const auto text = a_text(words);
    const auto sealed = seal_text(text, instrument, to);
    REQUIRE(sealed);
    CHECK(sealed->size() == item_head_bytes + text_padded_bytes + 48);
    const auto opened = open_text(*sealed, secret, instrument);
    REQUIRE(opened);
    CHECK(*opened == text);
  }
  for (const std::string letter : {"å", "ሰ", "س"}) {
    auto text = a_text(repeated(letter, 300));
    text.round.value = text.centre.value = UINT32_MAX;
    CHECK(open_text(*seal_text(text, instrument, to), secret, instrument)->text == text.text);
  }
  auto without_label = a_text("Hej");
  without_label.label.clear();
  CHECK(*open_text(*seal_text(without_label, instrument, to), secret, instrument) == without_label);
}

TEST_CASE_FIXTURE(Fixture,
                  "a text that may not be kept is refused, and never repeated in the error (P-10, P-11)") {
  struct Case {
    FreeText text;
    const char* words;
  };
  auto other_question = a_text("Hej"), other_label = a_text("Hej");
  other_question.question = "acc";
  other_label.label = "expecting";
  for (const auto& c :
       {Case{a_text(""), "nothing in it"}, Case{a_text("  "), "nothing in it"},
        Case{a_text(repeated("å", 301)), "too long"}, Case{a_text("secret\nsecret"), "control"},
        Case{a_text("secret\xFF"), "UTF-8"}, Case{other_question, "type text"}, Case{other_label, "label"}}) {
    const auto sealed = seal_text(c.text, instrument, to);
    REQUIRE_FALSE(sealed);
    CAPTURE(sealed.error().message);
    CHECK(sealed.error().message.find(c.words) != std::string::npos);
    CHECK(sealed.error().message.find("secret") == std::string::npos);
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "a sealed text with any byte changed, cut, or taken for a response does not open") {
  const auto sealed = *seal_text(a_text("Hej"), instrument, to);
  for (std::size_t at = 0; at < sealed.size(); at += 7) {
    auto bad = sealed;
    bad[at] ^= 0x40;
    const bool is_epoch = at >= 1 && at < 5;
    CHECK((is_epoch || !open_text(bad, secret, instrument)));
    CHECK_FALSE(open_text(ByteView(sealed).first(at), secret, instrument));
  }
  CHECK_FALSE(open_response(sealed, secret, instrument));
}

TEST_CASE_FIXTURE(Fixture,
                  "a text and a response of one visit have nothing in common but round and centre (P-11)") {
  survey::Response response;
  response.item = *ItemId::from(Bytes(16, 0x66));
  response.round.value = 3;
  response.centre.value = 12;
  response.instrument_number = response.instrument_version = 1;
  response.week = IsoWeek{2026, 45};
  response.answers = {{"acc", {"full"}}, {"gender", {"woman"}}};
  to.padded_bytes = padded_bytes_for(instrument);
  const auto item = *seal_response(response, instrument, to);
  CHECK_FALSE(open_text(item, secret, instrument));
  const auto text = open_item(*seal_text(a_text("Hej"), instrument, to), secret);
  const auto answers = open_item(item, secret);
  REQUIRE(text);
  REQUIRE(answers);
  const auto in_text = std::get<Map>(decode(text->plain)->data);
  const auto in_answers = std::get<Map>(decode(answers->plain)->data);
  // Item, round, centre, question, label and text, as FORMAT.md numbers them: no week, no version, no time.
  CHECK(in_text.size() == 6);
  auto value = [](const Map& map, std::size_t at) {
    return std::next(map.begin(), static_cast<long>(at))->second;
  };
  CHECK_FALSE(value(in_text, 0) == value(in_answers, 0));
  CHECK(value(in_text, 1) == value(in_answers, 1));
  CHECK(value(in_text, 2) == value(in_answers, 2));
}

TEST_CASE_FIXTURE(Fixture,
                  "5b: a marker comes out as it went in, as long as a response, and holds nothing else") {
  const Discard discard{*ItemId::from(Bytes(16, 0x44)), RoundId{UINT32_MAX}, CentreId{UINT32_MAX}};
  to.padded_bytes = padded_bytes_for(instrument);
  const auto sealed = seal_discard(discard, to);
  REQUIRE(sealed);
  CHECK(sealed->size() == item_head_bytes + to.padded_bytes + 48);
  CHECK(*open_discard(*sealed, secret) == discard);
  const auto opened = open_item(*sealed, secret);
  REQUIRE(opened);
  const auto inside = decode(opened->plain);
  REQUIRE(inside);
  CHECK(std::get<Map>(inside->data).size() == 3);
  to.padded_bytes = 32;  // the least that a round may have is enough, whatever the instrument
  CHECK(seal_discard(discard, to));
  to.padded_bytes = 31;
  CHECK(seal_discard(discard, to).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "5b: an altered marker, one of another name, and any other item are no markers") {
  const Discard discard{*ItemId::from(Bytes(16, 0x44)), RoundId{3}, CentreId{12}};
  const auto good = *seal_discard(discard, to);
  for (std::size_t at : {std::size_t{0}, std::size_t{7}, std::size_t{30}, good.size() - 1}) {
    CAPTURE(at);
    auto bad = good;
    bad[at] ^= 1;
    CHECK(open_discard(bad, secret).error().kind == ErrorKind::untrusted);
  }
  CHECK_FALSE(open_discard(*seal_text(a_text("Hej"), instrument, to), secret));
  CHECK_FALSE(open_text(good, secret, instrument));
  CHECK_FALSE(open_response(good, secret, instrument));
  const auto as_marker = [&](Map map) {
    return open_discard(*seal_item(encode(map), discard.item, to, 128), secret);
  };
  const Map whole{{1, discard.item.view()}, {2, 3}, {3, 12}};
  CHECK(as_marker(whole));
  auto more = whole;
  more.emplace_back(4, 1);
  CHECK_FALSE(as_marker(more));
  CHECK_FALSE(as_marker(Map{{1, discard.item.view()}, {2, 3}}));
  CHECK_FALSE(as_marker(Map{{1, ByteView(Bytes(16, 0x45))}, {2, 3}, {3, 12}}));
}

}  // namespace
}  // namespace vantrum::wire
