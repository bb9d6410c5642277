// The files of secret sealing keys, answers/sealing-<epoch>.key, and which epoch the next one has.
#pragma once

#include "sync/collector/data_folder.h"

namespace vantrum::collector {

// The epoch of "sealing-<epoch><end>"; 0 for other names.
std::uint32_t epoch_in_name(const std::string& name, std::string_view end);

// Durable when it returns. `conflict`, and nothing is written, if its file holds another key: that may be the
// only one that opens what was sealed to it.
Result<void> keep_secret_key(FileSystem& files, const DataFolder& folder, std::uint32_t epoch,
                             const crypto::SealSecretKey& key);

// Above all that are known, and all that lie in the folder though nobody knows their public halves.
Result<std::uint32_t> next_epoch(FileSystem& files, const DataFolder& folder, const Keys& keys);

// After a loss: a key whose epoch no other ever had, not even those that were lost. Epochs go on from the
// time then, in seconds, as serials do (CollectorStore::leap).
Result<void> make_key_after_loss(FileSystem& files, Entropy& entropy, const Clock& clock,
                                 const DataFolder& folder, Keys& keys);

}  // namespace vantrum::collector
