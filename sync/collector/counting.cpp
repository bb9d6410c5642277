#include "sync/collector/counting.h"

#include <algorithm>
#include <set>

#include "sync/store/answer_content.h"

namespace vantrum::collector {
namespace {

constexpr std::uint8_t none = 255;
// Heads of deterministic CBOR (RFC 8949) as answer_content.h writes them.
constexpr std::uint8_t map_of_two = 0xA2, map_head = 0xA0, array_head = 0x80, long_mark = 0x18,
                       short_max = 0x17;
constexpr std::uint8_t key_version = 1, key_answers = 2;

class Bytewise {
 public:
  explicit Bytewise(ByteView bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool is_fine() const { return is_fine_; }
  bool is_at_end() const { return at_ == end_; }

  bool skip(std::uint8_t expected) { return take() == expected ? true : fail(); }

  // A count or number up to 255 with this head.
  std::uint32_t number(std::uint8_t head) {
    const auto byte = take();
    if (byte >= head && byte <= head + short_max) return static_cast<std::uint32_t>(byte - head);
    if (byte != head + long_mark) return fail(), 0;
    const auto number = take();
    if (number <= short_max) fail();  // it has a shorter form
    return number;
  }
  // Of any length: the version is not looked at here.
  void skip_number() {
    const auto byte = take();
    if (byte <= short_max) return;
    if (byte < long_mark || byte > long_mark + 3) return void(fail());
    for (int rest = 1 << (byte - long_mark); rest > 0; --rest) take();
  }

 private:
  std::uint8_t take() {
    if (at_ == end_) return fail(), std::uint8_t{0};
    return *at_++;
  }
  bool fail() {
    is_fine_ = false;
    at_ = end_;
    return false;
  }
  const std::uint8_t* at_;
  const std::uint8_t* end_;
  bool is_fine_ = true;
};

Error not_answers() { return Error::untrusted("stored answer: not answers to this instrument"); }

}  // namespace

AnswerCounter::AnswerCounter(const survey::Instrument& instrument) : instrument_(instrument) {
  question_of_.fill(none);
  for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
    const auto& question = instrument.questions[i];
    if (question.linkage != survey::Linkage::linked) continue;
    Counted counted;
    counted.index = i;
    counted.option_of.fill(none);
    for (std::size_t o = 0; o < question.options.size(); ++o) {
      counted.option_of[question.options[o].number] = static_cast<std::uint8_t>(o);
      counted.is_dont_know[question.options[o].number] = question.options[o].dont_know;
    }
    question_of_[question.number] = static_cast<std::uint8_t>(counted_.size());
    counted_.push_back(counted);
    has_rules_ = has_rules_ || !question.when.is_empty();
  }
}

results::CentreTally AnswerCounter::begin(const results::CentreFacts& centre) const {
  results::CentreTally tally;
  tally.centre = centre;
  for (const auto& question : instrument_.questions) {
    tally.questions.emplace_back();
    tally.questions.back().options.resize(question.options.size());
  }
  return tally;
}

Result<void> AnswerCounter::add(results::CentreTally& tally, ByteView content,
                                const survey::Flags& flags) const {
  Bytewise bytes(content);
  bytes.skip(map_of_two);
  bytes.skip(key_version);
  bytes.skip_number();
  bytes.skip(key_answers);
  std::uint32_t last = 0;
  for (auto questions = bytes.number(map_head); questions > 0 && bytes.is_fine(); --questions) {
    const auto question = bytes.number(0);
    if (question <= last) return not_answers();  // keys rise, so none comes twice
    last = question;
    const auto place = question_of_[question];
    auto options = bytes.number(array_head);
    if (place == none || options == 0) return not_answers();
    const auto& counted = counted_[place];
    auto& counts = tally.questions[counted.index];
    bool took_a_stand = false;
    for (; options > 0; --options) {
      const auto number = bytes.number(0);
      if (counted.option_of[number] == none) return not_answers();
      ++counts.options[counted.option_of[number]];
      took_a_stand = took_a_stand || !counted.is_dont_know[number];
    }
    ++(took_a_stand ? counts.valid : counts.dont_know);
  }
  if (!bytes.is_fine() || !bytes.is_at_end()) return not_answers();
  ++tally.responses;
  tally.suspect += flags.suspect;
  tally.paper += flags.paper;
  return has_rules_ ? count_skipped(tally, content) : Result<void>();
}

Result<void> AnswerCounter::count_skipped(results::CentreTally& tally, ByteView content) const {
  const auto answers = TRY(parse_answers(content, instrument_));
  std::set<std::string> asked;
  for (const auto* question : survey::questions_asked(instrument_, answers, false))
    asked.insert(question->id);
  for (const auto& counted : counted_) {
    const auto& id = instrument_.questions[counted.index].id;
    if (!asked.contains(id) && !answers.contains(id)) ++tally.questions[counted.index].skipped;
  }
  return {};
}

void AnswerCounter::finish(results::CentreTally& tally) const {
  for (const auto& counted : counted_) {
    auto& counts = tally.questions[counted.index];
    counts.no_answer = tally.responses - counts.valid - counts.dont_know - counts.skipped;
  }
}

}  // namespace vantrum::collector
