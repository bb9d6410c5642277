// The numbers among the private words: identity numbers, phone numbers and other long ones. Used by
// private_words.h only.
#pragma once

#include <span>
#include <vector>

#include "shared/survey/plain_text.h"
#include "shared/survey/private_words.h"

namespace vantrum::survey {

// Places in `plain`, end not included.
struct PlainSpan {
  PrivateKind kind = PrivateKind::identity_number;
  std::size_t begin = 0, end = 0;
};

std::vector<PlainSpan> find_private_numbers(std::span<const PlainChar> plain);

}  // namespace vantrum::survey
