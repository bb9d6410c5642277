#include "tests/simulation/sticks.h"

#include <algorithm>
#include <filesystem>

#include "sync/collector/stick_import.h"

namespace vantrum::simulation {
namespace {

namespace fs = std::filesystem;

// In the order of their names, so that a seed always meets the same one.
std::vector<fs::path> files_on(const std::string& stick) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(stick)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void Sticks::travel(std::vector<Tablet*> tablets) {
  auto stick = scratch_ + "/stick-" + std::to_string(++made_);
  fs::create_directories(stick + "/vantrum");
  Span way(0);
  for (auto* tablet : tablets) timeline_.after(way += minutes(10), [=] { tablet->carry_by_stick(stick); });
  timeline_.after(way + minutes(5), [=, this] { harm(stick); });
  way += chance_.between(hours(1), hours(50));
  timeline_.after(way, [=, this] { take_in(stick); });
  timeline_.after(way + minutes(5), [=, this] { harm(stick); });
  timeline_.after(way + minutes(6), [=, this] { copy_for_later(stick); });
  way += chance_.between(hours(1), hours(80));
  for (auto* tablet : tablets) timeline_.after(way += minutes(10), [=] { tablet->carry_by_stick(stick); });
}

void Sticks::take_in(const std::string& stick) {
  if (!region_.is_up()) return timeline_.after(minutes(50), [=, this] { take_in(stick); });
  auto done = collector::import_stick(region_.now(), stick);
  timeline_.note("a stick is read: {} received, {} refused", done ? done->received : 0,
                 done ? done->refused : 0);
  region_.die_if_cut();
  if (!done || !region_.is_up()) return;
  for (const auto& path : files_on(stick)) {
    auto document = real_file_system()->read(path.string(), wire::document_bytes_max);
    if (path.extension() != ".cose" || !document) continue;
    auto hash = crypto::hash_of(*document);
    auto receipt = region_.now().store.find_receipt(hash);
    if (receipt && *receipt) judge_.receipt_left(hash, **receipt);
  }
}

// Pulled out while it was written, or worn.
void Sticks::harm(const std::string& stick) {
  if (!has_faults_ || !chance_.one_in(3)) return;
  auto files = files_on(stick);
  if (files.empty()) return;
  const auto& file = files[chance_.below(static_cast<std::uint32_t>(files.size()))];
  if (chance_.one_in(2))
    fs::remove(file);
  else
    fs::resize_file(file, fs::file_size(file) / 2);
}

void Sticks::copy_for_later(const std::string& stick) {
  if (!has_faults_ || !chance_.one_in(4)) return;
  auto copy = stick + "-copy";
  fs::copy(stick, copy, fs::copy_options::recursive);
  timeline_.after(chance_.between(hours(5), hours(24 * 12)), [=, this] { take_in(copy); });
}

}  // namespace vantrum::simulation
