// P-29 by simulation: honest visitors and patting hands, through the kiosk's own update and view, from seeds.
#include <functional>

#include "kiosk/app/interview.h"
#include "shared/base/entropy.h"
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// Chance for one visitor.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : entropy_(seed) {}
  milliseconds between(int from_ms, int to_ms) {
    return milliseconds(
        from_ms + static_cast<int>(entropy_.random_below(static_cast<std::uint32_t>(to_ms - from_ms + 1))));
  }
  bool percent(std::uint32_t share) { return entropy_.random_below(100) < share; }
  std::size_t index(std::size_t count) { return entropy_.random_below(static_cast<std::uint32_t>(count)); }

 private:
  SeededEntropy entropy_;
};

int words_in(const std::string& text) {
  int words = 1;
  for (char c : text) words += c == ' ';
  return words;
}

// One kiosk that visitors follow one another at.
struct Kiosk {
  Visit visit;

  void open() {
    visit.start();
    visit.wait(1s).tap("next");
  }
  const survey::Question& question() {
    return *visit.state().survey->instrument.find(visit.visitor().question);
  }
  int words() {
    const auto& survey = *visit.state().survey;
    return words_in(survey.words("sv", survey::wording_key(question(), visit.visitor().answers)));
  }
  void tap(milliseconds after, const std::string& id) { visit.wait(after).tap(id); }
  void choose(milliseconds after, std::size_t option) {
    const auto& options = question().options;
    tap(after, "choice:" + question().id + ":" + options[std::min(option, options.size() - 1)].code);
  }
  // The submission of this visit, if it came to one, and the kiosk free for the next visitor.
  std::optional<Submit> close() {
    std::optional<Submit> sent;
    for (auto& effect : visit.take_effects()) {
      if (auto* submit = std::get_if<Submit>(&effect)) sent = *submit;
    }
    if (sent) visit.happen(Stored{});
    for (int i = 0; i < 4 && visit.visitor().screen != ScreenKind::attract; ++i) visit.wait(125s);
    REQUIRE(visit.visitor().screen == ScreenKind::attract);
    visit.take_effects();
    return sent;
  }
};

// ---- People
// ---------------------------------------------------------------------------------------------------------

struct Reader {
  int word_ms_from, word_ms_to;                  // reading
  int decide_ms_from, decide_ms_to;              // to the tap on an answer
  int on_ms_from, on_ms_to;                      // from there to "Nästa"
  std::uint32_t skips = 5, minds = 5, back = 0;  // percent of the questions
  bool all_the_same = false;
};

void read_and_answer(Kiosk& kiosk, Dice& dice, const Reader& reader) {
  kiosk.open();
  for (int steps = 0; steps < 200 && kiosk.visit.visitor().screen == ScreenKind::question; ++steps) {
    const auto& question = kiosk.question();
    auto reading = kiosk.words() * dice.between(reader.word_ms_from, reader.word_ms_to);
    auto decide = [&] { return dice.between(reader.decide_ms_from, reader.decide_ms_to); };
    auto option = [&] {
      return reader.all_the_same ? std::size_t{0} : dice.percent(60) ? dice.index(2) : dice.index(5);
    };
    const bool is_answered = kiosk.visit.visitor().answers.contains(question.id);
    if (dice.percent(reader.back)) {
      kiosk.tap(reading / 2, "back");
      if (kiosk.visit.visitor().screen == ScreenKind::info) kiosk.tap(1s, "next");
      continue;
    }
    if (question.type == survey::QuestionType::text || is_answered || dice.percent(reader.skips)) {
      kiosk.tap(reading / 2 + 300ms, "next");
      continue;
    }
    auto first = std::min(option(), question.options.size() - 1);
    kiosk.choose(reading + decide(), first);
    if (question.type == survey::QuestionType::select_many && dice.percent(50)) kiosk.choose(decide(), 1);
    if (dice.percent(reader.minds))
      kiosk.choose(decide(), (first + 1 + dice.index(question.options.size() - 1)) % question.options.size());
    kiosk.tap(dice.between(reader.on_ms_from, reader.on_ms_to), "next");
  }
  kiosk.tap(1s, "send");
}

constexpr Reader ordinary{200, 320, 800, 4'000, 400, 1'200, 5, 6, 2};
constexpr Reader quick{110, 190, 400, 1'200, 350, 700, 3, 4};
constexpr Reader very_quick{72, 110, 300, 600, 300, 500, 2, 2};  // 550 to 830 words a minute
constexpr Reader pleased{110, 190, 400, 900, 350, 600, 1, 1, 0, true};
constexpr Reader thinker{250, 600, 2'000, 60'000, 500, 20'000, 5, 25, 8};
constexpr Reader few_answers{110, 220, 400, 1'500, 350, 900, 85, 2};
constexpr Reader of_two_minds{180, 300, 600, 3'000, 400, 1'500, 2, 30, 10};

// ---- Hands
// ----------------------------------------------------------------------------------------------------------

// Taps what can be tapped; `choices` percent of the taps go to answers, `on` percent to the button that leads
// on.
struct Hand {
  int ms_from, ms_to;
  std::uint32_t choices, on;
  int taps_max = 600;
};

void pat(Kiosk& kiosk, Dice& dice, const Hand& hand) {
  kiosk.open();
  for (int taps = 0; taps < hand.taps_max; ++taps) {
    auto view = kiosk.visit.view();
    if (view.screen == ScreenKind::sending || view.screen == ScreenKind::attract) return;
    std::vector<std::string> answers, others;
    std::string primary;
    for (const auto& element : view.elements) {
      if (element.role == Role::choice || element.role == Role::toggle) answers.push_back(element.id);
      if (element.role == Role::button || element.role == Role::language) others.push_back(element.id);
      if (element.role == Role::primary) primary = element.id;
    }
    auto after = dice.between(hand.ms_from, hand.ms_to);
    if (dice.percent(hand.choices) && !answers.empty()) {
      kiosk.tap(after, answers[dice.index(answers.size())]);
    } else if ((dice.percent(hand.on) || others.empty()) && !primary.empty()) {
      kiosk.tap(after, primary);
    } else if (!others.empty()) {
      kiosk.tap(after, others[dice.index(others.size())]);
    }
  }
}

// The same place and "Nästa", in turn.
void hammer(Kiosk& kiosk, Dice& dice, bool the_same, int ms_from, int ms_to) {
  kiosk.open();
  auto option = dice.index(4);
  while (kiosk.visit.visitor().screen == ScreenKind::question) {
    if (!kiosk.question().options.empty())
      kiosk.choose(dice.between(ms_from, ms_to), the_same ? option : dice.index(5));
    kiosk.tap(dice.between(ms_from, ms_to), "next");
  }
  kiosk.tap(500ms, "send");
}

// ---- What came of it
// ------------------------------------------------------------------------------------------------

struct Share {
  int sent = 0, flagged = 0;
  double percent() const { return sent == 0 ? 0 : 100.0 * flagged / sent; }
};

Share share_of(int visits, const std::function<void(Kiosk&, Dice&)>& visit) {
  Kiosk kiosk;
  Share share;
  for (int i = 0; i < visits; ++i) {
    Dice dice(static_cast<std::uint64_t>(i) * 7919 + 1);
    visit(kiosk, dice);
    if (auto sent = kiosk.close()) {
      ++share.sent;
      share.flagged += sent->suspect;
    }
  }
  return share;
}

TEST_CASE("fewer than one honest visit of a hundred is flagged, however quick or slow (P-29)") {
  struct Case {
    std::string who;
    Reader reader;
  };
  for (const auto& c : {Case{"ordinary readers", ordinary}, Case{"quick readers", quick},
                        Case{"very quick readers", very_quick}, Case{"pleased with everything", pleased},
                        Case{"long thinkers", thinker}, Case{"few answers", few_answers},
                        Case{"of two minds", of_two_minds}}) {
    auto share = share_of(300, [&](Kiosk& kiosk, Dice& dice) { read_and_answer(kiosk, dice, c.reader); });
    MESSAGE(c.who << ": " << share.flagged << " of " << share.sent << " flagged");
    CHECK(share.sent > 250);
    CHECK(share.percent() < 1.0);
  }
}

TEST_CASE("random tapping is flagged in at least 95 visits of a hundred (P-29)") {
  struct Case {
    std::string who;
    std::function<void(Kiosk&, Dice&)> visit;
  };
  auto hand = [](Hand how) { return [how](Kiosk& kiosk, Dice& dice) { pat(kiosk, dice, how); }; };
  auto hammering = [](bool the_same, int from, int to) {
    return [=](Kiosk& kiosk, Dice& dice) { hammer(kiosk, dice, the_same, from, to); };
  };
  for (const auto& c :
       {Case{"fast hands", hand({100, 500, 60, 70})}, Case{"unhurried hands", hand({500, 2'500, 60, 70})},
        Case{"hands that find the way on", hand({150, 900, 35, 90})},
        Case{"the same answer each time, under a second", hammering(true, 200, 500)},
        Case{"any answer and on, under a second", hammering(false, 150, 500)}}) {
    auto share = share_of(120, c.visit);
    MESSAGE(c.who << ": " << share.flagged << " of " << share.sent << " flagged");
    CHECK(share.sent > 50);
    CHECK(share.percent() >= 95.0);
  }
}

TEST_CASE(
    "the flag is all that leaves: the submission has no times, and nothing of them is left (P-1, P-2)") {
  Kiosk kiosk;
  Dice dice(1);
  hammer(kiosk, dice, true, 100, 200);
  auto sent = kiosk.close();
  REQUIRE(sent);
  CHECK(sent->suspect);
  CHECK(sent->answers.size() > 10);
  CHECK(kiosk.visit.visitor().paces.empty());
}

TEST_CASE("time on another screen is not time with the question, and gone back to it adds up (P-29)") {
  Visit visit;
  visit.begin()
      .wait(2s)
      .tap("language")
      .wait(30s)
      .tap("language:en")
      .wait(1s)
      .tap("next")
      .wait(4s)
      .tap("back");
  visit.wait(500ms).tap("next");
  CHECK(visit.visitor().paces.at("role").shown == 3500ms);
  CHECK(visit.visitor().paces.at("acc").shown == 4s);
}

}  // namespace
}  // namespace vantrum::kiosk
