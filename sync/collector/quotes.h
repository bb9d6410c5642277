// Free texts and the quotes that are made of them (S39). Only the reader whom the round names may see a text
// (P-12); whoever calls says who is asking, and every look and every step is a line of the log, without a
// word of what was written.
//
//   a text → chosen and redacted (redaction.h) → approved → in the centre's report
//
// A quote can be approved once its round is closed (P-18) and it holds nothing that P-10 keeps out. It stands
// in a report only where its centre shows results, and says kvinna, man or annan only where that group's size
// is shown there (PublishedResults::set_quotes).
#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "sync/collector/audit_note.h"
#include "sync/results/suppress.h"

namespace vantrum::collector {

constexpr std::size_t text_id_chars = 8;  // of its id, where people read it

// Who asks, for which round.
struct TextReader {
  RoundId round;
  std::string name;
  AuditNote note;
};

struct ReadText {
  TextId id;
  CentreId centre;
  std::string centre_name, words;  // `words` of the question
  std::string label;               // as it may be shown; empty: not told
  std::string text;                // empty: destroyed under a decision, its quote stayed
  std::string quote;               // empty: not chosen
  bool is_approved = false;
};

// By centre, then by their random ids: nothing tells which came first. `refused` unless `reader` is the one
// the round names.
Result<std::vector<ReadText>> read_texts(const Collector& collector, const TextReader& reader);

// Takes words out, by their numbers (redaction.h) or as edited by hand. The quote is a draft then, also one
// that was approved. `text`: enough of the beginning of its id. Gives the quote.
using Redaction = std::variant<std::set<std::size_t>, std::string>;
Result<std::string> redact(const Collector& collector, const TextReader& reader, const std::string& text,
                           const Redaction& redaction);

// The draft, or the whole text if there is none; with `redaction` what that makes of the text, kept and
// approved in one. `refused`, and nothing is kept, while the round is open, or if there is a number, an
// address or the like in it (P-10).
Result<void> approve(const Collector& collector, const TextReader& reader, const std::string& text,
                     const std::optional<Redaction>& redaction = {});

// An approved quote becomes a draft, a draft is gone.
Result<void> withdraw(const Collector& collector, const TextReader& reader, const std::string& text);

// For reports. All that is approved of a round, for PublishedResults::set_quotes, which decides what may be
// seen of it; publish_results (take_away.h) has done so already.
Result<std::vector<results::ApprovedQuote>> approved_quotes(const Collector& collector, RoundId round);

}  // namespace vantrum::collector
