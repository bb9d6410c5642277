#include "shared/wire/documents.h"

#include <algorithm>
#include <array>

#include "shared/base/entropy.h"
#include "shared/crypto/passphrase.h"

namespace vantrum::wire {
namespace {

constexpr std::size_t counters_max = 200;
constexpr std::size_t counter_name_bytes_max = 64;
constexpr std::size_t languages_max = 32;
constexpr std::size_t instrument_files_max = 40;
constexpr std::size_t instrument_file_bytes_max = 128 * 1024;
constexpr std::uint32_t idle_s_min = 20, answer_s_min = 20;
constexpr std::uint64_t days_max = 50'000;              // the year 2106
constexpr std::uint64_t seconds_max = 253'402'300'799;  // the year 9999

Error wrong(const char* what, const char* expected) {
  return Error::untrusted(std::string(what) + ": expected " + expected);
}

Result<std::map<std::string, std::uint64_t>> parse_counters(const Map& map) {
  std::map<std::string, std::uint64_t> counters;
  for (const auto& [key, value] : map) {
    const auto* name = std::get_if<std::string>(&key.data);
    const auto* count = std::get_if<std::uint64_t>(&value.data);
    if (!name || name->empty() || name->size() > counter_name_bytes_max || !count || *count > UINT32_MAX) {
      return wrong("status: counters", "names with counts");
    }
    counters[*name] = *count;
  }
  return counters;
}

Map map_of(const std::map<std::string, std::uint64_t>& counters) {
  Map map;
  for (const auto& [name, count] : counters) map.emplace_back(name, count);
  return map;
}

Result<EarlierRound> parse_earlier_round(const Value& value) {
  const auto* parts = std::get_if<Array>(&value.data);
  if (!parts || parts->size() != 4) return wrong("status: earlier round", "an array of four");
  std::array<std::uint64_t, 3> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto* number = std::get_if<std::uint64_t>(&(*parts)[i].data);
    if (!number || *number > UINT32_MAX) return wrong("status: earlier round", "a number and two counts");
    numbers[i] = *number;
  }
  const auto* counters = std::get_if<Map>(&(*parts)[3].data);
  if (!counters || counters->size() > counters_max) return wrong("status: earlier round", "its counters");
  return EarlierRound{
      {static_cast<std::uint32_t>(numbers[0])}, numbers[1], numbers[2], TRY(parse_counters(*counters))};
}

// Each once, none of them the one in use, in one order.
Result<std::vector<EarlierRound>> parse_earlier_rounds(const Array& array, RoundId in_use) {
  std::vector<EarlierRound> rounds;
  for (const auto& value : array) {
    auto round = TRY(parse_earlier_round(value));
    const bool is_in_order = rounds.empty() || round.round < rounds.back().round;
    if (!is_in_order || round.round.value == 0 || round.round == in_use)
      return wrong("status: earlier rounds", "each once, the highest number first");
    rounds.push_back(std::move(round));
  }
  if (rounds.empty()) return wrong("status: key 13", "it left out, or at least one");
  return rounds;
}

Result<ReceiptItem> parse_receipt_item(const Value& value) {
  const auto* parts = std::get_if<Array>(&value.data);
  if (!parts || parts->size() != 3) return wrong("receipt: item", "an array of id, outcome and cause");
  const auto* id = std::get_if<Bytes>(&(*parts)[0].data);
  const auto* outcome = std::get_if<std::uint64_t>(&(*parts)[1].data);
  const auto* cause = std::get_if<std::string>(&(*parts)[2].data);
  if (!id || id->size() != ItemId::size || !outcome || *outcome < 1 || *outcome > 3 || !cause ||
      cause->size() > 200) {
    return wrong("receipt: item", "an id of 16 bytes, an outcome from 1 to 3 and a cause");
  }
  return ReceiptItem{*ItemId::from(*id), static_cast<Outcome>(*outcome), *cause};
}

Result<BatchItem> parse_batch_item(const Value& value) {
  const auto* parts = std::get_if<Array>(&value.data);
  if (!parts || parts->size() != 2) return wrong("batch: item", "an array of kind and sealed bytes");
  const auto* kind = std::get_if<std::uint64_t>(&(*parts)[0].data);
  const auto* sealed = std::get_if<Bytes>(&(*parts)[1].data);
  if (!kind || *kind < 1 || *kind > 3 || !sealed || sealed->size() < item_head_bytes ||
      sealed->size() > item_bytes_max) {
    return wrong("batch: item", "kind 1, 2 or 3 and a sealed item of 21 to 4096 bytes");
  }
  return BatchItem{static_cast<ItemKind>(*kind), *sealed};
}

Result<std::vector<std::string>> parse_languages(const Array& array) {
  std::vector<std::string> languages;
  for (const auto& value : array) {
    const auto* language = std::get_if<std::string>(&value.data);
    if (!language || language->empty() || language->size() > 16)
      return wrong("round: languages", "language tags");
    languages.push_back(*language);
  }
  if (languages.empty()) return wrong("round: languages", "at least one");
  return languages;
}

Result<std::map<std::string, std::string>> parse_instrument_files(const Map& map) {
  std::map<std::string, std::string> files;
  for (const auto& [key, value] : map) {
    const auto* name = std::get_if<std::string>(&key.data);
    const auto* content = std::get_if<std::string>(&value.data);
    if (!name || name->size() > 64 || !content || content->size() > instrument_file_bytes_max) {
      return wrong("round: instrument", "file names with their text");
    }
    files[*name] = *content;
  }
  return files;
}

std::uint64_t day_number(survey::Day day) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, day.time_since_epoch().count()));
}

Result<survey::Window> parse_window(const Array& array) {
  if (array.size() != 2) return wrong("round: window", "first and last day");
  survey::Window window;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto* day = std::get_if<std::uint64_t>(&array[i].data);
    if (!day || *day > days_max) return wrong("round: window", "days since 1970");
    (i == 0 ? window.first : window.last) = survey::Day(std::chrono::days(static_cast<int>(*day)));
  }
  if (window.last < window.first) return wrong("round: window", "the first day before the last");
  return window;
}

// A41: nobody has less than twenty seconds.
Result<std::uint32_t> take_seconds(Reader& reader, int key, const char* name, std::uint32_t min,
                                   std::uint32_t max) {
  const auto seconds = TRY(reader.take_uint(key, name, max));
  if (seconds < min) return wrong(name, "20 or more, or it left out");
  return static_cast<std::uint32_t>(seconds);
}

}  // namespace

Bytes encode(const Enrolment& v) {
  return encode(Map{{1, v.device.view()}, {2, v.verify_key.view()}, {3, v.label}});
}

Result<Enrolment> parse_enrolment(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "enrolment"));
  Enrolment v;
  v.device = TRY(r.take_id<DeviceId>(1, "device"));
  v.verify_key = TRY(r.take_key<crypto::VerifyKey>(2, "verify key"));
  v.label = TRY(r.take_text(3, "label", label_bytes_max));
  TRY(r.finish());
  return v;
}

Bytes encode(const Batch& v) {
  check(!v.items.empty() && v.items.size() <= batch_items_max);
  Array items;
  for (const auto& item : v.items) items.push_back(Array{static_cast<std::uint32_t>(item.kind), item.sealed});
  return encode(Map{{1, v.batch.view()}, {2, v.round.value}, {3, std::move(items)}});
}

Result<Batch> parse_batch(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "batch"));
  Batch v;
  v.batch = TRY(r.take_id<BatchId>(1, "batch id"));
  v.round.value = static_cast<std::uint32_t>(TRY(r.take_uint(2, "round", UINT32_MAX)));
  for (const auto& item : TRY(r.take_array(3, "items", batch_items_max)))
    v.items.push_back(TRY(parse_batch_item(item)));
  TRY(r.finish());
  if (v.items.empty()) return wrong("batch: items", "at least one");
  return v;
}

Bytes encode(const Status& v) {
  Map map{{1, v.round.value},  {2, v.round_serial},     {3, v.receipt_number}, {4, v.completed},
          {5, v.waiting},      {6, map_of(v.counters)}, {7, v.software},       {8, v.hour},
          {9, v.order_serial}, {10, v.centre_serial}};
  if (v.staff_serial != 0) map.emplace_back(11, v.staff_serial);
  if (v.assets_missing != 0) map.emplace_back(12, v.assets_missing);
  Array earlier;
  for (const auto& round : v.earlier)
    earlier.push_back(Array{round.round.value, round.completed, round.waiting, map_of(round.counters)});
  if (!earlier.empty()) map.emplace_back(13, std::move(earlier));
  return encode(std::move(map));
}

Result<Status> parse_status(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "status"));
  Status v;
  v.round.value = static_cast<std::uint32_t>(TRY(r.take_uint(1, "round", UINT32_MAX)));
  v.round_serial = TRY(r.take_uint(2, "round serial", INT64_MAX));
  v.receipt_number = TRY(r.take_uint(3, "receipt number", INT64_MAX));
  v.completed = TRY(r.take_uint(4, "completed", UINT32_MAX));
  v.waiting = TRY(r.take_uint(5, "waiting", UINT32_MAX));
  v.counters = TRY(parse_counters(TRY(r.take_map(6, "counters", counters_max))));
  v.software = TRY(r.take_text(7, "software", 64));
  v.hour = TRY(r.take_uint(8, "hour", UINT32_MAX));
  v.order_serial = TRY(r.take_uint(9, "order serial", INT64_MAX));
  v.centre_serial = TRY(r.take_uint(10, "centre serial", INT64_MAX));
  if (r.has(11)) {
    v.staff_serial = TRY(r.take_uint(11, "staff round serial", INT64_MAX));
    if (v.staff_serial == 0) return wrong("status: key 11", "it left out, or not 0");
  }
  if (r.has(12)) {
    v.assets_missing = TRY(r.take_uint(12, "assets missing", 2 * assets_max));
    if (v.assets_missing == 0) return wrong("status: key 12", "it left out, or not 0");
  }
  if (r.has(13))
    v.earlier =
        TRY(parse_earlier_rounds(TRY(r.take_array(13, "earlier rounds", earlier_rounds_max)), v.round));
  TRY(r.finish());
  return v;
}

Bytes encode(const EnrolmentReply& v) {
  return encode(
      Map{{1, v.device.view()}, {2, v.centre.value}, {3, v.centre_name}, {4, v.collector_key.view()}});
}

Result<EnrolmentReply> parse_enrolment_reply(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "enrolment reply"));
  EnrolmentReply v;
  v.device = TRY(r.take_id<DeviceId>(1, "device"));
  v.centre.value = static_cast<std::uint32_t>(TRY(r.take_uint(2, "centre", UINT32_MAX)));
  v.centre_name = TRY(r.take_text(3, "centre name", 200));
  v.collector_key = TRY(r.take_key<crypto::VerifyKey>(4, "collector key"));
  TRY(r.finish());
  return v;
}

Bytes encode(const Receipt& v) {
  Array items;
  for (const auto& item : v.items) {
    items.push_back(Array{item.item.view(), static_cast<std::uint32_t>(item.outcome), item.cause});
  }
  return encode(Map{{1, v.device.view()},
                    {2, v.number},
                    {3, v.previous.view()},
                    {4, v.batch.view()},
                    {5, std::move(items)},
                    {6, static_cast<std::uint64_t>(v.server_time.time_since_epoch().count())},
                    {7, v.backed_up}});
}

Result<Receipt> parse_receipt(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "receipt"));
  Receipt v;
  v.device = TRY(r.take_id<DeviceId>(1, "device"));
  v.number = TRY(r.take_uint(2, "number", INT64_MAX));
  v.previous = TRY(r.take_key<crypto::Hash>(3, "hash of the receipt before"));
  v.batch = TRY(r.take_id<BatchId>(4, "batch id"));
  for (const auto& item : TRY(r.take_array(5, "items", batch_items_max))) {
    v.items.push_back(TRY(parse_receipt_item(item)));
  }
  v.server_time = WallTime(std::chrono::seconds(TRY(r.take_uint(6, "server time", seconds_max))));
  v.backed_up = TRY(r.take_uint(7, "backup watermark", INT64_MAX));
  TRY(r.finish());
  return v;
}

Bytes encode(const Round& v) {
  Array languages;
  for (const auto& language : v.languages) languages.push_back(language);
  Map files;
  for (const auto& [name, content] : v.instrument_files) files.emplace_back(name, content);
  Map map{{1, v.round.value},
          {2, v.name},
          {3, v.is_open},
          {4, v.centre.value},
          {5, v.centre_name},
          {6, v.receiver},
          {7, v.quota},
          {8, v.stop_at_quota},
          {9, std::move(languages)},
          {10, v.free_text},
          {11, v.seal_to.epoch},
          {12, v.seal_to.key.view()},
          {13, static_cast<std::uint64_t>(v.seal_to.padded_bytes)},
          {14, std::move(files)}};
  if (v.review) map.emplace_back(15, true);
  if (v.window) map.emplace_back(16, Array{day_number(v.window->first), day_number(v.window->last)});
  if (v.idle_s != 0) map.emplace_back(17, v.idle_s);
  if (v.answer_s != 0) map.emplace_back(18, v.answer_s);
  if (v.for_staff) map.emplace_back(19, true);
  if (!v.assets.empty()) map.emplace_back(20, encoded(v.assets));
  return encode(std::move(map));
}

Result<Round> parse_round(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "round"));
  Round v;
  v.round.value = static_cast<std::uint32_t>(TRY(r.take_uint(1, "round", UINT32_MAX)));
  v.name = TRY(r.take_text(2, "name", 200));
  v.is_open = TRY(r.take_bool(3, "open"));
  v.centre.value = static_cast<std::uint32_t>(TRY(r.take_uint(4, "centre", UINT32_MAX)));
  v.centre_name = TRY(r.take_text(5, "centre name", 200));
  v.receiver = TRY(r.take_text(6, "receiver", 200));
  v.quota = static_cast<std::uint32_t>(TRY(r.take_uint(7, "quota", 1'000'000)));
  v.stop_at_quota = TRY(r.take_bool(8, "stop at quota"));
  v.languages = TRY(parse_languages(TRY(r.take_array(9, "languages", languages_max))));
  v.free_text = TRY(r.take_bool(10, "free text"));
  v.seal_to.epoch = static_cast<std::uint32_t>(TRY(r.take_uint(11, "key epoch", UINT32_MAX)));
  v.seal_to.key = TRY(r.take_key<crypto::SealPublicKey>(12, "sealing key"));
  v.seal_to.padded_bytes =
      TRY(r.take_uint(13, "padded size", item_bytes_max - item_head_bytes - crypto::seal_overhead_bytes));
  v.instrument_files = TRY(parse_instrument_files(TRY(r.take_map(14, "instrument", instrument_files_max))));
  if (r.has(15)) {
    v.review = TRY(r.take_bool(15, "review"));
    if (!v.review) return Error::untrusted("round: key 15 (review) is there and false; expected it left out");
  }
  if (r.has(16)) v.window = TRY(parse_window(TRY(r.take_array(16, "window", 2))));
  if (r.has(17)) v.idle_s = TRY(take_seconds(r, 17, "idle seconds", idle_s_min, 3'600));
  if (r.has(18)) v.answer_s = TRY(take_seconds(r, 18, "seconds to answer", answer_s_min, 600));
  if (r.has(19)) {
    v.for_staff = TRY(r.take_bool(19, "for staff"));
    if (!v.for_staff) return wrong("round: key 19", "true, or it left out");
  }
  if (r.has(20)) v.assets = TRY(parse_assets(TRY(r.take_array(20, "assets", assets_max))));
  TRY(r.finish());
  return v;
}

Bytes encode(const CentreCount& v) {
  Map map{{1, v.device.view()}, {2, v.round.value}, {3, v.elsewhere},      {4, v.accepted},
          {5, v.flagged},       {6, v.quarantined}, {7, v.receipt_number}, {8, v.backed_up}};
  if (v.awaits_backup) map.emplace_back(9, true);
  return encode(std::move(map));
}

Result<CentreCount> parse_centre(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "centre"));
  CentreCount v;
  v.device = TRY(r.take_id<DeviceId>(1, "device"));
  v.round.value = static_cast<std::uint32_t>(TRY(r.take_uint(2, "round", UINT32_MAX)));
  v.elsewhere = TRY(r.take_uint(3, "completed elsewhere", UINT32_MAX));
  v.accepted = TRY(r.take_uint(4, "accepted", UINT32_MAX));
  v.flagged = TRY(r.take_uint(5, "flagged", UINT32_MAX));
  v.quarantined = TRY(r.take_uint(6, "quarantined", UINT32_MAX));
  v.receipt_number = TRY(r.take_uint(7, "receipt number", INT64_MAX));
  v.backed_up = TRY(r.take_uint(8, "backup watermark", INT64_MAX));
  if (r.has(9)) {
    v.awaits_backup = TRY(r.take_bool(9, "awaits a backup"));
    if (!v.awaits_backup || v.backed_up > 0) return wrong("centre: key 9", "true beside a watermark of 0");
  }
  TRY(r.finish());
  return v;
}

Bytes encode(const Order& v) {
  return encode(Map{{1, v.device.view()},
                    {2, static_cast<std::uint32_t>(v.action)},
                    {3, v.words},
                    {4, v.receipt_number},
                    {5, v.receipt.view()},
                    {6, v.receipt_serial}});
}

Result<Order> parse_order(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "order"));
  Order v;
  v.device = TRY(r.take_id<DeviceId>(1, "device"));
  auto action = TRY(r.take_uint(2, "action", 5));
  if (action == 0) return wrong("order: action", "1 to 5");
  v.action = static_cast<OrderAction>(action);
  v.words = TRY(r.take_text(3, "words", order_words_bytes_max));
  v.receipt_number = TRY(r.take_uint(4, "receipt number", INT64_MAX));
  v.receipt = TRY(r.take_key<crypto::Hash>(5, "hash of the receipt"));
  v.receipt_serial = TRY(r.take_uint(6, "receipt serial", INT64_MAX));
  TRY(r.finish());
  return v;
}

namespace {

constexpr std::size_t handle_size = 3, secret_size = 10;
constexpr std::string_view code_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

EnrolmentCode EnrolmentCode::make(Entropy& entropy) {
  std::string code;
  for (std::size_t i = 0; i < handle_size + secret_size; ++i) code += code_digits[entropy.random_below(32)];
  return {code.substr(0, handle_size), code.substr(handle_size)};
}

Result<EnrolmentCode> EnrolmentCode::parse(std::string_view typed) {
  std::string code = clean_base32(typed);
  bool well_formed = code.size() == handle_size + secret_size &&
                     std::all_of(code.begin(), code.end(),
                                 [](char c) { return code_digits.find(c) != std::string_view::npos; });
  if (!well_formed) {
    return Error::invalid(
        "an enrolment code has 13 letters and digits, for example K7M-Q2RTX-9HWPC; check what was typed");
  }
  return EnrolmentCode{code.substr(0, handle_size), code.substr(handle_size)};
}

std::string EnrolmentCode::printed() const {
  return handle + "-" + secret.substr(0, 5) + "-" + secret.substr(5);
}

Result<crypto::MacKey> EnrolmentCode::mac_key(const std::string& region) const {
  return crypto::key_from_code(secret, "vantrum enrolment 1|" + region + "|" + handle);
}

}  // namespace vantrum::wire
