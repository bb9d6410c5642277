// A closed round with answers of women, men and others, and with what some of them wrote.
#pragma once

#include "shared/wire/text_item.h"
#include "sync/collector/staff_commands.h"
#include "tests/dashboard/dashboard_support.h"

namespace vantrum::dashboard {

using collector::must;

inline constexpr const char* canary = "Kanariefågeln sjöng i väntrummet";  // somebody wrote it

inline bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

struct Groups {
  std::size_t women = 0, men = 0, others = 0;
};

struct Written : Desk {
  Written();

  // As the round's kiosks would; opened at once. Each text is of a group ("woman") or of none ("").
  void answer(CentreId centre, const Groups& groups);
  void write(CentreId centre, const std::vector<std::pair<std::string, std::string>>& texts);
  void close() { must(collector::close_round(site.collector, round)); }

  collector::CommandOutput run(std::vector<std::string> words);
  // `quotes WHAT` by the round's reader.
  collector::CommandOutput quotes(const std::string& what, std::vector<std::string> more = {});
  std::string id_of(const std::string& text);  // the beginning of its id
  std::string log();

  const std::string reader = "lasare";
  RoundId round;
  collector::Kiosk oak_kiosk, pine_kiosk;
};

}  // namespace vantrum::dashboard
