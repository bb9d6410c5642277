#include "kiosk/program/control.h"

#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "kiosk/platform/pilot.h"

namespace vantrum::kiosk {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr milliseconds frame_time{16};
constexpr std::int64_t wait_ms_max = 24LL * 3600 * 1000;

class Control {
 public:
  Control(Headless& headless, Loop& loop, EffectRunner& runner, ManualClock& clock,
          std::vector<Speaker::Said>& said)
      : headless_(headless),
        loop_(loop),
        runner_(runner),
        clock_(clock),
        said_(said),
        pilot_(headless.stage(), [this] { return turn(frame_time); }) {}

  Result<json> carry_out(const std::string& line) {
    auto space = line.find(' ');
    auto verb = line.substr(0, space);
    auto rest = space == std::string::npos ? std::string() : line.substr(space + 1);
    if (verb == "dump") return dump();
    if (verb == "tap") return done(pilot_.tap(rest));
    if (verb == "hold") return hold(rest);
    if (verb == "touch") return touch(rest);
    if (verb == "wait") return wait(rest);
    if (verb == "key") return press(rest);
    if (verb == "said") return said();
    if (verb == "shot") return shot(rest);
    if (verb == "tend") return tend();
    if (verb == "pack") return done(runner_.pack_all());
    if (verb == "counts") return counts();
    return Error::invalid("unknown command \"" + verb +
                          "\"; known: dump tap hold touch key said wait shot tend pack counts quit");
  }

 private:
  // Effects are waited for, so that the same lines give the same screens.
  MonotonicTime turn(milliseconds time) {
    clock_.advance(time);
    auto now = clock_.monotonic();
    runner_.wait_idle();
    auto events = headless_.frame(loop_.view(now), now);
    loop_.take(events, now);
    return now;
  }

  static Result<json> done(const Result<void>& result) {
    if (!result) return result.error();
    return json{{"ok", true}};
  }

  static Result<milliseconds> parse_ms(const std::string& text) {
    std::int64_t ms = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (error != std::errc() || end != text.data() + text.size() || ms < 0 || ms > wait_ms_max) {
      return Error::invalid("\"" + text + "\" is not a time; expected milliseconds, at most a day");
    }
    return milliseconds(ms);
  }

  Result<json> hold(const std::string& rest) {
    auto space = rest.rfind(' ');
    if (space == std::string::npos) return Error::invalid("expected: hold WHAT MS");
    auto time = TRY(parse_ms(rest.substr(space + 1)));
    return done(pilot_.hold(rest.substr(0, space), time));
  }

  Result<json> touch(const std::string& rest) {
    float x = 0, y = 0;
    long ms = 0;
    if (std::sscanf(rest.c_str(), "%f %f %ld", &x, &y, &ms) != 3 || ms < 0 || ms > 60'000)
      return Error::invalid("expected: touch X Y MS");
    return done(pilot_.touch(x, y, milliseconds(ms)));
  }

  Result<json> press(const std::string& name) {
    const auto key = key_named(name);
    if (!key) return Error::invalid("there is no key \"" + name + "\"");
    return done(pilot_.press(*key));
  }

  Result<json> said() {
    json all = json::array();
    for (const auto& one : std::exchange(said_, {})) {
      json phrases = json::array();
      for (const auto& phrase : one.speak.phrases) {
        phrases.push_back({{"language", phrase.language}, {"words", phrase.words}});
      }
      all.push_back({{"element", one.speak.element},
                     {"phrases", std::move(phrases)},
                     {"volume", one.speak.volume},
                     {"began", one.began.count()},
                     {"ended", one.ended.count()},
                     {"without_recording", one.without_recording}});
    }
    return json{{"ok", true}, {"said", std::move(all)}};
  }

  // From deadline to deadline, as a window would.
  Result<json> wait(const std::string& rest) {
    auto until = clock_.monotonic() + TRY(parse_ms(rest));
    while (clock_.monotonic() < until) {
      auto now = clock_.monotonic();
      auto next = std::clamp(loop_.deadline(now).value_or(until), now + milliseconds(1), until);
      turn(next - now);
    }
    return done(pilot_.settle());
  }

  Result<json> shot(const std::string& path) {
    TRY(pilot_.settle());
    return done(headless_.shot(path));
  }

  Result<json> tend() {
    TRY(runner_.tend());
    return done(pilot_.settle());
  }

  Result<json> counts() {
    auto counts = TRY(runner_.counts());
    return json{{"ok", true}, {"completed", counts.completed}, {"waiting", counts.waiting}};
  }

  Result<json> dump() {
    TRY(pilot_.settle());
    auto view = loop_.view(clock_.monotonic());
    json elements = json::array();
    for (const auto& element : view.elements) {
      json one{{"id", element.id},
               {"role", name_of(element.role)},
               {"words", element.words},
               {"enabled", element.enabled},
               {"selected", element.selected}};
      if (const auto* box = headless_.stage().find_box(element.id)) {
        one["at"] = {box->rect.x, box->rect.y, box->rect.w, box->rect.h};
      }
      elements.push_back(std::move(one));
    }
    return json{{"ok", true},          {"screen", name_of(view.screen)}, {"language", view.language},
                {"focus", view.focus}, {"listening", view.listening},    {"elements", elements}};
  }

  Headless& headless_;
  Loop& loop_;
  EffectRunner& runner_;
  ManualClock& clock_;
  std::vector<Speaker::Said>& said_;
  Pilot pilot_;
};

}  // namespace

void run_control(std::istream& in, std::ostream& out, Headless& headless, Loop& loop, EffectRunner& runner,
                 ManualClock& clock, std::vector<Speaker::Said>& said) {
  Control control(headless, loop, runner, clock, said);
  std::string line;
  while (std::getline(in, line) && line != "quit") {
    auto answer = control.carry_out(line);
    out << (answer ? *answer : json{{"ok", false}, {"error", answer.error().message}}).dump() << std::endl;
  }
}

}  // namespace vantrum::kiosk
