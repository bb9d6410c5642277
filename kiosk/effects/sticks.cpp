#include "kiosk/effects/sticks.h"

#include "kiosk/effects/staff_gate.h"
#include "shared/base/stick.h"

namespace vantrum::kiosk {
namespace {

constexpr std::size_t folders_max = 64;

StickFolder::Listing inside_of(const StickFolder& folder) {
  auto listing = folder.list(folders_max);
  return listing ? std::move(*listing) : StickFolder::Listing();
}

// True if it is one of ours.
bool look_at(const StickFolder& folder, const std::string& path, FoundSticks& found) {
  if (!folder.enter("vantrum")) return false;
  found.ours.push_back(path);
  return true;
}

}  // namespace

FoundSticks find_sticks(const std::string& root) {
  FoundSticks found;
  auto top = StickFolder::open(root);
  if (!top) return found;
  for (const auto& name : inside_of(*top).folders) {
    auto folder = top->enter(name);
    if (!folder || look_at(*folder, root + "/" + name, found)) continue;
    // An empty folder is where the system puts sticks (/media/USER), or one that has gone.
    const auto inside = inside_of(*folder);
    if (!inside.files.empty() || !inside.folders.empty() || inside.left_out > 0) found.has_others = true;
    for (const auto& below : inside.folders) {
      auto inner = folder->enter(below);
      if (inner) look_at(*inner, root + "/" + name + "/" + below, found);
    }
  }
  return found;
}

std::vector<Bytes> key_files_on(const FoundSticks& sticks) {
  std::vector<Bytes> keys;
  for (const auto& path : sticks.ours) {
    auto stick = StickFolder::open(path);
    if (!stick) continue;
    auto folder = stick->enter("vantrum");
    if (!folder) continue;
    if (auto key = folder->read(staff_key_file, staff_key_bytes_max)) keys.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace vantrum::kiosk
