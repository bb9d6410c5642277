// What kiosk tests start from: the real survey, the real words, and a visitor who taps by id.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/make_view.h"
#include "kiosk/app/turn.h"
#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"

namespace vantrum::kiosk {

// As a round offers them: Swedish first (R9).
inline const std::vector<std::string> the_languages = {"sv", "en", "ar", "so", "fa", "ti", "ckb", "uk", "fi"};

std::shared_ptr<Survey> a_survey();
std::shared_ptr<Survey> a_survey_of_every_type();  // tests/instruments/every_type, with free text
std::shared_ptr<const Keyboards> the_keyboards();
std::map<std::string, std::string> text_files();  // language → content of assets/texts
Texts the_texts();

// A kiosk without screens: taps go straight to update, and effects are kept for the test to look at.
class Visit {
 public:
  explicit Visit(std::shared_ptr<const Survey> survey = a_survey());

  Visit& tap(const std::string& id);
  Visit& tap_all(const std::vector<std::string>& ids);
  Visit& wait(std::chrono::milliseconds time);  // in steps, as the loop does: tick at each deadline
  Visit& happen(const Event& event);
  Visit& start(const std::string& language = "sv");  // hold, language; ends on the info screen
  Visit& begin() { return start().tap("next"); }     // … on the first question

  const State& state() const { return state_; }
  const Visitor& visitor() const { return state_.visitor; }
  ViewModel view() const { return make_view(state_, texts_, now_); }
  std::vector<Effect> take_effects() { return std::exchange(effects_, {}); }

 private:
  State state_;
  Texts texts_;
  MonotonicTime now_{0};
  std::vector<Effect> effects_;
};

}  // namespace vantrum::kiosk
