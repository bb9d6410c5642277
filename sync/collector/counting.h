// Counts stored answers without taking them apart into words, from answer_content.h's bytes, or a block's
// columns, to a tally: how every result is counted (releasing.h). It gives exactly what results::tally gives
// for the same answers; a test compares them.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "shared/base/bytes.h"
#include "sync/results/tally.h"
#include "sync/store/answer_block.h"

namespace vantrum::collector {

class AnswerCounter {
 public:
  // Borrows the instrument.
  explicit AnswerCounter(const survey::Instrument& instrument);

  // Of one centre: zeros, then one response at a time, then what follows from them. One that is finished may
  // be added to, and finished again.
  results::CentreTally begin(const results::CentreFacts& centre) const;
  // `untrusted`, and `tally` is of no use, if the bytes are not answers to this instrument.
  Result<void> add(results::CentreTally& tally, ByteView content, const survey::Flags& flags) const;
  // All of a block at once; `untrusted` as above.
  Result<void> add(results::CentreTally& tally, const AnswerBlock& block) const;
  void finish(results::CentreTally& tally) const;

 private:
  struct Counted {
    std::size_t index = 0;                      // in the instrument
    std::array<std::uint8_t, 256> option_of{};  // by its number; 255: none
    std::array<bool, 256> is_dont_know{};       // by its number
  };
  static std::uint64_t count_dont_know(const Counted& counted, std::span<const AnswerBlock::Column> columns);
  Result<void> count_skipped(results::CentreTally& tally, ByteView content) const;

  const survey::Instrument& instrument_;
  std::array<std::uint8_t, 256> question_of_{};  // by its number: in counted_; 255: none
  std::vector<Counted> counted_;
  bool has_rules_ = false;
};

}  // namespace vantrum::collector
