#include "sync/results/index.h"

#include <algorithm>

#include "shared/base/check.h"

namespace vantrum::results {

std::uint32_t percent(std::uint64_t count, std::uint64_t base) {
  check(base > 0);
  return static_cast<std::uint32_t>((200 * count + base) / (2 * base));
}

std::optional<std::uint64_t> positive_count(const survey::Question& question, const QuestionTally& tally) {
  bool any = false;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if (!question.options[i].positive) continue;
    any = true;
    count += tally.options[i];
  }
  if (!any) return std::nullopt;
  return count;
}

std::optional<double> index_of(const survey::Question& question, const QuestionTally& tally) {
  double sum = 0;
  std::uint64_t weighed = 0;
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    const auto& weight = question.options[i].weight;
    if (!weight) continue;
    sum += *weight * static_cast<double>(tally.options[i]);
    weighed += tally.options[i];
  }
  if (weighed == 0) return std::nullopt;
  return sum / static_cast<double>(weighed);
}

}  // namespace vantrum::results
