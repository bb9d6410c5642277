// What is done with a database that is damaged: it is set aside under a number, never deleted, and a fresh
// one takes over every sealed item that is still whole, wherever in the file it lies, and of the tables what
// can still be read. An item that was receipted before may come back; the collector knows it and says so.
#pragma once

#include "kiosk/store/response_store.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

struct Salvaged {
  ResponseStore store;
  std::string set_aside;  // where the damaged file lies now
  std::size_t items = 0;  // that wait again
};
Result<Salvaged> salvage(FileSystem& files, const std::string& path, Entropy& entropy,
                         const StoreOptions& options);

// True if a power cut interrupted `salvage`: then it must be called again before the store is opened.
Result<bool> is_salvage_unfinished(FileSystem& files, const std::string& path);

}  // namespace vantrum::kiosk
