// The numbers leads know (D1–D4). The base of every one is the valid answers: "vet inte" and missing answers
// are reported beside them and never weigh a percentage down.
#pragma once

#include <cstdint>
#include <optional>

#include "sync/results/tally.h"

namespace vantrum::results {

// Whole per cent, half rounded up, in whole numbers so that every machine agrees. base > 0.
std::uint32_t percent(std::uint64_t count, std::uint64_t base);

// Answers with an option marked positive; none if the question has no such option.
std::optional<std::uint64_t> positive_count(const survey::Question& question, const QuestionTally& tally);

// Index = Σ w·n / N with the options' weights (100, 200/3, 100/3, 0). None without valid answers or weights.
std::optional<double> index_of(const survey::Question& question, const QuestionTally& tally);

}  // namespace vantrum::results
