#include "sync/results/kept_counts.h"

namespace vantrum::results {
namespace {

constexpr std::uint64_t form = 1;
constexpr int bits = 7, bits_max = 63;

void put(Bytes& bytes, std::uint64_t number) {
  for (; number >= 128; number >>= bits) bytes.push_back(static_cast<std::uint8_t>(number | 128));
  bytes.push_back(static_cast<std::uint8_t>(number));
}

class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  std::uint64_t take() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < bits_max; shift += bits) {
      if (at_ == bytes_.size()) break;
      const auto byte = bytes_[at_++];
      number |= static_cast<std::uint64_t>(byte & 127) << shift;
      if (byte < 128) return number;
    }
    is_fine_ = false;
    return 0;
  }
  void expect(std::uint64_t number) { is_fine_ = take() == number && is_fine_; }
  bool is_whole() const { return is_fine_ && at_ == bytes_.size(); }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
  bool is_fine_ = true;
};

}  // namespace

Bytes encode_counts(const CentreTally& tally) {
  constexpr std::size_t question_bytes = 16;  // about
  Bytes bytes;
  bytes.reserve(question_bytes * (tally.questions.size() + 1));
  for (auto number :
       {form, tally.responses, tally.suspect, tally.paper, std::uint64_t{tally.questions.size()}})
    put(bytes, number);
  for (const auto& question : tally.questions) {
    put(bytes, question.options.size());
    for (auto option : question.options) put(bytes, option);
    for (auto number : {question.valid, question.dont_know, question.no_answer, question.skipped,
                        std::uint64_t{question.is_held}}) {
      put(bytes, number);
    }
  }
  return bytes;
}

Result<CentreTally> parse_counts(ByteView bytes, const CentreFacts& centre,
                                 const survey::Instrument& instrument) {
  Reader reader(bytes);
  CentreTally tally;
  tally.centre = centre;
  reader.expect(form);
  tally.responses = reader.take();
  tally.suspect = reader.take();
  tally.paper = reader.take();
  reader.expect(instrument.questions.size());
  tally.questions.reserve(instrument.questions.size());
  for (const auto& asked : instrument.questions) {
    QuestionTally question;
    reader.expect(asked.options.size());
    question.options.resize(asked.options.size());
    for (auto& option : question.options) option = reader.take();
    question.valid = reader.take();
    question.dont_know = reader.take();
    question.no_answer = reader.take();
    question.skipped = reader.take();
    question.is_held = reader.take() != 0;
    tally.questions.push_back(std::move(question));
  }
  if (!reader.is_whole())
    return Error::damaged("the kept counts of centre " + std::to_string(centre.id.value));
  return tally;
}

}  // namespace vantrum::results
