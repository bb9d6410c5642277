// The keys that answers are sealed to: a new one, sheets of paper, a drill, putting one back. Each returns
// what to print.
#pragma once

#include <string>
#include <vector>

#include "sync/collector/collector.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::collector {

Result<std::string> key_table(const Collector& collector);

// The next epoch, durable before any kiosk hears of it; the kiosks of open rounds get it with a new round
// document. What was sealed to an older key still opens with that one, so no key is ever taken away here.
Result<std::string> new_key(const Collector& collector, FileSystem& files);

// The same where another user made it and keeps the secret half (desk.h): `conflict` unless it is the next
// one.
Result<void> use_public_key(const Collector& collector, FileSystem& files, std::uint32_t epoch,
                            const crypto::SealPublicKey& key);

// `epoch` 0: the newest. The sheets, one after the other.
Result<std::string> print_key(const Collector& collector, std::uint32_t epoch, std::size_t need,
                              std::size_t sheets);

// The drill: do these sheets give the key that kiosks seal to? Writes nothing.
Result<std::string> check_key(const Collector& collector, const std::vector<std::string>& sheets);

// `conflict` if it is not the key that kiosks seal to.
Result<std::string> restore_key(const Collector& collector, FileSystem& files,
                                const std::vector<std::string>& sheets);

}  // namespace vantrum::collector
