#include <fmt/format.h>

#include <algorithm>

#include "kiosk/app/interview.h"
#include "kiosk/app/staff_paper.h"
#include "kiosk/app/staff_words.h"
#include "kiosk/app/state.h"

namespace vantrum::kiosk {
namespace {

class StaffScreen {
 public:
  StaffScreen(const State& state, MonotonicTime now) : state_(state), staff_(state.staff), now_(now) {
    view_.screen = state.visitor.screen;
    view_.focus = state.visitor.focus;
    page_button("page:previous", "Visa det förra", Icon::up);
    page_button("page:next", "Visa mer", Icon::down);
  }

  ViewModel take() && { return std::move(view_); }

  void build() {
    switch (view_.screen) {
      case ScreenKind::staff_pin:
        return pad();
      case ScreenKind::staff_overview:
        return overview();
      case ScreenKind::staff_meeting:
        return meeting();
      case ScreenKind::staff_paper:
        return paper();
      case ScreenKind::staff_stick:
        return stick();
      case ScreenKind::staff_device:
        return device();
      case ScreenKind::staff_confirm:
        return confirm();
      case ScreenKind::staff_reflection:
        return reflection();
      case ScreenKind::staff_enrol:
        return add_enrolling(view_, state_);
      default:
        return;
    }
  }

 private:
  Element& add(std::string id, Role role, std::string words) {
    return add_staff(view_, std::move(id), role, std::move(words));
  }
  void heading(std::string words) { add("heading", Role::heading, std::move(words)); }
  void text(std::string words) { add("text", Role::text, std::move(words)); }
  void fact(std::string id, const std::string& name, const std::string& value) {
    add("fact:" + std::move(id), Role::fact, name + "\n" + value);
  }
  Element& link(std::string id, std::string words) {
    auto& element = add(std::move(id), Role::link, std::move(words));
    element.icon = Icon::next;
    return element;
  }
  void alarm(std::string id, std::string words) {
    add(std::move(id), Role::note, std::move(words)).apart = true;
  }
  void page_button(std::string id, std::string words, Icon icon) {
    Element button;
    button.id = std::move(id);
    button.role = Role::button;
    button.spoken = words;
    button.words = std::move(words);
    button.icon = icon;
    view_.page_buttons.push_back(std::move(button));
  }
  void back(std::string words = "Tillbaka") { add("back", Role::button, std::move(words)).icon = Icon::back; }
  Element& primary(std::string id, std::string words) {
    return add(std::move(id), Role::primary, std::move(words));
  }
  void done() { primary("leave", "Klar"); }

  // What was done just now, or could not be.
  void news() {
    if (!staff_.problem.empty()) alarm("problem", staff_.problem);
    if (!staff_.notice.empty()) add("notice", Role::note, staff_.notice);
  }

  // ---- The way in ----

  std::string pad_words() const {
    const auto& door = staff_.door;
    if (!door) return "Ett ögonblick …";
    if (staff_.checking) return "Kontrollerar koden …";
    const std::string stick = door->has_key ? " Eller sätt i nyckelstickan." : "";
    if (!door->has_pin && door->has_key) return "Sätt i nyckelstickan.";
    if (!door->has_pin)
      return "Ingen kod är satt för den här plattan. Be den som sköter plattan att sätta en.";
    if (door->failed) return "Koden kunde inte kontrolleras, för plattans minne svarar inte. Försök igen.";
    if (now_ < staff_.closed_until)
      return (door->was_wrong ? "Fel kod. Försök igen om " : "Försök igen om ") +
             wait_words(staff_.closed_until - now_) + "." + stick;
    if (door->was_wrong) return "Fel kod. Försök igen." + stick;
    return "Skriv koden." + stick;
  }

  void pad() {
    heading("För personalen");
    text(pad_words());
    const bool is_open = pad_is_open(staff_, now_);
    add_pin_pad(view_, staff_.pin, is_open);
    back("Avbryt");
    primary("open", "Öppna").enabled = is_open && staff_.pin.size() >= Pin::digits_min;
  }

  // ---- What is seen ----

  const StaffFacts* facts() const { return staff_.facts.get(); }

  std::string state_words() const {
    const auto& f = *facts();
    const auto lead = f.lead_words.empty() ? std::string(".") : ": " + f.lead_words;
    if (f.enrolment != Enrolment::member) return "Plattan är inte i bruk än.";
    if (f.is_retiring) return "Plattan lämnas tillbaka. Den töms när allt har kommit fram.";
    if (f.is_paused_here) return "Enkäten är pausad här på plattan.";
    if (f.is_paused_by_lead) return "Enkäten är pausad av regionen" + lead;
    if (!f.has_round || !f.is_open) return "Ingen enkät pågår just nu.";
    if (f.is_outside_window) return "Det är inte enkätens dagar nu.";
    if (f.quota > 0 && f.here + f.elsewhere >= f.quota) return "Målet är nått.";
    return "Enkäten pågår.";
  }

  void count() {
    const auto& f = *facts();
    const auto all = f.here + f.elsewhere;
    auto& gauge = add("count", Role::gauge,
                      f.quota > 0 ? fmt::format("{} av {}", all, f.quota) : fmt::format("{} svar", all));
    if (f.quota > 0) gauge.amount = std::min(1.0f, static_cast<float>(all) / static_cast<float>(f.quota));
    add("state", Role::text, state_words());
    if (auto words = days_left_words(f); !words.empty()) add("days", Role::note, words);
    const auto progress = progress_of(f);
    auto forecast = survey::forecast_words(survey::forecast(progress), progress);
    const bool is_said = f.quota > 0 && all >= f.quota;  // by the state
    if (!forecast.empty() && !is_said) add("forecast", Role::note, forecast);
  }

  void wrong() {
    int number = 0;
    for (auto& words : what_is_wrong(*facts())) alarm(fmt::format("wrong:{}", ++number), words);
  }

  void counts() {
    const auto& f = *facts();
    fact("here", "Insamlat här", std::to_string(f.here));
    fact("elsewhere", "På andra plattor", std::to_string(f.elsewhere));
    fact("received", "Hos regionen", std::to_string(f.here - std::min(f.here, f.waiting)));
    fact("packed", "På väg dit", std::to_string(f.packed));
    fact("unpacked", "Väntar här", std::to_string(f.waiting - std::min(f.waiting, f.packed)));
    if (f.flagged > 0) fact("flagged", "Granskas", std::to_string(f.flagged));
  }

  std::string languages() const {
    std::string words;
    for (const auto& [tag, count] : facts()->languages)
      words += fmt::format("{}{} {}", words.empty() ? "" : ", ", swedish_name_of(tag), count);
    return words;
  }

  std::string contact_words() const {
    const auto& f = *facts();
    if (!f.last_contact) return f.carrier_is_known ? "ingen än" : "okänd";
    return f.clock_is_trusted ? how_long_ago(*f.last_contact, f.wall) : "okänd, för klockan går fel";
  }

  void contact() { fact("contact", "Kontakt", contact_words()); }

  void health() {
    const auto& f = *facts();
    if (f.battery_percent)
      fact("battery", "Batteri", fmt::format("{} %{}", *f.battery_percent, f.is_charging ? ", laddas" : ""));
    fact("storage", "Plats", f.has_no_room ? "fullt" : f.is_disk_low ? "snart fullt" : "gott om plats");
    fact("clock", "Klocka", f.clock_is_trusted ? clock_words(f.wall) : "går fel");
  }

  void overview() {
    if (!facts()) {
      heading("För personalen");
      text("Hämtar uppgifter …");
      return done();
    }
    const auto& f = *facts();
    heading(f.centre_name.empty() ? "För personalen" : f.centre_name);
    count();
    news();
    wrong();
    counts();
    if (auto words = languages(); !words.empty()) fact("languages", "Språk", words);
    contact();
    health();
    const bool is_member = f.enrolment == Enrolment::member;
    if (is_member && f.is_outside_window && !f.is_paused_here && !f.is_retiring) {
      link("ask", "Fråga ändå");
    } else if (is_member && (f.is_paused_here || f.is_retiring_here)) {
      link("resume", "Fortsätt enkäten");
    } else {
      link("pause", "Pausa enkäten").enabled = is_member && f.has_round;
    }
    link("paper", "Skriv in papper").enabled = is_member && f.has_round && state_.survey;
    if (staff_.sitting && staff_.sitting->is_open) link("sitting", "Samverkansenkät");
    if (state_.reflection && state_.keyboards && f.can_reflect) link("reflection", "Självreflektion");
    link("stick", "USB-minne").enabled = f.enrolment != Enrolment::none;
    // In the bar: five cards are what a panel of 10 inches has room for.
    add("meeting", Role::button, "Husmöte");
    add("device", Role::button, "Den här plattan");
    if (f.last_visit) add("discard", Role::button, "Kassera senaste svaret");
    done();
  }

  void meeting() {
    if (!facts()) return done();
    const auto& f = *facts();
    heading("Husmöte: " + (f.centre_name.empty() ? std::string("familjecentralen") : f.centre_name));
    count();
    wrong();
    if (auto words = languages(); !words.empty()) fact("languages", "Språk", words);
    contact();
    back();
    done();
  }

  // ---- What can be done ----

  void paper() {
    if (!state_.survey) return done();
    const auto& paper = staff_.paper;
    add_paper(view_, paper, *state_.survey);
    if (paper.saved > 0 && paper.question.empty() && !paper.at_end)
      add("notice", Role::note,
          paper.saved == 1 ? "1 papper är sparat." : fmt::format("{} papper är sparade.", paper.saved));
    back();
    add("leave", Role::button, "Avsluta");
    const bool may_save = has_something_to_send(*state_.survey, paper.answers, {}) && !paper.saving;
    auto& next = primary("next", paper.at_end ? "Spara" : "Nästa");
    next.enabled = !paper.at_end || may_save;
    if (!paper.at_end) next.icon = Icon::next;
  }

  void stick() {
    heading("USB-minne");
    const auto told = staff_.stick;
    if (!told) {
      text("Sätt i ett USB-minne med en mapp som heter vantrum. Tryck sedan på Börja.");
    } else {
      stick_step(*told);
    }
    back();
    const bool is_working = told && told->step == StickStep::working;
    if (told && told->step == StickStep::done) return done();
    primary("carry", told && !is_working ? "Försök igen" : "Börja").enabled = !is_working;
  }

  void stick_step(const StickTold& told) {
    switch (told.step) {
      case StickStep::none:
        return text(
            "Hittar inget USB-minne med en mapp som heter vantrum. Sätt i minnet, vänta några sekunder och "
            "försök igen.");
      case StickStep::no_folder:
        return text(
            "USB-minnet har ingen mapp som heter vantrum. Gör en tom mapp med det namnet på en dator, eller "
            "ta ett annat minne. Inget har ändrats.");
      case StickStep::working: {
        text("Kopierar. Låt minnet sitta i.");
        if (told.of == 0) return;  // how many there are is not known yet
        auto& gauge = add("count", Role::gauge, fmt::format("{} av {}", told.at, told.of));
        gauge.amount = static_cast<float>(told.at) / static_cast<float>(told.of);
        return;
      }
      case StickStep::done:
        text("Klart. Nu kan du ta ut minnet.");
        fact("brought", "Dokument på minnet", std::to_string(told.brought));
        fact("fetched", "Svar hämtade från minnet", std::to_string(told.fetched));
        add("next_step", Role::note,
            "Lämna minnet till regionen. Inget försvinner härifrån förrän kvittot har kommit tillbaka.");
        return;
      case StickStep::failed:
        return text("Allt kom inte med. Inget är förlorat. Försök igen, eller ta ett annat minne.");
    }
  }

  void device() {
    heading("Den här plattan");
    news();
    if (const auto* f = facts()) {
      if (!f->label.empty()) fact("label", "Namn", f->label);
      fact("centre", "Hör till",
           f->enrolment == Enrolment::member  ? f->centre_name
           : f->enrolment == Enrolment::asked ? "väntar på svar från regionen"
                                              : "ingen");
      contact();
      health();
      const bool is_member = f->enrolment == Enrolment::member;
      if (f->is_retiring_here) {
        link("keep", "Behåll plattan ändå");
      } else if (!f->is_retiring) {
        link("retire", "Lämna tillbaka plattan").enabled = is_member;
      }
    }
    back();
    done();
  }

  void reflection() {
    const auto& sitting = staff_.reflection;
    if (!state_.reflection || !state_.keyboards) return done();
    add_reflection(view_, sitting, *state_.reflection, *state_.keyboards,
                   facts() ? facts()->areas_of_last_year : std::vector<survey::Priority>());
    if (sitting.writing) {
      back("Avbryt");
      primary("done", "Klar");
      return;
    }
    if (sitting.step == ReflectionStep::kept) return done();
    if (sitting.step != ReflectionStep::hand_over) back();
    // Not beside what is tapped all the time: an hour of a group is soon gone.
    const bool is_busy = sitting.step == ReflectionStep::alone || sitting.step == ReflectionStep::together ||
                         sitting.step == ReflectionStep::plan;
    if (!is_busy) add("leave", Role::button, "Avsluta");
    auto& next = primary("next", sitting.step == ReflectionStep::follow_up ? "Spara" : "Nästa");
    next.enabled = may_go_on(sitting, *state_.reflection);
    if (sitting.step != ReflectionStep::follow_up) next.icon = Icon::next;
  }

  void confirm() {
    if (staff_.confirming == StaffWork::discard) return confirm_discard();
    heading("Lämna tillbaka plattan?");
    text(
        "Då frågar den ingen mer. När alla svar har kommit fram till regionen tömmer den sig själv. Tills "
        "dess går det att ångra sig.");
    back("Avbryt");
    primary("yes", "Lämna tillbaka");
  }

  void confirm_discard() {
    heading("Kassera det senaste svaret?");
    const auto last = facts() ? facts()->last_visit : std::nullopt;
    if (!last) {  // the time went by while it was asked
      text("Det är för sent. Svaret kan inte kasseras längre.");
      return back();
    }
    text((last->is_paper ? "Papperet som sparades " : "Svaret som lämnades ") +
         minutes_ago_words(last->minutes_ago) + " tas bort och räknas inte. Det går inte att ångra.");
    add("next_step", Role::note,
        "Till exempel när ett barn har lekt, eller när någon har ångrat sig. Regionen ser att ett svar är "
        "kasserat, men aldrig vad som stod i det.");
    back("Behåll svaret");
    primary("yes", "Kassera svaret");
  }

  const State& state_;
  const Staff& staff_;
  MonotonicTime now_;
  ViewModel view_;
};

}  // namespace

ViewModel staff_view(const State& state, MonotonicTime now) {
  StaffScreen screen(state, now);
  screen.build();
  return std::move(screen).take();
}

}  // namespace vantrum::kiosk
