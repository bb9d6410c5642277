#include "sync/collector/round_instrument.h"

#include <deque>

#include "shared/survey/instrument_file.h"

namespace vantrum::collector {
namespace {

// A round, the one before, and some that somebody else reads just now; half a megabyte each.
constexpr std::size_t kept_max = 8;

struct Kept {
  std::map<std::string, std::string> files;
  std::shared_ptr<const survey::Instrument> instrument;
};

}  // namespace

Result<std::shared_ptr<const survey::Instrument>> instrument_of(const RoundRecord& round) {
  thread_local std::deque<Kept> kept;
  for (const auto& one : kept) {
    if (one.files == round.instrument_files) return std::shared_ptr(one.instrument);
  }
  auto instrument =
      std::make_shared<const survey::Instrument>(TRY(survey::parse_instrument(round.instrument_files)));
  if (kept.size() == kept_max) kept.pop_front();
  kept.push_back({round.instrument_files, instrument});
  return std::shared_ptr<const survey::Instrument>(std::move(instrument));
}

}  // namespace vantrum::collector
