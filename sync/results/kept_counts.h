// Counts as bytes, kept beside the answers (sync/store/answer_store.h): what was published of a centre last
// (release.h), and what is released. On disk; the first byte is the form's number, never change what it means.
//
// Each number as 7 bits a byte, least first, the high bit set in all but the last (LEB128): form, responses,
// suspect, paper, how many questions; for each question how many options, each option, then valid, dont_know,
// no_answer, skipped, is_held.
#pragma once

#include "shared/base/bytes.h"
#include "sync/results/tally.h"

namespace vantrum::results {

Bytes encode_counts(const CentreTally& tally);  // centre and counters are not in it

// `damaged` if the bytes are not this form, or not of this instrument.
Result<CentreTally> parse_counts(ByteView bytes, const CentreFacts& centre,
                                 const survey::Instrument& instrument);

}  // namespace vantrum::results
