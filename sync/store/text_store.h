// What visitors wrote, and what of it may be quoted (S39). A part of AnswerStore, in the same file and with
// the same promises; it shares no key with an answer (P-11).
//
// A quote is a copy of its own beside the text: it has the text's id, question and label, never another
// answer, and stays when the text is destroyed (docs/retention.md). Every list is ordered by the random id.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace vantrum::collector {

using TextId = RandomId<struct TextTag>;

// P-11: nothing else may be known about a text.
struct WrittenText {
  RoundId round;
  CentreId centre;
  std::string question, label;  // id, and option code or empty
  std::string text;
  bool operator==(const WrittenText&) const = default;
};

struct Quote {
  TextId id;
  WrittenText shown;  // `text` with what was cut out
  bool is_approved = false;
  bool operator==(const Quote&) const = default;
};

class TextStore {
 public:
  virtual ~TextStore() = default;

  // Free texts; `id` is drawn for the text alone. They are no answers: neither counts nor quota know them.
  virtual Result<void> add_text(const TextId& id, const WrittenText& text) = 0;
  virtual Result<std::map<CentreId, std::uint64_t>> count_texts(RoundId round) = 0;
  virtual Result<std::vector<WrittenText>> list_texts(RoundId round) = 0;
  virtual Result<std::map<TextId, WrittenText>> texts_by_id(RoundId round) = 0;

  // At most one quote of a text; a new one takes the place of the old one.
  virtual Result<void> keep_quote(const Quote& quote) = 0;
  virtual Result<void> remove_quote(const TextId& id) = 0;  // nothing happens if there is none
  virtual Result<std::map<TextId, Quote>> quotes(RoundId round) = 0;
};

}  // namespace vantrum::collector
