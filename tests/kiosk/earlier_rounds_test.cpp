// What a kiosk tells of rounds that have ended: nothing that was counted in one may be lost because the next
// one has begun.
#include "kiosk/store/device_schema.h"
#include "shared/store/database.h"
#include "tests/kiosk/tablet.h"

namespace vantrum::kiosk {
namespace {

std::vector<wire::Batch> batches_of(Tablet& tablet) {
  const auto key = crypto::verify_key_of(tablet.identity.signing_key);
  std::vector<wire::Batch> batches;
  for (const auto& name : tablet.batches()) {
    const auto document = *tablet.files->read(tablet.path("outbox/" + name), 1 << 20);
    const auto verified = wire::verify_document(document, DocumentType::batch, "kalmar", key);
    batches.push_back(*wire::parse_batch(verified->payload));
  }
  return batches;
}

}  // namespace

TEST_CASE("5b: of a round that has ended the status goes on telling, and nothing of the staff's") {
  LittleCollector collector;
  Tablet tablet(collector, 6);
  tablet.take(collector.round());
  tablet.answer(5);
  REQUIRE(tablet.device->count_left({RoundId{3}, "q1"}));
  REQUIRE(tablet.device->tend());
  CHECK_FALSE(tablet.status().counters.contains("left:q1"));  // as of the batch (P-7)
  tablet.answer(2);
  tablet.take(of_staff(collector));
  REQUIRE(tablet.device->submit({tablet.device->staff_round().survey(), {{"goal", {"full"}}}, "sv"}));
  CHECK(tablet.status().earlier.empty());

  auto next = collector.round();
  next.round = RoundId{4};
  tablet.take(next);
  tablet.take(of_staff(collector, 10));
  auto told = tablet.status();
  CHECK(told.round == RoundId{4});
  CHECK(told.completed == 0);
  const auto as_it_ended = wire::EarlierRound{RoundId{3}, 7, 7, {{"language:sv", 7}, {"left:q1", 1}}};
  CHECK(told.earlier == std::vector{as_it_ended});
  for (const auto& batch : batches_of(tablet))
    tablet.deliver({collector.sign_receipt(collector.receipt_for(batch, tablet.identity.device))});
  tablet.start();
  REQUIRE(tablet.device->tend());
  tablet.answer(1);
  told = tablet.status();
  CHECK(told.completed == 1);
  REQUIRE(told.earlier.size() == 1);
  CHECK(told.earlier.front() == wire::EarlierRound{RoundId{3}, 7, 0, as_it_ended.counters});

  // Of the latest four, as far as there is anything to tell.
  for (std::uint32_t number = 5; number <= 9; ++number) {
    next.round = RoundId{number};
    tablet.take(next);
    if (number != 6) tablet.answer(1);
  }
  std::vector<RoundId> rounds;
  for (const auto& earlier : tablet.status().earlier) rounds.push_back(earlier.round);
  CHECK(rounds == std::vector{RoundId{8}, RoundId{7}, RoundId{5}, RoundId{4}});
}

TEST_CASE(
    "5b: what still waits of a round that has ended is told although a damaged disk has lost the counts") {
  LittleCollector collector;
  Tablet tablet(collector, 8);
  tablet.take(collector.round());
  tablet.answer(5);
  auto next = collector.round();
  next.round = RoundId{4};
  tablet.take(next);
  const auto sent = batches_of(tablet);
  REQUIRE(sent.size() == 1);
  tablet.device.reset();
  {
    auto database =
        *store::Database::open(tablet.path("kiosk.db"), {.application_id = device_application_id});
    for (const auto* lost : {"DELETE FROM completed", "DELETE FROM counter"}) REQUIRE(database.run(lost));
  }
  tablet.start();
  REQUIRE(tablet.device->tend());
  CHECK(tablet.status().earlier == std::vector{wire::EarlierRound{RoundId{3}, 0, 5, {}}});
  tablet.deliver({collector.sign_receipt(collector.receipt_for(sent[0], tablet.identity.device))});
  CHECK(tablet.status().earlier == std::vector{wire::EarlierRound{RoundId{3}, 0, 0, {}}});
}

TEST_CASE("P-7: where a round closes, what was left unfinished since the last batch is told") {
  LittleCollector collector;
  Tablet tablet(collector, 7);
  auto round = collector.round();
  tablet.take(round);
  tablet.answer(5);
  REQUIRE(tablet.device->count_left({RoundId{3}, "q1"}));
  REQUIRE(tablet.device->tend());
  CHECK_FALSE(tablet.status().counters.contains("left:q1"));
  round.is_open = false;
  tablet.take(round);
  CHECK(tablet.batches().size() == 1);
  CHECK(tablet.status().counters.at("left:q1") == 1);
}

}  // namespace vantrum::kiosk
