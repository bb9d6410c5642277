#include "kiosk/text/layout_cache.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "shared/base/log.h"

namespace vantrum::kiosk {

namespace {

// Widths are kept to a sixteenth of a pixel; the text comes last because only it may hold any character.
std::string key_of(const ParagraphRequest& request) {
  return fmt::format("{},{},{},{},{},{},{},{}:{}", std::lround(request.width_px * 16),
                     std::lround(request.size_px * 16), std::lround(request.leading * 64),
                     static_cast<int>(request.weight), static_cast<int>(request.direction), request.balanced,
                     request.lines_max, request.language, request.text);
}

}  // namespace

const Paragraph& LayoutCache::get(const ParagraphRequest& request) {
  const auto [entry, is_new] = entries_.try_emplace(key_of(request));
  if (is_new) {
    entry->second.paragraph = lay_out(fonts_, request);
    if (entry->second.paragraph.malformed && !std::exchange(has_warned_, true)) {
      log_warning("a text in {} is not UTF-8; its broken bytes are shown as \uFFFD", request.language);
    }
  }
  entry->second.frame_used = frame_;
  return entry->second.paragraph;
}

void LayoutCache::begin_frame() {
  if (entries_.size() > entries_max_) {
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.frame_used != frame_; });
  }
  ++frame_;
}

}  // namespace vantrum::kiosk
