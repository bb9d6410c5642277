#include "sync/collector/quotes.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/survey/instrument_file.h"
#include "shared/survey/private_words.h"
#include "sync/collector/publish.h"
#include "sync/collector/redaction.h"
#include "sync/collector/take_away.h"

namespace vantrum::collector {
namespace {

// A round's texts and quotes, once it is certain that this reader may see them.
struct Desk {
  RoundRecord round;
  survey::Instrument instrument;
  AnswerStore* answers = nullptr;
};

Result<Desk> sit_down(const Collector& collector, const TextReader& reader) {
  Desk desk;
  desk.answers = TRY(collector.opened_answers());
  auto round = TRY(find_known(collector, reader.round));
  if (round.text_reader.empty()) return Error::refused("the round asks for no free text");
  if (round.text_reader != reader.name) {
    TRY(reader.note("fick inte läsa fritexter", fmt::format("omgång {}", reader.round.value)));
    return Error::refused("the free texts of this round are read by " + round.text_reader +
                          " and nobody else");
  }
  desk.instrument = TRY(survey::parse_instrument(round.instrument_files));
  desk.round = std::move(round);
  return desk;
}

struct Chosen {
  TextId id;
  std::optional<WrittenText> text;  // none: destroyed
  std::optional<Quote> quote;
};

Result<Chosen> choose(const Desk& desk, const std::string& beginning) {
  const auto texts = TRY(desk.answers->texts_by_id(desk.round.id));
  const auto quotes = TRY(desk.answers->quotes(desk.round.id));
  std::set<TextId> ids;
  for (const auto& [id, text] : texts) ids.insert(id);
  for (const auto& [id, quote] : quotes) ids.insert(id);
  std::erase_if(ids, [&](const auto& id) { return !id.hex().starts_with(beginning); });
  if (ids.empty() || beginning.empty())
    return Error::not_found("no text's id begins like that; see: quotes list");
  if (ids.size() > 1) return Error::invalid("several texts' ids begin like that; give more of it");
  Chosen chosen{*ids.begin(), {}, {}};
  if (auto text = texts.find(chosen.id); text != texts.end()) chosen.text = text->second;
  if (auto quote = quotes.find(chosen.id); quote != quotes.end()) chosen.quote = quote->second;
  return chosen;
}

Result<void> note(const TextReader& reader, const std::string& action, const TextId& id) {
  return reader.note(
      action, fmt::format("omgång {}, text {}", reader.round.value, id.hex().substr(0, text_id_chars)));
}

Result<void> keep(const Desk& desk, const Quote& quote) {
  return desk.answers->in_transaction([&] { return desk.answers->keep_quote(quote); });
}

// A draft.
Result<Quote> redacted(const Chosen& chosen, const Redaction& redaction) {
  if (!chosen.text) return Error::refused("the text was destroyed; its quote can only be withdrawn");
  const auto* numbers = std::get_if<std::set<std::size_t>>(&redaction);
  Quote quote{chosen.id, *chosen.text, false};
  quote.shown.text = numbers ? TRY(cut(chosen.text->text, *numbers))
                             : TRY(check_cut(chosen.text->text, std::get<std::string>(redaction)));
  return quote;
}

std::string words_of_question(const survey::Instrument& instrument, const std::string& id) {
  return instrument.find(id) ? instrument.texts.at("sv").at(id + ".text") : id;
}

std::string label_question_of(const survey::Instrument& instrument, const std::string& id) {
  const auto* question = instrument.find(id);
  return question ? question->quote_label : std::string();
}

}  // namespace

Result<std::vector<ReadText>> read_texts(const Collector& collector, const TextReader& reader) {
  const auto desk = TRY(sit_down(collector, reader));
  const auto published = TRY(publish_results(collector, reader.round, {results::group_min, {}, false}));
  const auto texts = TRY(desk.answers->texts_by_id(reader.round));
  const auto quotes = TRY(desk.answers->quotes(reader.round));
  TRY(reader.note("läste fritexter", fmt::format("omgång {}, {} text{}", reader.round.value, texts.size(),
                                                 texts.size() == 1 ? "" : "er")));
  std::map<std::pair<CentreId, TextId>, ReadText> rows;
  const auto row_of = [&](const TextId& id, const WrittenText& about) -> ReadText& {
    auto& row = rows[{about.centre, id}];
    row.id = id;
    row.centre = about.centre;
    const auto* place = published.find(about.centre);
    row.centre_name = place ? place->name : std::to_string(about.centre.value);
    row.words = words_of_question(desk.instrument, about.question);
    row.label =
        published.group_label(about.centre, label_question_of(desk.instrument, about.question), about.label);
    return row;
  };
  for (const auto& [id, text] : texts) row_of(id, text).text = text.text;
  for (const auto& [id, quote] : quotes) {
    auto& row = row_of(id, quote.shown);
    row.quote = quote.shown.text;
    row.is_approved = quote.is_approved;
  }
  std::vector<ReadText> list;
  for (auto& [key, row] : rows) list.push_back(std::move(row));
  return list;
}

Result<std::string> redact(const Collector& collector, const TextReader& reader, const std::string& text,
                           const Redaction& redaction) {
  const auto desk = TRY(sit_down(collector, reader));
  const auto chosen = TRY(choose(desk, text));
  const auto quote = TRY(redacted(chosen, redaction));
  TRY(note(reader, "maskade citat", chosen.id));
  TRY(keep(desk, quote));
  return quote.shown.text;
}

Result<void> approve(const Collector& collector, const TextReader& reader, const std::string& text,
                     const std::optional<Redaction>& redaction) {
  const auto desk = TRY(sit_down(collector, reader));
  const auto chosen = TRY(choose(desk, text));
  if (desk.round.is_open) return Error::refused("the round is open; quotes are approved once it is closed");
  auto quote = redaction      ? TRY(redacted(chosen, *redaction))
               : chosen.quote ? *chosen.quote
                              : TRY(redacted(chosen, std::set<std::size_t>()));
  const auto found = survey::find_private_words(quote.shown.text);
  if (!found.empty())
    return Error::refused(fmt::format("there is a {} in it; take it out first (quotes redact)",
                                      survey::name_of(found.front().kind)));
  quote.is_approved = true;
  if (chosen.quote == quote) return {};
  TRY(note(reader, "godkände citat", quote.id));
  return keep(desk, quote);
}

Result<void> withdraw(const Collector& collector, const TextReader& reader, const std::string& text) {
  const auto desk = TRY(sit_down(collector, reader));
  auto chosen = TRY(choose(desk, text));
  if (!chosen.quote) return Error::refused("the text is not chosen as a quote");
  TRY(note(reader, "drog tillbaka citat", chosen.id));
  // Without its text nobody can redact it again.
  if (!chosen.quote->is_approved || !chosen.text)
    return desk.answers->in_transaction([&] { return desk.answers->remove_quote(chosen.id); });
  chosen.quote->is_approved = false;
  return keep(desk, *chosen.quote);
}

Result<std::vector<results::ApprovedQuote>> approved_quotes(const Collector& collector, RoundId id) {
  std::vector<results::ApprovedQuote> approved;
  const auto quotes = TRY(TRY(collector.opened_answers())->quotes(id));
  if (quotes.empty()) return approved;
  auto round = TRY(collector.store.find_round(id));
  if (!round || round->is_open) return approved;
  const auto instrument = TRY(survey::parse_instrument(round->instrument_files));
  for (const auto& [text, quote] : quotes) {
    if (!quote.is_approved) continue;
    const auto& shown = quote.shown;
    approved.push_back({shown.centre, words_of_question(instrument, shown.question),
                        label_question_of(instrument, shown.question), shown.label, shown.text});
  }
  return approved;
}

}  // namespace vantrum::collector
