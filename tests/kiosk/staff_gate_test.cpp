// The staff's door: what opens it, what a wrong PIN costs, and that no reboot gives a try back (row 40).
#include "kiosk/effects/staff_gate.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/must.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;
using testing::must;
using testing::TemporaryFolder;

constexpr crypto::PassphraseCost cheap{1, 1};
const std::string pin = "739164";

// Forwards to the disk; refuses to write a file whose name ends like this.
class FullFor final : public FileSystem {
 public:
  explicit FullFor(std::string ending) : ending_(std::move(ending)) {}
  bool is_full = false;

  Result<Bytes> read(const std::string& path, std::size_t size_max) override {
    return disk_->read(path, size_max);
  }
  Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode) override {
    if (is_full && path.ends_with(ending_)) return Error::storage("no room");
    return disk_->write_atomic(path, bytes, mode);
  }
  Result<std::vector<std::string>> list(const std::string& folder) override { return disk_->list(folder); }
  Result<void> remove(const std::string& path) override { return disk_->remove(path); }
  Result<void> make_directories(const std::string& path) override { return disk_->make_directories(path); }
  Result<void> sweep(const std::string& folder) override { return disk_->sweep(folder); }

 private:
  std::string ending_;
  std::unique_ptr<FileSystem> disk_ = real_file_system();
};

struct Door {
  TemporaryFolder folder;
  FullFor files{"/staff-tries"};
  ManualClock clock{WallTime{} + std::chrono::days(20'000)};
  SeededEntropy entropy{5};
  StaffGate gate{files, clock, folder.path(), cheap};

  Door() {
    gate.load();
    must(gate.set_pin(pin, entropy));
  }
  StaffGate after_reboot() {
    StaffGate again(files, clock, folder.path(), cheap);
    again.load();
    return again;
  }
};

std::string contents_of(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

TEST_CASE("row 40: there is no factory PIN: without one nobody comes in") {
  TemporaryFolder folder;
  auto files = real_file_system();
  ManualClock clock(WallTime{});
  StaffGate gate(*files, clock, folder.path(), cheap);
  gate.load();
  CHECK_FALSE(gate.has_pin());
  CHECK_FALSE(gate.has_key());
  for (const char* guess : {"", "0000", "123456", "000000"}) CHECK_FALSE(must(gate.try_pin(guess)).let_in);
  CHECK_FALSE(gate.opens(Bytes{}));
}

TEST_CASE_FIXTURE(Door, "the right PIN opens, another does not, after a restart neither") {
  CHECK_FALSE(must(gate.try_pin("739165")).let_in);
  CHECK_FALSE(must(gate.try_pin("73916")).let_in);
  clock.advance(1h);
  CHECK(must(gate.try_pin(pin)).let_in);
  auto again = after_reboot();
  CHECK(again.wait_left() == 0ms);
  CHECK(must(again.try_pin(pin)).let_in);
}

TEST_CASE_FIXTURE(Door, "a new PIN takes the old one's place, and the PIN is in no file") {
  must(gate.set_pin("85213047", entropy));
  CHECK_FALSE(must(gate.try_pin(pin)).let_in);
  CHECK(must(gate.try_pin("85213047")).let_in);
  const auto all = contents_of(folder.path());
  CHECK_FALSE(all.empty());
  for (const auto& one : {pin, std::string("85213047")}) CHECK(all.find(one) == std::string::npos);
  CHECK((std::filesystem::status(folder.path() + "/staff").permissions() &
         std::filesystem::perms::group_read) == std::filesystem::perms::none);
}

TEST_CASE("a PIN that anybody would guess is refused, in words") {
  for (const char* bad : {"", "12345", "111111", "123456", "98765432", "123456789", "12a456", "73916 "}) {
    CAPTURE(bad);
    CHECK_FALSE(check_pin(bad));
  }
  for (const char* good : {"739164", "112233", "85213047"}) CHECK(check_pin(good));
  SeededEntropy entropy(1);
  for (int i = 0; i < 100; ++i) CHECK(check_pin(draw_pin(entropy)));
}

TEST_CASE_FIXTURE(Door,
                  "the third wrong PIN in a row and each after it costs time, twice as much each time") {
  const std::vector<std::chrono::milliseconds> waits{0s,   0s,   30s,    60s,    120s,  240s,
                                                     480s, 960s, 1'920s, 3'600s, 3'600s};
  for (const auto wait : waits) {
    auto answer = must(gate.try_pin("739165"));
    CHECK_FALSE(answer.let_in);
    CHECK(answer.wait == wait);
    if (wait > 0ms) {
      clock.advance(wait - 1ms);
      // Not looked at: the right one does not open, and costs nothing.
      CHECK_FALSE(must(gate.try_pin(pin)).let_in);
      clock.advance(1ms);
    }
  }
  CHECK(must(gate.try_pin(pin)).let_in);
  CHECK_FALSE(must(gate.try_pin("739165")).let_in);
  CHECK(gate.wait_left() == 0ms);  // the right one has forgiven them
}

TEST_CASE_FIXTURE(
    Door, "row 40: the try is written before the PIN is looked at; where it cannot be, nothing opens") {
  files.is_full = true;
  CHECK_FALSE(gate.try_pin(pin));
  files.is_full = false;
  CHECK(must(gate.try_pin(pin)).let_in);

  // Power goes in the very moment of a wrong guess: the file has it already.
  for (int i = 1; i <= 3; ++i) static_cast<void>(gate.try_pin("739165"));
  CHECK(text_of(must(files.read(folder.path() + "/staff-tries", 16))) == "3\n");
}

TEST_CASE_FIXTURE(
    Door, "row 40: a thousand reboots give at most a hundred guesses, and the delay is kept through them") {
  int guesses = 0;
  for (int boot = 0; boot < 1'000; ++boot) {
    auto again = after_reboot();
    CHECK(again.wait_left() == delay_after(static_cast<std::uint32_t>(guesses)));
    for (int second = 0; second < 600; second += 30) {  // ten minutes each, as fast as it allows
      if (again.wait_left() == 0ms) {
        CHECK_FALSE(must(again.try_pin("739165")).let_in);
        ++guesses;
      }
      clock.advance(30s);
      clock.jump_wall(24h);  // moving the clock does not help
    }
  }
  MESSAGE(guesses << " guesses");
  CHECK(guesses <= 100);
  CHECK(guesses >= 5);
}

TEST_CASE_FIXTURE(Door, "A47: a key file opens without anything to remember, another one does not") {
  auto key = must(gate.make_key(entropy));
  CHECK(gate.opens(view_of(key)));
  CHECK(gate.opens(view_of(key.substr(0, key.size() - 1))));  // without its line feed
  CHECK_FALSE(gate.opens(view_of(key.substr(1))));
  CHECK_FALSE(gate.opens(view_of(pin)));
  CHECK(after_reboot().opens(view_of(key)));
  CHECK(must(gate.try_pin(pin)).let_in);  // the PIN is as it was
  auto newer = must(gate.make_key(entropy));
  CHECK_FALSE(gate.opens(view_of(key)));
  CHECK(gate.opens(view_of(newer)));
  CHECK(contents_of(folder.path()).find(key.substr(0, 64)) == std::string::npos);
}

TEST_CASE_FIXTURE(Door,
                  "damaged files open nothing: the door asks for a new PIN, a lost counter counts as many") {
  auto whole = must(files.read(folder.path() + "/staff", 512));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    must(files.write_atomic(folder.path() + "/staff", ByteView(whole).first(length), 0600));
    auto again = after_reboot();
    CHECK_FALSE(again.has_pin());
    CHECK_FALSE(must(again.try_pin(pin)).let_in);
  }
  must(files.write_atomic(folder.path() + "/staff", whole, 0600));
  must(files.write_atomic(folder.path() + "/staff-tries", view_of("many"), 0600));
  auto again = after_reboot();
  CHECK(again.wait_left() == 1h);
  clock.advance(1h);
  CHECK(must(again.try_pin(pin)).let_in);
}

}  // namespace
}  // namespace vantrum::kiosk
