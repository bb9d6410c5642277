// What every implementation of CollectorStore must do. Call it inside a TEST_CASE with a function that makes
// an empty store; each part starts from a fresh one.
#pragma once

#include <functional>
#include <memory>

#include "tests/sync/collector_support.h"

namespace vantrum::collector {

using MakeStore = std::function<std::unique_ptr<CollectorStore>()>;

inline RoundId a_round_in(CollectorStore& store, CentreId centre) {
  RoundRecord round;
  round.name = "Höst";
  round.receiver = "Nämnden";
  round.languages = {"sv", "en"};
  round.unreviewed = {"en"};
  round.seal_epoch = 1;
  round.padded_bytes = 128;
  round.instrument_files = {{"instrument.toml", "x"}, {"sv.toml", "å"}};
  return must(store.add_round(round, {{centre, "Eken", 50}}));
}

inline Device a_device(Entropy& entropy, CentreId centre) {
  Device device;
  device.id = entropy.random_id<DeviceId>();
  entropy.fill(device.verify_key.bytes);
  device.centre = centre;
  device.label = "Väntrummet";
  device.enrolled_at = WallTime(std::chrono::seconds(1'800'000'000));
  return device;
}

inline void check_store_contract(const MakeStore& make) {
  auto store = make();
  SeededEntropy entropy(11);
  auto oak = must(store->add_centre("Eken", 50));

  SUBCASE("a region is set once") {
    CHECK(store->load_region().error().kind == ErrorKind::not_found);
    must(store->set_region({"kalmar", "Region Kalmar län"}));
    CHECK(store->set_region({"skane", "Region Skåne"}).error().kind == ErrorKind::conflict);
    CHECK(must(store->load_region()) == Region{"kalmar", "Region Kalmar län"});
  }

  SUBCASE("serials count each type for itself") {
    CHECK(must(store->next_serial(wire::DocumentType::round)) == 1);
    CHECK(must(store->next_serial(wire::DocumentType::round)) == 2);
    CHECK(must(store->next_serial(wire::DocumentType::receipt)) == 1);
  }

  SUBCASE("what a transaction did is kept whole or not at all") {
    auto failed = store->in_transaction([&]() -> Result<void> {
      must(store->next_serial(wire::DocumentType::round));
      must(store->add_centre("Tallen", 80));
      return Error::refused("no");
    });
    CHECK(failed.error().kind == ErrorKind::refused);
    CHECK(must(store->list_centres()).size() == 1);
    CHECK(must(store->next_serial(wire::DocumentType::round)) == 1);
  }

  SUBCASE("names of centres are taken once") {
    CHECK(store->add_centre("Eken", 10).error().kind == ErrorKind::conflict);
    CHECK(must(store->load_centre(oak)) == Centre{oak, "Eken", 50});
    CHECK(store->load_centre(CentreId{99}).error().kind == ErrorKind::not_found);
  }

  SUBCASE("a code is used once and can be made again when it has expired") {
    auto device = a_device(entropy, oak);
    must(store->add_device(device));
    auto now = device.enrolled_at;
    OneTimeCode code;
    code.handle = "K7M";
    entropy.fill(code.mac_key.bytes);
    code.centre = oak;
    code.label = "Väntrummet";
    code.expires_at = now + std::chrono::minutes(10);
    code.tries_left = 2;
    must(store->add_code(code, now));
    CHECK(store->add_code(code, now).error().kind == ErrorKind::conflict);
    CHECK(must(store->find_code("K7M"))->mac_key == code.mac_key);
    CHECK_FALSE(must(store->find_code("AAA")).has_value());
    must(store->take_try("K7M"));
    must(store->take_try("K7M"));
    must(store->take_try("K7M"));
    CHECK(must(store->find_code("K7M"))->tries_left == 0);
    const Bytes reply = {1, 2, 3};
    auto hash = crypto::hash_of(reply);
    must(store->use_code("K7M", device.id, hash, reply));
    CHECK(store->use_code("K7M", device.id, hash, reply).error().kind == ErrorKind::conflict);
    auto used = must(store->find_code("K7M"));
    CHECK(used->device == device.id);
    CHECK(used->document_hash == hash);
    CHECK(used->reply == reply);
    CHECK(used->mac_key == crypto::MacKey());
    must(store->add_code(code, now + std::chrono::minutes(11)));
    CHECK_FALSE(must(store->find_code("K7M"))->device.has_value());
  }

  SUBCASE("a device and its key are known once") {
    auto device = a_device(entropy, oak);
    must(store->add_device(device));
    CHECK(store->add_device(device).error().kind == ErrorKind::conflict);
    auto same_key = device;
    same_key.id = entropy.random_id<DeviceId>();
    CHECK(store->add_device(same_key).error().kind == ErrorKind::conflict);
    CHECK(must(store->find_device(device.id)) == device);
    must(store->note_contact(device.id, device.enrolled_at));
    must(store->set_device_state(device.id, DeviceState::revoked));
    CHECK(must(store->list_devices()).front().state == DeviceState::revoked);
    CHECK(must(store->list_devices()).front().last_contact == device.enrolled_at);
    CHECK(store->set_device_state(same_key.id, DeviceState::revoked).error().kind == ErrorKind::not_found);
  }

  SUBCASE("a centre has at most one open round") {
    auto round = a_round_in(*store, oak);
    RoundRecord another;
    another.name = "Två";
    auto refused = store->in_transaction([&]() -> Result<void> {
      auto added = store->add_round(another, {{oak, "Eken", 50}});
      return added ? Result<void>() : Result<void>(added.error());
    });
    CHECK(refused.error().kind == ErrorKind::conflict);
    auto found = must(store->find_round(round));
    CHECK(found->unreviewed == std::vector<std::string>{"en"});
    CHECK(found->instrument_files.at("sv.toml") == "å");
    must(store->close_round(round));
    CHECK(store->close_round(round).error().kind == ErrorKind::refused);
    must(store->add_round(another, {{oak, "Eken", 60}}));
    CHECK(must(store->list_rounds()).size() == 2);
    CHECK_FALSE(must(store->list_rounds()).front().is_open);
    CHECK(must(store->centres_of(round)) == std::vector<RoundCentre>{{oak, "Eken", 50}});
  }

  SUBCASE("the round document with the highest serial is the centre's latest") {
    auto round = a_round_in(*store, oak);
    must(store->add_round_document({4, round, oak, {4}}));
    must(store->add_round_document({9, round, oak, {9}}));
    must(store->add_round_document({7, round, oak, {7}}));
    CHECK(must(store->latest_round_document(oak))->bytes == Bytes{9});
    CHECK_FALSE(must(store->latest_round_document(CentreId{99})).has_value());
  }

  SUBCASE("a round of the staff stands beside the visitors', each with documents of its own (S30)") {
    auto visitors = a_round_in(*store, oak);
    RoundRecord record;
    record.name = "Samverkan";
    record.for_staff = true;
    auto staff = must(store->add_round(record, {{oak, "Eken", 12}}));
    CHECK(must(store->find_round(staff))->for_staff);
    CHECK_FALSE(must(store->find_round(visitors))->for_staff);
    must(store->add_round_document({4, visitors, oak, {4}}));
    must(store->add_round_document({5, staff, oak, {5}}));
    CHECK(must(store->latest_round_document(oak))->bytes == Bytes{4});
    CHECK(must(store->latest_staff_document(oak))->bytes == Bytes{5});
    CHECK(must(store->round_document_of(staff, oak))->serial == 5);
    CHECK_FALSE(must(store->round_document_of(staff, CentreId{99})).has_value());
    auto second = store->in_transaction([&]() -> Result<void> {
      auto added = store->add_round(record, {{oak, "Eken", 12}});
      return added ? Result<void>() : Result<void>(added.error());
    });
    CHECK(second.error().kind == ErrorKind::conflict);
  }

  SUBCASE("a round keeps the file it was opened with, once") {
    auto round = a_round_in(*store, oak);
    CHECK_FALSE(must(store->find_round_plan(round)).has_value());
    must(store->keep_round_plan(round, "name = \"å\""));
    CHECK(must(store->find_round_plan(round)) == "name = \"å\"");
    CHECK_FALSE(store->keep_round_plan(round, "another"));
  }

  SUBCASE(
      "a reflection is added once; the same document again is the same, another under its id is not kept") {
    ReflectionRecord record{entropy.random_id<survey::ReflectionId>(), oak,   20'000, 1,
                            crypto::hash_of(view_of("one")),           {1, 2}};
    CHECK(must(store->add_reflection(record)) == Recorded::added);
    CHECK(must(store->add_reflection(record)) == Recorded::same);
    auto other = record;
    other.document = crypto::hash_of(view_of("two"));
    other.sealed = {3};
    CHECK(must(store->add_reflection(other)) == Recorded::other);
    auto kept = must(store->list_reflections());
    REQUIRE(kept.size() == 1);
    CHECK((kept[0].sealed == Bytes{1, 2} && kept[0].centre == oak && kept[0].day == 20'000 &&
           kept[0].epoch == 1));
  }

  SUBCASE("an item is added once; later it is the same or another") {
    auto round = a_round_in(*store, oak);
    auto id = entropy.random_id<ItemId>();
    auto one = crypto::hash_of(view_of("one")), two = crypto::hash_of(view_of("two"));
    CHECK(must(store->record_item(id, one, round, wire::ItemKind::response)) == Recorded::added);
    CHECK(must(store->record_item(id, one, round, wire::ItemKind::response)) == Recorded::same);
    CHECK(must(store->record_item(id, two, round, wire::ItemKind::response)) == Recorded::other);
    CHECK(must(store->record_item(id, one, round, wire::ItemKind::response)) == Recorded::same);
    must(store->add_to_outbox({id, round, wire::ItemKind::response, {5}}));
    CHECK(must(store->outbox_block(10)).front().sealed == Bytes{5});
    must(store->remove_from_outbox(id));
    CHECK(must(store->outbox_size()) == 0);
  }

  SUBCASE("an item is known by its round and its id, and of one id only one waits") {
    auto first = a_round_in(*store, oak);
    must(store->close_round(first));
    auto second = a_round_in(*store, oak);
    auto id = entropy.random_id<ItemId>(), text = entropy.random_id<ItemId>();
    auto one = crypto::hash_of(view_of("one")), two = crypto::hash_of(view_of("two"));
    CHECK(must(store->record_item(id, one, first, wire::ItemKind::response)) == Recorded::added);
    CHECK(must(store->record_item(id, two, second, wire::ItemKind::response)) == Recorded::added);
    CHECK(must(store->record_item(id, one, first, wire::ItemKind::response)) == Recorded::same);
    CHECK(must(store->record_item(id, two, first, wire::ItemKind::response)) == Recorded::other);
    must(store->add_to_outbox({id, first, wire::ItemKind::response, {5}}));
    CHECK(store->add_to_outbox({id, second, wire::ItemKind::response, {6}}).error().kind ==
          ErrorKind::conflict);
    CHECK(must(store->outbox_block(10)).front().sealed == Bytes{5});
    must(store->remove_from_outbox(id));
    must(store->add_to_outbox({id, second, wire::ItemKind::response, {6}}));
    CHECK(must(store->books(first)).items == 1);
    CHECK(must(store->books(second)).items == 1);
    must(store->record_item(text, one, second, wire::ItemKind::text));
    must(store->record_item(text, one, RoundId{4'000'000'000}, wire::ItemKind::text));
    CHECK(must(store->kind_of(second, id)) == wire::ItemKind::response);
    CHECK(must(store->kind_of(second, text)) == wire::ItemKind::text);
    CHECK_FALSE(must(store->kind_of(first, text)).has_value());
    CHECK(must(store->kind_of(RoundId{}, text)) == wire::ItemKind::text);
    CHECK_FALSE(must(store->kind_of(RoundId{}, entropy.random_id<ItemId>())).has_value());
  }

  SUBCASE("the ledger refuses a second batch of the same document or receipt number") {
    auto device = a_device(entropy, oak);
    must(store->add_device(device));
    BatchRecord batch{
        crypto::hash_of(view_of("a")), entropy.random_id<BatchId>(), device.id, 1, 1, {1, 1}, RoundId{1}};
    CHECK(must(store->last_receipt(device.id)).number == 0);
    CHECK(must(store->last_receipt(device.id)).hash == crypto::Hash());
    must(store->add_batch(batch));
    CHECK(store->add_batch(batch).error().kind == ErrorKind::conflict);
    auto forked = batch;
    forked.document_hash = crypto::hash_of(view_of("b"));
    CHECK(store->add_batch(forked).error().kind == ErrorKind::conflict);
    CHECK(must(store->find_receipt(batch.document_hash)) == Bytes{1, 1});
    CHECK(must(store->has_batch(batch.batch)));
    CHECK_FALSE(must(store->has_batch(entropy.random_id<BatchId>())));
    CHECK(must(store->last_receipt(device.id)).number == 1);
    CHECK(must(store->last_receipt(device.id)).hash == crypto::hash_of(batch.receipt));
  }

  SUBCASE("batch numbers that never came are found, and each batch is given with its round") {
    auto device = a_device(entropy, oak);
    must(store->add_device(device));
    std::uint64_t receipts = 0;
    constexpr std::uint64_t block = 1'000'000'000;  // the kiosk gave up all before it
    for (std::uint64_t serial : {4UL, 2UL, block + 2, 9UL, 9UL, 3 * block + 1}) {  // 9 twice: a copied card
      ++receipts;
      Bytes bytes{static_cast<std::uint8_t>(receipts)};
      must(store->add_batch({crypto::hash_of(bytes), entropy.random_id<BatchId>(), device.id, serial,
                             receipts, bytes, RoundId{6}}));
    }
    CHECK(must(store->missing_batches(device.id)) ==
          CollectorStore::Gaps{{1, 1}, {3, 3}, {5, 8}, {block + 1, block + 1}});
    CHECK(must(store->has_batch_serial(device.id, 9)));
    CHECK_FALSE(must(store->has_batch_serial(device.id, 3)));
    std::vector<std::uint64_t> serials;
    must(store->each_batch(device.id, [&](const BatchRecord& batch) -> Result<void> {
      serials.push_back(batch.serial);
      CHECK(batch.round == RoundId{6});
      return {};
    }));
    CHECK(serials == std::vector<std::uint64_t>{4, 2, block + 2, 9, 9, 3 * block + 1});
  }

  SUBCASE("an item goes from quarantine to the outbox once") {
    auto round = a_round_in(*store, oak);
    auto id = entropy.random_id<ItemId>();
    Bytes sealed{9};
    must(store->record_item(id, crypto::hash_of(sealed), round, wire::ItemKind::response));
    QuarantinedItem item{id,    round, sealed, "x", wire::ItemKind::response, entropy.random_id<DeviceId>(),
                         20'000};
    must(store->quarantine(item));
    CHECK(must(store->list_quarantine()).front().device == item.device);
    CHECK(must(store->list_quarantine()).front().day == 20'000);
    CHECK(must(store->books(round)).set_aside == 1);
    CHECK(must(store->requeue(item)));
    CHECK(must(store->outbox_block(10)).front().sealed == sealed);
    CHECK(must(store->list_quarantine()).empty());
    must(store->quarantine(item));
    CHECK_FALSE(must(store->requeue(item)));
    CHECK(must(store->list_quarantine()).size() == 1);
    CHECK(must(store->books(round)).waiting == 1);
  }

  SUBCASE("what arrived is counted by name, and a round is known by what one centre sees of it") {
    auto round = a_round_in(*store, oak);
    must(store->add_intake(round, oak, intake::accepted, 3));
    must(store->add_intake(round, oak, intake::accepted, 4));
    must(store->add_intake(round, oak, intake::late, 0));
    CHECK(must(store->intake_of(round, oak)) == Intake{{intake::accepted, 7}});
    CHECK(must(store->find_place(round, oak))->quota == 50);
    CHECK(must(store->find_place(round, CentreId{99}))->quota == 0);
    CHECK_FALSE(must(store->find_place(RoundId{99}, oak)).has_value());
    must(store->close_round(round));
    CHECK_FALSE(must(store->find_place(round, oak))->is_open);
  }

  SUBCASE("an instrument's version is kept once") {
    must(store->add_instrument(7, 2, {{"instrument.toml", "a"}}));
    must(store->add_instrument(7, 2, {{"instrument.toml", "a"}}));
    CHECK(store->add_instrument(7, 2, {{"instrument.toml", "b"}}).error().kind == ErrorKind::conflict);
    CHECK(must(store->find_instrument(7, 2)).at("instrument.toml") == "a");
    CHECK(must(store->find_instrument(7, 3)).empty());
  }

  SUBCASE("what rounds name is kept in pieces, for their centres, as long as one of them names it") {
    auto round = a_round_in(*store, oak);
    auto pine = must(store->add_centre("Tallen", 80));
    Bytes bytes(wire::asset_piece_bytes + 5, 7);
    const wire::AssetName asset{crypto::hash_of(bytes), static_cast<std::uint32_t>(bytes.size()), "sv"};
    must(store->add_asset(asset.sha256, bytes));
    must(store->add_asset(asset.sha256, bytes));
    CHECK_FALSE(must(store->find_asset_piece(oak, asset.sha256, 0)));
    must(store->name_assets(round, {asset}));
    CHECK(must(store->assets_of(round)) == std::vector{asset});
    CHECK(must(store->find_asset_piece(oak, asset.sha256, 0)) == Bytes(wire::asset_piece_bytes, 7));
    CHECK(must(store->find_asset_piece(oak, asset.sha256, 1)) == Bytes(5, 7));
    CHECK_FALSE(must(store->find_asset_piece(oak, asset.sha256, 2)));
    CHECK_FALSE(must(store->find_asset_piece(pine, asset.sha256, 0)));
    must(store->name_assets(round, {}));
    CHECK(must(store->assets_of(round)).empty());
    must(store->name_assets(round, {asset}));
    CHECK_FALSE(must(store->find_asset_piece(oak, asset.sha256, 0)));  // gone with its last name
  }

  SUBCASE("bytes set aside under a round that is not theirs hide nothing of their own round's") {
    auto own = a_round_in(*store, oak);
    must(store->close_round(own));
    auto foreign = a_round_in(*store, oak);
    auto id = entropy.random_id<ItemId>();
    for (auto round : {own, foreign})
      must(store->record_item(id, crypto::hash_of(Bytes{9}), round, wire::ItemKind::response));
    must(store->quarantine({id, foreign, {9}, "conflict", wire::ItemKind::response, {}, {}}));
    QuarantinedItem true_one{id, own, {9}, "unknown epoch", wire::ItemKind::response, {}, {}};
    must(store->quarantine(true_one));
    CHECK(must(store->list_quarantine()).size() == 2);
    CHECK(must(store->requeue(true_one)));
    CHECK(must(store->find_in_outbox(id))->round == own);
    auto left = must(store->list_quarantine());
    REQUIRE(left.size() == 1);
    CHECK((left.front().round == foreign && left.front().cause == "conflict"));
  }

  SUBCASE("quarantine keeps the same bytes once") {
    auto id = entropy.random_id<ItemId>();
    must(store->quarantine({id, RoundId{1}, {9}, "conflict", wire::ItemKind::response, {}, {}}));
    must(store->quarantine({id, RoundId{1}, {9}, "conflict", wire::ItemKind::response, {}, {}}));
    must(store->quarantine({id, RoundId{1}, {8}, "conflict", wire::ItemKind::response, {}, {}}));
    CHECK(must(store->quarantine_causes())["conflict"] == 2);
  }

  SUBCASE("what visitors told counters is summed over a centre's kiosks, revoked ones too") {
    auto round = a_round_in(*store, oak);
    for (std::uint64_t count : {4, 5}) {
      auto device = a_device(entropy, oak);
      must(store->add_device(device));
      wire::Status status;
      status.round = round;
      status.counters = {{"services:bvc", count}};
      CHECK(must(store->keep_status({device.id, 1, status})));
      must(store->set_device_state(device.id, DeviceState::revoked));
    }
    CHECK(must(store->counter_levels(round)) == std::vector<CounterCell>{{oak, "services:bvc", 9}});
    CHECK(must(store->counter_levels(RoundId{99})).empty());
  }

  SUBCASE("an item is found in the outbox as long as it waits there") {
    auto round = a_round_in(*store, oak);
    auto id = entropy.random_id<ItemId>();
    must(store->record_item(id, crypto::Hash(), round, wire::ItemKind::text));
    must(store->add_to_outbox({id, round, wire::ItemKind::text, {7}}));
    CHECK(must(store->find_in_outbox(id))->sealed == Bytes{7});
    CHECK(must(store->find_in_outbox(id))->kind == wire::ItemKind::text);
    must(store->remove_from_outbox(id));
    CHECK_FALSE(must(store->find_in_outbox(id)).has_value());
  }

  SUBCASE("only a status with a higher serial is kept") {
    auto device = a_device(entropy, oak);
    must(store->add_device(device));
    wire::Status status;
    status.round = RoundId{1};
    status.completed = 3;
    CHECK(must(store->keep_status({device.id, 5, status})));
    status.completed = 2;
    CHECK_FALSE(must(store->keep_status({device.id, 5, status})));
    status.round = RoundId{2};
    CHECK_FALSE(must(store->keep_status({device.id, 4, status})));
    CHECK(must(store->keep_status({device.id, 6, status})));
    // The old round's counts stay where they were.
    CHECK(must(store->statuses(RoundId{1})).front().status.completed == 3);
    CHECK(must(store->statuses(RoundId{2})).front().status.completed == 2);
  }

  SUBCASE("a status tells of earlier rounds, too; the latest one is still that of the round in use") {
    auto device = a_device(entropy, oak);
    must(store->add_device(device));
    const auto before = a_round_in(*store, oak);
    must(store->close_round(before));
    const auto now = a_round_in(*store, oak);
    wire::Status status;
    status.round = before;
    status.completed = 3;
    status.counters = {{"services:bvc", 2}, {"alarm:disk", 1}};
    CHECK(must(store->keep_status({device.id, 5, status})));
    status.round = now;
    status.completed = 1;
    status.counters = {{"services:bvc", 1}};
    status.earlier = {{before, 7, 2, {{"services:bvc", 6}}}};
    CHECK(must(store->keep_status({device.id, 6, status})));
    CHECK(must(store->statuses(before)).front().status.completed == 7);
    CHECK(must(store->statuses(before)).front().status.waiting == 2);
    CHECK(must(store->counter_levels(before)) == std::vector<CounterCell>{{oak, "services:bvc", 6}});
    CHECK(must(store->counter_levels(now)) == std::vector<CounterCell>{{oak, "services:bvc", 1}});
    CHECK(must(store->statuses_of(device.id)).size() == 2);
    CHECK(must(store->statuses_of(device.id)).back().status.round == now);
    status.earlier = {{before, 99, 0, {{"services:bvc", 99}}}};
    CHECK_FALSE(must(store->keep_status({device.id, 6, status})));  // old or doubled: none of it
    CHECK(must(store->statuses(before)).front().status.completed == 7);

    // A collector read back from a backup of before that round hears of it again.
    auto other = a_device(entropy, oak);
    must(store->add_device(other));
    status.earlier = {{before, 4, 0, {{"services:bvc", 4}}}};
    CHECK(must(store->keep_status({other.id, 1, status})));
    CHECK(must(store->completed_elsewhere(before, device)) == 4);
    CHECK(must(store->counter_levels(before)).front().count == 10);
    CHECK(must(store->statuses_of(other.id)).back().status.round == now);
  }

  SUBCASE("refusals are counted by cause") {
    must(store->count_refusal("a"));
    must(store->count_refusal("a"));
    CHECK(must(store->refusals())["a"] == 2);
  }
}

}  // namespace vantrum::collector
