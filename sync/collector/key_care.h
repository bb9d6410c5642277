// The keys that answers are sealed to: a new one, sheets of paper, a drill, putting one back. Each returns
// what to print.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sync/collector/collector.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::collector {

Result<std::string> key_table(const Collector& collector);

// How the public half of a key that is durable comes to whoever receives: by use_public_key below, or by a
// link to it (desk.h).
using GivePublicKey = std::function<Result<void>(std::uint32_t epoch, const crypto::SealPublicKey& key)>;

// The next epoch, durable before any kiosk hears of it; the kiosks of open rounds get it with a new round
// document. What was sealed to an older key still opens with that one, so no key is ever taken away here.
Result<std::string> new_key(FileSystem& files, const DataFolder& folder, Keys& keys, Entropy& entropy,
                            const GivePublicKey& give);
Result<std::string> new_key(const Collector& collector, FileSystem& files);

// A key that was made, or put back, by whoever keeps the secret half. If it is the newest, kiosks of open
// rounds get it. `conflict` if another key has its epoch.
Result<void> use_public_key(const Collector& collector, FileSystem& files, std::uint32_t epoch,
                            const crypto::SealPublicKey& key);

// `epoch` 0: the newest. The sheets, one after the other.
Result<std::string> print_key(const Collector& collector, std::uint32_t epoch, std::size_t need,
                              std::size_t sheets);

// The texts of files that people typed sheets into.
Result<std::vector<std::string>> read_sheets(FileSystem& files, const std::string& directory,
                                             const std::vector<std::string>& names);

// The drill: do these sheets give the key that kiosks seal to? Writes nothing.
Result<std::string> check_key(const Collector& collector, const std::vector<std::string>& sheets);

// Also a key that was made after the backup that is all there is. `conflict` if it is not the key that kiosks
// seal to.
Result<std::string> restore_key(FileSystem& files, const DataFolder& folder, Keys& keys,
                                const std::vector<std::string>& sheets, const GivePublicKey& give);
Result<std::string> restore_key(const Collector& collector, FileSystem& files,
                                const std::vector<std::string>& sheets);

}  // namespace vantrum::collector
