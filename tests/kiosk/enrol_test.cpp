// Taking a kiosk into use on its own screen (S15): the code, the region's answer, the first PIN.
#include <algorithm>

#include "kiosk/effects/device.h"
#include "tests/support/kiosk_staff.h"
#include "tests/support/little_collector.h"
#include "tests/support/must.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;
using testing::must;

template <class T>
const T* effect_in(const std::vector<Effect>& effects) {
  for (const auto& effect : effects) {
    if (const auto* one = std::get_if<T>(&effect)) return one;
  }
  return nullptr;
}

EnrolTold offered(Enrolment state = Enrolment::none) {
  EnrolTold told;
  told.is_offered = true;
  told.state = state;
  return told;
}

Key must_key(char c) { return *key_named(std::string(1, c)); }

std::string words(const Visit& visit, std::string_view id) {
  const auto view = visit.view();
  const auto* element = view.find(id);
  return element ? element->words : "";
}

Visit at_the_code() {
  Visit visit(nullptr);
  visit.happen(offered());
  return visit;
}

void type(Visit& visit, const std::string& letters) {
  for (const char letter : letters) visit.tap(std::string("code:") + letter);
}

void type_pin(Visit& visit, const std::string& digits) {
  for (const char digit : digits) visit.tap(std::string("pin:") + digit);
  visit.tap("open");
}

TEST_CASE("a kiosk that belongs to no centre asks for its code by itself, and only then") {
  Visit visit(nullptr);
  CHECK(visit.visitor().screen == ScreenKind::closed);
  visit.happen(EnrolTold{});
  CHECK(visit.visitor().screen == ScreenKind::closed);
  visit.happen(offered());
  CHECK(visit.visitor().screen == ScreenKind::staff_enrol);
  Visit answering;
  answering.begin().happen(offered());
  CHECK(answering.visitor().screen == ScreenKind::question);
}

TEST_CASE("the code is typed by touch or keyboard, and letters that look like digits are those digits") {
  for (const bool by_keyboard : {false, true}) {
    CAPTURE(by_keyboard);
    Visit visit = at_the_code();
    visit.take_effects();
    if (by_keyboard) {
      for (const char c : std::string("k7mq2rtx9hwpl")) {
        visit.happen(KeyPressed{must_key(c)});
      }
      visit.happen(KeyPressed{Key::erase}).happen(KeyPressed{must_key('o')});
    } else {
      type(visit, "K7MQ2RTX9HWP1");
      visit.tap("code:erase");
      CHECK_FALSE(visit.view().find("next")->enabled);
      type(visit, "0");
    }
    CHECK(words(visit, "code") == "K7M-Q2RTX-9HWP0");
    CHECK(visit.view().find("next")->enabled);
    by_keyboard ? visit.happen(KeyPressed{Key::choose}) : visit.tap("next");
    const auto effects = visit.take_effects();
    REQUIRE(effect_in<Enrol>(effects));
    CHECK(effect_in<Enrol>(effects)->code == "K7MQ2RTX9HWP0");
    visit.tap("next");
    CHECK_FALSE(effect_in<Enrol>(visit.take_effects()));  // once
  }
}

TEST_CASE("a code that is none, one that the region refuses, and no network each have words that help") {
  Visit visit = at_the_code();
  type(visit, "K7MQ2RTX9HWPC");
  auto told = offered();
  told.is_answer = true;
  told.problem = "Koden stämmer inte.";
  visit.tap("next").happen(told);
  CHECK(words(visit, "text") == "Koden stämmer inte.");
  CHECK(words(visit, "code") == "K7M-Q2RTX-9HWPC");  // to be mended, not typed anew
  visit.tap("code:erase");
  CHECK(words(visit, "text").starts_with("Ta plattan i bruk: skriv koden"));
  type(visit, "D");
  told = offered(Enrolment::asked);
  told.is_answer = true;
  visit.tap("next").happen(told);
  CHECK(words(visit, "heading") == "Frågar regionen …");
  told.is_answer = false;
  told.carrier_problem = "Ingen kontakt.";
  visit.happen(told);
  CHECK(words(visit, "problem") == "Ingen kontakt.");
  visit.tap("change");
  CHECK(visit.view().find("code:K"));
  visit.happen(told);
  CHECK(visit.view().find("code:K"));  // not taken away while it is changed
  auto mistyped = told;
  mistyped.is_answer = true;
  mistyped.problem = "Koden stämmer inte.";
  visit.tap("next").happen(mistyped);
  CHECK(words(visit, "text") == "Koden stämmer inte.");  // although the request of before still lies there
  CHECK(words(visit, "code") == "K7M-Q2RTX-9HWPD");
  visit.happen(told);
  CHECK(words(visit, "text") == "Koden stämmer inte.");
  visit.tap("next");
  told.is_answer = true;
  visit.happen(told);
  told.is_answer = false;
  told.was_refused = true;
  visit.happen(told);
  CHECK(words(visit, "text").find("redan använd") != std::string::npos);
  CHECK(words(visit, "code") == "···-·····-·····");
}

TEST_CASE("the PIN is typed twice, shown never, and nobody is asked before it is kept") {
  Visit visit = at_the_code();
  auto told = offered(Enrolment::member);
  told.needs_pin = true;
  told.centre_name = "Norr";
  visit.happen(told).take_effects();
  visit.happen(SurveyChanged{a_survey()});
  REQUIRE(visit.visitor().screen == ScreenKind::staff_enrol);
  for (const char digit : std::string("739164")) visit.tap(std::string("pin:") + digit);
  CHECK(words(visit, "pin") == "●●●●●●");
  visit.tap("open");
  CHECK(words(visit, "pin") == "○○○○○○");
  type_pin(visit, "739165");
  CHECK(words(visit, "text").starts_with("Koderna var inte lika"));
  CHECK_FALSE(effect_in<KeepPin>(visit.take_effects()));
  type_pin(visit, "739164");
  visit.tap("back");
  type_pin(visit, "739164");
  type_pin(visit, "739164");
  const auto effects = visit.take_effects();
  REQUIRE(effect_in<KeepPin>(effects));
  CHECK(effect_in<KeepPin>(effects)->pin.view() == "739164");
  CHECK(visit.state().staff.pin.size() == 0);
  CHECK(visit.state().staff.enrolling.first.size() == 0);
  auto simple = told;
  simple.is_answer = true;
  simple.problem = "För lätt.";
  visit.happen(simple);
  CHECK(words(visit, "text") == "För lätt.");
  CHECK(words(visit, "heading") == "Välj en kod för personalen");
  type_pin(visit, "739164");
  type_pin(visit, "739164");
  told.is_answer = true;
  told.is_offered = told.needs_pin = false;
  visit.happen(told);
  CHECK(words(visit, "heading") == "Plattan är i bruk");
  told.is_answer = false;
  visit.happen(told);
  CHECK(words(visit, "heading") == "Plattan är i bruk");  // until somebody has read it
  visit.tap("leave");
  CHECK(visit.visitor().screen == ScreenKind::attract);
}

TEST_CASE("a kiosk that waits looks once a second, and one that is done goes on by itself") {
  Visit visit = at_the_code();
  visit.happen(offered(Enrolment::asked)).take_effects();
  visit.wait(5s);
  const auto asked = visit.take_effects();
  CHECK(asked.size() >= 4);
  CHECK(asked.size() <= 6);
  auto told = offered(Enrolment::member);
  told.needs_pin = true;
  visit.happen(told);
  told.is_offered = told.needs_pin = false;
  visit.happen(told);
  REQUIRE(visit.visitor().screen == ScreenKind::staff_enrol);
  visit.wait(StaffTiming::screen + 1s);
  CHECK(visit.visitor().screen == ScreenKind::closed);
}

// ---- The device ----

struct Fixture {
  testing::TemporaryFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();
  ManualClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 4)};
  SeededEntropy entropy{5};
  LittleCollector collector;
  DeviceSettings settings;
  std::optional<Device> device;
  const std::string code = wire::EnrolmentCode::make(entropy).printed();

  Fixture() {
    settings.data = folder.path();
    settings.ballast_bytes = 0;
    settings.store.slots = 20;
    settings.region = LittleCollector::region;
    settings.pin_cost = {1, 1};
    start();
  }
  void start() {
    device.reset();
    device.emplace(must(Device::open(settings, *files, clock, entropy)));
  }
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }
  std::vector<std::string> outbox() { return must(files->list(path("outbox"))); }
  Identity identity() { return *must(load_identity(*files, path("identity"))); }
  void carrier_says(const std::string& code_of_problem, const std::string& document) {
    must(files->write_atomic(
        path("carrier-state.json"),
        view_of("{\"format\": 1, \"problem\": {\"code\": \"" + code_of_problem +
                "\", \"words\": \"W\", \"what_to_do\": \"D\", \"document\": \"" + document + "\"}}")));
  }
};

TEST_CASE_FIXTURE(Fixture,
                  "S15: from an empty tablet to a member with a PIN, with the power gone at every step") {
  CHECK(device->enrolment() == offered());
  CHECK(device->enrol("K7M-Q2RTX").error().kind == ErrorKind::invalid);
  CHECK(outbox().empty());
  must(device->enrol(code));
  CHECK(device->enrolment() == offered(Enrolment::asked));
  REQUIRE(outbox().size() == 1);
  start();
  CHECK(device->enrolment() == offered(Enrolment::asked));
  CHECK(outbox() == std::vector<std::string>{Outbox::name_of_enrolment(identity().enrolment_document())});
  must(files->write_atomic(path("inbox/reply.cborseq"), collector.reply_to_enrolment(identity())));
  must(device->tend());
  auto told = device->enrolment();
  CHECK(told.state == Enrolment::member);
  CHECK(told.needs_pin);
  CHECK(told.is_offered);
  CHECK(told.centre_name == "Norr");
  start();
  CHECK(device->enrolment() == told);
  CHECK(device->enrol(code).error().kind == ErrorKind::conflict);
  CHECK(device->keep_first_pin("123456").error().kind == ErrorKind::invalid);
  CHECK(device->enrolment().needs_pin);
  must(device->keep_first_pin("739164"));
  told.is_offered = told.needs_pin = false;
  CHECK(device->enrolment() == told);
  CHECK(device->keep_first_pin("850213").error().kind == ErrorKind::refused);
  CHECK(must(device->gate().try_pin("739164")).let_in);
  start();
  CHECK(device->enrolment() == told);
}

TEST_CASE_FIXTURE(Fixture, "a refusal is of the request that lies there now; a new code takes its place") {
  must(device->enrol(code));
  const auto first = outbox();
  carrier_says("S6", "batch-0000000001.cose");
  CHECK_FALSE(device->enrolment().was_refused);
  carrier_says("S6", first.front());
  CHECK(device->enrolment().was_refused);
  CHECK(device->enrolment().carrier_problem.empty());
  must(device->enrol(code));  // the same one, typed again
  CHECK_FALSE(device->enrolment().was_refused);
  CHECK(outbox().size() == 1);
  CHECK(outbox() != first);
  carrier_says("S1", "");
  CHECK(device->enrolment().carrier_problem == "W D");
}

TEST_CASE_FIXTURE(Fixture, "S15: a kiosk wiped before its PIN was chosen forgets that it was enrolled here") {
  must(device->enrol(code));
  must(files->write_atomic(path("inbox/reply.cborseq"), collector.reply_to_enrolment(identity())));
  must(device->tend());
  REQUIRE(device->enrolment().needs_pin);
  const wire::Order revoked{identity().device, wire::OrderAction::revoke, "", 0, {}, 0};
  must(files->write_atomic(path("inbox/order.cborseq"),
                           collector.sign(wire::DocumentType::order, wire::encode(revoked))));
  must(device->tend());
  CHECK(device->enrolment() == offered());
  const auto by_command =
      must(Identity::make(must(wire::EnrolmentCode::parse(code)), settings.region, "x", entropy));
  must(save_identity(*files, path("identity"), by_command));
  start();
  CHECK_FALSE(device->enrolment().is_offered);
}

TEST_CASE_FIXTURE(
    Fixture, "without a region in kiosk.toml, and for a kiosk enrolled by command, there is no such screen") {
  settings.region.clear();
  start();
  CHECK_FALSE(device->enrolment().is_offered);
  CHECK(device->enrol(code).error().kind == ErrorKind::refused);
  settings.region = LittleCollector::region;
  must(save_identity(
      *files, path("identity"),
      must(Identity::make(must(wire::EnrolmentCode::parse(code)), settings.region, "x", entropy))));
  start();
  CHECK_FALSE(device->enrolment().is_offered);
  must(files->write_atomic(path("inbox/reply.cborseq"), collector.reply_to_enrolment(identity())));
  must(device->tend());
  CHECK_FALSE(device->enrolment().is_offered);
  CHECK(device->keep_first_pin("739164").error().kind == ErrorKind::refused);  // nor can anybody set one here
}

}  // namespace
}  // namespace vantrum::kiosk
