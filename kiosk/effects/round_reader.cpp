#include "kiosk/effects/round_reader.h"

#include "shared/survey/instrument_file.h"
#include "shared/wire/documents.h"

namespace vantrum::kiosk {

Result<ReadRound> read_round(ByteView document, const Identity& identity, std::uint32_t epoch_min) {
  auto verified = TRY(wire::verify_document(document, wire::DocumentType::round, identity.region,
                                            identity.membership->collector_key));
  auto round = TRY(wire::parse_round(verified.payload));
  if (round.centre != identity.membership->centre) return Error::untrusted("the round is for another centre");
  if (round.seal_to.epoch < epoch_min)
    return Error::untrusted("the round would go back to an older sealing key");
  auto survey = std::make_shared<Survey>();
  survey->instrument = TRY(survey::parse_instrument(round.instrument_files));
  if (round.seal_to.padded_bytes < wire::padded_bytes_for(survey->instrument)) {
    return Error::untrusted("the round's padded size is too small for its instrument");
  }
  for (const auto& language : round.languages) {
    if (!survey->instrument.texts.contains(language))
      return Error::untrusted("the round offers a language it has no texts for");
  }
  survey->round = round.round;
  survey->centre = round.centre;
  survey->centre_name = round.centre_name;
  survey->receiver = round.receiver;
  survey->is_open = round.is_open;
  survey->free_text = round.free_text;
  survey->review = round.review;
  survey->languages = round.languages;
  survey->window = round.window;
  survey->idle = std::chrono::seconds(round.idle_s);
  survey->answer = std::chrono::seconds(round.answer_s);
  survey->for_staff = round.for_staff;
  if (round.for_staff != (survey->instrument.audience == survey::Audience::staff))
    return Error::untrusted("the round and its instrument differ in whom they ask");
  survey->padded_bytes = round.seal_to.padded_bytes;
  return ReadRound{std::move(survey), round.seal_to, round.quota, round.stop_at_quota,
                   std::move(round.assets)};
}

}  // namespace vantrum::kiosk
