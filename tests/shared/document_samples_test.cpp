// tests/documents: good and hostile documents of every released version, kept for good. A good one must be
// read as long as there are kiosks that may send it; a hostile one must be refused, for ever.
//
// To add those of a new version: shared_tests -ns -tc="write the samples" (it never overwrites a file).
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "shared/base/entropy.h"
#include "shared/base/file_system.h"
#include "shared/wire/documents.h"
#include "shared/wire/reflection.h"

namespace vantrum::wire {
namespace {

namespace fs = std::filesystem;

constexpr const char* good_folder = "tests/documents/1/good";
constexpr const char* hostile_folder = "tests/documents/1/hostile";
constexpr const char* corpus_folder = "tests/fuzz/documents";

crypto::SigningKey signing_key() { return *crypto::SigningKey::from(Bytes(32, 0x11)); }
crypto::MacKey mac_key() { return *crypto::MacKey::from(Bytes(32, 0x12)); }
bool has_mac(DocumentType type) {
  return type == DocumentType::enrolment || type == DocumentType::enrolment_reply;
}
Bytes key_id_for(DocumentType type) {
  if (has_mac(type)) return to_bytes(view_of("K7M"));
  bool from_kiosk = type == DocumentType::batch || type == DocumentType::status ||
                    type == DocumentType::reflection || type == DocumentType::asset_request;
  return from_kiosk ? Bytes(16, 0x33) : crypto::key_id_of(crypto::verify_key_of(signing_key()));
}
Bytes finished(DocumentType type, ByteView payload, const std::string& region = "kalmar") {
  Header header{type, region, key_id_for(type), 7};
  return has_mac(type) ? mac_document(header, payload, mac_key())
                       : sign_document(header, payload, signing_key());
}

// The whole way of a document: envelope, signature, payload. The payload encoded again, if it was taken.
Result<Bytes> read(ByteView document) {
  auto header = TRY(peek_header(document));
  auto verified =
      has_mac(header.type)
          ? TRY(verify_mac_document(document, header.type, "kalmar", mac_key()))
          : TRY(verify_document(document, header.type, "kalmar", crypto::verify_key_of(signing_key())));
  const auto& payload = verified.payload;
  switch (header.type) {
    case DocumentType::enrolment:
      return encode(TRY(parse_enrolment(payload)));
    case DocumentType::batch:
      return encode(TRY(parse_batch(payload)));
    case DocumentType::status:
      return encode(TRY(parse_status(payload)));
    case DocumentType::enrolment_reply:
      return encode(TRY(parse_enrolment_reply(payload)));
    case DocumentType::receipt:
      return encode(TRY(parse_receipt(payload)));
    case DocumentType::round:
      return encode(TRY(parse_round(payload)));
    case DocumentType::centre:
      return encode(TRY(parse_centre(payload)));
    case DocumentType::order:
      return encode(TRY(parse_order(payload)));
    case DocumentType::reflection:
      return encode(TRY(parse_sealed_reflection(payload)));
    case DocumentType::reflection_receipt:
      return encode(TRY(parse_reflection_receipt(payload)));
    case DocumentType::asset_request:
      return encode(TRY(parse_asset_request(payload)));
    case DocumentType::asset:
      return encode(TRY(parse_asset_piece(payload)));
  }
  return Error::untrusted("of no type that there is");
}

using Samples = std::map<std::string, Bytes>;

std::map<DocumentType, Samples> good_payloads() {
  SeededEntropy entropy(1);
  auto key = crypto::verify_key_of(signing_key());
  DeviceId device = *DeviceId::from(Bytes(16, 0x33));
  auto items = [&](std::size_t count, std::size_t bytes) {
    Batch batch{entropy.random_id<BatchId>(), RoundId{3}, {}};
    for (std::size_t i = 0; i < count; ++i) {
      Bytes sealed(bytes);
      entropy.fill(sealed);
      sealed[0] = item_version;
      batch.items.push_back({i % 9 == 8 ? ItemKind::text : ItemKind::response, sealed});
    }
    return batch;
  };
  Receipt receipt{device,
                  5,
                  crypto::hash_of(Bytes{1}),
                  entropy.random_id<BatchId>(),
                  {},
                  WallTime(std::chrono::seconds(1'794'000'000)),
                  4};
  for (auto outcome : {Outcome::stored, Outcome::duplicate, Outcome::quarantined})
    receipt.items.push_back(
        {entropy.random_id<ItemId>(), outcome, outcome == Outcome::quarantined ? "conflict" : ""});
  Round round{RoundId{3},
              "Hösten 2026",
              true,
              CentreId{12},
              "Norr",
              "Region Kalmar län",
              50,
              true,
              {"sv", "en"},
              false,
              {1, *crypto::SealPublicKey::from(Bytes(32, 0x22)), 96},
              {{"instrument.toml", "id = 1"}, {"sv.toml", "å"}}};
  Status status{RoundId{3}, 9, 4, 37, 2, {{"left:wel", 3}, {"alarm:disk", 1}}, "vantrum-kiosk 0.1.0",
                498'000,    7, 8};
  auto in_weeks = round;
  in_weeks.window =
      survey::Window{survey::Day(std::chrono::days(20'759)), survey::Day(std::chrono::days(20'772))};
  in_weeks.idle_s = 120;
  in_weeks.answer_s = 45;
  auto of_staff = round;
  of_staff.for_staff = true;
  auto with_staff = status;
  with_staff.staff_serial = 11;
  Bytes discarded(197, 0x55);
  discarded[0] = item_version;
  const Batch with_discard{*BatchId::from(Bytes(16, 0x66)),
                           RoundId{3},
                           {{ItemKind::discard, discarded}, {ItemKind::response, discarded}}};
  auto with_assets = round;
  with_assets.assets = {{crypto::hash_of(Bytes{1}), 1'100'000, "sv"}, {crypto::hash_of(Bytes{2}), 1, "ckb"}};
  auto lacks_assets = status;
  lacks_assets.assets_missing = 2;
  auto of_rounds = status;
  of_rounds.earlier = {{RoundId{2}, 21, 1, {{"language:sv", 20}, {"services:bvc", 7}}},
                       {RoundId{1}, 4, 0, {}}};
  AssetPiece piece{crypto::hash_of(Bytes{1}), 16, Bytes(51'424, 0x55)};
  SealedReflection reflection{entropy.random_id<survey::ReflectionId>(), 1, Bytes(1'072, 0x44)};
  Order order{device, OrderAction::pause, "Nytt golv", 0, {}, 0};
  Order resend{device, OrderAction::resend, "", 3, crypto::hash_of(Bytes{1}), 1'000'001};
  return {{DocumentType::enrolment, {{"enrolment", encode(Enrolment{device, key, "Väntrummet"})}}},
          {DocumentType::batch,
           {{"batch-one", encode(items(1, 197))},
            {"batch-full", encode(items(100, 197))},
            {"batch-short", encode(items(5, 21))},
            {"batch-with-discard", encode(with_discard)}}},
          {DocumentType::status,
           {{"status", encode(status)},
            {"status-first", encode(Status{})},
            {"status-rounds", encode(of_rounds)},
            {"status-staff", encode(with_staff)},
            {"status-voices", encode(lacks_assets)}}},
          {DocumentType::asset_request,
           {{"asset-request", encode(AssetRequest{piece.asset, 16})},
            {"asset-request-last", encode(AssetRequest{piece.asset, 127})}}},
          {DocumentType::asset,
           {{"asset", encode(piece)},
            {"asset-full", encode(AssetPiece{piece.asset, 0, Bytes(asset_piece_bytes, 0x56)})},
            {"asset-short", encode(AssetPiece{piece.asset, 127, {1}})}}},
          {DocumentType::enrolment_reply,
           {{"enrolment-reply", encode(EnrolmentReply{device, CentreId{12}, "Norr", key})}}},
          {DocumentType::receipt, {{"receipt", encode(receipt)}}},
          {DocumentType::round,
           {{"round", encode(round)},
            {"round-staff", encode(of_staff)},
            {"round-voices", encode(with_assets)},
            {"round-weeks", encode(in_weeks)}}},
          {DocumentType::reflection, {{"reflection", encode(reflection)}}},
          {DocumentType::reflection_receipt,
           {{"reflection-receipt",
             encode(ReflectionReceipt{device, reflection.reflection, crypto::hash_of(Bytes{1})})}}},
          {DocumentType::centre,
           {{"centre", encode(CentreCount{device, RoundId{3}, 21, 44, 5, 6, 7, 8})},
            {"centre-unsaved", encode(CentreCount{device, RoundId{3}, 21, 44, 5, 6, 7, 0, true})}}},
          {DocumentType::order, {{"order-pause", encode(order)}, {"order-resend", encode(resend)}}}};
}

// A payload with one key set to something else; or without it.
Bytes changed(const Bytes& payload, int key, std::optional<Value> value) {
  auto map = std::get<Map>(decode(payload)->data);
  std::erase_if(map, [&](const auto& entry) { return entry.first == Value(key); });
  if (value) map.emplace_back(key, *value);
  return encode(map);
}

Samples hostile_documents() {
  Samples all;
  auto good = good_payloads();
  for (const auto& [type, samples] : good) {
    const auto& [name, payload] = *samples.begin();
    auto document = finished(type, payload);
    all[name + ".cut"] = to_bytes(ByteView(document).first(document.size() - 1));
    all[name + ".followed"] = document;
    all[name + ".followed"].push_back(0);
    all[name + ".doubled"] = document;
    all[name + ".doubled"].insert(all[name + ".doubled"].end(), document.begin(), document.end());
    auto flipped = document;
    flipped.back() ^= 1;
    all[name + ".signature-flipped"] = flipped;
    flipped = document;
    flipped[flipped.size() / 2] ^= 0x20;
    all[name + ".payload-flipped"] = flipped;
    all[name + ".other-region"] = finished(type, payload, "skane");
    Header header{type, "kalmar", key_id_for(type), 7};
    all[name + ".wrong-envelope"] = has_mac(type) ? sign_document(header, payload, signing_key())
                                                  : mac_document(header, payload, mac_key());
    all[name + ".unknown-key"] = finished(type, changed(payload, 99, Value(1)));
    all[name + ".missing-key"] = finished(type, changed(payload, 1, {}));
    all[name + ".wrong-kind"] = finished(type, changed(payload, 1, Value(true)));
    all[name + ".null"] = finished(type, changed(payload, 2, Value(Null{})));
    all[name + ".not-a-map"] = finished(type, encode(Array{1, 2}));
    all[name + ".empty"] = finished(type, Bytes{});
    all[name + ".payload-followed"] = finished(type, [&] {
      auto longer = payload;
      longer.push_back(0);
      return longer;
    }());
  }
  auto bad = [&](DocumentType type, const std::string& name, int key, const Value& value) {
    all[name] = finished(type, changed(good[type].begin()->second, key, value));
  };
  Array too_many(101, Value(Array{1, Bytes(197, 1)}));
  bad(DocumentType::batch, "batch.no-items", 3, Array{});
  bad(DocumentType::batch, "batch.too-many-items", 3, too_many);
  bad(DocumentType::batch, "batch.short-item", 3, Array{Array{1, Bytes(20, 1)}});
  bad(DocumentType::batch, "batch.long-item", 3, Array{Array{1, Bytes(4097, 1)}});
  bad(DocumentType::batch, "batch.unknown-kind", 3, Array{Array{4, Bytes(197, 1)}});
  bad(DocumentType::batch, "batch.short-id", 1, Bytes(15, 1));
  bad(DocumentType::batch, "batch.round-too-large", 2, std::uint64_t{1} << 32);
  Map counters;
  for (int i = 0; i < 201; ++i) counters.emplace_back("c" + std::to_string(i), 1);
  bad(DocumentType::status, "status.too-many-counters", 6, counters);
  bad(DocumentType::status, "status.negative", 4, std::int64_t{-1});
  bad(DocumentType::status, "status.nameless-counter", 6, Map{{"", 1}});
  bad(DocumentType::status, "status.long-software", 7, std::string(65, 'x'));
  bad(DocumentType::receipt, "receipt.unknown-outcome", 5, Array{Array{Bytes(16, 1), 4, ""}});
  bad(DocumentType::receipt, "receipt.long-cause", 5, Array{Array{Bytes(16, 1), 3, std::string(201, 'x')}});
  bad(DocumentType::receipt, "receipt.time-beyond", 6, std::uint64_t{253'402'300'800});
  bad(DocumentType::order, "order.action-0", 2, 0);
  bad(DocumentType::order, "order.action-6", 2, 6);
  bad(DocumentType::order, "order.long-words", 3, std::string(201, 'x'));
  bad(DocumentType::centre, "centre.count-too-large", 3, std::uint64_t{1} << 32);
  bad(DocumentType::centre, "centre.unsaved-and-saved", 9, true);
  all["centre.unsaved-false"] = finished(
      DocumentType::centre, changed(changed(good[DocumentType::centre]["centre"], 8, Value(0)), 9, false));
  bad(DocumentType::round, "round.no-language", 9, Array{});
  bad(DocumentType::round, "round.quota-too-large", 7, 1'000'001);
  bad(DocumentType::round, "round.padding-too-large", 13, 4096);
  bad(DocumentType::round, "round.window-of-one-day", 16, Array{20'759});
  bad(DocumentType::round, "round.window-backwards", 16, Array{20'772, 20'759});
  bad(DocumentType::round, "round.window-beyond", 16, Array{20'759, 50'001});
  bad(DocumentType::round, "round.idle-too-short", 17, 19);
  bad(DocumentType::round, "round.answer-too-short", 18, 19);
  bad(DocumentType::round, "round.staff-false", 19, false);
  bad(DocumentType::status, "status.staff-serial-0", 11, 0);
  bad(DocumentType::status, "status.no-assets-missing", 12, 0);
  bad(DocumentType::status, "status.too-many-assets-missing", 12, 33);
  const auto bad_rounds = [&](const std::string& name, const Array& rounds) {
    bad(DocumentType::status, "status.earlier-" + name, 13, rounds);
  };
  const auto a_round = [](int number) { return Array{number, 4, 0, Map{}}; };
  bad_rounds("none", {});
  bad_rounds("too-many", {a_round(9), a_round(8), a_round(7), a_round(6), a_round(5)});
  bad_rounds("in-use", {a_round(3)});
  bad_rounds("twice", {a_round(2), a_round(2)});
  bad_rounds("unordered", {a_round(1), a_round(2)});
  bad_rounds("number-0", {a_round(0)});
  bad_rounds("of-three", {Array{2, 4, 0}});
  bad_rounds("count-too-large", {Array{2, std::uint64_t{1} << 32, 0, Map{}}});
  bad_rounds("no-counters", {Array{2, 4, 0, 0}});
  bad_rounds("too-many-counters", {Array{2, 4, 0, counters}});
  const Array an_asset{Bytes(32, 1), 1, "sv"};
  bad(DocumentType::round, "round.no-assets", 20, Array{});
  bad(DocumentType::round, "round.too-many-assets", 20, Array(17, Value(an_asset)));
  bad(DocumentType::round, "round.asset-twice", 20, Array{an_asset, an_asset});
  bad(DocumentType::round, "round.asset-of-two-parts", 20, Array{Array{Bytes(32, 1), 1}});
  bad(DocumentType::round, "round.asset-short-hash", 20, Array{Array{Bytes(31, 1), 1, "sv"}});
  bad(DocumentType::round, "round.asset-empty", 20, Array{Array{Bytes(32, 1), 0, "sv"}});
  bad(DocumentType::round, "round.asset-too-long", 20, Array{Array{Bytes(32, 1), 8 * 1024 * 1024 + 1, "sv"}});
  bad(DocumentType::round, "round.asset-no-language", 20, Array{Array{Bytes(32, 1), 1, ""}});
  bad(DocumentType::round, "round.asset-long-language", 20,
      Array{Array{Bytes(32, 1), 1, std::string(17, 'x')}});
  bad(DocumentType::asset_request, "asset-request.short-hash", 1, Bytes(31, 1));
  bad(DocumentType::asset_request, "asset-request.piece-beyond", 2, 128);
  bad(DocumentType::asset_request, "asset-request.negative-piece", 2, std::int64_t{-1});
  bad(DocumentType::asset, "asset.short-hash", 1, Bytes(31, 1));
  bad(DocumentType::asset, "asset.piece-beyond", 2, 128);
  bad(DocumentType::asset, "asset.no-bytes", 3, Bytes{});
  bad(DocumentType::asset, "asset.too-many-bytes", 3, Bytes(asset_piece_bytes + 1, 1));
  bad(DocumentType::reflection, "reflection.too-long", 3, Bytes(64 * 1024 + 1, 1));
  bad(DocumentType::reflection, "reflection.too-short", 3, Bytes(48, 1));
  bad(DocumentType::round, "round.long-file-name", 14, Map{{std::string(65, 'x'), ""}});

  auto raw = [&](const std::string& name, Bytes bytes) { all["raw." + name] = std::move(bytes); };
  raw("nothing", {});
  raw("portal", to_bytes(view_of("<!DOCTYPE html><title>Welcome to our Wi-Fi</title>")));
  raw("zeros", Bytes(512, 0));
  raw("ones", Bytes(512, 0xff));
  raw("huge-array", {0xd2, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff});
  raw("huge-bytes", {0xd2, 0x84, 0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff});
  raw("indefinite", {0xd2, 0x9f, 0x40, 0xa0, 0x40, 0x40, 0xff});
  raw("float", {0xd2, 0x84, 0x40, 0xa0, 0xf9, 0x3c, 0x00, 0x40});
  raw("deep", Bytes(100'000, 0x81));
  Bytes promises{0xd2};  // arrays of arrays, each of as many values as there are bytes
  for (int depth = 2; depth <= 8; ++depth) promises.insert(promises.end(), {0x9a, 0x00, 0x03, 0xff, 0x00});
  promises.resize(256 * 1024);
  raw("nested-promises", promises);
  raw("long", Bytes(256 * 1024 + 1, 0x40));
  raw("other-tag", encode(Value::tagged(19, Array{Bytes{}, Map{}, Bytes{}, Bytes{}})));
  raw("three-parts", encode(Value::tagged(18, Array{Bytes{}, Map{}, Bytes{}})));
  raw("unprotected", encode(Value::tagged(18, Array{Bytes{}, Map{{1, 2}}, Bytes{}, Bytes(64, 0)})));
  // Headers that are well-formed and not ours, with a signature that holds.
  auto headed = [&](const std::string& name, Map header) {
    auto bytes = encode(std::move(header));
    Bytes payload{0xa0};
    auto signature = crypto::sign(signing_key(), encode(Array{"Signature1", bytes, Bytes{}, payload}));
    raw(name, encode(Value::tagged(18, Array{bytes, Map{}, payload, signature.view()})));
  };
  auto header = [&](const Value& algorithm, const Value& type, const Value& version, const Value& region,
                    const Value& key_id, std::uint64_t serial = 7) {
    return Map{{1, algorithm},    {4, key_id},      {-70001, type},
               {-70002, version}, {-70003, region}, {-70004, serial}};
  };
  headed("unknown-type", header(-8, 99, 1, "kalmar", Bytes(16, 0x33)));
  headed("type-beyond-a-byte", header(-8, 258, 1, "kalmar", Bytes(16, 0x33)));
  headed("next-version", header(-8, 2, 2, "kalmar", Bytes(16, 0x33)));
  headed("other-algorithm", header(-7, 2, 1, "kalmar", Bytes(16, 0x33)));
  headed("long-region", header(-8, 2, 1, std::string(33, 'x'), Bytes(16, 0x33)));
  headed("no-region", header(-8, 2, 1, "", Bytes(16, 0x33)));
  headed("long-key-id", header(-8, 2, 1, "kalmar", Bytes(33, 0x33)));
  headed("no-key-id", header(-8, 2, 1, "kalmar", Bytes{}));
  headed("serial-beyond", header(-8, 2, 1, "kalmar", Bytes(16, 0x33), std::uint64_t{1} << 63));
  headed("reserved-asset", header(-8, 21, 1, "kalmar", Bytes(16, 0x33)));
  return all;
}

std::vector<std::string> names_in(const std::string& folder) { return *real_file_system()->list(folder); }
Bytes file(const std::string& path) { return *real_file_system()->read(path, 1 << 20); }

}  // namespace

TEST_CASE("every good document that was ever released is read, to the byte") {
  auto names = names_in(good_folder);
  CHECK(names.size() >= 12);
  for (const auto& name : names) {
    CAPTURE(name);
    auto document = file(std::string(good_folder) + "/" + name);
    auto payload = read(document);
    REQUIRE_MESSAGE(bool(payload), (payload ? "" : payload.error().message));
    CHECK(finished(peek_header(document)->type, *payload) == document);
  }
}

TEST_CASE("every hostile document that was ever thought of is refused, and named so") {
  auto names = names_in(hostile_folder);
  CHECK(names.size() >= 150);
  for (const auto& name : names) {
    CAPTURE(name);
    auto taken = read(file(std::string(hostile_folder) + "/" + name));
    REQUIRE_FALSE(taken);
    CHECK(taken.error().kind == ErrorKind::untrusted);
    CHECK_FALSE(taken.error().message.empty());
  }
}

TEST_CASE("write the samples" * doctest::skip()) {
  auto files = real_file_system();
  auto write = [&](const std::string& folder, const std::string& name, ByteView bytes) {
    fs::create_directories(folder);
    if (!fs::exists(folder + "/" + name)) files->write_atomic(folder + "/" + name, bytes).value();
  };
  auto corpus_of = [](DocumentType type) {
    if (type == DocumentType::round) return std::string("round_document");
    auto name = std::string(name_of(type));
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
  };
  for (const auto& [type, samples] : good_payloads()) {
    for (const auto& [name, payload] : samples) {
      write(good_folder, name + ".cose", finished(type, payload));
      // Short ones teach a fuzzer more.
      if (payload.size() > 4'096) continue;
      write(std::string(corpus_folder) + "/" + corpus_of(type), name, payload);
      write(std::string(corpus_folder) + "/envelope", name, finished(type, payload));
    }
  }
  for (int count : {0, 1, 3}) {
    Array recordings;
    for (int i = 0; i < count; ++i) recordings.push_back(Array{"ord " + std::to_string(i), "person", i + 1});
    auto pack = encode(Map{{1, 1}, {2, "sv"}, {3, std::move(recordings)}});
    pack.insert(pack.end(), static_cast<std::size_t>(count * (count + 1) / 2), 0x4f);
    write(std::string(corpus_folder) + "/voice_pack", "of-" + std::to_string(count), pack);
  }
  Bytes item(197, 0x44);
  item[0] = item_version;
  write(std::string(corpus_folder) + "/item", "head", item);
  write(std::string(corpus_folder) + "/item", "short", ByteView(item).first(21));
  for (const auto& [name, document] : hostile_documents()) write(hostile_folder, name + ".bin", document);
}

}  // namespace vantrum::wire
