#include "tests/support/kiosk_staff.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

WallTime at_noon() {
  return std::chrono::sys_days(std::chrono::year(2026) / 11 / 4) + std::chrono::hours(13) +
         std::chrono::minutes(32);
}

DoorTold door_with_pin() {
  DoorTold door;
  door.has_pin = door.has_key = true;
  return door;
}

StaffFacts with_troubles() {
  auto facts = some_facts();
  facts.problem = "Ingen kontakt med regionens insamlare.";
  facts.what_to_do =
      "Svaren ligger tryggt på surfplattan och skickas när nätet fungerar. Kontrollera nätverket om det har "
      "varit så "
      "i flera dagar.";
  facts.last_contact = at_noon() - std::chrono::days(3);
  facts.is_disk_low = true;
  facts.battery_percent = 12;
  facts.is_charging = false;
  facts.is_paused_by_lead = true;
  facts.lead_words = "Vi rättar en fråga. Åter på måndag.";
  facts.flagged = 2;
  return facts;
}

void tell(Visit& visit, StaffFacts facts) {
  visit.happen(FactsTold{std::make_shared<const StaffFacts>(std::move(facts))});
}

}  // namespace

StaffFacts some_facts() {
  StaffFacts facts;
  facts.enrolment = Enrolment::member;
  facts.centre_name = "Familjecentralen Norr";
  facts.label = "Väntrummet";
  facts.has_round = facts.is_open = true;
  facts.here = 30;
  facts.elsewhere = 7;
  facts.quota = 50;
  facts.waiting = 6;
  facts.packed = 5;
  facts.first_day = std::chrono::sys_days(std::chrono::year(2026) / 10 / 1);
  facts.last_day = std::chrono::sys_days(std::chrono::year(2026) / 11 / 30);
  facts.languages = {{"sv", 21}, {"ar", 9}};
  facts.carrier_is_known = true;
  facts.last_contact = at_noon() - 32min;
  facts.wall = at_noon();
  facts.battery_percent = 80;
  facts.is_charging = true;
  facts.can_reflect = true;
  facts.areas_of_last_year = {
      {"known", "Fler ska känna till oss", "Vi frågar på öppna förskolan", "3 av 10", "6 av 10"},
      {"convention", "Barnen ska höras", "Vi skriver ned vad de säger", "", ""}};
  return facts;
}

void knock(Visit& visit) {
  for (const auto corner : {Corner::upper_left, Corner::upper_right, Corner::lower_right}) {
    visit.happen(Touched{corner}).wait(200ms);
    visit.happen(Lifted{}).wait(400ms);
  }
  visit.happen(Touched{Corner::lower_left}).wait(2000ms);
  visit.happen(Lifted{});
}

void come_in(Visit& visit, const StaffFacts& facts) {
  knock(visit);
  DoorTold in = door_with_pin();
  visit.happen(in);
  in.let_in = in.tried = true;
  visit.happen(in);
  tell(visit, facts);
}

std::shared_ptr<const survey::ReflectionInstrument> the_reflection() {
  static const auto instrument = [] {
    auto loaded =
        survey::load_reflection_instrument(*real_file_system(), "config/reflection/sjalvreflektion.toml");
    if (!loaded) FAIL(loaded.error().message);
    return std::make_shared<const survey::ReflectionInstrument>(std::move(*loaded));
  }();
  return instrument;
}

static void walk_reflection(Visit& visit, std::vector<NamedView>& views) {
  const auto show = [&](const std::string& name) {
    views.push_back({"staff_reflection_" + name, visit.view()});
  };
  const auto step = [&] { return visit.state().staff.reflection.step; };
  visit.tap("reflection").tap("people:2");
  show("people");
  visit.tap("next").tap("mine:2");
  show("alone");
  while (step() == ReflectionStep::alone) visit.tap("mine:2").tap("next");
  show("hand_over");
  visit.tap("next");
  while (step() == ReflectionStep::alone) visit.tap("mine:3").tap("next");
  visit.tap("group:2");
  show("together");
  visit.tap("write:comment");
  for (const char* key : {"key:b", "key:r", "key:a"}) visit.tap(key);
  show("writing");
  visit.tap("done");
  while (step() == ReflectionStep::together) visit.tap("group:2").tap("next");
  visit.tap_all({"area:health", "area:known"});
  show("choose");
  visit.tap("next");
  for (int area = 0; area < 2; ++area) {
    visit.tap_all(
        {"write:goal", "key:m", "key:e", "key:r", "done", "write:measure", "key:v", "key:i", "done"});
    if (area == 0) show("plan");
    visit.tap("next");
  }
  show("follow_up");
  visit.tap("next").happen(Stored{});
  show("kept");
  visit.tap("leave");
}

static void walk_enrolling(Visit& visit, std::vector<NamedView>& views) {
  const auto show = [&](const std::string& name) { views.push_back({name, visit.view()}); };
  EnrolTold told;
  told.is_offered = true;
  visit.happen(told);
  show("staff_enrol");
  for (const char letter : std::string("K7MQ2RT")) visit.tap(std::string("code:") + letter);
  show("staff_enrol_typing");
  for (const char letter : std::string("X9HWPC")) visit.tap(std::string("code:") + letter);
  told.state = Enrolment::asked;
  told.is_answer = true;
  visit.tap("next").happen(told);
  show("staff_enrol_waiting");
  told.is_answer = false;
  told.carrier_problem = "Ingen kontakt med regionens insamlare. Kontrollera nätverket.";
  visit.happen(told);
  show("staff_enrol_no_network");
  told.carrier_problem.clear();
  told.was_refused = true;
  visit.happen(told);
  show("staff_enrol_refused");
  told.was_refused = false;
  told.state = Enrolment::member;
  told.centre_name = "Familjecentralen Norr";
  told.needs_pin = true;
  visit.happen(told);
  show("staff_enrol_pin");
  for (const char digit : std::string("739164")) visit.tap(std::string("pin:") + digit);
  visit.tap("open");
  show("staff_enrol_pin_again");
  for (const char digit : std::string("739164")) visit.tap(std::string("pin:") + digit);
  visit.tap("open");
  told.is_offered = told.needs_pin = false;
  told.is_answer = true;
  visit.happen(told);
  show("staff_enrol_done");
  visit.tap("leave");
}

std::vector<NamedView> walk_staff() {
  std::vector<NamedView> views;
  Visit visit;
  visit.mutable_state().reflection = the_reflection();
  const auto show = [&](const std::string& name) { views.push_back({name, visit.view()}); };
  knock(visit);
  visit.happen(door_with_pin());
  show("staff_pin");
  for (const char* key : {"pin:7", "pin:3", "pin:9", "pin:1"}) visit.tap(key);
  show("staff_pin_typing");
  DoorTold wrong = door_with_pin();
  wrong.tried = wrong.was_wrong = true;
  wrong.wait = 30s;
  visit.tap_all({"pin:6", "pin:4", "open"}).happen(wrong);
  show("staff_pin_wait");
  visit.tap("leave");

  come_in(visit);
  show("staff_overview");
  visit.tap("meeting");
  show("staff_meeting");
  visit.tap_all({"back", "stick"});
  show("staff_stick");
  visit.tap("carry").happen(StickTold{StickStep::working, 3, 7, 0, 0});
  show("staff_stick_working");
  visit.happen(StickTold{StickStep::done, 7, 7, 7, 2});
  show("staff_stick_done");
  visit.happen(StickTold{StickStep::no_folder, 0, 0, 0, 0});
  show("staff_stick_no_folder");
  visit.tap_all({"back", "device"});
  show("staff_device");
  visit.tap("retire");
  show("staff_confirm");
  visit.tap_all({"back", "back"});
  auto just_now = some_facts();
  just_now.last_visit = LastVisitFacts{3, false};
  visit.happen(FactsTold{std::make_shared<const StaffFacts>(just_now)});
  show("staff_overview_just_now");
  visit.tap("discard");
  show("staff_discard");
  visit.tap_all({"back", "paper"});
  show("staff_paper_language");
  while (!visit.state().staff.paper.at_end) {
    visit.tap("next");
    const auto question = visit.state().staff.paper.question;
    const auto* asked = visit.state().survey->instrument.find(question);
    if (visit.state().staff.paper.at_end || !asked) break;
    visit.tap("choice:" + question + ":" + asked->options.front().code);
    show("staff_paper_" + question);
  }
  show("staff_paper_end");
  visit.tap("leave");
  come_in(visit, with_troubles());
  show("staff_overview_troubles");
  visit.tap("meeting");
  show("staff_meeting_troubles");
  visit.tap("leave");
  auto reached = some_facts();
  reached.here = 93;
  reached.quota = 100;
  come_in(visit, reached);
  show("staff_overview_reached");
  visit.tap("leave");
  come_in(visit);
  walk_reflection(visit, views);
  visit.tap("leave");
  walk_enrolling(visit, views);
  StaffFacts fresh;
  fresh.wall = at_noon();
  come_in(visit, fresh);
  show("staff_overview_not_enrolled");
  return views;
}

}  // namespace vantrum::kiosk
