// The last visit thrown away (docs/discarding.md): on the screens, and in a device with a real database and
// real documents.
#include <algorithm>
#include <set>

#include "kiosk/effects/device.h"
#include "tests/support/kiosk_staff.h"
#include "tests/support/little_collector.h"
#include "tests/support/must.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;
using testing::must;

struct Fixture {
  testing::TemporaryFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();
  ManualClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 4)};
  SeededEntropy entropy{5};
  LittleCollector collector;
  DeviceSettings settings;
  Identity identity = *Identity::make(wire::EnrolmentCode::make(entropy), "kalmar", "Väntrummet", entropy);
  std::optional<Device> device;

  Fixture() {
    settings.data = folder.path();
    settings.batch_delay_min = settings.batch_delay_max = 1800s;
    settings.ballast_bytes = 0;
    settings.store.slots = 100;
    must(save_identity(*files, path("identity"), identity));
    start();
    auto round = collector.round();
    round.free_text = true;
    round.quota = 3;
    round.stop_at_quota = true;
    deliver({collector.reply_to_enrolment(identity),
             collector.sign(wire::DocumentType::round, wire::encode(round))});
  }
  void start() {
    device.reset();
    device.emplace(must(Device::open(settings, *files, clock, entropy)));
  }
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }
  void deliver(const std::vector<Bytes>& documents) {
    Bytes sequence;
    for (const auto& document : documents) sequence.insert(sequence.end(), document.begin(), document.end());
    must(files->write_atomic(path("inbox/reply.cborseq"), sequence));
    must(device->tend());
  }
  Submit an_answer(const std::string& service = "midwife") const {
    return {device->survey(), {{"acc", {"full"}}, {"services", {service}}}, "sv"};
  }
  // All that lies in the outbox.
  std::vector<wire::BatchItem> sent() {
    std::vector<wire::BatchItem> items;
    for (const auto& name : must(files->list(path("outbox")))) {
      if (!name.starts_with("batch")) continue;
      auto document = must(files->read(path("outbox/" + name), 1 << 20));
      auto verified = must(wire::verify_document(document, wire::DocumentType::batch, "kalmar",
                                                 crypto::verify_key_of(identity.signing_key)));
      for (auto& item : must(wire::parse_batch(verified.payload)).items) items.push_back(std::move(item));
    }
    return items;
  }
  static auto count(const std::vector<wire::BatchItem>& items, wire::ItemKind kind) {
    return std::ranges::count(items, kind, &wire::BatchItem::kind);
  }
  wire::Status status() {
    auto document = must(files->read(path("outbox/status.cose"), 1 << 20));
    auto verified = must(wire::verify_document(document, wire::DocumentType::status, "kalmar",
                                               crypto::verify_key_of(identity.signing_key)));
    return must(wire::parse_status(verified.payload));
  }
};

TEST_CASE_FIXTURE(Fixture,
                  "5b: a discarded visit leaves a marker of the same id and size, and counts no more") {
  must(device->submit(an_answer()));
  must(device->submit(an_answer("social")));
  const auto id = device->last_visit()->marker.item;
  must(device->discard_last_visit());
  CHECK(must(device->counts()) == Counts{1, 1});
  CHECK_FALSE(must(device->staff_facts()).last_visit);
  must(device->pack_all());
  const auto items = sent();
  REQUIRE(items.size() == 2);
  CHECK(items[0].sealed.size() == items[1].sealed.size());
  const auto& marker = items[items[0].kind == wire::ItemKind::discard ? 0 : 1];
  REQUIRE(marker.kind == wire::ItemKind::discard);
  CHECK(must(wire::open_discard(marker.sealed, collector.sealing.secret_key)) ==
        wire::Discard{id, RoundId{3}, CentreId{12}});
  must(device->tend());
  const auto status = this->status();
  CHECK(status.completed == 1);
  CHECK(status.counters.at("services:midwife") == 1);
  CHECK_FALSE(status.counters.contains("services:social"));
}

TEST_CASE_FIXTURE(Fixture,
                  "P-11: the texts of a discarded visit go with it, and a visit of texts only, too") {
  must(device->submit(an_answer()));  // stays, and stays counted
  auto with_text = an_answer();
  with_text.texts["open"] = "Bra fika";
  for (const bool only_text : {false, true}) {
    CAPTURE(only_text);
    auto submission = with_text;
    if (only_text) submission.answers.clear();
    const auto before = must(device->counts());
    must(device->submit(submission));
    must(device->discard_last_visit());
    CHECK(must(device->counts()) == before);
  }
  must(device->pack_all());
  const auto items = sent();
  CHECK(items.size() == 3);
  CHECK(count(items, wire::ItemKind::discard) == 2);
}

TEST_CASE_FIXTURE(Fixture, "5b: only the last visit can be discarded, once, and for ten minutes") {
  CHECK(device->discard_last_visit().error().kind == ErrorKind::refused);
  must(device->submit(an_answer()));
  must(device->submit(an_answer()));
  must(device->discard_last_visit());
  CHECK(device->discard_last_visit().error().kind == ErrorKind::refused);  // not the one before it
  CHECK(must(device->counts()).completed == 1);
  must(device->submit(an_answer()));
  clock.advance(599s);
  CHECK(device->last_visit());
  CHECK(must(device->staff_facts()).last_visit == LastVisitFacts{9, false});
  clock.advance(1s);
  CHECK_FALSE(device->last_visit());
  CHECK(device->discard_last_visit().error().kind == ErrorKind::refused);
  auto paper = an_answer();
  paper.paper = true;
  must(device->submit(paper));
  CHECK(must(device->staff_facts()).last_visit == LastVisitFacts{0, true});
  start();  // which one was the last was in memory only (P-3)
  CHECK_FALSE(device->last_visit());
  CHECK(device->discard_last_visit().error().kind == ErrorKind::refused);
}

TEST_CASE_FIXTURE(Fixture, "S30: what one of the staff answered in their own survey cannot be discarded") {
  must(device->submit(an_answer()));
  auto theirs = std::make_shared<Survey>(*device->survey());
  theirs->for_staff = true;
  auto answer = an_answer();
  answer.survey = theirs;
  must(device->submit(answer));
  CHECK_FALSE(device->last_visit());  // nor the visitor's before it
}

TEST_CASE_FIXTURE(Fixture,
                  "P-7: what can be discarded does not leave by itself, and nothing of it is published") {
  settings.batch_items_min = 1;
  start();
  must(device->submit(an_answer()));
  clock.advance(700s);
  must(device->tend());
  clock.advance(1800s);
  must(device->submit(an_answer("social")));
  must(device->tend());
  REQUIRE(sent().size() == 1);  // the batch was due; the visit of this moment is not in it
  CHECK(status().counters ==
        std::map<std::string, std::uint64_t>{{"language:sv", 1}, {"services:midwife", 1}});
  must(device->discard_last_visit());
  must(device->pack_all());
  must(device->tend());
  CHECK(count(sent(), wire::ItemKind::response) == 1);
  CHECK(count(sent(), wire::ItemKind::discard) == 1);
  CHECK(status().counters ==
        std::map<std::string, std::uint64_t>{{"language:sv", 1}, {"services:midwife", 1}});
}

TEST_CASE_FIXTURE(Fixture, "P-7: where one was discarded, no batch of fewer leaves because of a new visit") {
  for (int i = 0; i < 5; ++i) must(device->submit(an_answer()));
  must(device->tend());
  must(device->discard_last_visit());
  clock.advance(1800s);
  must(device->submit(an_answer()));
  must(device->tend());
  CHECK(sent().empty());  // four that may leave
  clock.advance(600s);
  must(device->tend());
  CHECK(sent().size() == 6);  // the marker, too
}

TEST_CASE_FIXTURE(Fixture,
                  "P-7: where one was discarded nothing is due, and the next fifth waits its own time") {
  settings.batch_delay_max = 3600s;
  start();
  for (int i = 0; i < 5; ++i) must(device->submit(an_answer()));
  must(device->tend());
  must(device->discard_last_visit());
  must(device->tend());
  clock.advance(2h);
  CHECK_FALSE(device->has_work());
  auto theirs = std::make_shared<Survey>(*device->survey());
  theirs->for_staff = true;
  auto answer = an_answer();
  answer.survey = theirs;
  must(device->submit(answer));  // never held
  must(device->tend());
  clock.advance(1799s);
  CHECK_FALSE(device->has_work());
  must(device->tend());
  CHECK(sent().empty());
  clock.advance(1801s);
  CHECK(device->has_work());
  must(device->tend());
  CHECK(sent().size() == 6);
}

TEST_CASE_FIXTURE(Fixture,
                  "P-7: a batch that waits for the last visit leaves at no moment that tells of it") {
  settings.batch_delay_max = 3600s;
  std::set<std::chrono::seconds> waits;
  for (int time = 0; time < 8; ++time) {
    start();
    const auto before = sent().size();
    for (int i = 0; i < 5; ++i) must(device->submit(an_answer()));
    must(device->tend());
    must(device->discard_last_visit());
    clock.advance(3600s);
    must(device->submit(an_answer()));
    must(device->tend());
    CHECK_FALSE(device->has_work());
    std::chrono::seconds waited{0};
    for (; sent().size() == before && waited < 1h; waited += 10s) {
      clock.advance(10s);
      must(device->tend());
    }
    CHECK(waited >= 600s);
    CHECK(waited <= 2400s);
    waits.insert(waited);
  }
  CHECK(waits.size() > 4);
}

TEST_CASE_FIXTURE(Fixture, "5b: a second try changes nothing, and what is in a batch stays as it is") {
  auto store = must(ResponseStore::open(path("other.db"), entropy));
  const auto sealed = [](std::uint8_t filling) {
    Bytes bytes(197, filling);
    bytes.front() = wire::item_version;
    return bytes;
  };
  const auto text = entropy.random_id<ItemId>();
  const StoredVisit visit{RoundId{3}, {entropy.random_id<ItemId>(), text}, true, {"services:bvc"}};
  const auto free = store.room().free;
  for (const auto& id : {entropy.random_id<ItemId>(), visit.items.front()})
    must(store.submit({{id, wire::ItemKind::response, sealed(1)}}, visit.round, visit.counters, entropy));
  must(store.submit({{text, wire::ItemKind::text, sealed(4)}}, visit.round, {}, entropy));
  const Bytes marker = sealed(2);
  must(store.discard(visit, marker));
  must(store.discard(visit, marker));
  CHECK(must(store.counts(visit.round)) == Counts{1, 1});
  CHECK(store.room().free == free - 2);  // the slot of its text is free again, at once
  must(store.pack(visit.round, entropy, [](const wire::Batch&, std::uint64_t) { return Bytes{1}; }));
  CHECK(must(store.published_counters(visit.round)).at("services:bvc") == 1);

  const StoredVisit late{RoundId{3}, {entropy.random_id<ItemId>()}, true, {"services:bvc"}};
  must(store.submit({{late.items.front(), wire::ItemKind::response, sealed(3)}}, late.round, late.counters,
                    entropy));
  must(store.pack(late.round, entropy, [](const wire::Batch&, std::uint64_t) { return Bytes{2}; }));
  CHECK(store.discard(late, marker).error().kind == ErrorKind::refused);
  CHECK(must(store.counts(late.round)).completed == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "5b: what staff send away by stick, or the end of the round, cannot be taken back") {
  must(device->submit(an_answer()));
  must(device->pack_all());
  CHECK_FALSE(device->last_visit());
  must(device->submit(an_answer()));
  auto closed = collector.round();
  closed.is_open = false;
  deliver({collector.sign(wire::DocumentType::round, wire::encode(closed))});
  CHECK(sent().size() == 2);
  CHECK(device->discard_last_visit().error().kind == ErrorKind::refused);
}

TEST_CASE_FIXTURE(Fixture,
                  "5b: a visit of the round before the new one leaves with that round, and only so") {
  for (const bool is_same_round : {true, false}) {
    CAPTURE(is_same_round);
    const auto before = sent().size();
    must(device->submit(an_answer()));
    auto next = collector.round();
    next.name = "Vår";
    if (!is_same_round) next.round = RoundId{4};
    deliver({collector.sign(wire::DocumentType::round, wire::encode(next))});
    CHECK(sent().size() == before + (is_same_round ? 0 : 1));
    CHECK(static_cast<bool>(device->discard_last_visit()) == is_same_round);
    if (!is_same_round) continue;
    CHECK(must(device->counts()).completed == 0);
    must(device->submit(an_answer()));
    must(device->discard_last_visit());  // of the round as it is now
    must(device->pack_all());
    CHECK(count(sent(), wire::ItemKind::discard) == 2);
  }
}

TEST_CASE_FIXTURE(Fixture, "S26: a visit that filled the quota and was discarded opens the kiosk again") {
  for (int i = 0; i < 3; ++i) must(device->submit(an_answer()));
  CHECK_FALSE(device->survey()->is_open);
  must(device->discard_last_visit());
  CHECK(device->survey()->is_open);
  CHECK(must(device->centre_progress()).here == 2);
}

TEST_CASE_FIXTURE(Fixture, "5b: nothing of a discarded visit lies in the database or its log afterwards") {
  auto submission = an_answer();
  submission.texts["open"] = "Bra fika";
  must(device->submit(submission));
  std::vector<Bytes> ids;
  for (const auto& id : device->last_visit()->stored.items) ids.push_back(to_bytes(id.view()));
  REQUIRE(ids.size() == 2);
  const auto holds = [&](const std::string& name, const Bytes& wanted) {
    const auto content = files->read(path(name), 1 << 26);
    return content && !std::ranges::search(*content, wanted).empty();
  };
  CHECK((holds("kiosk.db", ids[1]) || holds("kiosk.db-wal", ids[1])));  // it would be found
  must(device->discard_last_visit());
  CHECK_FALSE(holds("kiosk.db", ids[1]));
  CHECK_FALSE(holds("kiosk.db-wal", ids[1]));
  CHECK(holds("kiosk.db", ids[0]));  // the marker's
  CHECK_FALSE(holds("kiosk.db-wal", ids[0]));
}

TEST_CASE_FIXTURE(Fixture, "5b: a damaged database gives the marker back, not what it replaced") {
  const auto id = entropy.random_id<ItemId>();
  const wire::SealTo to{1, collector.sealing.public_key, 96};
  const auto marker = must(wire::seal_discard({id, RoundId{3}, CentreId{12}}, to));
  auto answer = marker;
  answer.back() ^= 1;
  const auto old = encode_slot({id, RoundId{3}, wire::ItemKind::response, answer});
  const auto now = encode_slot({id, RoundId{3}, wire::ItemKind::discard, marker});
  for (const bool is_first : {true, false}) {
    auto file = is_first ? now : old;
    const auto& then = is_first ? old : now;
    file.insert(file.end(), then.begin(), then.end());
    const auto found = find_slots(file);
    REQUIRE(found.size() == 1);
    CHECK(found.front().kind == wire::ItemKind::discard);
  }
}

// ---- The screens ----

StaffFacts with_last(int minutes, bool paper = false) {
  auto facts = some_facts();
  facts.last_visit = LastVisitFacts{minutes, paper};
  return facts;
}

const DoWork* work_in(const std::vector<Effect>& effects) {
  for (const auto& effect : effects) {
    if (const auto* work = std::get_if<DoWork>(&effect)) return work;
  }
  return nullptr;
}

TEST_CASE("5b: discarding is offered for the last visit only, says which, and asks first") {
  Visit visit;
  come_in(visit);
  CHECK_FALSE(visit.view().find("discard"));
  visit.tap("discard");
  CHECK(visit.visitor().screen == ScreenKind::staff_overview);

  visit.happen(FactsTold{std::make_shared<const StaffFacts>(with_last(3))}).take_effects();
  visit.tap("discard");
  REQUIRE(visit.visitor().screen == ScreenKind::staff_confirm);
  CHECK(visit.view().find("heading")->words == "Kassera det senaste svaret?");
  CHECK(visit.view().find("text")->words.starts_with("Svaret som lämnades för 3 minuter sedan"));
  CHECK_FALSE(work_in(visit.take_effects()));
  visit.tap("back");
  CHECK(visit.visitor().screen == ScreenKind::staff_overview);
  CHECK_FALSE(work_in(visit.take_effects()));

  visit.tap_all({"discard", "yes"});
  auto effects = visit.take_effects();
  REQUIRE(work_in(effects));
  CHECK(work_in(effects)->work == StaffWork::discard);
  CHECK(visit.visitor().screen == ScreenKind::staff_overview);
  visit.tap("yes");
  CHECK_FALSE(work_in(visit.take_effects()));  // once
  visit.happen(WorkDone{true, ""});
  CHECK(visit.view().find("notice")->words == "Svaret är kasserat och räknas inte.");
  visit.happen(WorkDone{false, "Det är för sent."});
  CHECK(visit.view().find("problem")->words == "Det är för sent.");
}

TEST_CASE(
    "5b: when the tenth minute goes by while it is asked, it is said to be too late, and nothing is done") {
  for (const bool is_paper : {false, true}) {
    Visit visit;
    come_in(visit, with_last(9, is_paper));
    visit.tap("discard");
    REQUIRE(visit.visitor().screen == ScreenKind::staff_confirm);
    visit.take_effects();
    visit.happen(FactsTold{std::make_shared<const StaffFacts>(some_facts())});
    CHECK(visit.view().find("text")->words == "Det är för sent. Svaret kan inte kasseras längre.");
    CHECK_FALSE(visit.view().find("yes"));
    visit.tap("yes");
    CHECK_FALSE(work_in(visit.take_effects()));
    CHECK(visit.visitor().screen == ScreenKind::staff_confirm);
    visit.tap("back");
    CHECK(visit.visitor().screen == ScreenKind::staff_overview);
  }
}

TEST_CASE("5b: a paper is called a paper, and minutes are said in words") {
  for (const auto& [minutes, words] :
       {std::pair(0, "för mindre än en minut sedan"), std::pair(1, "för en minut sedan"),
        std::pair(2, "för 2 minuter sedan")}) {
    Visit visit;
    come_in(visit, with_last(minutes, true));
    visit.tap("discard");
    CHECK(visit.view().find("text")->words.starts_with(std::string("Papperet som sparades ") + words));
  }
}

}  // namespace
}  // namespace vantrum::kiosk
