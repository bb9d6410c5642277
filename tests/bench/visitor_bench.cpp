// ./run bench visitor: what a visit costs, from the program's start to the thanks, and what an idle kiosk
// costs, beside Chromium that shows the same questions as a plain page, on the same X server in the same run.
// Goals: performance.md 5.
//
// CPU is that of the program with all of its threads and children (nanoseconds of the scheduler), memory is
// the proportional set size. Both hold on a busy machine; wall-clock times do not, and are only printed.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <thread>

#include "shared/base/file_system.h"
#include "tests/support/display.h"

namespace vantrum::testing {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// ---- What a program and its children use ----

std::set<int> family_of(int pid) {
  std::map<int, int> parents;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream file(entry.path() / "stat");
    std::string line;
    std::getline(file, line);
    const auto after = line.rfind(')');
    if (after == std::string::npos) continue;
    std::istringstream rest(line.substr(after + 1));
    char state = 0;
    int parent = 0;
    rest >> state >> parent;
    parents[std::stoi(name)] = parent;
  }
  std::set<int> family{pid};
  for (std::size_t before = 0; before != family.size();) {
    before = family.size();
    for (const auto& [child, parent] : parents) {
      if (family.contains(parent)) family.insert(child);
    }
  }
  return family;
}

double cpu_s(int pid) {
  std::uint64_t ns = 0;
  for (int member : family_of(pid)) {
    std::error_code gone;
    for (const auto& task : fs::directory_iterator(fmt::format("/proc/{}/task", member), gone)) {
      std::ifstream file(task.path() / "schedstat");
      std::uint64_t on_cpu = 0;
      if (file >> on_cpu) ns += on_cpu;
    }
  }
  return static_cast<double>(ns) / 1e9;
}

double pss_mb(int pid) {
  double kb = 0;
  for (int member : family_of(pid)) {
    std::ifstream file(fmt::format("/proc/{}/smaps_rollup", member));
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("Pss:")) kb += std::stod(line.substr(4));
    }
  }
  return kb / 1024;
}

// ---- One program, measured ----

struct Cost {
  double first_question_s = 0, visit_s = 0, idle_percent = 0, memory_mb = 0;
};

constexpr std::size_t touches_before_questions = 3;  // start, language, info

// Chromium's page begins with its first question: it has one touch less of each kind before it.
Cost measure(Child& program, const Display& display, const std::vector<Touch>& touches, std::size_t before,
             std::chrono::seconds idle) {
  Cost cost;
  const int pid = program.pid();
  for (std::size_t i = 0; i < before; ++i) display.touch(touches[i]);
  cost.first_question_s = cpu_s(pid);
  for (std::size_t i = before; i < touches.size(); ++i) display.touch(touches[i]);
  cost.visit_s = cpu_s(pid) - cost.first_question_s;
  cost.memory_mb = pss_mb(pid);
  std::this_thread::sleep_for(12s);  // the thanks go away
  const double start = cpu_s(pid);
  std::this_thread::sleep_for(idle);
  cost.idle_percent = (cpu_s(pid) - start) / static_cast<double>(idle.count()) * 100;
  REQUIRE(program.is_running());
  return cost;
}

Cost measure_kiosk(const Programs& programs, KioskSite& site, const std::vector<Touch>& touches,
                   const std::vector<std::string>& drawing, std::chrono::seconds idle) {
  Display display;
  const auto empty = display.picture();
  std::vector<std::string> command{"env", "DISPLAY=" + display.name(), programs.kiosk};
  const auto options = site.kiosk_options();
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), {"--window", "1280x800"});
  command.insert(command.end(), drawing.begin(), drawing.end());
  auto program = must(Child::start(command, "/dev/null"));
  display.wait_for_another(empty);
  return measure(program, display, touches, touches_before_questions, idle);
}

// ---- The same questions as a plain page ----

// Every touch of the visit has a button where the kiosk has one; the questions come from the kiosk's own
// list.
std::string page_of(const std::vector<std::string>& questions) {
  std::string list;
  for (const auto& question : questions) list += fmt::format("{}\"{}\"", list.empty() ? "" : ",", question);
  return R"(<!doctype html><html lang="sv"><meta charset="utf-8"><title>Enkät</title><style>
body { margin: 0; font-family: "Noto Sans", sans-serif; background: #FBF7F0; color: #17252B }
h1 { position: absolute; left: 56px; top: 60px; width: 460px; font-size: 44px }
label, button { position: absolute; box-sizing: border-box; font-size: 28px; border: 2px solid #857C6C;
  border-radius: 16px; background: #fff }
label { left: 600px; width: 620px; height: 92px; padding: 24px }
button { right: 56px; bottom: 24px; width: 230px; height: 88px; background: #0B5A4B; color: #fff }
input { width: 28px; height: 28px }
</style><h1 id=q></h1><form id=a></form><button id=n>Hoppa över</button><script>
const answers = ["Stämmer helt", "Stämmer till stor del", "Stämmer till liten del", "Stämmer inte alls",
  "Vet inte / gäller inte mig"];
const questions = [)" +
         list + R"(];
const got = [];
let i = 0;
function show() {
  q.textContent = questions[i];
  a.innerHTML = answers.map((text, at) =>
    `<label style="top:${60 + at * 112}px"><input type=radio name=r value=${at}> ${text}</label>`).join("");
  n.textContent = "Hoppa över";
}
a.onchange = () => { n.textContent = "Nästa" };
n.onclick = () => {
  got.push(new FormData(a).get("r"));
  if (++i < questions.length) return show();
  a.innerHTML = "";
  q.textContent = "Tack! Dina svar är sparade.";
  n.remove();
};
show();
</script>)";
}

std::vector<Touch> touches_on_page(std::size_t questions) {
  std::vector<Touch> touches;
  for (std::size_t i = 0; i < questions; ++i) {
    touches.push_back({900, 106, false});
    touches.push_back({1110, 730, false});
  }
  return touches;
}

Cost measure_browser(const std::string& folder, const std::vector<std::string>& questions,
                     std::chrono::seconds idle) {
  const std::string page = folder + "/page.html";
  std::ofstream(page) << page_of(questions);
  Display display;
  const auto empty = display.picture();
  auto program = must(Child::start(
      {"env", "DISPLAY=" + display.name(), "chromium", "--no-sandbox", "--kiosk", "--window-size=1280,800",
       "--window-position=0,0", "--no-first-run", "--disable-sync", "--disable-background-networking",
       "--disable-component-update", "--user-data-dir=" + folder + "/chromium", "file://" + page},
      "/dev/null"));
  display.wait_for_another(empty);
  std::this_thread::sleep_for(5s);  // it paints in several steps
  return measure(program, display, touches_on_page(questions.size()), 0, idle);
}

// The page has no counters and no screens besides its questions.
std::vector<std::string> questions_of(KioskPilot& kiosk) {
  std::vector<std::string> questions;
  must(kiosk.hold("start", 1100));
  must(kiosk.tap("language:sv"));
  must(kiosk.tap("next"));
  for (;;) {
    const auto shown = must(kiosk.look());
    if (shown.screen() != "question") break;
    for (const auto& element : shown.dump.at("elements")) {
      if (element.at("role") == "question") questions.push_back(element.at("words"));
    }
    must(kiosk.tap("next"));
  }
  must(kiosk.wait(900'000));
  return questions;
}

void print_row(const char* what, double goal, const char* unit, double cpu, double gl, double browser) {
  fmt::print("{:<34} {:>9.3f} {:>9.3f} {:>11.3f} {:<8} {:>8.1f} ×   goal {}{}\n", what, cpu, gl, browser,
             unit, cpu > 0 ? browser / cpu : 0, goal, cpu <= goal ? ", held" : ", MISSED");
}

TEST_CASE("what a visitor costs, beside a browser with the same questions") {
  const char* seconds = std::getenv("VANTRUM_BENCH_IDLE_S");
  const std::chrono::seconds idle(seconds ? std::atoi(seconds) : 60);
  TemporaryFolder folder;
  auto programs = Programs::beside(VANTRUM_BIN "/x");
  auto collector = must(CollectorSite::make(programs, folder.path() + "/collector"));
  must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
  must(collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                          "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
  must(collector.serve());
  auto site = must(KioskSite::enrol(programs, folder.path() + "/kiosk", collector, 1, "Väntrummet"));
  const auto questions = questions_of(site.kiosk());
  const auto touches = learn_visit(site.kiosk());
  site.stop_kiosk();
  collector.stop();

  const Cost cpu = measure_kiosk(programs, site, touches, {"--draw-on-cpu"}, idle);
  const Cost gl = measure_kiosk(programs, site, touches, {"--draw-with-gl"}, idle);
  const Cost browser = measure_browser(folder.path(), questions, idle);
  fmt::print(
      "\n{} questions, {} touches; idle for {} s; software GL because there is no graphics card here\n\n",
      questions.size(), touches.size(), idle.count());
  fmt::print("{:<34} {:>9} {:>9} {:>11} {:<8} {:>10}\n", "", "CPU-drawn", "GL", "Chromium", "", "times less");
  print_row("start → first question painted", 0.15, "CPU-s", cpu.first_question_s, gl.first_question_s,
            browser.first_question_s);
  print_row("first question → thanks", 0.20, "CPU-s", cpu.visit_s, gl.visit_s, browser.visit_s);
  print_row("idle", 0.02, "% core", cpu.idle_percent, gl.idle_percent, browser.idle_percent);
  print_row("memory (PSS), CPU-drawn", 32, "MB", cpu.memory_mb, gl.memory_mb, browser.memory_mb);
  fmt::print("{:<34} {:>9} {:>9.3f} {:>11} {:<8} {:>10}   goal 100{}\n", "memory (PSS), software GL", "",
             gl.memory_mb, "", "MB", "", gl.memory_mb <= 100 ? ", held" : ", MISSED");
}

}  // namespace
}  // namespace vantrum::testing
