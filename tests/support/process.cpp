#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

namespace vantrum::testing {
namespace {

using namespace std::chrono;

struct Pipe {
  int read = -1, write = -1;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    return Error::unavailable(std::string("no pipe: ") + std::strerror(errno));
  return Pipe{ends[0], ends[1]};
}

struct Started {
  pid_t pid;
  int in, out, errors;  // errors is -1 unless it was asked for
};

// Between fork and exec only calls that are safe there.
Result<Started> start_process(const std::vector<std::string>& command, bool take_errors, int error_file) {
  auto in = TRY(make_pipe());
  auto out = TRY(make_pipe());
  auto errors = take_errors ? TRY(make_pipe()) : Pipe{};
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid < 0) return Error::unavailable(std::string("cannot start a process: ") + std::strerror(errno));
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(127);
    setpgid(0, 0);  // Ctrl-C is for the one who started us; he stops us
    dup2(in.read, STDIN_FILENO);
    dup2(out.write, STDOUT_FILENO);
    if (take_errors) dup2(errors.write, STDERR_FILENO);
    if (error_file >= 0) dup2(error_file, STDERR_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  close(in.read);
  close(out.write);
  if (take_errors) close(errors.write);
  return Started{pid, in.write, out.read, errors.read};
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return code_of(status);
}

// Both pipes at once, so that neither fills up while we read the other.
void read_both(int out, int errors, Finished& finished) {
  std::array<pollfd, 2> ends{pollfd{out, POLLIN, 0}, pollfd{errors, POLLIN, 0}};
  std::array<std::string*, 2> into{&finished.output, &finished.errors};
  std::array<char, 4096> buffer{};
  for (int open = 2; open > 0;) {
    if (poll(ends.data(), ends.size(), -1) < 0) continue;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].revents == 0) continue;
      ssize_t got = read(ends[i].fd, buffer.data(), buffer.size());
      if (got > 0) {
        into[i]->append(buffer.data(), static_cast<std::size_t>(got));
      } else {
        close(ends[i].fd);
        ends[i].fd = -1;
        --open;
      }
    }
  }
}

}  // namespace

Result<Finished> run_program(const std::vector<std::string>& command) {
  auto started = TRY(start_process(command, true, -1));
  close(started.in);
  Finished finished;
  read_both(started.out, started.errors, finished);
  finished.exit_code = wait_for(started.pid);
  return finished;
}

Result<std::string> run_successfully(const std::vector<std::string>& command) {
  auto finished = TRY(run_program(command));
  if (finished.exit_code == 0) return std::move(finished.output);
  std::string line;
  for (const auto& word : command) line += word + " ";
  return Error::refused(line + "ended with " + std::to_string(finished.exit_code) + ": " + finished.errors +
                        finished.output);
}

Result<Child> Child::start(const std::vector<std::string>& command, const std::string& error_file) {
  std::signal(SIGPIPE, SIG_IGN);
  int errors = -1;
  if (!error_file.empty()) {
    errors = open(error_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (errors < 0) return Error::storage("cannot write " + error_file + ": " + std::strerror(errno));
  }
  auto started = start_process(command, false, errors);
  if (errors >= 0) close(errors);
  if (!started) return started.error();
  return Child(started->pid, started->in, started->out);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      in_(std::exchange(other.in_, -1)),
      out_(std::exchange(other.out_, -1)),
      read_(std::move(other.read_)),
      exit_code_(other.exit_code_) {}

Child& Child::operator=(Child&& other) noexcept {
  if (this == &other) return *this;
  if (pid_ > 0) stop();
  close_pipes();
  pid_ = std::exchange(other.pid_, -1);
  in_ = std::exchange(other.in_, -1);
  out_ = std::exchange(other.out_, -1);
  read_ = std::move(other.read_);
  exit_code_ = other.exit_code_;
  return *this;
}

Child::~Child() {
  if (pid_ > 0) stop();
  close_pipes();
}

void Child::close_pipes() {
  if (in_ >= 0) close(std::exchange(in_, -1));
  if (out_ >= 0) close(std::exchange(out_, -1));
}

Result<void> Child::write_line(const std::string& line) {
  std::string bytes = line + "\n";
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    ssize_t wrote = write(in_, bytes.data() + sent, bytes.size() - sent);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0)
      return Error::unavailable(std::string("the program does not listen any more: ") + std::strerror(errno));
    sent += static_cast<std::size_t>(wrote);
  }
  return {};
}

Result<std::string> Child::read_line(milliseconds time_max) {
  auto until = steady_clock::now() + time_max;
  std::array<char, 65536> buffer{};
  for (;;) {
    if (auto end = read_.find('\n'); end != std::string::npos) {
      auto line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    auto left = duration_cast<milliseconds>(until - steady_clock::now()).count();
    if (left <= 0) return Error::unavailable("the program did not answer in time");
    pollfd end{out_, POLLIN, 0};
    int ready = poll(&end, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return Error::unavailable(std::strerror(errno));
    if (ready <= 0) continue;
    ssize_t got = read(out_, buffer.data(), buffer.size());
    if (got <= 0) return Error::unavailable("the program has ended");
    read_.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

bool Child::is_running() {
  if (pid_ <= 0 || exit_code_) return false;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return true;
  exit_code_ = code_of(status);
  return false;
}

void Child::signal(int number) const {
  if (pid_ > 0 && !exit_code_) kill(pid_, number);
}

int Child::stop() {
  signal(SIGTERM);
  for (int i = 0; i < 500 && is_running(); ++i) std::this_thread::sleep_for(10ms);
  signal(SIGKILL);
  return wait();
}

int Child::wait() {
  if (!exit_code_) exit_code_ = pid_ > 0 ? wait_for(pid_) : 0;
  pid_ = -1;
  return *exit_code_;
}

}  // namespace vantrum::testing
