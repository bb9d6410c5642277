// What is destroyed under a decision (docs/retention.md), and what is remembered of that: how many, never
// what. A part of AnswerStore, in the same file and with the same promises.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace vantrum::collector {

enum class Destroyable { answers = 1, texts = 2 };  // on disk; never renumber

struct Destroyed {
  CentreId centre;
  Destroyable kind = Destroyable::answers;
  std::uint64_t count = 0;
  std::string decision;  // the latest
  bool operator==(const Destroyed&) const = default;
};

class PurgeStore {
 public:
  virtual ~PurgeStore() = default;

  // All of a kind of a round, in a transaction; how many. With the texts go the quotes that are not approved.
  virtual Result<std::uint64_t> destroy(RoundId round, Destroyable kind, const std::string& decision) = 0;
  virtual Result<std::vector<Destroyed>> destroyed(RoundId round) = 0;

  // In which the round's last answer was given, also where that was destroyed; none: not known.
  virtual Result<std::optional<IsoWeek>> last_week(RoundId round) = 0;

  // Writes the whole file anew, so that nothing of what was destroyed is left in it or in its log. Outside of
  // a transaction; needs as much room on the disk as the file has.
  virtual Result<void> scrub() = 0;
};

}  // namespace vantrum::collector
