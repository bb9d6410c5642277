// A centre's own questions: at most three, after the common ones, and only for that centre (S29).
//
// A block is a folder: questions.toml (`format`, `question_count` and [[question]] tables as in
// instrument.toml, with the scales of the instrument) and a language file for each language it has words in;
// Swedish must be there. Its ids begin with "l", the centre's number and "_" ("l2_garden"), its numbers are
// 101 to 255: a name of its own, so that it can never be taken for a common question and is left out of what
// the region adds up.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/survey/instrument_file.h"

namespace vantrum::survey {

constexpr std::uint32_t local_questions_max = 3;
constexpr std::uint32_t local_number_min = 101;

// 2 for "l2_garden"; none for a common question.
std::optional<std::uint32_t> local_centre_of(std::string_view question_id);

struct LocalBlock {
  CentreId centre;
  InstrumentFiles files;  // questions.toml, sv.toml …
};

// The instrument's files with the blocks' questions at the end. The result parses as an instrument, so every
// rule of instruments holds for local questions as well: no more linked background than P-31 allows, text
// kept by itself, no id or number twice. A language in which a block has no words shows them in Swedish; one
// whose block nobody has reviewed counts as unreviewed as a whole (R12).
//
// `invalid`, naming the centre, the file and the line, for a block of more than three questions, ids and
// numbers outside the centre's own, and background questions that would be linked. A rule of instruments that
// the merged files break is named by a line of those.
Result<InstrumentFiles> with_local_blocks(const InstrumentFiles& instrument,
                                          const std::vector<LocalBlock>& blocks);

}  // namespace vantrum::survey
