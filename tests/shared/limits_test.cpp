// The limits of FORMAT.md: each stands on the page, what reaches it is read, and what is beyond it is
// refused.
#include <doctest/doctest.h>

#include <algorithm>

#include "shared/base/file_system.h"
#include "shared/base/stick_carry.h"
#include "shared/wire/documents.h"
#include "shared/wire/reflection.h"
#include "shared/wire/sealing.h"
#include "tests/shared/survey_support.h"

namespace vantrum::wire {
namespace {

constexpr std::uint64_t count_max = UINT32_MAX, serial_max = INT64_MAX;

struct Limit {
  int key;
  const char* words;  // of the page
  Value last, beyond;
};
struct Page {
  const char* name;    // of the paragraph, and of the sample that is changed
  const char* sample;  // where it has another name
  Result<Bytes> (*read)(ByteView payload);
  std::vector<Limit> limits;
};

template <auto parse>
Result<Bytes> again(ByteView payload) {
  return encode(TRY(parse(payload)));
}

std::string text(std::size_t size) { return std::string(size, 'x'); }
Limit count(int key) { return {key, "below 2³²", count_max, count_max + 1}; }
Limit serial(int key) { return {key, "below 2⁶³", serial_max, serial_max + 1}; }
Limit words(int key, const char* on_page, std::size_t most) {
  return {key, on_page, text(most), text(most + 1)};
}
template <class T>
Array several(std::size_t count, const T& value) {
  return Array(count, Value(value));
}
Map counters(int count, std::size_t name_bytes, std::uint64_t each) {
  Map map;
  for (int i = 0; i < count; ++i) {
    auto name = std::to_string(i);
    map.emplace_back(name + text(name_bytes - name.size()), each);
  }
  return map;
}
Array earlier_rounds(int count, const Map& told) {
  Array rounds;
  for (int number = 9; number > 9 - count; --number) rounds.push_back(Array{number, 1, 1, told});
  return rounds;
}
Array assets(int count, int bytes, std::size_t language_bytes) {
  Array list;
  for (int i = 0; i < count; ++i)
    list.push_back(Array{Bytes(32, static_cast<std::uint8_t>(i)), bytes, text(language_bytes)});
  return list;
}
Map files(int count, std::size_t name_bytes, std::size_t file_bytes) {
  Map map;
  for (int i = 0; i < count; ++i)
    map.emplace_back(std::to_string(i + 10) + text(name_bytes - 2), text(file_bytes));
  return map;
}
Array receipt_items(std::size_t count, std::size_t cause_bytes) {
  return several(count, Array{Bytes(16, 1), 3, text(cause_bytes)});
}
Array batch_items(std::size_t count, int kind, std::size_t bytes) {
  return several(count, Array{kind, Bytes(bytes, 1)});
}

std::vector<Page> pages() {
  constexpr int mib = 1024 * 1024;
  return {
      {"enrolment", "enrolment", again<parse_enrolment>, {words(3, "text ≤ 64", 64)}},
      {"enrolment-reply",
       "enrolment-reply",
       again<parse_enrolment_reply>,
       {count(2), words(3, "centre name (≤ 200)", 200)}},
      {"batch",
       "batch-one",
       again<parse_batch>,
       {count(2),
        {3, "array of 1 to 100", batch_items(100, 1, 165), batch_items(101, 1, 165)},
        {3, "array of 1 to 100", batch_items(1, 1, 165), Array{}},
        {3, "3 the marker", batch_items(1, 3, 165), batch_items(1, 4, 165)},
        {3, "21 to 4,096 bytes", batch_items(1, 1, 4'096), batch_items(1, 1, 4'097)},
        {3, "21 to 4,096 bytes", batch_items(1, 1, 21), batch_items(1, 1, 20)}}},
      {"status",
       "status",
       again<parse_status>,
       {count(1),
        serial(2),
        serial(3),
        count(4),
        count(5),
        words(7, "software (≤ 64)", 64),
        count(8),
        serial(9),
        serial(10),
        serial(11),
        {6, "at most 200", counters(200, 3, 1), counters(201, 3, 1)},
        {6, "text (1 to 64 bytes)", counters(1, 64, 1), counters(1, 65, 1)},
        {6, "below 2³²", counters(1, 1, count_max), counters(1, 1, count_max + 1)},
        {12, "(1 to 32)", 32, 33},
        {12, "(1 to 32)", 1, 0},
        {13, "array of 1 to 4", earlier_rounds(4, {}), earlier_rounds(5, {})},
        {13, "counters as in 6", earlier_rounds(1, counters(200, 3, 1)),
         earlier_rounds(1, counters(201, 3, 1))}}},
      {"receipt",
       "receipt",
       again<parse_receipt>,
       {serial(2),
        serial(7),
        {5, "array of at most 100", receipt_items(100, 0), receipt_items(101, 0)},
        {5, "cause (≤ 200)", receipt_items(1, 200), receipt_items(1, 201)},
        {6, "before the year 10000", std::uint64_t{253'402'300'799}, std::uint64_t{253'402'300'800}}}},
      {"round",
       "round",
       again<parse_round>,
       {count(1),
        words(2, "name (≤ 200)", 200),
        count(4),
        words(5, "centre name (≤ 200)", 200),
        words(6, "of record, ≤ 200", 200),
        {7, "quota (≤ 1,000,000)", 1'000'000, 1'000'001},
        {9, "languages (1 to 32", several(32, "sv"), several(33, "sv")},
        {9, "languages (1 to 32", several(1, "sv"), Array{}},
        {9, "each of 1 to 16 bytes", Array{text(16)}, Array{text(17)}},
        {9, "each of 1 to 16 bytes", Array{text(1)}, Array{""}},
        count(11),
        {13, "padded size (≤ 4,027)", 4'027, 4'028},
        {14, "at most 40", files(40, 2, 1), files(41, 2, 1)},
        {14, "file name (≤ 64)", files(1, 64, 1), files(1, 65, 1)},
        {14, "file text (≤ 128 KiB)", files(1, 2, 128 * 1024), files(1, 2, 128 * 1024 + 1)},
        {16, "since 1970 (≤ 50,000)", Array{1, 50'000}, Array{1, 50'001}},
        {16, "the first not after the last", Array{7, 7}, Array{8, 7}},
        {17, "(20 to 3600)", 3'600, 3'601},
        {17, "(20 to 3600)", 20, 19},
        {18, "(20 to 600)", 600, 601},
        {18, "(20 to 600)", 20, 19},
        {20, "array of 1 to 16", assets(16, 1, 2), assets(17, 1, 2)},
        {20, "1 byte to 8 MiB", assets(1, 8 * mib, 2), assets(1, 8 * mib + 1, 2)},
        {20, "1 byte to 8 MiB", assets(1, 1, 2), assets(1, 0, 2)},
        {20, "language of 1 to 16 bytes", assets(1, 1, 16), assets(1, 1, 17)}}},
      {"centre",
       "centre",
       again<parse_centre>,
       {count(2), count(3), count(4), count(5), count(6), serial(7), serial(8)}},
      {"reflection",
       "reflection",
       again<parse_sealed_reflection>,
       {count(2),
        {3, "(49 to 65,536 bytes)", Bytes(65'536, 1), Bytes(65'537, 1)},
        {3, "(49 to 65,536 bytes)", Bytes(49, 1), Bytes(48, 1)}}},
      {"asset-request", "asset-request", again<parse_asset_request>, {{2, "2 … to 127", 127, 128}}},
      {"asset",
       "asset",
       again<parse_asset_piece>,
       {{2, "piece (≤ 127)", 127, 128},
        {3, "(1 to 65,536)", Bytes(65'536, 1), Bytes(65'537, 1)},
        {3, "(1 to 65,536)", Bytes(1, 1), Bytes{}}}},
      {"order",
       "order-pause",
       again<parse_order>,
       {{2, "5 resend", 5, 6}, {2, "1 pause", 1, 0}, words(3, "(≤ 200 bytes)", 200), serial(4), serial(6)}},
  };
}

// The page, with one space wherever there are any.
std::string format_page() {
  const auto bytes = real_file_system()->read("shared/wire/FORMAT.md", 1 << 20);
  REQUIRE_MESSAGE(bytes, "run the tests from the project's root");
  std::string page;
  for (const char c : text_of(*bytes)) {
    const char shown = c == '\n' && !page.empty() && page.back() != '\n' ? ' ' : c;
    if (c == '\n' && !page.empty() && page.back() == ' ')
      page.back() = '\n';  // a paragraph ends
    else
      page += shown;
  }
  return page;
}

std::string paragraph(const std::string& page, const std::string& start) {
  const auto at = page.find(start);
  REQUIRE_MESSAGE(at != std::string::npos, start);
  return page.substr(at, page.find('\n', at) - at);
}

Map payload_of(const std::string& sample) {
  const auto document = real_file_system()->read("tests/documents/1/good/" + sample + ".cose", 1 << 20);
  REQUIRE(document);
  const auto envelope = decode(*document)->data;
  const auto& parts = std::get<Array>(std::get<std::vector<Tagged>>(envelope).front().value.data);
  return std::get<Map>(decode(std::get<Bytes>(parts.at(2).data))->data);
}

Bytes with(Map payload, int key, const Value& value) {
  std::erase_if(payload, [&](const auto& entry) { return entry.first == Value(key); });
  payload.emplace_back(key, value);
  return encode(payload);
}

}  // namespace

TEST_CASE("every limit of a payload stands in FORMAT.md, is reached, and is not passed") {
  const auto format = format_page();
  const auto in_general = paragraph(format, "Where nothing else is said");
  for (const auto& page : pages()) {
    CAPTURE(std::string(page.name));
    const auto told = paragraph(format, "**" + std::string(page.name) + "** — ") + in_general;
    const auto payload = payload_of(page.sample);
    for (const auto& limit : page.limits) {
      CAPTURE(limit.key);
      CAPTURE(std::string(limit.words));
      CHECK(told.find(limit.words) != std::string::npos);
      const auto reached = with(payload, limit.key, limit.last);
      const auto read = page.read(reached);
      CHECK_MESSAGE(bool(read), (read ? "" : read.error().message));
      if (read) CHECK(*read == reached);
      const auto passed = page.read(with(payload, limit.key, limit.beyond));
      REQUIRE_FALSE(passed);
      CHECK(passed.error().kind == ErrorKind::untrusted);
    }
  }
}

TEST_CASE("the limits of an envelope and of a reply stand in FORMAT.md, are reached, and are not passed") {
  const auto format = format_page();
  for (const char* line :
       {"| a document | 256 KiB |", "| nesting | 8 |", "| one reply | 16 documents, 1 MiB |",
        "| values in a document, keys and tags included | 10,000 |", "| −70004 | serial | below 2⁶³;",
        "| 4 | key id | 1–32 bytes:", "| −70003 | region id | text, 1–32 bytes:"}) {
    CAPTURE(std::string(line));
    CHECK(format.find(line) != std::string::npos);
  }
  const auto key = *crypto::SigningKey::from(Bytes(32, 0x11));
  const auto headed = [&](const std::string& region, std::size_t key_id_bytes, std::uint64_t number) {
    return sign_document({DocumentType::status, region, Bytes(key_id_bytes, 1), number}, encode(Status{}),
                         key);
  };
  CHECK(peek_header(headed(text(32), 32, serial_max))->serial == serial_max);
  CHECK_FALSE(peek_header(headed(text(33), 32, 1)));
  CHECK_FALSE(peek_header(headed("", 32, 1)));
  CHECK_FALSE(peek_header(headed("kalmar", 33, 1)));
  CHECK_FALSE(peek_header(headed("kalmar", 0, 1)));
  for (const std::uint64_t number : {serial_max + 1, std::uint64_t{UINT64_MAX}}) {
    const auto refused = peek_header(headed("kalmar", 16, number));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("serial") != std::string::npos);
  }

  const auto a_document = headed("kalmar", 16, 1);
  const auto reply_of = [&](int documents) {
    Bytes reply;
    for (int i = 0; i < documents; ++i) reply.insert(reply.end(), a_document.begin(), a_document.end());
    return reply;
  };
  CHECK(split_sequence(reply_of(16))->size() == 16);
  CHECK_FALSE(split_sequence(reply_of(17)));
  CHECK(stick_reply_bytes_max == 1024 * 1024);
  CHECK(stick_document_bytes_max == document_bytes_max);
}

TEST_CASE("the limits inside a sealed response stand in FORMAT.md, are reached, and are not passed") {
  const auto told = paragraph(format_page(), "The response is a map:");
  for (const char* words :
       {"of the years 2020 to 2200, 0 for unknown", "answers, at most 64", "both are ≤ 255"}) {
    CAPTURE(std::string(words));
    CHECK(told.find(words) != std::string::npos);
  }
  SeededEntropy entropy(1);
  const auto pair = crypto::make_seal_key_pair(entropy);
  const auto instrument = survey::besoksenkat();
  const auto id = entropy.random_id<ItemId>();
  const auto is_read = [&](const Value& week, const Map& answers, const Value& flags) {
    const Map map{{1, id.view()},          {2, count_max}, {3, count_max}, {4, instrument.number},
                  {5, instrument.version}, {6, week},      {7, answers},   {8, flags}};
    const auto item = seal_item(encode(map), id, {1, pair.public_key, {}}, 1'024);
    const auto opened = open_response(item.value(), pair.secret_key, instrument);
    if (!opened) CHECK(opened.error().kind == ErrorKind::untrusted);
    return bool(opened);
  };
  const Map answered{{1, 1}};
  for (int week : {0, 202'001, 220'053}) CHECK(is_read(week, answered, 0));
  for (int week : {1, 201'952, 202'600, 202'654, 220'101, 1'000'000}) CHECK_FALSE(is_read(week, answered, 0));
  CHECK(is_read(0, answered, 3));
  CHECK_FALSE(is_read(0, answered, 4));
  CHECK_FALSE(is_read(0, Map{{256, 1}}, 0));
  CHECK_FALSE(is_read(0, Map{{1, 256}}, 0));
  Map many;
  for (int question = 1; question <= 65; ++question) many.emplace_back(question, 1);
  CHECK_FALSE(is_read(0, many, 0));
}

}  // namespace vantrum::wire
