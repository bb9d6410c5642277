#include "sync/results/tally.h"

#include <algorithm>
#include <set>

#include "shared/base/check.h"

namespace vantrum::results {
namespace {

void count_answer(QuestionTally& tally, const survey::Question& question,
                  const std::vector<std::string>& codes) {
  bool took_a_stand = false;
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    const auto& option = question.options[i];
    if (std::find(codes.begin(), codes.end(), option.code) == codes.end()) continue;
    ++tally.options[i];
    took_a_stand = took_a_stand || !option.dont_know;
  }
  ++(took_a_stand ? tally.valid : tally.dont_know);
}

void count_visit(CentreTally& centre, const survey::Instrument& instrument, const Visit& visit) {
  ++centre.responses;
  centre.suspect += visit.flags.suspect;
  centre.paper += visit.flags.paper;
  std::set<std::string> asked;
  for (const auto* question : survey::questions_asked(instrument, visit.answers, false))
    asked.insert(question->id);
  for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
    const auto& question = instrument.questions[i];
    if (question.linkage != survey::Linkage::linked) continue;
    auto answer = visit.answers.find(question.id);
    if (answer != visit.answers.end() && !answer->second.empty()) {
      count_answer(centre.questions[i], question, answer->second);
    } else if (asked.contains(question.id)) {
      ++centre.questions[i].no_answer;
    } else {
      ++centre.questions[i].skipped;
    }
  }
}

CentreTally empty_tally(const CentreFacts& facts, const survey::Instrument& instrument) {
  CentreTally centre;
  centre.centre = facts;
  for (const auto& question : instrument.questions) {
    QuestionTally tally;
    tally.options.resize(question.options.size());
    centre.questions.push_back(std::move(tally));
  }
  return centre;
}

}  // namespace

Tally tally(const RoundFacts& round, const survey::Instrument& instrument, const std::vector<Visit>& visits,
            const std::vector<Counter>& counters) {
  Tally result{round, instrument, {}};
  for (const auto& facts : round.centres) result.centres.push_back(empty_tally(facts, instrument));
  auto find = [&](CentreId id) {
    return std::find_if(result.centres.begin(), result.centres.end(),
                        [&](const CentreTally& centre) { return centre.centre.id == id; });
  };
  for (const auto& visit : visits) {
    if (auto centre = find(visit.centre); centre != result.centres.end())
      count_visit(*centre, instrument, visit);
  }
  for (const auto& counter : counters) {
    if (auto centre = find(counter.centre); centre != result.centres.end())
      centre->counters.push_back(counter);
  }
  return result;
}

QuestionTally operator+(QuestionTally a, const QuestionTally& b) {
  check(a.options.size() == b.options.size());
  for (std::size_t i = 0; i < a.options.size(); ++i) a.options[i] += b.options[i];
  a.valid += b.valid;
  a.dont_know += b.dont_know;
  a.no_answer += b.no_answer;
  a.skipped += b.skipped;
  return a;
}

}  // namespace vantrum::results
