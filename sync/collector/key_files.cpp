#include "sync/collector/key_files.h"

#include <algorithm>
#include <charconv>

#include "shared/base/clock.h"
#include "shared/base/entropy.h"

namespace vantrum::collector {
namespace {

constexpr unsigned secret_mode = 0600;
constexpr std::uint32_t epochs_leapt = 1'000;  // made between a backup and the day it is read back, at most

}  // namespace

std::uint32_t epoch_in_name(const std::string& name, std::string_view end) {
  constexpr std::string_view start = "sealing-";
  if (!name.starts_with(start) || !name.ends_with(end) || name.size() <= start.size() + end.size()) return 0;
  std::uint32_t epoch = 0;
  const char* last = name.data() + name.size() - end.size();
  auto [rest, problem] = std::from_chars(name.data() + start.size(), last, epoch);
  return problem == std::errc() && rest == last ? epoch : 0;
}

Result<void> keep_secret_key(FileSystem& files, const DataFolder& folder, std::uint32_t epoch,
                             const crypto::SealSecretKey& key) {
  const auto path = folder.sealing_key(epoch);
  auto there = files.read(path, crypto::SealSecretKey::size);
  if (!there && there.error().kind == ErrorKind::not_found)
    return files.write_atomic(path, key.view(), secret_mode);
  const bool is_this = there && *there == to_bytes(key.view());
  if (there) crypto::wipe(*there);
  if (is_this) return {};
  if (!there && there.error().kind != ErrorKind::untrusted) return there.error();
  return Error::conflict(path +
                         " holds something else than this key, and is never written over; move it away");
}

Result<std::uint32_t> next_epoch(FileSystem& files, const DataFolder& folder, const Keys& keys) {
  std::uint32_t last = keys.seal_to.empty() ? 0 : keys.seal_to.rbegin()->first;
  for (const auto& name : TRY(files.list(folder.answers())))
    last = std::max(last, epoch_in_name(name, ".key"));
  if (last >= UINT32_MAX - epochs_leapt) return Error::refused("there are no more numbers for keys");
  return last + 1;
}

Result<void> make_key_after_loss(FileSystem& files, Entropy& entropy, const Clock& clock,
                                 const DataFolder& folder, Keys& keys) {
  const auto next = TRY(next_epoch(files, folder, keys)) + epochs_leapt;
  const auto now = std::chrono::floor<std::chrono::seconds>(clock.wall()).time_since_epoch().count();
  const auto epoch = now < UINT32_MAX / 2 ? std::max(next, static_cast<std::uint32_t>(now)) : next;
  return keys.add_sealing(files, folder, epoch, crypto::make_seal_key_pair(entropy).secret_key);
}

}  // namespace vantrum::collector
