#include "kiosk/effects/sealing.h"

#include "shared/wire/text_item.h"

namespace vantrum::kiosk {
namespace {

Result<NewItem> seal_response(const Submit& submission, const survey::Answers& linked, wire::SealTo to,
                              std::optional<IsoWeek> week, Entropy& entropy) {
  const auto& survey = *submission.survey;
  survey::Response response;
  response.item = entropy.random_id<ItemId>();
  response.round = survey.round;
  response.centre = survey.centre;
  response.instrument_number = survey.instrument.number;
  response.instrument_version = survey.instrument.version;
  response.week = week;
  response.answers = linked;
  response.flags.suspect = submission.suspect;
  response.flags.paper = submission.paper;
  to.padded_bytes = survey.padded_bytes;  // `to` may be of a newer round that came during the visit
  return NewItem{response.item, wire::ItemKind::response,
                 TRY(wire::seal_response(response, survey.instrument, to))};
}

// The quote's label is the answer to one background question, if it was answered (S39).
std::string label_of(const survey::Question& question, const survey::Answers& linked) {
  auto answer = linked.find(question.quote_label);
  return answer == linked.end() || answer->second.empty() ? std::string() : answer->second.front();
}

}  // namespace

Result<std::vector<NewItem>> seal_submission(const Submit& submission, const survey::Answers& linked,
                                             const wire::SealTo& to, std::optional<IsoWeek> week,
                                             Entropy& entropy) {
  std::vector<NewItem> items;
  if (!linked.empty()) items.push_back(TRY(seal_response(submission, linked, to, week, entropy)));
  const auto& survey = *submission.survey;
  for (const auto& [id, text] : submission.texts) {
    const auto* question = survey.instrument.find(id);
    if (question == nullptr) return Error::invalid("a text to an unknown question");
    survey::FreeText written{entropy.random_id<ItemId>(), survey.round, survey.centre, id,
                             label_of(*question, linked), text};
    items.push_back(
        {written.item, wire::ItemKind::text, TRY(wire::seal_text(written, survey.instrument, to))});
  }
  if (items.empty()) return Error::invalid("nothing to seal; expected an answer or a text");
  return items;
}

}  // namespace vantrum::kiosk
