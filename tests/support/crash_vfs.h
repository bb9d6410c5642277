// An SQLite VFS on a Medium: what SQLite does to its files can be cut, torn, refused and slowed down.
//
// For one connection that locks exclusively: there is no shared memory and nobody to lock out. Hand `name()`
// to store::Database::Options::vfs; the medium must outlive this object, and this object every connection.
#pragma once

#include <memory>
#include <string>

#include "tests/support/medium.h"

namespace vantrum::testing {

class CrashVfs {
 public:
  explicit CrashVfs(Medium& medium);
  ~CrashVfs();
  CrashVfs(const CrashVfs&) = delete;
  CrashVfs& operator=(const CrashVfs&) = delete;

  const std::string& name() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vantrum::testing
