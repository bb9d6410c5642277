#include <doctest/doctest.h>
#include "shared/base/file_system.h"
#include "shared/survey/goals.h"
#include "shared/survey/instrument_file.h"
TEST_CASE("x") {
  auto files = vantrum::real_file_system();
  auto i = vantrum::survey::load_instrument(*files, "config/instruments/besoksenkat");
  if (!i) FAIL(i.error().message);
  auto g = vantrum::survey::load_goals(*files, "config/goals/goals.toml");
  if (!g) FAIL(g.error().message);
}
