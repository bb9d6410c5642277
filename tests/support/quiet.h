// Standard error goes to a file, or nowhere, while this lives: a power cut makes a kiosk talk a lot.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "shared/base/check.h"

namespace vantrum::testing {

class Quiet {
 public:
  explicit Quiet(const std::string& path = "/dev/null") {
    std::fflush(stderr);
    before_ = ::dup(STDERR_FILENO);
    int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    check(before_ >= 0 && file >= 0 && ::dup2(file, STDERR_FILENO) >= 0);
    ::close(file);
  }
  ~Quiet() {
    std::fflush(stderr);
    ::dup2(before_, STDERR_FILENO);
    ::close(before_);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  int before_ = -1;
};

}  // namespace vantrum::testing
