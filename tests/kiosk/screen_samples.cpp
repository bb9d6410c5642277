#include "tests/kiosk/screen_samples.h"

#include <stdexcept>

namespace vantrum::kiosk {

namespace {

Element element(std::string id, Role role, std::string words) {
  Element made;
  made.id = std::move(id);
  made.role = role;
  made.spoken = words;
  made.words = std::move(words);
  return made;
}

Element with_icon(Element made, Icon icon) {
  made.icon = icon;
  return made;
}

Element drawing(Picture picture) {
  Element made = element("picture", Role::illustration, "");
  made.picture = picture;
  return made;
}

Element scale(std::string id, std::string words, float amount, bool selected = false) {
  Element made = element("choice:" + std::move(id), Role::choice, std::move(words));
  made.icon = Icon::disc;
  made.amount = amount;
  made.selected = selected;
  return made;
}

Element dont_know(std::string words) {
  Element made = element("choice:unknown", Role::choice, std::move(words));
  made.icon = Icon::unknown;
  made.apart = true;
  return made;
}

Element name_of_language(std::string tag, std::string words, Role role) {
  Element made = element((role == Role::note ? "name:" : "language:") + tag, role, std::move(words));
  made.language = std::move(tag);
  return made;
}

Element steps(int step, int all, bool english = false) {
  Element made = element("progress", Role::progress,
                         (english ? "Question " : "Fråga ") + std::to_string(step) +
                             (english ? " of " : " av ") + std::to_string(all));
  made.step = step;
  made.steps = all;
  return made;
}

void add_bar(ViewModel& view, bool english = false) {
  view.elements.push_back(
      with_icon(element("back", Role::button, english ? "Back" : "Tillbaka"), Icon::back));
  view.elements.push_back(
      with_icon(element("language", Role::button, english ? "Language" : "Språk"), Icon::globe));
  view.elements.push_back(with_icon(element("next", Role::primary, english ? "Next" : "Nästa"), Icon::next));
}

ViewModel screen(ScreenKind kind, std::vector<Element> elements, std::string language = "sv") {
  ViewModel view;
  view.screen = kind;
  view.language = std::move(language);
  view.elements = std::move(elements);
  view.page_buttons = {with_icon(element("page:previous", Role::button, "Visa det förra"), Icon::up),
                       with_icon(element("page:next", Role::button, "Visa mer"), Icon::down)};
  return view;
}

ViewModel attract() {
  Element start = element("start", Role::start, "Håll fingret här för att börja");
  start.amount = 0.0f;
  return screen(
      ScreenKind::attract,
      {drawing(Picture::waiting_room), element("greeting", Role::heading, "Hur var ditt besök i dag?"),
       element("text", Role::text, "Svara på några frågor. Du är anonym, och det tar ungefär tre minuter."),
       start, name_of_language("sv", "Svenska", Role::note), name_of_language("en", "English", Role::note)});
}

ViewModel held() {
  ViewModel view = attract();
  for (Element& e : view.elements) {
    if (e.role != Role::start) continue;
    e.pressed = true;
    e.amount = 0.65f;
  }
  for (const auto& [tag, words] : {std::pair{"ar", "العربية"},
                                   {"fa", "فارسی"},
                                   {"ckb", "کوردیی ناوەندی"},
                                   {"so", "Soomaali"},
                                   {"ti", "ትግርኛ"},
                                   {"uk", "Українська"},
                                   {"fi", "Suomi"},
                                   {"th", "ไทย"}}) {
    view.elements.push_back(name_of_language(tag, words, Role::note));
  }
  return view;
}

ViewModel languages(bool many) {
  ViewModel view = screen(ScreenKind::language, {element("heading", Role::heading, "Välj språk"),
                                                 name_of_language("sv", "Svenska", Role::language),
                                                 name_of_language("en", "English", Role::language)});
  view.elements[1].selected = true;
  if (many) {
    for (const auto& [tag, words] : {std::pair{"ar", "العربية"},
                                     {"fa", "فارسی"},
                                     {"ckb", "کوردیی ناوەندی"},
                                     {"so", "Soomaali"},
                                     {"ti", "ትግርኛ"},
                                     {"uk", "Українська"},
                                     {"fi", "Suomi"},
                                     {"th", "ไทย"}}) {
      view.elements.push_back(name_of_language(tag, words, Role::language));
    }
  }
  view.elements.push_back(with_icon(element("back", Role::button, "Tillbaka"), Icon::back));
  return view;
}

ViewModel info() {
  ViewModel view = screen(
      ScreenKind::info,
      {element("heading", Role::heading, "Innan du börjar"),
       element("text:1", Role::text,
               "Det är frivilligt att svara. Du kan hoppa över frågor och sluta när du vill."),
       element("text:2", Role::text,
               "Du är anonym. Ingen kan se vem som har svarat, inte heller personalen här."),
       element("text:3", Role::text, "Svaren går till regionens utvecklingsledare för familjecentraler."),
       element("text:4", Role::text, "När du har skickat dina svar går de inte att ta tillbaka.")});
  for (Element& e : view.elements) {
    if (e.role == Role::text) e.icon = Icon::leaf;
  }
  add_bar(view);
  view.elements.back().words = "Till frågorna";
  return view;
}

ViewModel short_question() {
  ViewModel view =
      screen(ScreenKind::question,
             {steps(3, 12), element("question", Role::question, "Personalen lyssnar på mig."),
              scale("full", "Stämmer helt", 1), scale("mostly", "Stämmer till stor del", 0.75f, true),
              scale("partly", "Stämmer delvis", 0.5f), scale("not", "Stämmer inte alls", 0),
              dont_know("Vet inte / gäller inte mig")});
  add_bar(view);
  return view;
}

ViewModel long_question() {
  ViewModel view = screen(
      ScreenKind::question,
      {steps(11, 12, true),
       element("question", Role::question,
               "I have been given information and support that I can use in my everyday life as a parent."),
       element("note", Role::note, "Think of your visits during the last three months."),
       scale("full", "Completely true", 1), scale("mostly", "True for the most part", 0.75f),
       scale("partly", "Partly true, but I would have liked to have more information", 0.5f),
       scale("not", "Not true at all", 0), dont_know("I do not know, or it does not apply to me")},
      "en");
  add_bar(view, true);
  return view;
}

ViewModel services() {
  ViewModel view =
      screen(ScreenKind::question,
             {steps(1, 12), element("question", Role::question, "Vad har du besökt på familjecentralen?"),
              element("note", Role::note, "Du kan välja flera.")});
  int number = 0;
  for (const char* words :
       {"Öppna förskolan", "Barnhälsovården (BVC)", "Barnmorskemottagningen", "Familjerådgivning",
        "Socialtjänstens förebyggande arbete", "Föräldragrupp eller kurs", "Något annat"}) {
    view.elements.push_back(element("choice:service:" + std::to_string(++number), Role::toggle, words));
    view.elements.back().selected = number == 1 || number == 5;
  }
  add_bar(view);
  return view;
}

ViewModel two_choices() {
  ViewModel view = screen(ScreenKind::question,
                          {steps(12, 12), element("question", Role::question, "Har du varit här förut?"),
                           element("choice:yes", Role::choice, "Ja"),
                           element("choice:no", Role::choice, "Nej"), dont_know("Vill inte svara")});
  view.elements[2].selected = true;
  add_bar(view);
  return view;
}

ViewModel send() {
  ViewModel view = screen(
      ScreenKind::send,
      {drawing(Picture::letter), element("heading", Role::heading, "Tack, det var alla frågor!"),
       element("text", Role::text, "Tryck på Skicka så sparas dina svar. Sedan går de inte att ändra.")});
  view.elements.push_back(with_icon(element("back", Role::button, "Tillbaka"), Icon::back));
  view.elements.push_back(with_icon(element("send", Role::primary, "Skicka"), Icon::tick));
  return view;
}

ViewModel still_there() {
  Element left = element("left", Role::countdown, "24");
  left.amount = 0.8f;
  return screen(ScreenKind::still_there,
                {element("heading", Role::heading, "Är du kvar?"),
                 element("text", Role::text, "Annars börjar vi om från början, och dina svar tas bort."),
                 left, element("stay", Role::primary, "Jag är kvar")});
}

}  // namespace

std::vector<Sample> sample_screens() {
  std::vector<Sample> samples{
      {"attract", attract()},
      {"attract_held", held()},
      {"language", languages(false)},
      {"language_many", languages(true)},
      {"info", info()},
      {"question_short", short_question()},
      {"question_long", long_question()},
      {"question_services", services()},
      {"question_two", two_choices()},
      {"send", send()},
      {"sending", screen(ScreenKind::sending, {element("heading", Role::heading, "Sparar dina svar …")})},
      {"thanks",
       screen(ScreenKind::thanks,
              {drawing(Picture::thanks_plant), element("heading", Role::heading, "Tack!"),
               element("text", Role::text, "Dina svar är sparade. De hjälper oss att bli bättre.")})},
      {"still_there", still_there()},
      {"not_saved", screen(ScreenKind::not_saved,
                           {drawing(Picture::closed_door),
                            element("heading", Role::heading, "Dina svar kunde inte sparas"),
                            element("text", Role::text,
                                    "Det är fel på plattan. Säg gärna till personalen. Inget är sparat.")})},
      {"closed",
       screen(ScreenKind::closed,
              {drawing(Picture::closed_door), element("heading", Role::heading, "Inga frågor just nu"),
               element("text", Role::text, "Välkommen tillbaka en annan dag.")})},
  };
  return samples;
}

ViewModel sample_screen(const std::string& name) {
  for (Sample& sample : sample_screens()) {
    if (sample.name == name) return sample.view;
  }
  throw std::logic_error("no such sample: " + name);
}

}  // namespace vantrum::kiosk
