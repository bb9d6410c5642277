#include "kiosk/effects/ballast.h"

#include "shared/base/log.h"

namespace vantrum::kiosk {

void Ballast::make() {
  if (!is_missing()) return;
  auto reserved = files_->reserve(path_, bytes_);
  is_there_ = static_cast<bool>(reserved);
  if (!reserved) log_warning("the disk is nearly full: {}", reserved.error().message);
}

void Ballast::release() {
  if (!is_there_) return;
  log_error("the disk is full; the room kept for that is given back");
  is_there_ = false;
  auto removed = files_->remove(path_);
  if (!removed) log_error("{}", removed.error().message);
}

}  // namespace vantrum::kiosk
