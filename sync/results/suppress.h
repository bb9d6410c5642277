// The one door from counts to anything a person may read: small groups are hidden here, and every output
// function takes a PublishedResults, which only `suppress` can make.
//
// - P-14: a centre with fewer than k responses, or a question with fewer than k valid answers, shows "–".
// - P-15, P-19: from k to 9 valid answers only the merged share of positive answers is shown, no distribution
// and no
//   index (if all of so few said the same, the index would tell what).
// - P-16: in a background question each option is a group: those below k are hidden, and with them the next
//   smallest, so that what is hidden cannot be computed from n and holds at least k people.
// - P-17: the region's row is made only of what the centres' rows show in full, so nothing can be found by
//   subtracting. A centre's answers that are not shown in full are left out of it, and a note says so. If no
//   centre is shown in full, the region shows the merged share of those that are shown merged.
// - P-18: which answers are counted at all is decided before, by CollectorStore::release.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/results/tally.h"

namespace vantrum::results {

constexpr std::uint64_t group_min = 5;          // k
constexpr std::uint64_t distribution_min = 10;  // P-15

enum class Detail {
  hidden,   // fewer than k valid answers: nothing is shown
  merged,   // k…9: n and the share of positive answers
  partial,  // a background question with a hidden option
  full,
};

struct PublishedOption {
  std::string code, label;
  std::optional<std::uint64_t> count;    // none: hidden
  std::optional<std::uint32_t> percent;  // of the valid answers
};

struct PublishedQuestion {
  std::string id, words;
  bool background = false;
  Detail detail = Detail::hidden;
  std::size_t centres = 0;  // whose answers are in it: 1, or in the region's row as many as are pooled
  // All below: none, or empty counts, where hidden.
  std::optional<std::uint64_t> n;        // valid answers
  std::vector<PublishedOption> options;  // without "vet inte"
  std::optional<std::uint64_t> dont_know;
  std::optional<std::uint32_t> dont_know_percent;  // of valid and "vet inte" together
  std::optional<std::uint64_t> no_answer;
  std::optional<std::uint32_t> positive_percent;
  std::optional<double> index;
  std::optional<double> mean;  // of a rating, 0 to 10; shown where an index would be
};

// A question whose answers were only counted, never kept beside others. No n: it is not known how many were
// asked.
struct PublishedCounter {
  std::string id, words;
  std::vector<PublishedOption> options;  // without percent
};

struct PublishedPlace {
  std::optional<CentreId> centre;  // none: the region
  std::string name;
  std::size_t centres = 1;                 // whose responses are counted in it
  std::optional<std::uint64_t> responses;  // never beside a rate: "n av kvot" (D5)
  std::uint64_t quota = 0;                 // of the centres counted
  std::vector<PublishedQuestion> questions;
  std::vector<PublishedCounter> counters;
};

class PublishedResults {
 public:
  const RoundFacts& round() const { return round_; }
  const std::vector<PublishedPlace>& places() const { return places_; }  // the region first
  const std::vector<std::string>& notes() const { return notes_; }       // footnotes, in Swedish

 private:
  friend PublishedResults suppress(const Tally& tally);
  PublishedResults() = default;

  RoundFacts round_;
  std::vector<PublishedPlace> places_;
  std::vector<std::string> notes_;
};

PublishedResults suppress(const Tally& tally);

}  // namespace vantrum::results
