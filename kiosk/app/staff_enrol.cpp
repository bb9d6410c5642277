#include "kiosk/app/staff_enrol.h"

#include <algorithm>

#include "kiosk/app/staff.h"
#include "kiosk/app/staff_words.h"
#include "kiosk/app/state.h"
#include "kiosk/app/update.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view letter_prefix = "code:", digit_prefix = "pin:";
// Crockford's: no I, L, O and U, which are taken for 1, 1, 0 and V.
constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t letters_in_a_row = 8;

enum class Step { code, waiting, pin, done };

Step step_of(const Enrolling& enrolling) {
  const auto& told = enrolling.told;
  if (told.state == Enrolment::member) return told.needs_pin ? Step::pin : Step::done;
  const bool is_asked = told.state == Enrolment::asked && !told.was_refused && !enrolling.editing;
  return is_asked ? Step::waiting : Step::code;
}

// K7M-Q2RTX-9HWPC, and a dot for each that is still to come.
std::string written(const std::string& code) {
  std::string text;
  for (std::size_t i = 0; i < enrol_code_letters; ++i) {
    if (i == 3 || i == 8) text += "-";
    text += i < code.size() ? std::string(1, code[i]) : "·";
  }
  return text;
}

std::size_t length_with_dashes(std::size_t letters_typed) {
  return letters_typed + (letters_typed >= 3) + (letters_typed >= 8);
}

class EnrolTurn {
 public:
  EnrolTurn(State& state, MonotonicTime now, std::vector<Effect>& effects)
      : state_(state), enrolling_(state.staff.enrolling), now_(now), effects_(effects) {}

  bool on(const Event& event) {
    if (const auto* told = std::get_if<EnrolTold>(&event)) return take(*told), true;
    if (const auto* tapped = std::get_if<Tapped>(&event)) return tap(tapped->id), true;
    if (const auto* key = std::get_if<KeyPressed>(&event)) return press(*key), true;
    if (std::holds_alternative<Tick>(event)) return tick(), true;
    // A survey that comes, and sound, mean what they mean everywhere.
    return !std::holds_alternative<SurveyChanged>(event) && !std::holds_alternative<SoundChanged>(event);
  }

 private:
  void ask(Effect effect) { effects_.push_back(std::move(effect)); }

  void take(const EnrolTold& told) {
    const auto before = step_of(enrolling_);
    enrolling_.told = told;
    if (told.is_answer) {
      enrolling_.asking = false;
      enrolling_.problem = told.problem;
      // What was wrong with the code is said where it is typed, with the code still there.
      enrolling_.editing = before == Step::code && !told.problem.empty();
    }
    const auto step = step_of(enrolling_);
    if (told.was_refused && before == Step::waiting) enrolling_.code.clear();
    // Whoever has just chosen the PIN is told so; enrolled from elsewhere, there is nothing to tell.
    if (step == Step::done && before != Step::pin && before != Step::done) leave();
  }

  void leave() {
    state_.staff = Staff{};
    begin_again(state_, now_);
  }

  void tick() {
    if (step_of(enrolling_) == Step::done) {
      if (now_ - state_.visitor.touched >= StaffTiming::screen) leave();
      return;
    }
    if (enrolling_.asking) return;
    if (now_ - state_.staff.asked_at < StaffTiming::ask_again) return;
    state_.staff.asked_at = now_;
    ask(AskEnrolment{});
  }

  void tap(const std::string& id) {
    state_.visitor.touched = now_;
    if (id == "leave") return leave();
    switch (step_of(enrolling_)) {
      case Step::code:
        if (id == "code:erase") return erase();
        if (id == "next") return send();
        if (id.starts_with(letter_prefix) && id.size() == letter_prefix.size() + 1) type(id.back());
        return;
      case Step::waiting:
        if (id == "change") enrolling_.editing = true;
        return;
      case Step::pin:
        if (id == "pin:erase") return erase();
        if (id == "open") return pin_next();
        if (id == "back") return first_again();
        if (id.starts_with(digit_prefix) && id.size() == digit_prefix.size() + 1) type_digit(id.back());
        return;
      case Step::done:
        return;
    }
  }

  void press(const KeyPressed& event) {
    state_.visitor.touched = now_;
    const auto step = step_of(enrolling_);
    const auto digit = digit_of(event.key);
    if (step == Step::code) {
      if (const auto letter = letter_of(event.key)) type(*letter);
      if (digit) type(static_cast<char>('0' + *digit));
    }
    if (step == Step::pin && digit) type_digit(static_cast<char>('0' + *digit));
    if (event.key == Key::erase) erase();
    if (event.key != Key::choose) return;
    if (step == Step::code) send();
    if (step == Step::pin) pin_next();
  }

  void erase() {
    enrolling_.problem.clear();
    if (enrolling_.asking) return;
    if (step_of(enrolling_) == Step::pin) return state_.staff.pin.erase();
    if (!enrolling_.code.empty()) enrolling_.code.pop_back();
  }

  void type(char letter) {
    if (enrolling_.asking || enrolling_.code.size() == enrol_code_letters) return;
    // As they are read: a code is never refused for these.
    if (letter == 'O') letter = '0';
    if (letter == 'I' || letter == 'L') letter = '1';
    if (letters.find(letter) == std::string_view::npos) return;
    enrolling_.problem.clear();
    enrolling_.code += letter;
  }

  void send() {
    if (enrolling_.asking || enrolling_.code.size() != enrol_code_letters) return;
    enrolling_.asking = true;
    enrolling_.problem.clear();
    ask(Enrol{enrolling_.code});
  }

  void type_digit(char digit) {
    if (enrolling_.asking) return;
    enrolling_.problem.clear();
    state_.staff.pin.add(digit);
  }

  void first_again() {
    state_.staff.pin.clear();
    enrolling_.first.clear();
    enrolling_.again = false;
  }

  void pin_next() {
    auto& pin = state_.staff.pin;
    if (enrolling_.asking || pin.size() < Pin::digits_min) return;
    if (!enrolling_.again) {
      enrolling_.first = pin;
      enrolling_.again = true;
      return pin.clear();
    }
    const bool is_same = pin.view() == enrolling_.first.view();
    if (is_same) {
      enrolling_.asking = true;
      ask(KeepPin{pin});
    }
    first_again();
    if (!is_same) enrolling_.problem = "Koderna var inte lika. Börja om med den första.";
  }

  State& state_;
  Enrolling& enrolling_;
  MonotonicTime now_;
  std::vector<Effect>& effects_;
};

class EnrolScreen {
 public:
  EnrolScreen(ViewModel& view, const State& state)
      : view_(view), staff_(state.staff), enrolling_(state.staff.enrolling) {}

  void build() {
    switch (step_of(enrolling_)) {
      case Step::code:
        return code();
      case Step::waiting:
        return waiting();
      case Step::pin:
        return pin();
      case Step::done:
        return done();
    }
  }

 private:
  Element& add(std::string id, Role role, std::string words) {
    return add_staff(view_, std::move(id), role, std::move(words));
  }

  std::string code_words() const {
    if (!enrolling_.problem.empty()) return enrolling_.problem;
    if (enrolling_.asking) return "Ett ögonblick …";
    if (enrolling_.told.was_refused) {
      return "Regionen tog inte emot koden. Den är fel skriven, redan använd eller äldre än tio minuter. Be "
             "om en ny och skriv den här.";
    }
    return "Ta plattan i bruk: skriv koden som du har fått av regionen. Den gäller i tio minuter.";
  }

  void code() {
    add("text", Role::note, code_words());
    auto& editor = add("code", Role::editor, written(enrolling_.code));
    editor.caret = length_with_dashes(enrolling_.code.size());
    editor.spoken = enrolling_.code.empty() ? "ingen kod inmatad" : enrolling_.code;
    const bool is_open = !enrolling_.asking;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      auto& key = add(std::string(letter_prefix) + letters[i], Role::key, std::string(1, letters[i]));
      key.row = static_cast<int>(i / letters_in_a_row) + 1;
      key.enabled = is_open;
    }
    auto& erase = add("code:erase", Role::button, "Sudda");
    erase.icon = Icon::erase;
    erase.enabled = is_open && !enrolling_.code.empty();
    add("next", Role::primary, "Fortsätt").enabled = is_open && enrolling_.code.size() == enrol_code_letters;
  }

  void waiting() {
    const auto& told = enrolling_.told;
    add("heading", Role::heading, "Frågar regionen …");
    add("text", Role::text,
        "Plattan ber att få vara med. Det tar oftast någon minut. Låt den stå på och ha nät.");
    if (!told.carrier_problem.empty()) add("problem", Role::note, told.carrier_problem).apart = true;
    add("change", Role::button, "Ändra koden");
  }

  void pin() {
    add("heading", Role::heading, enrolling_.again ? "Samma kod en gång till" : "Välj en kod för personalen");
    const std::string words =
        !enrolling_.problem.empty() ? enrolling_.problem
        : enrolling_.asking         ? "Ett ögonblick …"
        : enrolling_.again
            ? "Då vet vi att den blev rätt skriven."
            : "Plattan hör nu till " + enrolling_.told.centre_name +
                  ". Välj 6 till 8 siffror som bara personalen vet. Med dem kommer ni till personalens sida.";
    add("text", Role::text, words);
    add_pin_pad(view_, staff_.pin, !enrolling_.asking);
    if (enrolling_.again) add("back", Role::button, "Börja om").icon = Icon::back;
    add("open", Role::primary, enrolling_.again ? "Spara" : "Fortsätt").enabled =
        !enrolling_.asking && staff_.pin.size() >= Pin::digits_min;
  }

  void done() {
    add("heading", Role::heading, "Plattan är i bruk");
    add("text", Role::text,
        "Den hör till " + enrolling_.told.centre_name +
            " och frågar besökare när regionen har öppnat en enkät. Till personalens sida kommer ni genom "
            "att röra de fyra hörnen i ordning: uppe till vänster, uppe till höger, nere till höger, nere "
            "till vänster, och hålla kvar fingret i det sista i två sekunder.");
    add("leave", Role::primary, "Klar");
  }

  ViewModel& view_;
  const Staff& staff_;
  const Enrolling& enrolling_;
};

}  // namespace

bool update_enrolling(State& state, const Event& event, MonotonicTime now, std::vector<Effect>& effects) {
  return EnrolTurn(state, now, effects).on(event);
}

MonotonicTime enrolling_deadline(const State& state, MonotonicTime now) {
  if (step_of(state.staff.enrolling) == Step::done) return state.visitor.touched + StaffTiming::screen;
  if (state.staff.enrolling.asking) return now + StaffTiming::ask_again;
  return state.staff.asked_at + StaffTiming::ask_again;
}

void add_enrolling(ViewModel& view, const State& state) { EnrolScreen(view, state).build(); }

}  // namespace vantrum::kiosk
