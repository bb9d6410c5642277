#include "tests/dashboard/year_setup.h"

#include "sync/collector/years.h"
#include "tests/support/must.h"

namespace vantrum::dashboard {

void set_up_years(collector::Site& site) {
  auto years = testing::must(collector::open_years(site.collector));
  const std::pair<const char*, const char*> forms[] = {
      {year::form::outline, "config/year/jonkoping.toml"},
      {year::form::calendar, "config/year/jonkoping-calendar.toml"},
      {year::form::statements, "config/reflection/sjalvreflektion.toml"}};
  for (const auto& [name, path] : forms) {
    const auto bytes = testing::must(site.files->read(path, 1 << 20));
    testing::must(years->keep_form(name, std::string(text_of(bytes)), site.clock.wall()));
  }
}

}  // namespace vantrum::dashboard
