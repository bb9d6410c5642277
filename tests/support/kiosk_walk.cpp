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

// Of the keyboard that is shown, without the one it shows.
std::vector<std::string> layers_of(const Visit& visit) {
  std::vector<std::string> layers;
  const std::string prefix = "key:layer:";
  for (const Element& element : visit.view().elements) {
    if (element.id.starts_with(prefix)) layers.push_back(element.id.substr(prefix.size()));
  }
  return layers;
}

// Seven letters of the first layer, or digits; on the first text also what is stopped.
void write_something(Visit& visit, std::vector<NamedView>& views) {
  const std::string question = visit.visitor().writing.question;
  const bool is_number = visit.view().find("key:space") == nullptr;
  if (is_number) {
    visit.tap("key:7");
    views.push_back({"writing_" + question + "_written", visit.view()});
    visit.tap("done");
    return;
  }
  const auto& keyboard = the_keyboards()->of_language(visit.visitor().language);
  visit.tap("key:layer:" + keyboard.layers.front().name);
  if (!keyboard.families.empty()) {
    visit.tap("key:family:" + keyboard.layers.front().rows[0][1]);
    views.push_back({"writing_" + question + "_family", visit.view()});
    visit.tap("key:" + keyboard.families.at(keyboard.layers.front().rows[0][1])[3]);
  } else {
    for (std::size_t i = 0; i < 7; ++i) visit.tap("key:" + keyboard.layers.front().rows[1][i]);
  }
  if (question == "open") {
    visit.tap("key:space").tap("key:keyboard:latin").tap("key:layer:signs");
    for (const char digit : std::string("0701234567")) visit.tap("key:" + std::string(1, digit));
    views.push_back({"writing_" + question + "_private", visit.view()});
    visit.tap("done");
    views.push_back({"private_words", visit.view()});
    visit.tap("remove").tap("field:open").tap("key:" + keyboard.layers.front().rows[0][0]);
  }
  views.push_back({"writing_" + question + "_written", visit.view()});
  visit.tap("done");
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
  auto paused = a_survey();
  paused->is_open = false;
  paused->is_paused = true;
  Visit waiting(paused);
  waiting.mutable_state().visitor.language = language;
  views.push_back({"paused", waiting.view()});
  // Lyssna: what it tells of itself (or why there is nothing to hear), and a question while it is on.
  Visit listener;
  listener.happen(SoundChanged{{true, true, false, {"sv", "en", "ar", "fa", "uk", "fi"}}});
  views.push_back({"listen", listener.start(language).tap("listen").view()});
  if (listener.visitor().speech.on) {
    listener.tap_all({"next", "next", "next", "next", "choice:role:relative", "choice:role:relative"});
    views.push_back({"question_listening", listener.view()});
  }
  // A first tap would only speak, and the page would follow the focus; neither changes what is drawn.
  for (auto& [name, view] : views) {
    view.listening = false;
    view.focus.clear();
  }
  return views;
}

std::vector<NamedView> walk_every_type(const std::string& language) {
  std::vector<NamedView> views;
  Visit visit(a_survey_of_every_type());
  const auto show = [&](const std::string& name) { views.push_back({name, visit.view()}); };
  visit.start(language).tap("next");
  while (visit.visitor().screen == ScreenKind::question) {
    const std::string id = visit.visitor().question, name = "question_" + id;
    show(name);
    if (const std::string choice = first_choice(visit.view()); !choice.empty()) {
      visit.tap(choice);
      show(name + "_chosen");
    }
    if (visit.view().find("field:" + id)) {
      visit.tap("field:" + id);
      show("writing_" + id);
      for (const auto& layer : layers_of(visit)) {
        visit.tap("key:layer:" + layer);
        show("writing_" + id + "_" + layer);
      }
      write_something(visit, views);
    }
    visit.tap("next");
  }
  show("send");
  return views;
}

}  // namespace vantrum::kiosk
