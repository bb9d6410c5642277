// Runs Väntrum's real programs from tests and from the demo: starts them, talks to them, and never leaves one
// behind.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::testing {

struct Finished {
  int exit_code = 0;  // 128 + signal if it was ended by one
  std::string output, errors;
};

// Runs a program to its end.
Result<Finished> run_program(const std::vector<std::string>& command);

// The same, and an error with what it said if its exit code is not 0.
Result<std::string> run_successfully(const std::vector<std::string>& command);

// A program that goes on beside us. It gets SIGTERM when this object or this process goes away.
class Child {
 public:
  // Standard error goes to `error_file`, or where ours goes if that is empty.
  static Result<Child> start(const std::vector<std::string>& command, const std::string& error_file = "");
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  ~Child();

  Result<void> write_line(const std::string& line);
  Result<std::string> read_line(std::chrono::milliseconds time_max = std::chrono::seconds(60));

  bool is_running();
  int pid() const { return pid_; }
  void signal(int number) const;
  // SIGTERM, five seconds of patience, SIGKILL; then the exit code.
  int stop();
  int wait();

 private:
  Child(pid_t pid, int in, int out) : pid_(pid), in_(in), out_(out) {}
  void close_pipes();

  pid_t pid_ = -1;
  int in_ = -1, out_ = -1;
  std::string read_;
  std::optional<int> exit_code_;
};

}  // namespace vantrum::testing
