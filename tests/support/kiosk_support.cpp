#include "tests/support/kiosk_support.h"

#include <algorithm>

namespace vantrum::kiosk {
namespace {

std::string read_text(const std::string& path) {
  auto bytes = real_file_system()->read(path, 1 << 20);
  REQUIRE_MESSAGE(bytes, "run the tests from the project's root");
  return std::string(text_of(*bytes));
}

std::shared_ptr<Survey> a_survey_with(const std::string& folder) {
  auto instrument = survey::load_instrument(*real_file_system(), folder);
  if (!instrument) FAIL(instrument.error().message);
  auto survey = std::make_shared<Survey>();
  survey->round = RoundId{3};
  survey->centre = CentreId{12};
  survey->centre_name = "Familjecentralen Norr";
  survey->receiver = "Region Kalmar län";
  survey->is_open = true;
  survey->languages = the_languages;
  survey->instrument = std::move(*instrument);
  return survey;
}

}  // namespace

std::map<std::string, std::string> text_files() {
  std::map<std::string, std::string> files;
  for (const auto& language : the_languages) {
    files[language] = read_text("assets/texts/" + language + ".toml");
  }
  return files;
}

std::shared_ptr<const Keyboards> the_keyboards() {
  static const auto keyboards = [] {
    std::map<std::string, std::string> files;
    for (const std::string name : {"latin", "arabic", "persian", "sorani", "cyrillic", "ethiopic"})
      files[name] = read_text("assets/keyboards/" + name + ".toml");
    auto parsed = Keyboards::parse(files);
    if (!parsed) FAIL(parsed.error().message);
    return std::make_shared<const Keyboards>(std::move(*parsed));
  }();
  return keyboards;
}

std::shared_ptr<Survey> a_survey() { return a_survey_with("config/instruments/besoksenkat"); }

std::shared_ptr<Survey> a_survey_of_every_type() {
  auto survey = a_survey_with("tests/instruments/every_type");
  survey->free_text = true;
  return survey;
}

Texts the_texts() {
  auto texts = Texts::parse(text_files());
  if (!texts) FAIL(texts.error().message);
  return std::move(*texts);
}

Visit::Visit(std::shared_ptr<const Survey> survey) : texts_(the_texts()) {
  state_.keyboards = the_keyboards();
  happen(SurveyChanged{std::move(survey)});
  effects_.clear();
}

Visit& Visit::happen(const Event& event) {
  auto next = turn(std::move(state_), event, texts_, now_);
  state_ = std::move(next.state);
  std::move(next.effects.begin(), next.effects.end(), std::back_inserter(effects_));
  return *this;
}

Visit& Visit::tap(const std::string& id) { return happen(Tapped{id}); }

Visit& Visit::tap_all(const std::vector<std::string>& ids) {
  for (const auto& id : ids) tap(id);
  return *this;
}

Visit& Visit::wait(std::chrono::milliseconds time) {
  auto until = now_ + time;
  while (now_ < until) {
    auto deadline = turn_deadline(state_, now_).value_or(until);
    now_ = std::clamp(deadline, now_ + std::chrono::milliseconds(1), until);
    happen(Tick{});
  }
  return *this;
}

Visit& Visit::start(const std::string& language) {
  happen(Pressed{"start"}).wait(std::chrono::milliseconds(1000));
  happen(Released{"start"});
  return tap("language:" + language);
}

}  // namespace vantrum::kiosk
