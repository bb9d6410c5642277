#include "sync/collector/counting.h"

#include <set>

#include "sync/store/answer_content.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

survey::Answers random_answers(Entropy& entropy, const survey::Instrument& instrument) {
  survey::Answers answers;
  for (const auto& question : instrument.questions) {
    if (question.linkage != survey::Linkage::linked || entropy.random_below(4) == 0) continue;
    if (!question.when.holds(survey::lookup_in(answers))) continue;
    std::set<std::string> codes;
    const auto chosen = question.type == survey::QuestionType::select_many ? 1 + entropy.random_below(3) : 1;
    for (std::uint32_t i = 0; i < chosen; ++i)
      codes.insert(
          question.options[entropy.random_below(static_cast<std::uint32_t>(question.options.size()))].code);
    answers[question.id] = {codes.begin(), codes.end()};
  }
  return answers;
}

// `with_rule`: one question is not asked of everybody. `with_many`: of one, several options may be chosen.
void compare(bool with_rule, bool with_many) {
  auto instrument = survey_instrument();
  if (with_many) {
    for (auto& question : instrument.questions) {
      if (question.id == "wel") question.type = survey::QuestionType::select_many;
    }
  }
  if (with_rule) {
    for (auto& question : instrument.questions) {
      if (question.id == "net") question.when = survey::parse_rule("${role} != 'relative'").value();
    }
  }
  SeededEntropy entropy(5);
  results::RoundFacts facts{RoundId{1}, "", "", "", false, {}, {{CentreId{1}, "Eken", 50}}, false, 0};
  std::vector<results::Visit> visits;
  AnswerCounter counter(instrument);
  auto counted = counter.begin(facts.centres.front()), by_block = counted;
  AnswerBlock block;
  for (int i = 0; i < 500; ++i) {
    const survey::Flags flags{i % 7 == 0, i % 5 == 0};
    visits.push_back({CentreId{1}, random_answers(entropy, instrument), flags});
    const auto content = encode_answers(visits.back().answers, instrument);
    must(counter.add(counted, content, flags));
    CHECK(must(block.add(entropy.random_id<AnswerId>(), {RoundId{1}, CentreId{1}, {}, flags, content})));
  }
  must(counter.add(by_block, block));
  const auto slow = results::tally(facts, instrument, visits, {}).centres.front();
  for (auto* tally : {&counted, &by_block}) {
    counter.finish(*tally);
    CHECK(tally->responses == slow.responses);
    CHECK(tally->suspect == slow.suspect);
    CHECK(tally->paper == slow.paper);
    CHECK(tally->questions == slow.questions);
  }
}

}  // namespace

TEST_CASE("counting from the bytes gives what counting from the words gives (D1)") {
  compare(false, false);
  compare(true, false);
  compare(false, true);
}

TEST_CASE("a block with something that the instrument does not have is not counted") {
  const auto& instrument = survey_instrument();
  AnswerCounter counter(instrument);
  SeededEntropy entropy(6);
  const auto content = encode_answers({{"acc", {"full"}}}, instrument);
  const auto refuses = [&](std::size_t at, std::uint8_t value) {
    auto other = content;
    other[at] = value;
    AnswerBlock block;
    must(block.add(entropy.random_id<AnswerId>(), {RoundId{1}, CentreId{1}, {}, {}, other}));
    auto tally = counter.begin({CentreId{1}, "", 50});
    return !counter.add(tally, block);
  };
  const auto question = content.size() - 3, option = content.size() - 1;
  CHECK_FALSE(refuses(option, content[option]));
  CHECK(refuses(option, 22));
  CHECK(refuses(question, 23));
}

TEST_CASE("bytes that are no answers are refused, cut or altered anywhere, and never read past their end") {
  const auto& instrument = survey_instrument();
  AnswerCounter counter(instrument);
  const auto good = encode_answers({{"acc", {"full"}}, {"wel", {"dk"}}, {"role", {"relative"}}}, instrument);
  for (std::size_t length = 0; length < good.size(); ++length) {
    auto tally = counter.begin({CentreId{1}, "", 50});
    CHECK_FALSE(counter.add(tally, ByteView(good).first(length), {}));
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      auto altered = good;
      altered[at] = static_cast<std::uint8_t>(value);
      auto tally = counter.begin({CentreId{1}, "", 50});
      const bool is_counted = static_cast<bool>(counter.add(tally, altered, {}));
      // Whoever reads it the long way takes nothing that is refused here, but for numbers in a longer form.
      if (is_counted && at > 2) CHECK(parse_answers(altered, instrument));
    }
  }
}

}  // namespace vantrum::collector
