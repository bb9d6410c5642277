#include "sync/collector/opener.h"

#include <algorithm>

#include "shared/survey/instrument_file.h"
#include "shared/wire/text_item.h"
#include "sync/collector/quarantine.h"
#include "sync/store/answer_content.h"

namespace vantrum::collector {
namespace {

// Of a commit's cost, which is two syncs and the pages that random marks fall on, each item bears a part: of a
// hundred it was 30 µs beside the 52 of opening a seal. hand_over_link.cpp has the largest block there may be.
constexpr std::size_t block_items = 500;

}  // namespace

Opener::Opener(const Collector& collector)
    : own_(std::make_unique<LocalHandOver>(collector.store, collector.clock)),
      from_(own_.get()),
      answers_(collector.answers),
      keys_(collector.keys),
      entropy_(collector.entropy) {}

Result<Opener::Count> Opener::run() {
  Count total;
  if (!answers_) return total;
  for (;;) {
    auto block = TRY(from_->block(block_items));
    if (block.empty()) return total;
    Count count;
    std::vector<Settled> settled;
    TRY(answers_->in_transaction([&]() -> Result<void> {
      for (const auto& item : block) {
        auto kept = keep(item, count);
        if (!kept && kept.error().kind != ErrorKind::untrusted) return kept.error();
        if (!kept) ++count.quarantined;
        settled.push_back({item.id, kept ? "" : kept.error().message});
      }
      return {};
    }));
    TRY(from_->settle(settled));
    total.opened += count.opened;
    total.quarantined += count.quarantined;
    total.before += count.before;
  }
}

// An error of kind `untrusted` names the cause for the quarantine.
Result<void> Opener::keep(const SealedItem& item, Count& count) {
  std::optional<WrittenText> text;
  std::optional<wire::Discard> discard;
  std::optional<Opened> opened;
  if (item.kind == wire::ItemKind::text)
    text = TRY(open_text(item));
  else if (item.kind == wire::ItemKind::discard)
    discard = TRY(open_discard(item));
  else
    opened = TRY(open(item));
  if (!TRY(answers_->mark_opened(opened_mark_of(item.sealed)))) {
    ++count.before;
    return {};
  }
  ++count.opened;
  if (text) return answers_->add_text(entropy_.random_id<TextId>(), *text);
  if (discard) return answers_->add_discarded(discard->round, discard->centre);
  auto id = entropy_.random_id<AnswerId>();
  const auto& response = opened->response;
  return answers_->add_answer(
      id, {response.round, response.centre, response.week, response.flags, std::move(opened->content)});
}

// A text that came although the round asks for none is set aside: nobody was named to read it (P-12).
Result<WrittenText> Opener::open_text(const SealedItem& item) {
  auto record = TRY(from_->find_round(item.round));
  if (!record || record->text_reader.empty()) return Error::untrusted(cause::no_free_text);
  auto head = wire::parse_item_head(item.sealed);
  if (!head) return Error::untrusted(cause::unreadable_head);
  auto key = keys_.sealing.find(head->epoch);
  if (key == keys_.sealing.end()) return Error::untrusted(cause::unknown_epoch);
  const auto* where = TRY(round(item.round));
  auto text = wire::open_text(item.sealed, key->second, where->instrument);
  if (!text) return Error::untrusted(cause::unreadable_seal);
  if (text->round != item.round) return Error::untrusted(cause::other_round);
  bool takes_part = std::any_of(where->centres.begin(), where->centres.end(),
                                [&](const auto& centre) { return centre.centre == text->centre; });
  if (!takes_part) return Error::untrusted(cause::foreign_centre);
  return WrittenText{text->round, text->centre, text->question, text->label, text->text};
}

Result<wire::Discard> Opener::open_discard(const SealedItem& item) {
  auto head = wire::parse_item_head(item.sealed);
  if (!head) return Error::untrusted(cause::unreadable_head);
  auto key = keys_.sealing.find(head->epoch);
  if (key == keys_.sealing.end()) return Error::untrusted(cause::unknown_epoch);
  auto discard = wire::open_discard(item.sealed, key->second);
  if (!discard) return Error::untrusted(cause::unreadable_seal);
  if (discard->round != item.round) return Error::untrusted(cause::other_round);
  const auto* where = TRY(round(item.round));
  bool takes_part = std::any_of(where->centres.begin(), where->centres.end(),
                                [&](const auto& centre) { return centre.centre == discard->centre; });
  if (!takes_part) return Error::untrusted(cause::foreign_centre);
  return *discard;
}

// `untrusted`, with the cause for the quarantine, if it cannot be opened now; anything else may pass. Causes
// are fixed words: an error's own could repeat a part of an answer.
Result<Opener::Opened> Opener::open(const SealedItem& item) {
  auto head = wire::parse_item_head(item.sealed);
  if (!head) return Error::untrusted(cause::unreadable_head);
  auto key = keys_.sealing.find(head->epoch);
  if (key == keys_.sealing.end()) return Error::untrusted(cause::unknown_epoch);
  const auto* where = TRY(round(item.round));
  auto opened = read(item, key->second, *where);
  if (!opened) return opened;
  const auto& response = opened->response;
  if (response.round != item.round) return Error::untrusted(cause::other_round);
  bool takes_part = std::any_of(where->centres.begin(), where->centres.end(),
                                [&](const auto& centre) { return centre.centre == response.centre; });
  if (!takes_part) return Error::untrusted(cause::foreign_centre);
  return opened;
}

Result<Opener::Opened> Opener::read(const SealedItem& item, const crypto::SealSecretKey& key,
                                    const Round& where) {
  auto response = wire::open_response(item.sealed, key, where.instrument);
  if (response) return Opened{*response, encode_answers(response->answers, where.instrument)};
  auto answered = wire::instrument_of(item.sealed, key);
  if (!answered) return Error::untrusted(cause::unreadable_seal);
  const wire::InstrumentVersion own{where.instrument.number, where.instrument.version};
  if (*answered == own) return Error::untrusted(cause::does_not_fit);
  if (answered->number != own.number) return Error::untrusted(cause::unknown_version);
  auto files = TRY(from_->find_instrument(answered->number, answered->version));
  if (files.empty()) return Error::untrusted(cause::unknown_version);
  auto instrument = survey::parse_instrument(files);
  if (!instrument) return Error::untrusted(cause::unknown_version);
  response = wire::open_response(item.sealed, key, *instrument);
  if (!response) return Error::untrusted(cause::does_not_fit);
  auto content = encode_answers(response->answers, *instrument);
  // Numbers never mean something else later, so the round's own version reads what both of them ask.
  if (!parse_answers(content, where.instrument)) return Error::untrusted(cause::does_not_fit);
  return Opened{*response, std::move(content)};
}

Result<const Opener::Round*> Opener::round(RoundId id) {
  auto known = rounds_.find(id);
  if (known == rounds_.end()) {
    auto record = TRY(from_->find_round(id));
    if (!record) return Error::storage("an item waits for a round that is not there");
    auto instrument = survey::parse_instrument(record->instrument_files);
    // It was checked when the round was opened, so the database was altered or this program cannot read it
    // any more.
    if (!instrument)
      return Error::storage("round " + std::to_string(id.value) + ": " + instrument.error().message);
    known = rounds_.emplace(id, Round{std::move(*instrument), TRY(from_->centres_of(id))}).first;
  }
  return &known->second;
}

}  // namespace vantrum::collector
