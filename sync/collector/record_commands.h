// Commands about what was written and what is kept: quotes (quotes.h) and retention (retention.h). They write
// their own lines of the audit log, so that no line repeats what somebody wrote.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::collector {

struct QuotesCommand {
  enum class What { list, redact, approve, withdraw };
  What what = What::list;
  std::uint32_t round = 0;
  std::string reader;
  std::string text;  // beginning of its id
  std::string cut;   // numbers of words
};

struct RetentionCommand {
  enum class What { show, plan, archive, purge };
  What what = What::show;
  std::optional<std::uint32_t> round;
  std::string folder;             // where the archive goes, or is
  std::vector<std::string> with;  // kinds of record that go into the archive
  std::string kind, decision;     // what is destroyed, and the decision it rests on
};

}  // namespace vantrum::collector
