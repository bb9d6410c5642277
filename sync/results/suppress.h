// The one door from counts to anything a person may read: small groups are hidden here, and every output
// function takes a PublishedResults, which only `suppress` can make.
//
// - P-14: a centre with fewer than k responses, or a question with fewer than k valid answers, shows "–".
// - P-15, P-19: from k to 9 valid answers only the merged share of positive answers is shown, no distribution
//   and no index (if all of so few said the same, the index would tell what).
// - P-16: in a background question each option is a group: those below k are hidden, and with them the next
//   smallest, so that what is hidden cannot be computed from n and holds at least k people. The same holds
//   for counters of which a visitor chooses one. How many passed over a question that only some were asked
//   would tell how many those were: it is hidden unless that is shown anyway.
// - P-17: the region's row is made only of what the centres' rows show in full, so nothing can be found by
//   subtracting. A centre's answers that are not shown in full are left out of it, and a note says so. If no
//   centre is shown in full, the region shows the merged share of those that are shown merged.
// - S35: of staff a background question is shown for the region alone, never for a centre.
// - P-18: which answers are counted at all is decided before, by what was shown of the round: release.h.
//
// What compare_with and set_goals add is computed from published numbers only, so it betrays nothing more.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/survey/goals.h"
#include "sync/results/policy.h"
#include "sync/results/tally.h"

namespace vantrum::results {

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
  bool positive = false;
  std::optional<double> weight = {};  // in the index; none: none
};

// The same question in the round before (D6), as it was published then.
struct Earlier {
  std::uint64_t n = 0;
  std::optional<std::uint32_t> positive_percent;
  std::optional<double> index;
};

// Of the share of positive answers, in percentage points. Readable only beyond what chance alone does to so
// few answers (D8); otherwise it is shown as "↔".
struct Change {
  int points = 0;
  bool is_readable = false;
};

struct PublishedQuestion {
  std::string id, words;
  bool background = false;
  Detail detail = Detail::hidden;
  std::size_t centres = 0;  // whose answers are in it: 1, or in the region's row as many as are pooled
  survey::QuestionType type = survey::QuestionType::scale;
  std::string scale;               // id; empty where the question has options of its own
  std::vector<std::string> goals;  // ids
  // All below: none, or empty counts, where hidden.
  std::optional<std::uint64_t> n;        // valid answers
  std::vector<PublishedOption> options;  // without "vet inte"
  std::optional<std::uint64_t> dont_know;
  std::optional<std::uint32_t> dont_know_percent;  // of valid and "vet inte" together
  std::optional<std::uint64_t> no_answer;
  std::optional<std::uint64_t> positive;
  std::optional<std::uint32_t> positive_percent;
  std::optional<double> index;
  std::optional<double> mean;  // of a rating, 0 to 10; shown where an index would be
  std::optional<Earlier> last;
  std::optional<Change> change;
};

// A question whose answers were only counted, never kept beside others. No n: it is not known how many were
// asked.
struct PublishedCounter {
  std::string id, words;
  std::vector<PublishedOption> options;  // without percent
};

// The questions behind a goal that show an index in this place.
struct PublishedGoal {
  std::string id, text;
  std::vector<std::string> questions;             // ids of all behind it
  std::size_t shown = 0;                          // of these: with an index
  std::optional<double> index;                    // mean of their indices
  std::optional<std::uint32_t> positive_percent;  // mean of their shares
};

// What a visitor wrote, as the round's reader approved it (S39), with what was cut out.
struct ApprovedQuote {
  CentreId centre;
  std::string words;                 // of the question
  std::string label_question, code;  // the writer's group; empty: not told
  std::string text;
};
struct PublishedQuote {
  std::string words, text;
  std::string label;  // "Kvinna"; empty: not told, or the group is too small to be
};

struct PublishedPlace {
  std::optional<CentreId> centre;  // none: the region
  std::string name;
  std::size_t centres = 1;                 // whose responses are counted in it
  std::optional<std::uint64_t> responses;  // never beside a rate: "n av kvot" (D5)
  std::uint64_t quota = 0;                 // of the centres counted
  std::vector<PublishedQuestion> questions;
  std::vector<PublishedCounter> counters;
  std::vector<PublishedGoal> goals;
  std::vector<PublishedQuote> quotes;         // of a centre; by question, then by their own words
  std::optional<std::uint32_t> rate_percent;  // of a census only: responses of those who were asked (S30)
};

struct InstrumentFacts {
  std::string id, title, credit;
  std::uint32_t version = 0;
};

class PublishedResults {
 public:
  const RoundFacts& round() const { return round_; }
  const InstrumentFacts& instrument() const { return instrument_; }
  const Policy& policy() const { return policy_; }
  const std::vector<PublishedPlace>& places() const { return places_; }  // the region first
  const PublishedPlace& region() const { return places_.front(); }
  const PublishedPlace* find(CentreId centre) const;                // none if it does not take part
  const std::vector<std::string>& notes() const { return notes_; }  // footnotes, in Swedish
  const std::string& last_round() const { return last_round_; }  // its name; empty: nothing to compare with

  // Only what a person of one centre may see: the region and that centre (S70).
  PublishedResults of_centre(CentreId centre) const;

  // Sets `last` and `change` wherever the round before asked the same (D6): equal id, type and options.
  void compare_with(const PublishedResults& before);

  // Those of `goals` that a question is mapped to, for each place.
  void set_goals(const std::vector<survey::Goal>& goals);

  // S39: each to its centre, if that shows results. A label only where the size of its group is shown there,
  // so it is k at least (P-16). Their order is that of the alphabet: nothing tells which came first (P-11).
  void set_quotes(const std::vector<ApprovedQuote>& quotes);
  // The words of a background question's option, under that same condition; else empty.
  std::string group_label(CentreId centre, const std::string& question, const std::string& code) const;

 private:
  friend PublishedResults suppress(const Tally& tally, const Policy& policy);
  PublishedResults() = default;

  RoundFacts round_;
  InstrumentFacts instrument_;
  Policy policy_;
  std::vector<PublishedPlace> places_;
  std::vector<std::string> notes_;
  std::string last_round_;
};

PublishedResults suppress(const Tally& tally, const Policy& policy = {});

// Background of staff: in the region's row alone (S35), and there only from so many centres on.
bool is_for_region_only(const RoundFacts& round, const survey::Instrument& instrument,
                        const survey::Question& question);
constexpr std::size_t census_centres_min = 3;  // fewer, and one centre's people could subtract themselves

// The difference of two shares of positive answers that chance alone seldom exceeds, in percentage points: 14
// at n = 50 and 10 at n = 100 where 85 % are positive (D8), more where opinions are divided. Both n > 0.
double readable_from(std::uint64_t n_a, double share_a, std::uint64_t n_b, double share_b);

}  // namespace vantrum::results
