// The stored form of one visit's answers: deterministic CBOR {1: instrument version, 2: {question number:
// option numbers}}, numbers as the instrument gives them. On disk; never change what a key means.
#pragma once

#include "shared/survey/response.h"

namespace vantrum::collector {

// The answers must have been validated against the instrument.
Bytes encode_answers(const survey::Answers& answers, const survey::Instrument& instrument);

// `untrusted` if the bytes are not this form or name something the instrument does not have.
Result<survey::Answers> parse_answers(ByteView content, const survey::Instrument& instrument);

}  // namespace vantrum::collector
