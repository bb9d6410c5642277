// What each round asks, in every language it offers: what translators and leads read.
#include <algorithm>

#include "shared/survey/instrument_file.h"
#include "shared/survey/local_block.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

using survey::Instrument;
using survey::Question;
using survey::Texts;

bool is_right_to_left(const std::string& language) {
  return language == "ar" || language == "fa" || language == "ckb";
}

Json text_of(const Texts& texts, const std::string& key) {
  return {{"words", texts.at(key)}, {"is_swedish", texts.is_fallback(key)}};
}

Json question_of(const Question& question, const Texts& texts) {
  Json options = Json::array(), alternatives = Json::array(), goals = Json::array();
  for (const auto& option : question.options)
    options.push_back(text_of(texts, survey::option_key(question, option)));
  for (const auto& wording : question.alternatives) alternatives.push_back(text_of(texts, wording.text_key));
  for (const auto& goal : question.goals) goals.push_back(goal);
  Json shown{{"id", question.id},
             {"text", text_of(texts, question.id + ".text")},
             {"alternatives", alternatives},
             {"options", options},
             {"has_options", !options.empty()},
             {"goals", goals},
             {"has_goals", !goals.empty()},
             {"is_background", question.background},
             {"is_counter", question.linkage == survey::Linkage::counter}};
  if (question.hint) shown["hint"] = text_of(texts, question.id + ".hint");
  return shown;
}

// A centre's own questions (S29) are shown to whoever may see the centre.
bool may_read(const Call& call, const Question& question) {
  auto centre = survey::local_centre_of(question.id);
  return !centre || call.may_see(CentreId{*centre});
}

}  // namespace

Result<Answer> show_instruments(Call& call) {
  Json rows = Json::array();
  for (const auto& round : TRY(call.store().list_rounds())) {
    auto whole = TRY(call.store().find_round(round.id));
    auto instrument = TRY(survey::parse_instrument(whole->instrument_files));
    Json languages = Json::array();
    for (const auto& code : round.languages) {
      const auto& texts = instrument.texts.at(code);
      languages.push_back({{"code", code},
                           {"words", language_words(code)},
                           {"is_reviewed", texts.review == survey::ReviewState::reviewed},
                           {"missing", texts.missing.empty() ? Json(nullptr) : Json(texts.missing.size())}});
    }
    auto questions = std::count_if(instrument.questions.begin(), instrument.questions.end(),
                                   [&](const auto& question) { return may_read(call, question); });
    rows.push_back({{"id", round.id.value},
                    {"round", round.name},
                    {"title", instrument.texts.at("sv").at("title")},
                    {"instrument", instrument.id},
                    {"version", instrument.version},
                    {"questions", questions},
                    {"languages", languages}});
  }
  std::reverse(rows.begin(), rows.end());
  return Answer(Page{"instruments", "Frågor", {{"rounds", rows}, {"has_rounds", !rows.empty()}}});
}

Result<Answer> show_instrument(Call& call) {
  auto round = TRY(call.round());
  auto instrument = TRY(survey::parse_instrument(round.instrument_files));
  auto language = call.query.get("sprak");
  if (!instrument.texts.contains(language)) language = "sv";
  const auto& texts = instrument.texts.at(language);
  Json questions = Json::array(), info = Json::array(), languages = Json::array();
  for (const auto& question : instrument.questions) {
    if (may_read(call, question)) questions.push_back(question_of(question, texts));
  }
  for (const auto& key : instrument.info_keys) info.push_back(text_of(texts, key));
  for (const auto& code : round.languages) {
    languages.push_back({{"code", code}, {"words", language_words(code)}, {"is_here", code == language}});
  }
  return Answer(Page{"instrument",
                     instrument.texts.at("sv").at("title"),
                     {{"id", round.id.value},
                      {"round", round.name},
                      {"instrument", instrument.id},
                      {"version", instrument.version},
                      {"credit", instrument.credit},
                      {"language", language},
                      {"direction", is_right_to_left(language) ? "rtl" : "ltr"},
                      {"translator", texts.translator},
                      {"reviewer", texts.reviewer.empty() ? Json(nullptr) : Json(texts.reviewer)},
                      {"is_reviewed", texts.review == survey::ReviewState::reviewed},
                      {"languages", languages},
                      {"info", info},
                      {"questions", questions},
                      {"title", text_of(texts, "title")},
                      {"closing", text_of(texts, "closing")}}});
}

}  // namespace vantrum::dashboard
