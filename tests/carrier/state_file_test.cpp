#include "sync/carrier/state_file.h"

#include <doctest/doctest.h>

#include "tests/carrier/temp_folder.h"

using namespace vantrum;
using namespace vantrum::carrier;

namespace {

constexpr WallTime noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 2} + std::chrono::hours(12)};

std::string content_of(FileSystem& files, const std::string& path) {
  const auto bytes = files.read(path, 16 * 1024);
  return bytes ? std::string(text_of(*bytes)) : "";
}

}  // namespace

TEST_CASE("the state tells the last contact by the hour, what waits, and what is the matter (P-8)") {
  testing::TempFolder folder;
  auto files = real_file_system();
  const auto path = folder.path("carrier-state.json");
  StateFile state(*files, path);

  PassReport offline;
  offline.waiting = 2;
  offline.problem = Problem::no_network;
  state.update(offline, noon).value();
  auto text = content_of(*files, path);
  CHECK(text.find("\"last_contact_hour\": null") != std::string::npos);
  CHECK(text.find("\"waiting\": 2") != std::string::npos);
  CHECK(text.find("\"code\": \"S1\"") != std::string::npos);

  PassReport idle;  // nothing was due: the problem stands
  idle.waiting = 2;
  state.update(idle, noon).value();
  CHECK(content_of(*files, path) == text);

  PassReport fine;
  fine.answered = 2;
  fine.delivered = 2;
  state.update(fine, noon + std::chrono::minutes(34)).value();
  text = content_of(*files, path);
  CHECK(text.find("\"last_contact_hour\": \"2026-11-02T12:00:00Z\"") != std::string::npos);
  CHECK(text.find("\"problem\": null") != std::string::npos);
}

TEST_CASE("the last contact survives a restart, and nonsense in the file does not disturb") {
  testing::TempFolder folder;
  auto files = real_file_system();
  const auto path = folder.path("carrier-state.json");
  PassReport fine;
  fine.answered = 1;
  StateFile(*files, path).update(fine, noon).value();
  PassReport offline;
  offline.problem = Problem::no_network;
  StateFile(*files, path).update(offline, noon + std::chrono::hours(5)).value();
  CHECK(content_of(*files, path).find("2026-11-02T12:00:00Z") != std::string::npos);

  for (const char* nonsense :
       {"", "{", "[]", "{\"last_contact_hour\": 5}", "{\"last_contact_hour\": \"x\"}"}) {
    files->write_atomic(path, view_of(nonsense)).value();
    StateFile(*files, path).update(offline, noon).value();
    CHECK(content_of(*files, path).find("\"last_contact_hour\": null") != std::string::npos);
  }
}

TEST_CASE("the state is written only when it changes") {
  testing::TempFolder folder;
  auto files = real_file_system();
  const auto path = folder.path("carrier-state.json");
  StateFile state(*files, path);
  PassReport fine;
  fine.answered = 1;
  state.update(fine, noon).value();
  files->remove(path).value();
  state.update(fine, noon + std::chrono::minutes(59)).value();
  CHECK(content_of(*files, path).empty());
  state.update(fine, noon + std::chrono::minutes(60)).value();
  CHECK_FALSE(content_of(*files, path).empty());
}
