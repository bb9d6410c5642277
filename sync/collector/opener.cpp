#include "sync/collector/opener.h"

#include <algorithm>

#include "shared/survey/instrument_file.h"
#include "shared/wire/text_item.h"
#include "sync/collector/quarantine.h"
#include "sync/store/answer_content.h"

namespace vantrum::collector {
namespace {

constexpr std::size_t block_items = 100;

}  // namespace

Result<Opener::Count> Opener::run() {
  auto& store = collector_.store;
  Count total;
  if (!collector_.may_open) return total;
  for (;;) {
    auto block = TRY(store.outbox_block(block_items));
    if (block.empty()) return total;
    Count count;
    TRY(store.in_transaction([&]() -> Result<void> {
      for (const auto& item : block) {
        auto kept = keep(item);
        if (!kept && kept.error().kind != ErrorKind::untrusted) return kept.error();
        if (kept) {
          ++count.opened;
        } else {
          auto day =
              std::chrono::floor<std::chrono::days>(collector_.clock.wall()).time_since_epoch().count();
          TRY(store.quarantine({item.id, item.round, item.sealed, kept.error().message, item.kind, {}, day}));
          ++count.quarantined;
        }
        TRY(store.remove_from_outbox(item.id));
      }
      return {};
    }));
    total.opened += count.opened;
    total.quarantined += count.quarantined;
  }
}

Result<void> Opener::keep(const SealedItem& item) {
  auto& store = collector_.store;
  auto id = collector_.entropy.random_id<AnswerId>();
  if (item.kind == wire::ItemKind::text) return store.add_text(id, TRY(open_text(item)));
  auto opened = TRY(open(item));
  const auto& response = opened.response;
  return store.add_answer(id,
                          {response.round, response.centre, response.week, response.flags, opened.content});
}

// A text that came although the round asks for none is set aside: nobody was named to read it (P-12).
Result<WrittenText> Opener::open_text(const SealedItem& item) {
  auto record = TRY(collector_.store.find_round(item.round));
  if (!record || record->text_reader.empty()) return Error::untrusted(cause::no_free_text);
  auto head = wire::parse_item_head(item.sealed);
  if (!head) return Error::untrusted(cause::unreadable_head);
  auto key = collector_.keys.sealing.find(head->epoch);
  if (key == collector_.keys.sealing.end()) return Error::untrusted(cause::unknown_epoch);
  const auto* where = TRY(round(item.round));
  auto text = wire::open_text(item.sealed, key->second, where->instrument);
  if (!text) return Error::untrusted(cause::unreadable_seal);
  if (text->round != item.round) return Error::untrusted(cause::other_round);
  bool takes_part = std::any_of(where->centres.begin(), where->centres.end(),
                                [&](const auto& centre) { return centre.centre == text->centre; });
  if (!takes_part) return Error::untrusted(cause::foreign_centre);
  return WrittenText{text->round, text->centre, text->question, text->label, text->text};
}

// `untrusted`, with the cause for the quarantine, if it cannot be opened now; anything else may pass. Causes
// are fixed words: an error's own could repeat a part of an answer.
Result<Opener::Opened> Opener::open(const SealedItem& item) {
  auto head = wire::parse_item_head(item.sealed);
  if (!head) return Error::untrusted(cause::unreadable_head);
  auto key = collector_.keys.sealing.find(head->epoch);
  if (key == collector_.keys.sealing.end()) return Error::untrusted(cause::unknown_epoch);
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
  auto files = TRY(collector_.store.find_instrument(answered->number, answered->version));
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
    auto record = TRY(collector_.store.find_round(id));
    if (!record) return Error::storage("an item waits for a round that is not there");
    auto instrument = survey::parse_instrument(record->instrument_files);
    // It was checked when the round was opened, so the database was altered or this program cannot read it
    // any more.
    if (!instrument)
      return Error::storage("round " + std::to_string(id.value) + ": " + instrument.error().message);
    known = rounds_.emplace(id, Round{std::move(*instrument), TRY(collector_.store.centres_of(id))}).first;
  }
  return &known->second;
}

}  // namespace vantrum::collector
