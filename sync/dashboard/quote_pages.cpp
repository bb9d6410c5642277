// Free texts, for the account whose name the round gives as its reader (P-12), and the quotes made of them
// (S39). The address table lets nobody else in (Concern::reader_in_path); quotes.h checks the name once more
// and writes the lines of the log, in which no word of a text stands.
#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/quotes.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

using collector::ReadText;
using collector::TextReader;

TextReader reader_of(const Call& call, RoundId round) {
  return {round, call.account().name, collector::notes_of(call.house.collector, call.account().name)};
}

Json row_of(const ReadText& text, RoundId round) {
  const bool is_chosen = !text.quote.empty();
  return {{"id", text.id.hex()},
          {"round", round.value},
          {"words", text.words},
          {"text", text.text},
          {"is_gone", text.text.empty()},
          {"label", text.label.empty() ? Json(nullptr) : Json(text.label)},
          {"quote", text.quote},
          {"is_chosen", is_chosen},
          {"differs", is_chosen && text.quote != text.text},
          {"is_approved", text.is_approved},
          {"state", !is_chosen         ? "Inte vald"
                    : text.is_approved ? "Godkänt citat"
                                       : "Utkast"}};
}

Result<ReadText> text_of(const Call& call, const collector::RoundRecord& round) {
  for (auto& text : TRY(collector::read_texts(call.house.collector, reader_of(call, round.id))))
    if (text.id.hex() == call.values.at("text")) return std::move(text);
  return Error::not_found("there is no such text");
}

Result<Page> text_page(const Call& call, const std::string& problem, const std::string& technical) {
  const auto round = TRY(call.round());
  const auto text = TRY(text_of(call, round));
  Page page{"free_text", "Fritext från " + text.centre_name, row_of(text, round.id)};
  page.model["round_name"] = round.name;
  page.model["is_open"] = round.is_open;
  page.model["may_edit"] = !text.text.empty();
  const auto typed = call.form.get("quote");
  page.model["typed"] = !typed.empty() ? typed : !text.quote.empty() ? text.quote : text.text;
  if (!problem.empty()) {
    page.model["problem"] = problem;
    page.model["technical"] = technical;
    page.status = 422;
  }
  return page;
}

Result<void> carry_out(const Call& call, const TextReader& reader, const ReadText& text) {
  const auto& house = call.house.collector;
  const auto what = call.form.get("what"), id = text.id.hex();
  const collector::Redaction typed = call.form.get("quote");
  if (what == "withdraw") return collector::withdraw(house, reader, id);
  if (what == "approve") return collector::approve(house, reader, id, typed);  // what stands in the field
  if (what != "redact") return Error::invalid("there is no such step");
  TRY(collector::redact(house, reader, id, typed));
  return {};
}

}  // namespace

Result<Answer> show_text_rounds(Call& call) {
  Json rounds = Json::array();
  for (const auto& round : TRY(call.store().list_rounds())) {
    if (round.text_reader != call.account().name) continue;
    rounds.push_back({{"id", round.id.value},
                      {"name", round.name},
                      {"is_open", round.is_open},
                      {"routine", round.text_routine}});
  }
  std::reverse(rounds.begin(), rounds.end());
  return Answer(
      Page{"text_rounds",
           "Fritexter",
           {{"rounds", rounds}, {"has_rounds", !rounds.empty()}, {"account", call.account().name}}});
}

Result<Answer> show_texts(Call& call) {
  const auto round = TRY(call.round());
  Json centres = Json::array();
  std::optional<CentreId> last;
  std::size_t count = 0;
  for (const auto& text : TRY(collector::read_texts(call.house.collector, reader_of(call, round.id)))) {
    if (last != text.centre) centres.push_back({{"name", text.centre_name}, {"texts", Json::array()}});
    last = text.centre;
    auto row = row_of(text, round.id);
    row["number"] = std::to_string(++count);
    centres.back()["texts"].push_back(std::move(row));
  }
  return Answer(Page{"free_texts",
                     "Fritexter",
                     {{"round_name", round.name},
                      {"is_open", round.is_open},
                      {"routine", round.text_routine},
                      {"centres", centres},
                      {"is_empty", count == 0},
                      {"count", count_words(count)}}});
}

Result<Answer> show_text(Call& call) { return Answer(TRY(text_page(call, "", ""))); }

Result<Answer> change_text(Call& call) {
  const auto round = TRY(call.round());
  const auto text = TRY(text_of(call, round));
  const auto done = carry_out(call, reader_of(call, round.id), text);
  if (done) return Answer(Redirect{fmt::format("/fritexter/{}", round.id.value)});
  if (done.error().kind != ErrorKind::invalid && done.error().kind != ErrorKind::refused) return done.error();
  auto page = TRY(text_page(
      call,
      "Inget har ändrats. Byt ut hela ord mot […], och lägg inte till något. Ett citat godkänns först när "
      "omgången är stängd, och inte med personnummer, telefonnummer eller adresser i.",
      done.error().message));
  return Answer(std::move(page));
}

}  // namespace vantrum::dashboard
