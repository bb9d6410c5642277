// Counting: per centre, question and option, how many answered what. Plain counts that may NOT be shown to
// anyone: they go through suppress.h, the one door to every output.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/survey/response.h"

namespace vantrum::results {

struct CentreFacts {
  CentreId id;
  std::string name;
  std::uint32_t quota = 0;  // of a census: how many work there and were asked (S30)
};

struct RoundFacts {
  RoundId id;
  std::string name;
  std::string region_name;
  std::string receiver;
  bool is_open = false;
  std::vector<std::string> unreviewed;  // languages offered though nobody had reviewed them (R12)
  std::vector<CentreFacts> centres;     // that take part
  bool for_staff = false;               // everybody was asked: a quota is how many work there (S30)
  std::uint64_t discarded = 0;          // visits that staff threw away; in no other number
};

// One visitor's answers, as far as they may be known.
struct Visit {
  CentreId centre;
  survey::Answers answers;
  survey::Flags flags;
};

// A count that is linked to no answer: "services:bvc", "language:en".
struct Counter {
  CentreId centre;
  std::string name;
  std::uint64_t count = 0;
};

struct QuestionTally {
  std::vector<std::uint64_t> options;  // as many as the question has, in its order
  std::uint64_t valid = 0;             // took a stand: at least one option other than "vet inte" (D1)
  std::uint64_t dont_know = 0;         // "vet inte / gäller inte mig" and nothing else
  std::uint64_t no_answer = 0;         // was asked but passed over
  std::uint64_t skipped = 0;           // was not asked, by the question's rule
  bool is_held = false;                // older than the other questions' (release.h)
  bool operator==(const QuestionTally&) const = default;
};

struct CentreTally {
  CentreFacts centre;
  std::uint64_t responses = 0;
  std::uint64_t suspect = 0, paper = 0;  // of these
  std::vector<QuestionTally>
      questions;                  // as many as the instrument has, in its order; zeros where not linked
  std::vector<Counter> counters;  // by name
  std::vector<std::string> held_counters = {};  // ids of those that are older than the answers (release.h)
  std::uint64_t waiting = 0;  // answers that were received but may not be counted yet (release.h)
};

struct Tally {
  RoundFacts round;
  survey::Instrument instrument;
  std::vector<CentreTally> centres;  // in the order of RoundFacts
};

// Visits and counters of centres that do not take part are left out. Answers must fit the instrument. The
// plain form of counting; the program counts stored answers with sync/collector/counting.h, which gives the
// same.
Tally tally(const RoundFacts& round, const survey::Instrument& instrument, const std::vector<Visit>& visits,
            const std::vector<Counter>& counters);

// Sums, for pooling centres. Both have as many options.
QuestionTally operator+(QuestionTally a, const QuestionTally& b);

}  // namespace vantrum::results
