// What the kiosk has kept leaves in batches, and when.
#include <algorithm>

#include "kiosk/effects/device.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {

Result<void> Device::pack_due() {
  if (!identity_ || !identity_->membership) return {};
  auto rounds = TRY(TRY(store())->unpacked());
  if (last_visit_ && is_over(last_visit_->stored.round)) last_visit_.reset();
  std::uint64_t responses = 0;
  bool ended = false, is_enough = false;
  for (auto& [round, count] : rounds) {
    ended = ended || is_over(round);
    // What may be discarded starts the wait as any other, which is no shorter than that time, but does not
    // leave.
    responses = std::max(responses, count.responses);
    if (const auto* held = held_of(round))  // unless the disk has lost it, or has its marker already
      count.responses -= std::min<std::uint64_t>(count.responses, held->has_response);
    is_enough = is_enough || count.responses >= settings_.batch_items_min;
  }
  const bool due = is_due(responses);
  if (due && !is_enough) wait_for_held();
  if (!ended && !(due && is_enough)) return {};
  pack_at_.reset();
  for (const auto& [round, count] : rounds) {
    if (is_over(round) || count.responses >= settings_.batch_items_min) TRY(pack_round(round));
  }
  return {};
}

// Where nothing more is asked no batch may come that tells the counters, and none needs to hide a visit in
// them: what was left unfinished since the last one is told now.
Result<void> Device::publish_what_is_over() {
  if (!identity_ || !identity_->membership) return {};
  for (const auto round : TRY(TRY(store())->unpublished()))
    if (is_over(round)) TRY(TRY(store())->publish_counters(round));
  return {};
}

// The rounds before, as far as there is anything to tell: answers of one may still wait here when the next
// one has begun, and what was counted in it must arrive, too: also where a salvage has lost how many they
// were. Once told, that nothing waits any more is told as well. What was asked of the staff is not told.
Result<std::vector<wire::EarlierRound>> Device::earlier_rounds() {
  std::vector<wire::EarlierRound> rounds;
  const auto in_use = survey_ ? survey_->round : RoundId{};
  for (const auto round : TRY(TRY(store())->asked())) {
    if (round == in_use || rounds.size() == wire::earlier_rounds_max) continue;
    const auto counts = TRY(TRY(store())->counts(round));
    auto counters = TRY(TRY(store())->published_counters(round));
    const bool has_any = counts != Counts{} || !counters.empty();
    if (!has_any && !told_rounds_.contains(round)) continue;
    told_rounds_.insert(round);
    rounds.push_back({round, counts.completed, counts.waiting, std::move(counters)});
  }
  return rounds;
}

// A batch leaves a random time after it could, so that its moment says nothing of a visit. Where it could no
// more, by a discard or a stick, nothing waits: the wait begins anew with the answer that makes it enough.
bool Device::is_due(std::uint64_t items) {
  if (items < settings_.batch_items_min) {
    pack_at_.reset();
    return false;
  }
  if (!pack_at_) pack_at_ = clock_->monotonic() + settings_.batch_delay_min + random_part_of_wait();
  return clock_->monotonic() >= *pack_at_;
}

// The moment has come, and without the visit that may still be discarded it is too few. When that time is
// over the batch leaves; not in that moment either, which would tell when the visit was.
void Device::wait_for_held() {
  const auto now = clock_->monotonic();
  const auto* held = last_visit();
  pack_at_ = (held ? held->at + discard_limit() : now) + random_part_of_wait();
}

std::chrono::seconds Device::random_part_of_wait() {
  const auto spread = (settings_.batch_delay_max - settings_.batch_delay_min).count();
  return std::chrono::seconds(entropy_->random_below(static_cast<std::uint32_t>(spread) + 1));
}

Result<void> Device::pack_round(RoundId round) {
  is_outbox_stale_ = true;
  auto sign = [&](const wire::Batch& batch, std::uint64_t serial) {
    wire::Header header{wire::DocumentType::batch, identity_->region, to_bytes(identity_->device.view()),
                        serial};
    return wire::sign_document(header, wire::encode(batch), identity_->signing_key);
  };
  return TRY(numbered_store())->pack(round, *entropy_, sign, held_of(round));
}

// Of a member, whose database has been told of a block since the enrolment: one that knows of none is not
// that one. The identity, which outlives them, hears of the next block first, so that none begins twice.
Result<ResponseStore*> Device::numbered_store() {
  auto* store = TRY(this->store());
  if (is_numbered_) return store;
  const auto block = TRY(store->serial_block());
  if (!block) {
    if (!is_block_new_) TRY(note_next_block());
    is_block_new_ = true;  // also if the rest has to be tried again
    TRY(take_back_outbox(*store));
    TRY(store->forget_receipt_chain());
  }
  if (block != identity_->serial_block) TRY(store->begin_serial_block(identity_->serial_block));
  is_numbered_ = true;
  is_block_new_ = false;
  return store;
}

// What lies in the outbox is whole and signed, also where the database is lost: it waits again.
Result<void> Device::take_back_outbox(ResponseStore& store) {
  const auto own_key = crypto::verify_key_of(identity_->signing_key);
  for (const auto& document : TRY(outbox_.batches())) {
    const auto verified =
        wire::verify_document(document, wire::DocumentType::batch, identity_->region, own_key);
    const auto batch =
        verified ? wire::parse_batch(verified->payload) : Result<wire::Batch>(verified.error());
    if (!batch) {
      log_error("a batch in the outbox is damaged: {}", batch.error().message);
      continue;
    }
    std::vector<SlotItem> items;
    for (const auto& item : batch->items) {
      const auto head = wire::parse_item_head(item.sealed);
      if (head && !TRY(store.has(head->item)))
        items.push_back({head->item, batch->round, item.kind, item.sealed});
    }
    if (items.size() > store.room().free) return Error::full("no room for what lies in the outbox");
    TRY(store.take_over(items, *entropy_));
    log_warning("{} sealed answers were taken back from the outbox", items.size());
  }
  return {};
}

Result<void> Device::note_next_block() {
  auto member = *identity_;
  ++member.serial_block;
  TRY(save_identity(*files_, settings_.data + "/identity", member));
  identity_ = std::move(member);
  log_warning("serials go on with block {}", identity_->serial_block);
  return {};
}

// Where one is damaged, all that wait go into others, of the next block: that is how the collector knows that
// the number will not come.
Result<void> Device::check_batches() {
  const auto own_key = crypto::verify_key_of(identity_->signing_key);
  bool are_sound = true;
  for (const auto& batch : TRY(TRY(store())->batches())) {
    auto verified =
        wire::verify_document(batch.document, wire::DocumentType::batch, identity_->region, own_key);
    if (verified) continue;
    log_error("batch {} is damaged: {}", batch.serial, verified.error().message);
    are_sound = false;
  }
  if (are_sound) return {};
  auto* store = TRY(numbered_store());
  TRY(note_next_block());
  TRY(store->begin_serial_block(identity_->serial_block));
  return store->unpack();
}

}  // namespace vantrum::kiosk
