#include "sync/collector/opener.h"

#include <algorithm>

#include "shared/survey/instrument_file.h"
#include "sync/store/answer_content.h"

namespace vantrum::collector {
namespace {

constexpr std::size_t block_items = 100;

}  // namespace

Result<Opener::Count> Opener::run() {
  auto& store = collector_.store;
  Count total;
  for (;;) {
    auto block = TRY(store.outbox_block(block_items));
    if (block.empty()) return total;
    Count count;
    TRY(store.in_transaction([&]() -> Result<void> {
      for (const auto& item : block) {
        auto response = open(item);
        if (!response && response.error().kind != ErrorKind::untrusted) return response.error();
        if (response) {
          const auto* instrument = &TRY(round(item.round))->instrument;
          TRY(store.add_answer(collector_.entropy.random_id<AnswerId>(),
                               {response->round, response->centre, response->week, response->flags,
                                encode_answers(response->answers, *instrument)}));
          ++count.opened;
        } else {
          TRY(store.quarantine({item.id, item.round, item.sealed, response.error().message}));
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

// `untrusted`, with the cause for the quarantine, if it can never be opened; anything else may pass.
Result<survey::Response> Opener::open(const SealedItem& item) {
  if (item.kind != wire::ItemKind::response) return Error::untrusted("free text is not turned on");
  auto head = TRY(wire::parse_item_head(item.sealed));
  auto key = collector_.keys.sealing.find(head.epoch);
  if (key == collector_.keys.sealing.end()) return Error::untrusted("unknown key epoch");
  const auto* where = TRY(round(item.round));
  auto response = wire::open_response(item.sealed, key->second, where->instrument);
  // The cause is fixed words: the error could repeat a part of an answer.
  if (!response) return Error::untrusted("does not open or does not fit the instrument");
  if (response->round != item.round) return Error::untrusted("another round inside than outside");
  bool takes_part = std::any_of(where->centres.begin(), where->centres.end(),
                                [&](const auto& centre) { return centre.centre == response->centre; });
  if (!takes_part) return Error::untrusted("the centre does not take part in the round");
  return response;
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
