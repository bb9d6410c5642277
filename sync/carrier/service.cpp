#include "sync/carrier/service.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/log.h"

namespace vantrum::carrier {
namespace {

PassReport pass_and_tell(Cycle& cycle, StateFile& state, const Clock& clock);
std::string explanation(const PassReport& report);

}  // namespace

Result<void> carry_once(Cycle& cycle, StateFile& state, const Clock& clock) {
  const auto report = pass_and_tell(cycle, state, clock);
  if (report.was_stopped) return Error::unavailable("stopped before everything was carried");
  if (report.problem == Problem::none && report.waiting == 0) {
    if (report.answered == 0) log_info("nothing to carry");
    return {};
  }
  return Error::unavailable(
      fmt::format("{} documents still wait; nothing is lost, run again later", report.waiting));
}

void carry_on(Cycle& cycle, StateFile& state, const Clock& clock, Entropy& entropy, Waker& waker,
              const ServiceOptions& options) {
  const std::chrono::milliseconds delay_max = options.start_delay_max;
  cycle.hold_until(clock.monotonic() + std::chrono::milliseconds(entropy.random_below(
                                           static_cast<std::uint32_t>(delay_max.count()) + 1)));
  for (;;) {
    const auto report = pass_and_tell(cycle, state, clock);
    if (report.was_stopped) break;
    const std::chrono::milliseconds until_due = cycle.next_due() - clock.monotonic();
    const auto pause = std::clamp<std::chrono::milliseconds>(
        until_due, pause_min, std::max<std::chrono::milliseconds>(pause_min, options.poll));
    // The short wait first: several documents that come together share a pass.
    if (waker.wait_for_stop(pause_min)) break;
    if (pause > pause_min && waker.wait(pause - pause_min) == Waker::Cause::stop) break;
  }
  log_info("stopped");
}

namespace {

PassReport pass_and_tell(Cycle& cycle, StateFile& state, const Clock& clock) {
  auto report = cycle.pass();
  if (report.answered > 0)
    log_info("{} documents carried and answered, {} wait", report.answered, report.waiting);
  if (report.problem != Problem::none) log_warning("{}", explanation(report));
  auto told = state.update(report, clock.wall());
  if (!told) log_error("{}", told.error().message);
  return report;
}

std::string explanation(const PassReport& report) {
  const auto words = words_of(report.problem);
  return fmt::format("{}: {} {} ({} documents wait; {})", words.code, words.words, words.what_to_do,
                     report.waiting, report.detail);
}

}  // namespace
}  // namespace vantrum::carrier
