// The documents: encoded, decoded, cut, flipped, and the worked example of FORMAT.md.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "shared/base/entropy.h"
#include "shared/wire/documents.h"
#include "tests/shared/survey_support.h"

namespace vantrum::wire {
namespace {

using crypto::make_signing_key;
using crypto::verify_key_of;

Batch a_batch(Entropy& entropy, std::size_t items) {
  Batch batch{entropy.random_id<BatchId>(), RoundId{3}, {}};
  for (std::size_t i = 0; i < items; ++i) {
    Bytes sealed(165);
    entropy.fill(sealed);
    sealed[0] = item_version;
    batch.items.push_back({ItemKind::response, sealed});
  }
  return batch;
}

Header a_header(DocumentType type) { return {type, "kalmar", Bytes(16, 7), 42}; }

survey::Response a_response(Entropy& entropy) {
  survey::Response response;
  response.item = entropy.random_id<ItemId>();
  response.round = RoundId{3};
  response.centre = CentreId{12};
  response.instrument_number = 1;
  response.instrument_version = 1;
  response.week = IsoWeek{2026, 45};
  response.answers = {{"role", {"expecting"}}, {"acc", {"full"}}, {"wel", {"dk"}}, {"gender", {"woman"}}};
  return response;
}

TEST_CASE("values survive encoding, and the encoding is deterministic") {
  Value value = Map{{"b", 1}, {1, Array{true, Null{}, -5, Bytes{1, 2}}}, {-1, "text"}};
  auto encoded = encode(value);
  CHECK(to_hex(encoded) ==
        "a30184f5f62442010220647465787461620"
        "1");
  auto decoded = decode(encoded);
  REQUIRE(decoded);
  CHECK(encode(*decoded) == encoded);
}

TEST_CASE("CBOR that is not the deterministic encoding is refused") {
  struct Case {
    const char* hex;
    const char* why;
  };
  for (auto c :
       {Case{"1801", "a number longer than it need be"}, Case{"9f01ff", "an array without a length"},
        Case{"5f4101ff", "bytes without a length"}, Case{"f97e00", "a float"}, Case{"f7", "undefined"},
        Case{"a2020001 00", "keys out of order"}, Case{"a201000100", "a key twice"},
        Case{"8201", "an end too early"}, Case{"0101", "bytes after the end"},
        Case{"9bffffffffffffffff", "an array longer than the bytes"}, Case{"", "nothing at all"},
        Case{"ff", "a break without a start"}, Case{"81818181818181818101", "nesting deeper than eight"}}) {
    std::string hex = c.hex;
    std::erase(hex, ' ');
    CHECK_MESSAGE(!decode(*parse_hex(hex)), c.why);
  }
}

TEST_CASE("limits hold before anything is allocated") {
  CHECK(!decode(Bytes(300 * 1024, 0)));
  Array many(10'001, Value(1));
  CHECK(!decode(encode(many)));
}

TEST_CASE("every document says the same after a round trip") {
  SeededEntropy entropy(1);
  auto key = verify_key_of(make_signing_key(entropy));
  Enrolment enrolment{entropy.random_id<DeviceId>(), key, "Väntrummet"};
  CHECK(*parse_enrolment(encode(enrolment)) == enrolment);
  auto batch = a_batch(entropy, 100);
  CHECK(*parse_batch(encode(batch)) == batch);
  Status status{RoundId{3}, 9, 4, 37, 2, {{"left:wel", 3}, {"services:midwife", 12}}, "vantrum-kiosk 0.1.0",
                498'000,    7, 8};
  CHECK(*parse_status(encode(status)) == status);
  EnrolmentReply reply{entropy.random_id<DeviceId>(), CentreId{12}, "Familjecentralen Norr", key};
  CHECK(*parse_enrolment_reply(encode(reply)) == reply);
  Receipt receipt{entropy.random_id<DeviceId>(),
                  5,
                  crypto::hash_of(Bytes{1}),
                  entropy.random_id<BatchId>(),
                  {{entropy.random_id<ItemId>(), Outcome::quarantined, "conflict"}},
                  WallTime(std::chrono::seconds(1'794'000'000)),
                  0};
  CHECK(*parse_receipt(encode(receipt)) == receipt);
  Round round{RoundId{3},
              "Hösten 2026",
              true,
              CentreId{12},
              "Norr",
              "Region Kalmar län",
              50,
              false,
              {"sv", "en"},
              false,
              {1, crypto::make_seal_key_pair(entropy).public_key, 96},
              {{"instrument.toml", "id = 1"}},
              false};
  CHECK(*parse_round(encode(round)) == round);
  const auto before = encode(round);
  round.review = true;
  CHECK(*parse_round(encode(round)) == round);
  CHECK(encode(round).size() ==
        before.size() + 2);  // key 15 is optional: documents made before it still read
  CentreCount centre{entropy.random_id<DeviceId>(), RoundId{3}, 21, 44, 5, 6, 7, 8};
  CHECK(*parse_centre(encode(centre)) == centre);
  Order order{
      entropy.random_id<DeviceId>(), OrderAction::resend, "Återställd", 3, crypto::hash_of(Bytes{1}), 9};
  CHECK(*parse_order(encode(order)) == order);
  for (auto action : {OrderAction::pause, OrderAction::resume, OrderAction::retire, OrderAction::revoke}) {
    order.action = action;
    CHECK(*parse_order(encode(order)) == order);
  }
  for (int action : {0, 6}) {
    order.action = static_cast<OrderAction>(action);
    CHECK_FALSE(parse_order(encode(order)));
  }
}

TEST_CASE("an optional key that says nothing new is refused: one content, one form") {
  SeededEntropy entropy(8);
  Round round;
  round.languages = {"sv"};
  round.seal_to = {1, crypto::make_seal_key_pair(entropy).public_key, 96};
  round.instrument_files = {{"instrument.toml", "id = 1"}};
  round.review = true;
  auto bytes = encode(round);
  REQUIRE(parse_round(bytes));
  REQUIRE(bytes.back() == 0xf5);  // true, the last value of the map
  bytes.back() = 0xf4;
  CHECK(parse_round(bytes).error().message.find("review") != std::string::npos);
}

TEST_CASE("a document cut at any byte is refused") {
  SeededEntropy entropy(2);
  auto key = make_signing_key(entropy);
  auto document = sign_document(a_header(DocumentType::batch), encode(a_batch(entropy, 5)), key);
  REQUIRE(verify_document(document, DocumentType::batch, "kalmar", verify_key_of(key)));
  for (std::size_t size = 0; size < document.size(); ++size) {
    CHECK(
        !verify_document(ByteView(document).first(size), DocumentType::batch, "kalmar", verify_key_of(key)));
  }
}

TEST_CASE("a document with any bit flipped is refused") {
  SeededEntropy entropy(3);
  auto key = make_signing_key(entropy);
  const auto document = sign_document(a_header(DocumentType::batch), encode(a_batch(entropy, 5)), key);
  for (std::size_t at = 0; at < document.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto flipped = document;
      flipped[at] ^= static_cast<std::uint8_t>(1 << bit);
      CHECK(!verify_document(flipped, DocumentType::batch, "kalmar", verify_key_of(key)));
    }
  }
}

TEST_CASE("a document is bound to its type, region and key") {
  SeededEntropy entropy(4);
  auto key = make_signing_key(entropy);
  auto document = sign_document(a_header(DocumentType::status), encode(Status{}), key);
  CHECK(verify_document(document, DocumentType::status, "kalmar", verify_key_of(key)));
  CHECK(!verify_document(document, DocumentType::batch, "kalmar", verify_key_of(key)));
  CHECK(!verify_document(document, DocumentType::status, "orebro", verify_key_of(key)));
  CHECK(!verify_document(document, DocumentType::status, "kalmar", verify_key_of(make_signing_key(entropy))));
}

TEST_CASE("unknown types and versions are refused by name") {
  auto header_of = [](int type, int version) {
    auto protected_bytes = encode(
        Map{{1, -8}, {4, Bytes(16, 1)}, {-70001, type}, {-70002, version}, {-70003, "kalmar"}, {-70004, 1}});
    return encode(Value::tagged(18, Array{protected_bytes, Map{}, Bytes{0xa0}, Bytes(64, 0)}));
  };
  CHECK(peek_header(header_of(2, 1)));
  CHECK(peek_header(header_of(99, 1)).error().message.find("unknown type 99") != std::string::npos);
  CHECK(peek_header(header_of(2, 7)).error().message.find("version 7") != std::string::npos);
}

TEST_CASE("a payload with a missing or an unknown key is refused by name") {
  auto missing = parse_batch(encode(Map{{1, Bytes(16, 1)}, {2, 3}}));
  CHECK(missing.error().message == "batch: items is missing");
  auto unknown = parse_enrolment(encode(Map{{1, Bytes(16, 1)}, {2, Bytes(32, 1)}, {3, "x"}, {9, 1}}));
  CHECK(unknown.error().message == "enrolment: unknown key 9");
}

TEST_CASE("a sealed response opens to what was sealed, and only with the right key") {
  SeededEntropy entropy(5);
  auto instrument = survey::besoksenkat();
  auto pair = crypto::make_seal_key_pair(entropy);
  SealTo to{1, pair.public_key, padded_bytes_for(instrument)};
  auto response = a_response(entropy);
  auto item = seal_response(response, instrument, to);
  REQUIRE(item);
  CHECK(parse_item_head(*item)->item == response.item);
  CHECK(*open_response(*item, pair.secret_key, instrument) == response);
  CHECK(!open_response(*item, crypto::make_seal_key_pair(entropy).secret_key, instrument));
}

TEST_CASE("a sealed response with any byte changed does not open") {
  SeededEntropy entropy(6);
  auto instrument = survey::besoksenkat();
  auto pair = crypto::make_seal_key_pair(entropy);
  auto item =
      *seal_response(a_response(entropy), instrument, {1, pair.public_key, padded_bytes_for(instrument)});
  for (std::size_t at = 5; at < item.size(); ++at) {  // the version and epoch before are covered by the batch
    auto changed = item;
    changed[at] ^= 1;
    CHECK(!open_response(changed, pair.secret_key, instrument));
  }
}

TEST_CASE("every response of a round has one size, from one answer to all of them") {
  SeededEntropy entropy(7);
  auto instrument = survey::besoksenkat();
  SealTo to{1, crypto::make_seal_key_pair(entropy).public_key, padded_bytes_for(instrument)};
  auto few = a_response(entropy);
  few.answers = {{"acc", {"full"}}};
  auto all = a_response(entropy);
  all.week.reset();
  all.round.value = all.centre.value = UINT32_MAX;
  for (const auto& question : instrument.questions) {
    if (question.linkage == survey::Linkage::linked)
      all.answers[question.id] = {question.options.back().code};
  }
  auto small = seal_response(few, instrument, to);
  auto large = seal_response(all, instrument, to);
  REQUIRE(small);
  REQUIRE(large);
  CHECK(small->size() == large->size());
  CHECK(to.padded_bytes % 32 == 0);
  // A sealed response costs at most 220 bytes on the wire in a batch of 100.
  CHECK(large->size() + 4 + 300 / 100 <= 220);
}

TEST_CASE("a response that does not fit the instrument is not sealed") {
  SeededEntropy entropy(8);
  auto instrument = survey::besoksenkat();
  SealTo to{1, crypto::make_seal_key_pair(entropy).public_key, padded_bytes_for(instrument)};
  auto response = a_response(entropy);
  response.answers["acc"] = {"nonsense"};
  CHECK(!seal_response(response, instrument, to));
}

TEST_CASE("enrolment codes forgive how people type and refuse what they are not") {
  SeededEntropy entropy(9);
  auto code = EnrolmentCode::make(entropy);
  CHECK(code.printed().size() == 15);
  std::string typed = code.printed();
  std::transform(typed.begin(), typed.end(), typed.begin(), [](unsigned char c) { return std::tolower(c); });
  std::replace(typed.begin(), typed.end(), '-', ' ');
  auto parsed = EnrolmentCode::parse(typed);
  REQUIRE(parsed);
  CHECK(parsed->handle == code.handle);
  CHECK(parsed->secret == code.secret);
  for (auto wrong : {"", "K7M-Q2RTX", "K7M-Q2RTX-9HWPCC", "K7M-Q2RTX-9HWP!", "K7M-Q2RTX-9HWPU"})
    CHECK(!EnrolmentCode::parse(wrong));
  CHECK(*code.mac_key("kalmar") == *parsed->mac_key("kalmar"));
  CHECK_FALSE(*code.mac_key("kalmar") == *code.mac_key("orebro"));
}

// Hex blocks of FORMAT.md are fenced as ```hex NAME … ```.
Bytes example(const std::string& name) {
  std::ifstream file("shared/wire/FORMAT.md");
  REQUIRE_MESSAGE(file, "run the tests from the project's root");
  std::stringstream text;
  text << file.rdbuf();
  auto all = text.str();
  auto start = all.find("```hex " + name + "\n");
  REQUIRE(start != std::string::npos);
  start = all.find('\n', start) + 1;
  auto hex = all.substr(start, all.find("```", start) - start);
  std::erase_if(hex, [](unsigned char c) { return std::isspace(c); });
  return *parse_hex(hex);
}

TEST_CASE("the worked example of FORMAT.md decodes to what it says") {
  auto signing = *crypto::SigningKey::from(Bytes(32, 0x11));
  auto sealing = *crypto::SealSecretKey::from(Bytes(32, 0x22));
  auto batch_document =
      verify_document(example("batch"), DocumentType::batch, "kalmar", verify_key_of(signing));
  REQUIRE(batch_document);
  CHECK(batch_document->header.serial == 1);
  CHECK(batch_document->header.key_id == Bytes(16, 0x33));
  auto batch = parse_batch(batch_document->payload);
  REQUIRE(batch);
  CHECK(batch->round == RoundId{3});
  REQUIRE(batch->items.size() == 1);
  CHECK(batch->items[0].sealed == example("item"));
  auto response = open_response(batch->items[0].sealed, sealing, survey::besoksenkat());
  REQUIRE(response);
  CHECK(response->centre == CentreId{12});
  CHECK(response->week == IsoWeek{2026, 45});
  CHECK(response->answers == survey::Answers{{"acc", {"full"}}, {"role", {"expecting"}}, {"wel", {"dk"}}});
  auto plain =
      *crypto::unpad(*crypto::open(sealing, ByteView(batch->items[0].sealed).subspan(item_head_bytes)));
  CHECK(plain == example("response"));
  auto receipt_document =
      verify_document(example("receipt"), DocumentType::receipt, "kalmar", verify_key_of(signing));
  REQUIRE(receipt_document);
  auto receipt = parse_receipt(receipt_document->payload);
  REQUIRE(receipt);
  CHECK(receipt->batch == batch->batch);
  CHECK(receipt->number == 1);
  CHECK(receipt->items == std::vector<ReceiptItem>{{response->item, Outcome::stored, ""}});
}

// Makes the example anew after a change of format: build/dev/bin/shared_tests -ns -tc="print the worked*"
TEST_CASE("print the worked example of FORMAT.md" * doctest::skip()) {
  auto signing = *crypto::SigningKey::from(Bytes(32, 0x11));
  auto sealing = *crypto::SealSecretKey::from(Bytes(32, 0x22));
  auto instrument = survey::besoksenkat();
  survey::Response response;
  response.item = *ItemId::from(Bytes(16, 0x44));
  response.round = RoundId{3};
  response.centre = CentreId{12};
  response.instrument_number = response.instrument_version = 1;
  response.week = IsoWeek{2026, 45};
  response.answers = {{"role", {"expecting"}}, {"acc", {"full"}}, {"wel", {"dk"}}};
  auto item =
      *seal_response(response, instrument, {1, crypto::public_key_of(sealing), padded_bytes_for(instrument)});
  Batch batch{*BatchId::from(Bytes(16, 0x55)), RoundId{3}, {{ItemKind::response, item}}};
  auto batch_document =
      sign_document({DocumentType::batch, "kalmar", Bytes(16, 0x33), 1}, encode(batch), signing);
  Receipt receipt{*DeviceId::from(Bytes(16, 0x33)),
                  1,
                  {},
                  batch.batch,
                  {{response.item, Outcome::stored, ""}},
                  WallTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 6)),
                  0};
  auto receipt_document =
      sign_document({DocumentType::receipt, "kalmar", crypto::key_id_of(verify_key_of(signing)), 1},
                    encode(receipt), signing);
  auto print = [](const std::string& name, ByteView bytes) {
    std::string hex = to_hex(bytes), wrapped;
    for (std::size_t i = 0; i < hex.size(); i += 64) wrapped += hex.substr(i, 64) + "\n";
    MESSAGE("```hex " << name << "\n" << wrapped << "```");
  };
  print("response", *crypto::unpad(*crypto::open(sealing, ByteView(item).subspan(item_head_bytes))));
  print("item", item);
  print("batch", batch_document);
  print("receipt", receipt_document);
}

}  // namespace
}  // namespace vantrum::wire
