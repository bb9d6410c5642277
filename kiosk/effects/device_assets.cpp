// What Device does about the recordings that rounds bring; how they are kept is in assets.h.
#include <algorithm>

#include "kiosk/effects/device.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {

void Device::want_assets() {
  auto named = assets_of_round_;
  named.insert(named.end(), staff_.assets().begin(), staff_.assets().end());
  assets_.want(std::move(named));
}

// A disk that fails or is full is no error here: what an answer needs is never spent on a recording.
Result<bool> Device::apply_asset(ByteView document) {
  if (!identity_ || !identity_->membership) return Error::untrusted("a recording before enrolment");
  const auto verified = TRY(wire::verify_document(document, wire::DocumentType::asset, identity_->region,
                                                  identity_->membership->collector_key));
  const auto piece = TRY(wire::parse_asset_piece(verified.payload));
  const auto taken = assets_.take(piece);
  if (!taken) log_warning("a recording: {}", taken.error().message);
  return false;
}

bool Device::has_more_assets() const {
  if (!identity_ || !identity_->membership || is_retiring() || ballast_.is_missing()) return false;
  return assets_.has_more(clock_->monotonic());
}

void Device::tend_assets(std::size_t asked_max) {
  if (!identity_ || !identity_->membership || is_retiring()) return;
  if (ballast_.is_missing()) return assets_.make_way();
  if (assets_.is_complete()) return;
  const auto free = files_->free_bytes(settings_.data);
  const auto beyond = free && *free > settings_.free_bytes_min ? *free - settings_.free_bytes_min : 0;
  assets_.tend(beyond, clock_->monotonic(), asked_max, [&](const wire::AssetRequest& question) {
    const wire::Header header{wire::DocumentType::asset_request, identity_->region,
                              to_bytes(identity_->device.view()), question.serial()};
    return wire::sign_document(header, wire::encode(question), identity_->signing_key);
  });
}

std::vector<std::string> Device::voices() const {
  std::vector<std::string> paths;
  for (const auto& file : assets_.whole()) paths.push_back(file.path);
  return paths;
}

Device::Packs Device::packs() {
  Packs packs;
  std::set<std::string> none;
  for (const auto& [path, bytes] : assets_.whole()) {
    const auto known = std::ranges::find(packs_, path, &voice::Pack::path);
    if (known != packs_.end()) {
      packs.usable.push_back(*known);
      continue;
    }
    if (no_packs_.contains(path)) {
      none.insert(path);
      continue;
    }
    auto pack = voice::open_pack(*files_, path, bytes);
    if (pack) {
      packs.usable.push_back(std::move(*pack));
      continue;
    }
    log_warning("a voice is left out: {}", pack.error().message);
    const bool is_for_good = pack.error().kind != ErrorKind::storage;
    if (is_for_good) none.insert(path);
    packs.is_all = packs.is_all && is_for_good;
  }
  packs_ = packs.usable;
  no_packs_ = std::move(none);
  return packs;
}

}  // namespace vantrum::kiosk
