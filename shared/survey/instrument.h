// An instrument: the questions a round asks, checked and immutable. Text files become one in
// instrument_file.h.
//
// Ids and codes are what people and rules write; `number`s are the same things on the wire. Both are stable
// for good: an option is never known by its position (R3, trap 3 of the domain), and a number is never used
// again for something else. Results compare rounds by semantic id and scale (D6).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/survey/rule.h"

namespace vantrum::survey {

enum class QuestionType {
  scale,        // agreement or satisfaction, ordered, with weights for the index (D3)
  feeling,      // a scale that asks for a feeling: the only one that is drawn with smileys
  select_one,   // one of several
  select_many,  // any number of several
  rating,       // 0 to 10, with words at both ends
  number,       // a whole number; only the band it falls into is kept (P-31)
  text,         // free text; only in rounds that turn it on (P-12)
  note,         // asks nothing
};

// What becomes of the answer.
enum class Linkage {
  linked,    // inside the sealed response
  counter,   // only a counter per round, never beside other answers (P-4, P-31)
  separate,  // a sealed item of its own without any common key (P-11)
  none,      // there is no answer: a note
};

struct Option {
  std::string code;              // "full"; used in rules and exports
  std::uint32_t number = 0;      // on the wire; 1…255, unique in its question, never renumber
  std::optional<double> weight;  // 0…100 for the index; none for "vet inte" and unordered options
  bool positive = false;         // counts as positive (D4)
  bool dont_know = false;  // "vet inte / gäller inte mig": outside the base of percentages (D1), set apart
  std::uint32_t from = 0;  // of a number's band: its least number; the band ends before the next one begins
};

struct Wording {
  std::string text_key;  // key in the language files
  Rule when;             // shown when this holds; the first that holds wins
};

struct Question {
  std::string id;            // "acc"; semantic, stable across versions
  std::uint32_t number = 0;  // on the wire; 1…255, unique in the instrument, never renumber
  QuestionType type = QuestionType::scale;
  Linkage linkage = Linkage::linked;
  std::string scale;  // id of the shared scale, or empty where the question has options of its own
  std::vector<Option> options;
  Rule when;                          // asked only when this holds; refers to earlier questions only
  std::vector<Wording> alternatives;  // other wordings (S4: expecting parents)
  std::vector<std::string> goals;     // ids in config/goals/goals.toml: "G1", "J4"
  bool background = false;            // one of the at most four background questions
  bool hint = false;                  // has a hint: a sentence or two under the question
  std::uint32_t order_seed = 0;  // of choices: not 0 shows the options in an order of its own (option_order)
  std::uint32_t number_max = 0;  // of a number: the greatest there may be
  std::string quote_label;       // of a text: the background question whose answer goes with it (S39), or ""

  const Option* option_with_code(std::string_view code) const;
  const Option* option_with_number(std::uint32_t number) const;
  // The band of a number; null where the number is out of range, or the question of another type.
  const Option* band_of(std::uint32_t number) const;
  std::uint32_t number_min() const;
};

// "vet inte" of a question that has options of its own.
inline constexpr std::string_view dont_know_code = "dk";
// What a rating's steps are called: "r0" to "r10".
inline constexpr std::uint32_t rating_max = 10;

// Indices of the options in the order they are shown: the instrument's, or, where it declares a seed, one
// drawn from the seed and the centre's number alone. So all visitors of a centre see one order, centres see
// different ones, anybody can compute them, and nothing about a visitor goes in or has to be kept (P-1).
// "Vet inte" stays last.
std::vector<std::size_t> option_order(const Question& question, std::uint32_t centre);

// What stands for an option that needs no translation: "7" of a rating, "2–3" of a number; else empty.
std::string own_label(const Question& question, const Option& option);

enum class ReviewState { pending, reviewed };

// One language of an instrument. Every key the instrument needs is there, checked at load. Where a
// translation lacks a string, the Swedish words stand in its place: a blank is impossible, and whoever shows
// them can tell.
struct Texts {
  std::string language;  // BCP 47: "sv", "en"
  std::string own_name;  // "Svenska"
  std::string translator, reviewer;
  ReviewState review = ReviewState::pending;
  std::map<std::string, std::string> strings;
  std::vector<std::string>
      missing;  // keys whose words are Swedish, in the order of the screens; never in "sv"

  // The text for a key; `key` must be one the instrument defines.
  const std::string& at(const std::string& key) const;
  bool is_fallback(std::string_view key) const;
};

// Keys in the language files:
//   title, closing              of the instrument
//   info.1, info.2, …           paragraphs of the info screen (P-26)
//   info.free_text              one more of them, for rounds that turn free text on
//   <question>.text             the question; <question>.hint where it has a hint
//   <question>.<alternative>    other wordings, by their text_key
//   <scale>.<code>              options of a shared scale; <question>.<code> of a question's own options,
//                               unless they are numbers (own_label)
//   <question>.low, .high       words at the ends of a rating
// The placeholder {receiver} stands in info paragraphs only, and in at least one of them: the round fills in
// the authority that receives the answers.
std::string option_key(const Question& question, const Option& option);

struct Instrument {
  std::string id;                      // "besoksenkat"
  std::uint32_t number = 0;            // on the wire; stable
  std::uint32_t version = 0;           // 1…
  std::string credit;                  // origin
  std::vector<std::string> info_keys;  // paragraphs of the info screen, in order
  std::string free_text_info_key;   // shown after them when free text is on; empty if no question takes text
  std::vector<Question> questions;  // in the order they are asked
  std::map<std::string, Texts> texts;  // by language; "sv" is always there

  const Question* find(std::string_view question_id) const;
  const Question* find_number(std::uint32_t number) const;
};

// Every key of this instrument's language files, in the order of the screens.
std::vector<std::string> text_keys(const Instrument& instrument);

}  // namespace vantrum::survey
