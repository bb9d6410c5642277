// Rounds on the kiosk: window, quota over two kiosks, the staff's round beside the visitors', weeks offline,
// and what a closing finds; with a real database and real documents.
#include "kiosk/app/patience.h"
#include "tests/kiosk/tablet.h"

namespace vantrum::kiosk {

TEST_SUITE_BEGIN("rounds");

TEST_CASE(
    "a kiosk asks from the first midnight to the last, and then delivers what is left, however few (S37, "
    "P-7)") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.clock.jump_wall(day(11, 1) + 22h + 59min - tablet.clock.wall());
  tablet.take(in_weeks(collector));
  CHECK_FALSE(tablet.asks());
  CHECK(tablet.device->asking() == Asking::outside_window);
  tablet.clock.advance(1min);
  REQUIRE(tablet.device->tend());
  CHECK(tablet.asks());
  tablet.answer(3);
  CHECK(tablet.batches().empty());  // fewer than five wait for company
  tablet.clock.jump_wall(day(11, 15) + 22h + 59min - tablet.clock.wall());
  REQUIRE(tablet.device->tend());
  CHECK(tablet.asks());
  CHECK(tablet.batches().empty());
  tablet.clock.advance(1min);
  REQUIRE(tablet.device->tend());
  CHECK_FALSE(tablet.asks());
  CHECK(tablet.batches().size() == 1);
}

TEST_CASE("staff may ask on after the window, and a clock that cannot be right never stops the round (S37)") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.take(in_weeks(collector));
  tablet.clock.jump_wall(day(11, 20) + 9h - tablet.clock.wall());
  REQUIRE(tablet.device->tend());
  CHECK_FALSE(tablet.asks());
  tablet.device->ask_anyway();
  REQUIRE(tablet.device->tend());
  CHECK(tablet.asks());
  tablet.answer(2);
  CHECK(tablet.batches().empty());
  tablet.start();
  REQUIRE(tablet.device->tend());
  CHECK_FALSE(tablet.asks());
  tablet.clock.jump_wall(WallTime(0s) - tablet.clock.wall());  // a flat battery
  REQUIRE(tablet.device->tend());
  CHECK(tablet.asks());
}

TEST_CASE(
    "the fiftieth answer stops a round that stops at fifty, and a hundredth one that stops at a hundred "
    "(S26)") {
  for (const std::uint32_t quota : {50U, 100U}) {
    CAPTURE(quota);
    LittleCollector collector;
    Tablet tablet(collector, 5);
    auto round = collector.round();
    round.quota = quota;
    round.stop_at_quota = true;
    tablet.take(round);
    tablet.answer(static_cast<int>(quota) - 1);
    CHECK(tablet.asks());
    tablet.answer(1);
    CHECK_FALSE(tablet.asks());
    CHECK(tablet.here() == quota);
    tablet.start();
    CHECK_FALSE(tablet.asks());
  }
}

TEST_CASE("a round that goes on asks beyond its quota (S26)") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.take(collector.round());
  tablet.answer(52);
  CHECK(tablet.asks());
  CHECK(tablet.here() == 52);
}

TEST_CASE("two kiosks offline, then together: both go on alone, and both stop when they have heard (S26)") {
  LittleCollector collector;
  Tablet first(collector, 5), second(collector, 6);
  auto round = collector.round();
  round.stop_at_quota = true;
  for (auto* tablet : {&first, &second}) tablet->take(round);
  first.answer(30);
  second.answer(25);
  CHECK((first.asks() && second.asks()));
  first.hear(25);
  second.hear(30);
  CHECK_FALSE(first.asks());
  CHECK_FALSE(second.asks());
  CHECK(first.here() == 30);
  CHECK(second.device->centre_progress()->elsewhere == 30);
}

TEST_CASE("paper and implausible visits count in the quota, and a visit that was left does not (S26, P-5)") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.take(collector.round());
  tablet.answer(2);
  tablet.answer(1, true);
  tablet.answer(1, false, true);
  REQUIRE(tablet.device->count_left({RoundId{3}, "wel"}));
  CHECK(tablet.here() == 4);
}

TEST_CASE(
    "a kiosk keeps its round through weeks offline, and one that hears of the closing late still delivers") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.take(collector.round());
  tablet.answer(7);
  tablet.clock.jump_wall(24h * 40);
  tablet.start();
  CHECK(tablet.asks());
  tablet.answer(1);
  auto closed = collector.round();
  closed.is_open = false;
  tablet.take(closed);
  CHECK_FALSE(tablet.asks());
  CHECK(tablet.device->counts()->waiting == 8);
  CHECK_FALSE(tablet.batches().empty());
}

TEST_CASE(
    "half a document, an older one and another centre's change nothing: the kiosk asks the round it has") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  const auto older = collector.sign(DocumentType::round, wire::encode(collector.round()));
  tablet.take(collector.round());
  auto next = collector.round();
  next.round = RoundId{4};
  const auto whole = collector.sign(DocumentType::round, wire::encode(next));
  auto elsewhere = next;
  elsewhere.centre = CentreId{13};
  tablet.deliver({to_bytes(ByteView(whole).first(whole.size() / 2))});
  tablet.deliver({older, collector.sign(DocumentType::round, wire::encode(elsewhere))});
  CHECK(tablet.device->survey()->round == RoundId{3});
  CHECK(tablet.asks());
  tablet.deliver({whole});
  CHECK(tablet.device->survey()->round == RoundId{4});
}

TEST_CASE("the next round begins at zero, and what is left of the one before goes out as its own (P-7)") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  auto round = collector.round();
  round.stop_at_quota = true;
  tablet.take(round);
  tablet.answer(50);
  CHECK_FALSE(tablet.asks());
  round.round = RoundId{4};
  tablet.take(round);
  CHECK(tablet.asks());
  CHECK(tablet.here() == 0);
  CHECK_FALSE(tablet.batches().empty());
}

TEST_CASE(
    "the staff's round stands beside the visitors' and is never asked of them, over every restart (S30)") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.take(collector.round());
  tablet.take(of_staff(collector));
  const auto serial = collector.serial;
  for (int i = 0; i < 2; ++i) {
    CHECK(tablet.device->survey()->round == RoundId{3});
    REQUIRE(tablet.device->staff_round().survey());
    CHECK(tablet.device->staff_round().survey()->round == RoundId{9});
    CHECK(tablet.status().staff_serial == serial);
    tablet.start();
    REQUIRE(tablet.device->tend());
  }
  // A sitting: its answers count for the staff's round only, and wait for company like every other.
  for (int i = 0; i < 4; ++i)
    REQUIRE(tablet.device->submit({tablet.device->staff_round().survey(), {{"goal", {"full"}}}, "sv"}));
  REQUIRE(tablet.device->tend());
  CHECK(tablet.here() == 0);
  CHECK(tablet.batches().empty());
  auto closed = of_staff(collector);
  closed.is_open = false;
  tablet.take(closed);
  CHECK(tablet.batches().size() == 1);
  CHECK(tablet.asks());
}

TEST_CASE(
    "a kiosk that has only the staff's round asks visitors nothing, and takes back no older one (S30)") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  const auto older = collector.sign(DocumentType::round, wire::encode(of_staff(collector, 8)));
  tablet.take(of_staff(collector));
  tablet.deliver({older});
  CHECK(tablet.device->staff_round().survey()->round == RoundId{9});
  CHECK_FALSE(tablet.device->survey());
  tablet.start();
  CHECK_FALSE(tablet.device->survey());
  // After a restart, too, its answers are sealed to the region's key.
  REQUIRE(tablet.device->submit({tablet.device->staff_round().survey(), {{"goal", {"full"}}}, "sv"}));
  // What says that it is the visitors' and asks the staff's questions is nobody's.
  auto disguised = of_staff(collector, 10);
  disguised.for_staff = false;
  tablet.take(disguised);
  CHECK_FALSE(tablet.device->survey());
}

TEST_CASE(
    "a round of an older key, with too little room, or in a language without words is not taken into use") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  auto good = collector.round();
  good.seal_to.epoch = 2;
  tablet.take(good);
  REQUIRE(tablet.asks());
  good.is_open = false;  // which would be seen
  auto older_key = good, no_room = good, no_words = good;
  older_key.seal_to.epoch = 1;
  no_room.seal_to.padded_bytes -= 32;
  no_words.languages.emplace_back("de");
  for (const auto& bad : {older_key, no_room, no_words}) {
    tablet.take(bad);
    CHECK(tablet.asks());
  }
  tablet.take(good);
  CHECK_FALSE(tablet.asks());
}

TEST_CASE(
    "the staff's round that comes twice is taken once, and the count of another round is not the centre's") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.take(collector.round());
  const auto document = collector.sign(DocumentType::round, wire::encode(of_staff(collector)));
  tablet.deliver({document});
  const auto before = tablet.device->staff_round().survey();
  tablet.deliver({document});
  CHECK(tablet.device->staff_round().survey() == before);
  wire::CentreCount count;
  count.device = tablet.identity.device;
  count.round = RoundId{77};
  count.elsewhere = 40;
  tablet.deliver({collector.sign(DocumentType::centre, wire::encode(count))});
  CHECK(tablet.device->centre_progress()->elsewhere == 0);
  tablet.hear(7);
  CHECK(tablet.device->centre_progress()->elsewhere == 7);
}

TEST_CASE("a staff round that was altered on the disk counts as not there, and is asked for again") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.take(of_staff(collector));
  auto document = *tablet.files->read(tablet.path(staff_round_name), 1 << 20);
  document[document.size() / 2] ^= 1;
  REQUIRE(tablet.files->write_atomic(tablet.path(staff_round_name), document));
  tablet.start();
  REQUIRE(tablet.device->tend());
  CHECK_FALSE(tablet.device->staff_round().survey());
  CHECK(tablet.status().staff_serial == 0);
}

TEST_CASE("wiping takes the staff's round with it") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  tablet.take(of_staff(collector));
  tablet.deliver({collector.sign(
      DocumentType::order,
      wire::encode(wire::Order{tablet.identity.device, wire::OrderAction::revoke, "", 0, {}, 0}))});
  CHECK_FALSE(tablet.files->read(tablet.path(staff_round_name), 1 << 20));
  CHECK_FALSE(tablet.device->staff_round().survey());
}

TEST_CASE("a round's idle times take the place of the kiosk's, never below what reading takes (A41)") {
  LittleCollector collector;
  Tablet tablet(collector, 5);
  auto round = collector.round();
  round.idle_s = 240;
  round.answer_s = 45;
  tablet.take(round);
  State state;
  CHECK(timing_of(state).idle == 90s);
  state.survey = tablet.device->survey();
  CHECK(timing_of(state).idle == 240s);
  CHECK(timing_of(state).answer == 45s);
  auto hasty = *state.survey;
  hasty.idle = 1s;
  state.survey = std::make_shared<const Survey>(std::move(hasty));
  CHECK(timing_of(state).idle >= 20s);
}

TEST_SUITE_END();

}  // namespace vantrum::kiosk
