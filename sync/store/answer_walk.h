// Walks the bytes of answer_content.h without allocating: what counts answers and what lays them into columns
// both read them so. Strict: only bytes of that form are walked to their end.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "shared/base/bytes.h"

namespace vantrum::collector {

class AnswerWalk {
 public:
  // Borrows the bytes.
  explicit AnswerWalk(ByteView content) : at_(content.data()), end_(content.data() + content.size()) {
    skip(map_of_two);
    skip(key_version);
    version_ = version();
    skip(key_answers);
    left_ = number(map_head);
  }

  std::uint32_t instrument_version() const { return version_; }

  // The next question; their numbers rise. False at the end, and where the bytes are something else.
  bool next() {
    if (left_ == 0 || !is_fine_) return false;
    --left_;
    const auto question = number(0);
    if (question <= question_) return fail();
    question_ = question;
    count_ = number(array_head);
    if (count_ == 0) return fail();
    for (std::uint32_t i = 0; i < count_; ++i) {
      const auto option = number(0);
      if (option == 0) return fail();
      options_[i] = static_cast<std::uint8_t>(option);
    }
    return is_fine_;
  }
  std::uint8_t question() const { return static_cast<std::uint8_t>(question_); }
  // The numbers of what was chosen, 1…255, at least one, in the order in which they are stored.
  std::span<const std::uint8_t> options() const { return {options_.data(), count_}; }

  // After next() said false: the bytes were answers, from the first to the last.
  bool is_whole() const { return is_fine_ && left_ == 0 && at_ == end_; }

 private:
  // Heads of deterministic CBOR (RFC 8949).
  static constexpr std::uint8_t map_of_two = 0xA2, map_head = 0xA0, array_head = 0x80, long_mark = 0x18,
                                short_max = 0x17;
  static constexpr std::uint8_t key_version = 1, key_answers = 2;

  std::uint8_t take() {
    if (at_ == end_) return fail(), std::uint8_t{0};
    return *at_++;
  }
  void skip(std::uint8_t expected) {
    if (take() != expected) fail();
  }
  // A count or number up to 255 with this head, in its shortest form.
  std::uint32_t number(std::uint8_t head) {
    const auto byte = take();
    if (byte >= head && byte <= head + short_max) return static_cast<std::uint32_t>(byte - head);
    if (byte != head + long_mark) return fail(), 0U;
    const auto number = take();
    if (number <= short_max) fail();
    return number;
  }
  // Up to 65535, as instruments have them.
  std::uint32_t version() {
    const auto byte = take();
    if (byte <= short_max) return byte;
    if (byte != long_mark && byte != long_mark + 1) return fail(), 0U;
    std::uint32_t number = take();
    const auto least = byte == long_mark ? short_max + 1U : 256U;
    if (byte != long_mark) number = number << 8U | take();
    if (number < least) fail();
    return number;
  }
  bool fail() {
    is_fine_ = false;
    at_ = end_;
    left_ = count_ = 0;
    return false;
  }

  const std::uint8_t* at_;
  const std::uint8_t* end_;
  bool is_fine_ = true;
  std::uint32_t version_ = 0, left_ = 0, question_ = 0, count_ = 0;
  std::array<std::uint8_t, 255> options_;  // the first count_ of them
};

}  // namespace vantrum::collector
