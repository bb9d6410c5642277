// A region's table of retention (docs/retention.md) for tests: every kind of record is named here, and only
// here. Free texts and answers as told, the rest is kept.
#pragma once

#include <string>

namespace vantrum::testing {

inline const std::string gone_after_12 =
    "action = \"gallra\"\nafter_months = 12\nbasis = \"Plan 2026, 4.1\"\n";
inline const std::string gone_after_24 =
    "action = \"gallra\"\nafter_months = 24\nbasis = \"Plan 2026, 4.2\"\n";
inline const std::string kept = "action = \"bevara\"\nbasis = \"\"\n";

inline std::string table_with(const std::string& texts, const std::string& answers) {
  auto table = "[texts]\n" + texts + "source = \"\"\n[answers]\n" + answers + "source = \"\"\n";
  for (const char* kind : {"quotes", "results", "reflections", "years", "quarantine", "ledger", "log"})
    table += std::string("[") + kind + "]\n" + kept + "source = \"\"\n";
  return table;
}

}  // namespace vantrum::testing
