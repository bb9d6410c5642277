// ./run bench visitor, first part: how soon a touch is answered. The program's own turn and its real window,
// drawn on the CPU without a screen; a picture is what would have been shown.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>

#include "tests/support/desk.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Answer {
  std::uint64_t pictures = 0;  // from the finger's leaving the glass until the screen is at rest
  int turns = 0;
  double cpu_ms = 0;  // from the touch to rest
};

Answer measure(Desk& desk, std::string_view id) {
  const Rect at = desk.place_of(id);
  desk.wait(400ms);  // the debounce
  const double start = cpu_ms();
  desk.finger_down(at.centre_x(), at.centre_y()).settle();
  const auto before = desk.window().pictures();
  desk.finger_up(at.centre_x(), at.centre_y());
  Answer answer;
  answer.turns = desk.settle();
  answer.cpu_ms = cpu_ms() - start;
  answer.pictures = desk.window().pictures() - before;
  return answer;
}

std::string first_choice(Desk& desk) {
  for (const Box& box : desk.stage().boxes()) {
    if (box.role == Role::choice || box.role == Role::toggle) return box.id;
  }
  return {};
}

TEST_CASE("how soon a touch is answered") {
  Desk desk;
  desk.hold("start", 1100ms);
  std::vector<Answer> answers{measure(desk, "language:sv"), measure(desk, "next")};
  while (desk.state().visitor.screen == ScreenKind::question) {
    if (const auto choice = first_choice(desk); !choice.empty()) answers.push_back(measure(desk, choice));
    answers.push_back(measure(desk, "next"));
  }
  REQUIRE(answers.size() > 20);
  const auto by = [&](auto member) {
    std::vector<double> values;
    for (const Answer& answer : answers) values.push_back(static_cast<double>(answer.*member));
    std::sort(values.begin(), values.end());
    return values;
  };
  const auto pictures = by(&Answer::pictures), turns = by(&Answer::turns), cpu = by(&Answer::cpu_ms);
  fmt::print("{} touches of a visit, 1280x800, drawn on the CPU\n", answers.size());
  fmt::print("  pictures until the answer stands there: {:.0f} to {:.0f}   goal 1{}\n", pictures.front(),
             pictures.back(), pictures.back() <= 1 ? ", held" : ", MISSED");
  fmt::print("  frames built on the way, without waiting between: at most {:.0f}\n", turns.back());
  fmt::print("  CPU of a touch, down and up: median {:.1f} ms, most {:.1f} ms\n", cpu[cpu.size() / 2],
             cpu.back());
}

}  // namespace
}  // namespace vantrum::kiosk
