// What the region's IT may set about sound, and what is refused (A10, A13, A14, A21).
#include "kiosk/program/settings.h"
#include "tests/support/must.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using vantrum::testing::must;
using vantrum::testing::TemporaryFolder;

Result<Settings> load(const std::string& text) {
  static const auto files = real_file_system();
  TemporaryFolder folder;
  must(files->write_atomic(folder.path() + "/kiosk.toml", view_of(text)));
  return load_settings(*files, folder.path() + "/kiosk.toml");
}

}  // namespace

TEST_CASE("the kiosk's settings of sound are read, and each has a default") {
  const auto defaults = must(load(""));
  CHECK(defaults.voices == "voices");
  CHECK(defaults.volume == volume_default);
  CHECK_FALSE(defaults.is_private);
  CHECK(defaults.headset.empty());
  CHECK_FALSE(defaults.headset_jack);
  const auto set =
      must(load("voices = \"/v\"\nvolume = 8\nsound = \"headset\"\nheadset_device = \"USB\"\n"
                "headset_jack = true\n"));
  CHECK(set.voices == "/v");
  CHECK(set.volume == 8);
  CHECK(set.is_private);
  CHECK(set.headset == "USB");
  CHECK(set.headset_jack);
}

TEST_CASE("a volume out of range, an unknown kind of sound and a wrong type are refused with their line") {
  for (const std::string bad :
       {"volume = 0", "volume = 9", "volume = \"loud\"", "volume = 2.5", "sound = \"both\"", "sound = 1",
        "voices = 1", "headset_device = true", "headset_jack = \"yes\""}) {
    CAPTURE(bad);
    const auto refused = load("panel_ppi = 149\n" + bad + "\n");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find(":2:") != std::string::npos);
    CHECK(refused.error().message.find(bad.substr(0, bad.find(' '))) != std::string::npos);
  }
}

TEST_CASE("the kiosk.toml that is shipped can be read") {
  static const auto files = real_file_system();
  CHECK(must(load_settings(*files, "config/kiosk.toml")).volume == volume_default);
}

}  // namespace vantrum::kiosk
