// Row 41: what a running kiosk still holds in memory when the visit is over.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>

#include "kiosk/program/clean_memory.h"
#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"
#include "tests/support/must.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/visitors.h"

namespace vantrum::testing {
namespace {

// All that the process may write to: heap, stacks, data. Sanitizers reserve terabytes, which are left out.
std::string memory_of(pid_t process) {
  constexpr std::size_t region_max = 1 << 29;
  auto folder = "/proc/" + std::to_string(process);
  std::ifstream maps(folder + "/maps"), memory(folder + "/mem", std::ios::binary);
  REQUIRE_MESSAGE(memory, "only root may look into a kiosk's memory; run this test as root");
  std::string all, line;
  while (std::getline(maps, line)) {
    std::size_t from = 0, to = 0;
    char mode[5] = {};
    if (std::sscanf(line.c_str(), "%zx-%zx %4s", &from, &to, mode) != 3) continue;
    if (mode[1] != 'w' || to - from > region_max) continue;
    auto before = all.size();
    all.resize(before + (to - from));
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(from));
    memory.read(all.data() + before, static_cast<std::streamsize>(to - from));
    all.resize(before + static_cast<std::size_t>(memory.gcount()));
  }
  return all;
}

bool holds(const std::string& memory, std::string_view what) {
  return std::search(memory.begin(), memory.end(), std::boyer_moore_searcher(what.begin(), what.end())) !=
         memory.end();
}

TEST_CASE("memory of C++ is overwritten before it is given back") {
  kiosk::keep_memory_to_ourselves();
  auto* text = new std::string(4'096, 'x');
  auto at = reinterpret_cast<std::uintptr_t>(text->data());
  delete text;
  std::ifstream memory("/proc/self/mem", std::ios::binary);
  std::string left(4'096, 0);
  memory.seekg(static_cast<std::streamoff>(at));
  memory.read(left.data(), 4'096);
  REQUIRE(memory);
  CHECK(left.find("xxxx") == std::string::npos);
}

TEST_CASE(
    "row 41, P-5: after the thanks no answer is left in the kiosk's memory, and it leaves no core file") {
  TemporaryFolder folder;
  auto programs = Programs::beside(VANTRUM_BIN "/x");
  auto collector = must(CollectorSite::make(programs, folder.path() + "/collector"));
  must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
  must(collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                          "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed", "--free-text",
                          "--reader", "Utvecklingsledaren", "--routine", "Dnr 1"}));
  must(collector.serve());
  auto site = must(KioskSite::enrol(programs, folder.path() + "/kiosk", collector, 1, "Väntrummet"));
  auto& kiosk = site.kiosk();

  // Answers in no order that could be in memory by chance; as the sealed response writes them, by number.
  auto instrument = must(survey::load_instrument(*real_file_system(), instrument_folder));
  std::map<std::uint32_t, std::uint32_t> chosen;
  std::vector<std::string> canaries;  // and as the screens had them
  must(kiosk.hold("start", 1100));
  must(kiosk.tap("language:en"));
  must(kiosk.tap("next"));
  for (std::size_t turn = 3;; turn = turn * 5 + 1) {
    auto shown = must(kiosk.look());
    if (shown.screen() != "question") break;
    auto choices = shown.ids_of("choice");
    if (!choices.empty()) {
      const auto& id = choices[turn % choices.size()];
      must(kiosk.tap(id));
      auto colon = id.rfind(':');
      const auto* question = instrument.find(id.substr(7, colon - 7));
      if (question->linkage == survey::Linkage::linked) {
        chosen[question->number] = question->option_with_code(id.substr(colon + 1))->number;
      }
      auto elements = must(kiosk.look()).dump.at("elements");
      for (const auto& element : elements) {
        if (element.at("id") == id) canaries.push_back(element.dump());
      }
      // It would be found.
      if (canaries.size() == 1) CHECK(holds(memory_of(kiosk.child().pid()), canaries.front()));
    }
    if (auto fields = shown.ids_of("field"); !fields.empty()) {
      const std::string text = "vqjxkwzpybfg";
      must(kiosk.tap(fields.front()));
      for (char letter : text) must(kiosk.tap(std::string("key:") + letter));
      must(kiosk.tap("done"));
      CHECK(holds(memory_of(kiosk.child().pid()), text));
      canaries.push_back(text);
    }
    must(kiosk.tap("next"));
  }
  REQUIRE(chosen.size() >= 8);
  REQUIRE(canaries.size() > chosen.size());
  std::string canary;
  for (auto [question, option] : chosen) {
    REQUIRE(question < 24);  // so that CBOR writes it as one byte
    canary += static_cast<char>(question);
    canary += static_cast<char>(option);
  }
  canaries.push_back(canary.substr(0, 12));

  must(kiosk.tap("send"));
  REQUIRE(must(kiosk.look()).screen() == "thanks");
  must(kiosk.wait(8'100));
  REQUIRE(must(kiosk.look()).screen() == "attract");
  must(kiosk.tend());
  auto memory = memory_of(kiosk.child().pid());
  CHECK(memory.size() > 1'000'000);
  CHECK(holds(memory, "vantrum"));
  for (const auto& one : canaries) CHECK_FALSE(holds(memory, one));

  auto is_core = [](const auto& entry) { return entry.path().filename().string().starts_with("core"); };
  kiosk.child().signal(SIGABRT);
  kiosk.child().wait();
  for (const auto& place : {std::string("."), site.folder()}) {
    std::filesystem::directory_iterator entries(place);
    CHECK(std::none_of(begin(entries), end(entries), is_core));
  }
}

// Names and contents of everything a kiosk keeps, its database's log among it.
std::map<std::string, Bytes> files_of(const KioskSite& site) {
  std::map<std::string, Bytes> all;
  auto files = real_file_system();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(site.folder())) {
    if (!entry.is_regular_file() || entry.path().filename() == "ballast") continue;
    all[entry.path().string()] = must(files->read(entry.path().string(), 1 << 26));
  }
  return all;
}

TEST_CASE("row 12, P-5: until it is sent nothing of a visit is written, on whatever page power goes") {
  TemporaryFolder folder;
  auto programs = Programs::beside(VANTRUM_BIN "/x");
  auto collector = must(CollectorSite::make(programs, folder.path() + "/collector"));
  must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
  must(collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                          "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
  must(collector.serve());
  auto site = must(KioskSite::enrol(programs, folder.path() + "/kiosk", collector, 1, "Väntrummet"));
  must(site.kiosk().tend());
  auto before = files_of(site);
  auto check_unchanged = [&] {
    auto now = files_of(site);
    for (const auto& [path, content] : now) {
      if (path.ends_with(".log")) continue;
      CAPTURE(path);
      CHECK(before.contains(path));
      CHECK(before[path] == content);
    }
  };
  std::size_t pages = 0;
  for (std::size_t page = 0;; ++page) {
    auto& kiosk = site.kiosk();
    must(kiosk.hold("start", 1100));
    must(kiosk.tap("language:en"));
    must(kiosk.tap("next"));
    std::size_t at = 0;
    for (; at < page; ++at) {
      auto shown = must(kiosk.look());
      if (shown.screen() != "question") break;
      auto choices = shown.ids_of("choice");
      if (!choices.empty()) must(kiosk.tap(choices.front()));
      must(kiosk.tap("next"));
    }
    check_unchanged();
    bool is_last = must(kiosk.look()).screen() != "question";
    kiosk.child().signal(SIGKILL);
    kiosk.child().wait();
    check_unchanged();
    site.stop_kiosk();
    must(site.start_kiosk());
    CHECK(must(site.kiosk().counts()).completed == 0);
    must(site.kiosk().tend());
    before = files_of(site);
    ++pages;
    if (is_last) break;
  }
  SeededEntropy chance(12);
  REQUIRE(must(visit(site.kiosk(), Habit::hurried, chance)).thanked);
  CHECK(files_of(site) != before);  // what is sent would be seen
  MESSAGE(pages << " pages");
  CHECK(pages >= 12);
}

}  // namespace
}  // namespace vantrum::testing
