// The last visit, for as long as staff may throw it away (docs/discarding.md).
#include <algorithm>

#include "kiosk/effects/device.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

constexpr int tries_max = 3;

}  // namespace

void Device::keep_last_visit(const Submit& submission, const std::vector<NewItem>& items,
                             std::vector<std::string> counters) {
  const auto& survey = *submission.survey;
  if (survey.for_staff || settings_.discard_within <= std::chrono::seconds(0)) return;
  LastVisit last;
  last.stored.round = survey.round;
  for (const auto& item : items) last.stored.items.push_back(item.id);
  last.stored.has_response = items.front().kind == wire::ItemKind::response;
  last.stored.counters = std::move(counters);
  last.marker = {items.front().id, survey.round, survey.centre};
  last.padded_bytes = survey.padded_bytes;
  last.is_paper = submission.paper;
  last.at = clock_->monotonic();
  last_visit_ = std::move(last);
}

const Device::LastVisit* Device::last_visit() {
  if (last_visit_ && clock_->monotonic() - last_visit_->at >= discard_limit()) last_visit_.reset();
  return last_visit_ ? &*last_visit_ : nullptr;
}

const StoredVisit* Device::held_of(RoundId round) {
  const auto* last = last_visit();
  return last && last->stored.round == round ? &last->stored : nullptr;
}

Result<void> Device::discard_last_visit() {
  const auto* last = last_visit();
  if (!last) return Error::refused("there is no visit that could be discarded");
  auto to = seal_to_;
  to.padded_bytes = last->padded_bytes;
  const auto marker = TRY(wire::seal_discard(last->marker, to));
  auto discard = [&]() -> Result<void> { return TRY(store())->discard(last->stored, marker); };
  auto done = settled(discard());
  for (int tried = 1; tried < tries_max && !done && done.error().kind == ErrorKind::storage; ++tried) {
    log_error("discarding a visit, try {}: {}", tried, done.error().message);
    done = settled(discard());
  }
  if (!done && done.error().kind == ErrorKind::storage) return done;  // it may be asked again
  last_visit_.reset();
  TRY(done);
  look_for_room();
  // What it was lies in the log until this; staff are here, so nobody answers.
  if (auto moved = settled(TRY(store())->checkpoint()); !moved)
    log_error("moving the log after a discarded visit: {}", moved.error().message);
  return {};
}

}  // namespace vantrum::kiosk
