#include <fmt/format.h>

#include <algorithm>

#include "kiosk/app/reflection_sitting.h"
#include "kiosk/app/staff_words.h"

namespace vantrum::kiosk {
namespace {

using survey::ReflectionInstrument;
using survey::Statement;

class ReflectionScreen {
 public:
  ReflectionScreen(ViewModel& view, const ReflectionSitting& sitting, const ReflectionInstrument& instrument)
      : view_(view), s_(sitting), instrument_(instrument), statements_(statements_of(instrument)) {}

  void build(const Keyboards& keyboards, const std::vector<survey::Priority>& last_year) {
    if (s_.writing) return writing(keyboards);
    switch (s_.step) {
      case ReflectionStep::how_many:
        return how_many();
      case ReflectionStep::alone:
        return alone();
      case ReflectionStep::hand_over:
        add("heading", Role::heading, "Tack!");
        add("text", Role::text,
            fmt::format("Dina svar är borta från skärmen. Lämna över till nästa, nummer {} av {}.",
                        s_.person + 1, s_.people));
        return;
      case ReflectionStep::together:
        return together();
      case ReflectionStep::choose:
        return choose();
      case ReflectionStep::plan:
        return plan();
      case ReflectionStep::follow_up:
        return follow_up(last_year);
      case ReflectionStep::kept:
        add("heading", Role::heading, "Klart!");
        add("text", Role::text,
            "Gruppens gemensamma svar är sparade och skickas till regionen. Det var och en tyckte är borta.");
        return;
    }
  }

 private:
  Element& add(std::string id, Role role, std::string words) {
    return add_staff(view_, std::move(id), role, std::move(words));
  }
  const Statement& statement() const { return *statements_[s_.at]; }
  void part(std::size_t index) {
    if (index < instrument_.parts.size()) add("part", Role::note, instrument_.parts[index].title);
  }
  void steps(const std::string& prefix, std::uint32_t chosen) {
    add("low", Role::note, "1 = " + instrument_.best);
    add("high", Role::note, fmt::format("{} = {}", instrument_.steps, instrument_.worst));
    for (std::uint32_t step = 1; step <= instrument_.steps; ++step) {
      auto& tile = add(fmt::format("{}:{}", prefix, step), Role::choice, std::to_string(step));
      tile.row = 1;
      tile.selected = step == chosen;
    }
  }
  void field(const std::string& what, const std::string& invitation, const std::string& written) {
    auto& element = add("write:" + what, Role::field, written.empty() ? invitation : written);
    element.icon = Icon::pencil;
    element.selected = !written.empty();
  }

  void how_many() {
    part(0);
    add("question:people", Role::question, "Hur många är ni?");
    for (auto n = ReflectionSitting::people_min; n <= ReflectionSitting::people_max; ++n)
      add(fmt::format("people:{}", n), Role::choice, std::to_string(n)).selected = n == s_.people;
  }

  void progress(const std::string& who) {
    auto& element = add("progress", Role::progress,
                        fmt::format("{}påstående {} av {}", who, s_.at + 1, statements_.size()));
    element.step = static_cast<int>(s_.at) + 1;
    element.steps = static_cast<int>(statements_.size());
  }

  void alone() {
    progress(fmt::format("Nummer {} av {}, ", s_.person + 1, s_.people));
    add("question:" + statement().id, Role::question, statement().text);
    add("label", Role::note, statement().label);
    steps("mine", s_.mine[s_.at]);
  }

  // Tallies only; where fewer than two have said something there is nothing to compare.
  std::string spread_words() const {
    std::string words;
    std::uint32_t said = 0;
    for (std::uint32_t step = 1; step <= instrument_.steps; ++step) {
      const auto count = s_.spread[s_.at][step - 1];
      said += count;
      if (count > 0) words += fmt::format("{}steg {}: {}", words.empty() ? "" : ", ", step, count);
    }
    if (said == 0) return "Ingen har markerat något.";
    return said < 2 ? "För få har markerat något för att jämföra." : "Var och en för sig: " + words + ".";
  }

  void together() {
    progress("");
    add("question:" + statement().id, Role::question, statement().text);
    add("spread", Role::note, spread_words());
    const auto known = s_.group.values.find(statement().id);
    const bool is_known = known != s_.group.values.end();
    steps("group", is_known ? known->second.step : 0);
    field("comment", "Skriv en kommentar. Nämn inga familjer.", is_known ? known->second.comment : "");
  }

  void choose() {
    part(3);
    add("question:areas", Role::question, "Vilka två områden vill ni förbättra nästa år?");
    for (const auto* one : statements_) {
      auto& toggle = add("area:" + one->id, Role::toggle, one->label);
      toggle.selected = std::ranges::count(s_.areas, one->id) > 0;
      toggle.enabled = toggle.selected || s_.areas.size() < 2;
    }
  }

  void plan() {
    const auto& area = s_.group.priorities[s_.at];
    const auto* about = instrument_.find(area.statement);
    part(3);
    add("question:plan", Role::question,
        fmt::format("Område {} av 2: {}", s_.at + 1, about ? about->label : ""));
    field("goal", "Mål: vad ska ni nå?", area.goal);
    field("measure", "Hur märker ni att målet är nått?", area.measure);
    field("baseline", "Så är det i dag (går att hoppa över)", area.baseline);
    field("target", "Så ska det bli (går att hoppa över)", area.target);
  }

  void area(const std::string& id, const std::string& when, const survey::Priority& priority) {
    const auto* about = instrument_.find(priority.statement);
    add(id, Role::text,
        fmt::format("{}: {}. {}", when, about ? about->label : priority.statement, priority.goal));
  }

  void follow_up(const std::vector<survey::Priority>& last_year) {
    add("heading", Role::heading, "Era två områden");
    int number = 0;
    for (const auto& one : s_.group.priorities) area(fmt::format("area:{}", ++number), "Nästa år", one);
    for (const auto& one : last_year) area(fmt::format("area:{}", ++number), "Förra året", one);
    if (s_.saving) add("saving", Role::note, "Sparar …");
    if (s_.failed) add("problem", Role::note, "Det gick inte att spara. Försök igen.").apart = true;
  }

  void writing(const Keyboards& keyboards) {
    static const auto text = [] {
      survey::Question question;
      question.type = survey::QuestionType::text;
      return question;
    }();
    auto& editor = add("editor", Role::editor, s_.writing->edit.text);
    editor.apart = s_.writing->edit.text.empty();
    if (editor.apart) editor.words = editor.spoken = "Skriv här";
    editor.caret = editor.apart ? 0 : s_.writing->edit.caret;
    if (s_.is_private)
      add("problem", Role::note, "Ta bort det som kan tala om vem någon är: nummer och adresser.").apart =
          true;
    add_keys(view_, *s_.writing, text, keyboards, "sv",
             [&](std::string id, Role role, std::string_view key) -> Element& {
               return add(std::move(id), role,
                          key == "write.space"   ? "Mellanslag"
                          : key == "write.erase" ? "Sudda"
                                                 : "Flytta");
             });
  }

  ViewModel& view_;
  const ReflectionSitting& s_;
  const ReflectionInstrument& instrument_;
  std::vector<const Statement*> statements_;
};

}  // namespace

void add_reflection(ViewModel& view, const ReflectionSitting& sitting, const ReflectionInstrument& instrument,
                    const Keyboards& keyboards, const std::vector<survey::Priority>& last_year) {
  ReflectionScreen(view, sitting, instrument).build(keyboards, last_year);
}

}  // namespace vantrum::kiosk
