#include <algorithm>
#include <tuple>

#include "sync/results/suppress.h"

namespace vantrum::results {

std::string PublishedResults::group_label(CentreId centre, const std::string& question,
                                          const std::string& code) const {
  const auto* place = find(centre);
  if (!place || code.empty()) return {};
  for (const auto& asked : place->questions) {
    if (asked.id != question || !asked.background) continue;
    for (const auto& option : asked.options) {
      // Its size stands in the place's own table; nobody at all is no group either.
      if (option.code == code && option.count.value_or(0) >= policy_.k) return option.label;
    }
  }
  return {};
}

void PublishedResults::set_quotes(const std::vector<ApprovedQuote>& quotes) {
  for (auto& place : places_) {
    place.quotes.clear();
    if (!place.centre || !place.responses) continue;
    for (const auto& quote : quotes) {
      if (quote.centre != *place.centre) continue;
      place.quotes.push_back(
          {quote.words, quote.text, group_label(quote.centre, quote.label_question, quote.code)});
    }
    std::sort(place.quotes.begin(), place.quotes.end(), [](const auto& a, const auto& b) {
      return std::tie(a.words, a.text, a.label) < std::tie(b.words, b.text, b.label);
    });
  }
}

}  // namespace vantrum::results
