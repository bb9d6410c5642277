#include "tests/support/kiosk_walk.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

std::string first_choice(const ViewModel& view) {
  for (const Element& element : view.elements) {
    if (element.role == Role::choice || element.role == Role::toggle) return element.id;
  }
  return {};
}

}  // namespace

std::vector<NamedView> walk(const std::string& language) {
  std::vector<NamedView> views;
  auto survey = a_survey();
  survey->review = true;
  Visit visit(survey), empty;
  const auto show = [&](const std::string& name) { views.push_back({name, visit.view()}); };
  show("attract");
  visit.happen(Pressed{"start"}).wait(650ms);
  show("attract_held");
  visit.wait(350ms);
  show("language");
  visit.tap("language:" + language);
  show("info");
  visit.tap("next");
  while (visit.visitor().screen == ScreenKind::question) {
    const std::string name = "question_" + visit.visitor().question;
    show(name);
    const std::string choice = first_choice(visit.view());
    if (!choice.empty()) visit.tap(choice);
    if (name == "question_acc" || name == "question_services") show(name + "_chosen");
    visit.tap("next");
  }
  show("review");
  visit.tap("next");
  show("send");
  visit.tap("language");
  show("language_again");
  visit.tap("back").tap("help");
  show("help");
  visit.tap("about");
  show("about");
  visit.tap_all({"back", "back"}).wait(90s);
  show("still_there");
  visit.tap_all({"here", "send"});
  show("sending");
  Visit unlucky = visit;
  visit.happen(Stored{});
  show("thanks");
  empty.start(language).tap("next");
  while (empty.visitor().screen == ScreenKind::question) empty.tap("next");
  views.push_back({"send_empty", empty.view()});
  views.push_back({"not_saved", unlucky.happen(NotStored{}).view()});
  ViewModel closed = Visit(nullptr).view();
  views.push_back({"closed", closed});
  // Lyssna: what it tells of itself (or why there is nothing to hear), and a question while it is on.
  Visit listener;
  listener.happen(SoundChanged{{true, true, false, {"sv", "en", "ar", "fa", "uk", "fi"}}});
  views.push_back({"listen", listener.start(language).tap("listen").view()});
  if (listener.visitor().speech.on) {
    listener.tap_all({"next", "next", "next", "next", "choice:role:relative", "choice:role:relative"});
    views.push_back({"question_listening", listener.view()});
  }
  return views;
}

}  // namespace vantrum::kiosk
