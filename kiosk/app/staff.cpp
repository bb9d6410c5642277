#include "kiosk/app/staff.h"

#include <algorithm>

#include "kiosk/app/interview.h"
#include "kiosk/app/staff_paper.h"
#include "kiosk/app/state.h"
#include "kiosk/app/update.h"

namespace vantrum::kiosk {
namespace {

constexpr std::string_view digit_prefix = "pin:";

bool may_reflect(const State& state) { return state.reflection && state.keyboards; }

bool is_idle_screen(ScreenKind screen) {
  return screen == ScreenKind::attract || screen == ScreenKind::closed;
}

MonotonicTime patience_of(const State& state) {
  const auto screen = state.visitor.screen;
  if (screen == ScreenKind::staff_pin) return StaffTiming::pad;
  if (screen == ScreenKind::staff_reflection) return StaffTiming::reflection;
  return screen == ScreenKind::staff_meeting ? StaffTiming::meeting : StaffTiming::screen;
}

class StaffTurn {
 public:
  StaffTurn(State& state, MonotonicTime now, std::vector<Effect>& effects)
      : state_(state), now_(now), effects_(effects) {}

  // ---- On a visitor's idle screen ----

  bool knock(const Event& event) {
    auto& knock = staff().knock;
    if (const auto* touched = std::get_if<Touched>(&event)) knock.touch(touched->corner, now_);
    if (std::holds_alternative<Lifted>(event)) knock.lift(now_);
    if (std::holds_alternative<Tick>(event) && knock.is_answered(now_)) {
      enter(ScreenKind::staff_pin);
      ask_door();
      return true;
    }
    if (const auto* told = std::get_if<EnrolTold>(&event)) {
      if (told->is_offered) enter(ScreenKind::staff_enrol);
      staff().enrolling.told = *told;
      return true;
    }
    const auto* door = std::get_if<DoorTold>(&event);
    // A stick only: whoever typed the PIN has left the pad, and perhaps the room.
    if (door && door->let_in && !door->tried) come_in();
    return door != nullptr;
  }

  // ---- On a staff screen ----

  bool on(const Event& event) {
    if (screen() == ScreenKind::staff_enrol) return update_enrolling(state_, event, now_, effects_);
    return std::visit([this](const auto& e) { return take(e); }, event);
  }

 private:
  Staff& staff() { return state_.staff; }
  ScreenKind screen() const { return state_.visitor.screen; }
  void ask(Effect effect) { effects_.push_back(std::move(effect)); }
  void touched() { state_.visitor.touched = now_; }

  void go(ScreenKind to) {
    state_.visitor.screen = to;
    state_.visitor.screen_since = state_.visitor.touched = now_;
    state_.visitor.focus.clear();
    staff().confirming.reset();
  }

  // Nothing of the last visitor is seen by staff, and nothing of the staff by the next visitor.
  void enter(ScreenKind to) {
    state_.staff = Staff{};
    state_.visitor = Visitor{};
    go(to);
  }

  void come_in() {
    enter(ScreenKind::staff_overview);
    ask_facts();
  }

  void leave() {
    state_.staff = Staff{};
    begin_again(state_, now_);
  }

  void ask_door() {
    staff().asked_at = now_;
    ask(AskDoor{});
  }
  void ask_facts() {
    staff().asked_at = now_;
    ask(AskFacts{});
  }

  // Events that mean nothing here go on to where they mean something: a new survey, sound.
  template <class Other>
  bool take(const Other&) {
    return false;
  }
  bool take(const Pressed&) { return touched(), true; }
  bool take(const Released&) { return touched(), true; }
  bool take(const Touched&) { return touched(), true; }
  bool take(const Lifted&) { return true; }
  bool take(const Begin&) { return true; }

  bool take(const Tick&) {
    if (now_ - state_.visitor.touched >= patience_of(state_)) {
      leave();
    } else if (screen() == ScreenKind::staff_pin) {
      if (now_ - staff().asked_at >= StaffTiming::ask_again && !staff().checking) ask_door();
    } else if (shows_facts() && now_ - staff().asked_at >= StaffTiming::look_again) {
      ask_facts();
    }
    return true;
  }

  bool take(const KeyPressed& event) {
    touched();
    if (screen() == ScreenKind::staff_pin) {
      if (auto digit = digit_of(event.key)) type(static_cast<char>('0' + *digit));
      if (event.key == Key::erase) staff().pin.erase();
      if (event.key == Key::choose) try_pin();
    } else if (screen() == ScreenKind::staff_paper && state_.survey) {
      if (auto digit = digit_of(event.key)) type_on_paper(staff().paper, *state_.survey, *digit);
      if (event.key == Key::choose) paper_next();
      if (event.key == Key::erase) paper_back(staff().paper, *state_.survey);
    }
    return true;
  }

  bool take(const DoorTold& told) {
    if (screen() != ScreenKind::staff_pin) return true;
    if (told.let_in) return come_in(), true;
    auto& staff = this->staff();
    auto door = told;
    if (told.tried) staff.checking = false;
    if (!told.tried && staff.door) {  // what was said stays until the next digit
      door.was_wrong = staff.door->was_wrong;
      door.failed = staff.door->failed;
    }
    staff.door = door;
    staff.closed_until = now_ + told.wait;
    return true;
  }

  bool take(const FactsTold& told) {
    staff().facts = told.facts;
    staff().sitting = told.sitting;
    return true;
  }

  bool take(const WorkDone& told) {
    staff().problem = told.problem;
    staff().notice = told.done ? std::exchange(staff().pending, {}) : std::string();
    return true;
  }

  bool take(const StickTold& told) {
    if (screen() == ScreenKind::staff_stick) touched();
    staff().stick = told;
    return true;
  }

  bool take(const Stored&) {
    if (auto& sitting = staff().reflection; sitting.saving) {
      sitting = ReflectionSitting{};
      sitting.step = ReflectionStep::kept;
      return true;
    }
    auto& paper = staff().paper;
    if (!paper.saving) return true;
    const auto saved = paper.saved + 1;
    paper = PaperEntry{.language = paper.language, .question = {}, .answers = {}, .saved = saved};
    paper_begin(paper, *state_.survey);
    return true;
  }
  bool take(const NotStored&) {
    if (staff().reflection.saving) staff().reflection.failed = true;
    staff().reflection.saving = false;
    auto& paper = staff().paper;
    if (paper.saving) paper.failed = true;
    paper.saving = false;
    return true;
  }

  bool take(const Tapped& event) {
    touched();
    if (event.id == "leave") return leave(), true;
    if (event.id == "back") return back(), true;
    switch (screen()) {
      case ScreenKind::staff_pin:
        on_pad(event.id);
        break;
      case ScreenKind::staff_overview:
        on_overview(event.id);
        break;
      case ScreenKind::staff_paper:
        on_paper(event.id);
        break;
      case ScreenKind::staff_reflection:
        on_reflection(event.id);
        break;
      case ScreenKind::staff_stick:
        if (event.id == "carry") carry();
        break;
      case ScreenKind::staff_device:
        if (event.id == "retire") confirm(StaffWork::retire);
        if (event.id == "keep") work(StaffWork::resume, "Plattan är kvar i bruk.");
        break;
      case ScreenKind::staff_confirm:
        if (event.id == "yes") confirmed();
        break;
      default:
        break;
    }
    return true;
  }

  void back() {
    if (screen() == ScreenKind::staff_pin || screen() == ScreenKind::staff_overview) return leave();
    if (screen() == ScreenKind::staff_paper && state_.survey && !staff().paper.saving &&
        paper_back(staff().paper, *state_.survey))
      return;
    if (screen() == ScreenKind::staff_reflection && !leave_reflection()) return;
    staff().problem.clear();
    staff().notice.clear();
    go(where_from());
    ask_facts();
  }

  // The screen before this one; a question about a visit is asked from the overview.
  ScreenKind where_from() const {
    const bool is_of_device =
        screen() == ScreenKind::staff_confirm && state_.staff.confirming == StaffWork::retire;
    return is_of_device ? ScreenKind::staff_device : ScreenKind::staff_overview;
  }

  // Back as far as one may see; a group's hour is not thrown away by it, only by "Avsluta".
  bool leave_reflection() {
    auto& sitting = staff().reflection;
    if (state_.reflection && back_in_reflection(sitting, *state_.reflection)) return false;
    if (sitting.step != ReflectionStep::how_many && sitting.step != ReflectionStep::kept) return false;
    sitting = ReflectionSitting{};
    return true;
  }

  // ---- The pad ----

  void on_pad(const std::string& id) {
    if (id == "open") return try_pin();
    if (!id.starts_with(digit_prefix)) return;
    if (id == "pin:erase") return staff().pin.erase();
    if (id.size() == digit_prefix.size() + 1) type(id.back());
  }

  void type(char digit) {
    if (!pad_is_open(staff(), now_)) return;
    staff().pin.add(digit);
    staff().door->was_wrong = staff().door->failed = false;
  }

  void try_pin() {
    if (!pad_is_open(staff(), now_) || staff().pin.size() < Pin::digits_min) return;
    ask(TryPin{staff().pin});
    staff().pin.clear();
    staff().checking = true;
  }

  // ---- What can be done ----

  void on_overview(const std::string& id) {
    staff().problem.clear();
    staff().notice.clear();
    if (id == "pause") return work(StaffWork::pause, "Enkäten är pausad. Besökare ser det på skärmen.");
    if (id == "resume") return work(StaffWork::resume, "Pausen här på plattan är hävd.");
    if (id == "ask") return work(StaffWork::ask, "Enkäten är igång, fast det inte är dess dagar.");
    if (id == "meeting") return go(ScreenKind::staff_meeting);
    if (id == "device") return go(ScreenKind::staff_device);
    if (id == "discard" && staff().facts && staff().facts->last_visit) return confirm(StaffWork::discard);
    if (id == "stick") {
      staff().stick.reset();
      return go(ScreenKind::staff_stick);
    }
    if (id == "sitting") return sit();
    if (id == "reflection" && may_reflect(state_)) return go(ScreenKind::staff_reflection);
    if (id == "paper" && state_.survey) {
      if (state_.next_survey) state_.survey = *std::exchange(state_.next_survey, std::nullopt);
      if (!state_.survey) return;
      paper_begin(staff().paper, *state_.survey);
      go(ScreenKind::staff_paper);
    }
  }

  void sit() {
    if (!staff().sitting || !staff().sitting->is_open) return;
    if (!state_.put_aside) state_.put_aside = state_.survey;
    state_.survey = staff().sitting;
    state_.staff = Staff{};
    next_of_sitting(state_, now_);
  }

  // The notice is shown when it is done, and only then.
  void work(StaffWork work, std::string notice) {
    staff().pending = std::move(notice);
    staff().problem.clear();
    staff().notice.clear();
    ask(DoWork{work});
  }

  void confirm(StaffWork work) {
    staff().problem.clear();
    staff().notice.clear();
    go(ScreenKind::staff_confirm);
    staff().confirming = work;
  }

  void confirmed() {
    const auto what = staff().confirming;
    if (!what) return;
    if (*what == StaffWork::discard && !(staff().facts && staff().facts->last_visit)) return;  // too late
    go(where_from());
    if (*what == StaffWork::discard) return work(*what, "Svaret är kasserat och räknas inte.");
    work(*what, "Plattan samlar inte in fler svar. När allt har kommit fram töms den.");
  }

  void carry() {
    if (staff().stick && staff().stick->step == StickStep::working) return;
    staff().stick = StickTold{StickStep::working, 0, 0, 0, 0};
    ask(CarryByStick{});
  }

  void on_reflection(const std::string& id) {
    auto& sitting = staff().reflection;
    if (!may_reflect(state_) || !tap_reflection(sitting, *state_.reflection, *state_.keyboards, id)) return;
    ask(KeepReflection{sitting.group, state_.reflection});
  }

  void on_paper(const std::string& id) {
    if (!state_.survey || staff().paper.saving) return;
    if (id == "next") return paper_next();
    tap_on_paper(staff().paper, *state_.survey, id);
  }

  void paper_next() {
    auto& paper = staff().paper;
    if (paper.saving || !state_.survey) return;
    if (!paper.at_end) return paper_forward(paper, *state_.survey);
    auto answers = asked_answers(*state_.survey, paper.answers);
    if (!has_something_to_send(*state_.survey, answers, {})) return;
    paper.saving = true;
    paper.failed = false;
    Submit submission{state_.survey, std::move(answers), paper.language};
    submission.paper = true;
    ask(std::move(submission));
  }

  bool shows_facts() const {
    return screen() == ScreenKind::staff_overview || screen() == ScreenKind::staff_meeting ||
           screen() == ScreenKind::staff_device;
  }

  State& state_;
  MonotonicTime now_;
  std::vector<Effect>& effects_;
};

}  // namespace

bool pad_is_open(const Staff& staff, MonotonicTime now) {
  return staff.door && staff.door->has_pin && !staff.checking && now >= staff.closed_until;
}

bool update_staff(State& state, const Event& event, MonotonicTime now, std::vector<Effect>& effects) {
  StaffTurn turn(state, now, effects);
  if (is_staff(state.visitor.screen)) return turn.on(event);
  if (is_idle_screen(state.visitor.screen)) return turn.knock(event);
  state.staff.knock = Knock{};
  return false;
}

std::optional<MonotonicTime> staff_deadline(const State& state, MonotonicTime now) {
  using namespace std::chrono_literals;
  const auto& staff = state.staff;
  if (is_idle_screen(state.visitor.screen)) return staff.knock.due();
  if (!is_staff(state.visitor.screen)) return std::nullopt;
  if (state.visitor.screen == ScreenKind::staff_enrol)
    return std::max(enrolling_deadline(state, now), now + 1ms);
  auto deadline = state.visitor.touched + patience_of(state);
  switch (state.visitor.screen) {
    case ScreenKind::staff_pin:
      if (!staff.checking) deadline = std::min(deadline, staff.asked_at + StaffTiming::ask_again);
      if (now < staff.closed_until) {
        // Once a second, when the number changes.
        const auto left = staff.closed_until - now;
        deadline = std::min(deadline, now + (left % 1000ms == 0ms ? 1000ms : left % 1000ms));
      }
      break;
    case ScreenKind::staff_overview:
    case ScreenKind::staff_meeting:
    case ScreenKind::staff_device:
      deadline = std::min(deadline, staff.asked_at + StaffTiming::look_again);
      break;
    default:
      break;
  }
  return std::max(deadline, now + 1ms);
}

bool staff_takes(const State& state, Key key) {
  if (digit_of(key) || key == Key::erase) return true;
  if (letter_of(key)) return state.visitor.screen == ScreenKind::staff_enrol;
  return key == Key::choose && state.visitor.focus.empty();
}

}  // namespace vantrum::kiosk
