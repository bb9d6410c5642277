// The tables of a round's archive that no report has (round_archive.h), as CSV of the form of exports/csv.h.
#pragma once

#include <string>

#include "sync/results/suppress.h"
#include "sync/store/answer_store.h"

namespace vantrum::collector {

// What was shown of the counters.
Result<std::string> counters_csv(const results::PublishedResults& published);
Result<std::string> quotes_csv(const results::PublishedResults& published);
Result<std::string> codebook_csv(const survey::Instrument& instrument);

// One line a visit, none hidden; sorted by what they say.
Result<std::string> answers_csv(AnswerStore& answers, RoundId round, const survey::Instrument& instrument,
                                const results::PublishedResults& published);
// What was written, as it was written; a group only where it may be told (P-11); sorted.
Result<std::string> texts_csv(AnswerStore& answers, RoundId round, const survey::Instrument& instrument,
                              const results::PublishedResults& published);

}  // namespace vantrum::collector
