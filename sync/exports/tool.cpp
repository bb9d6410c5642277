#include "sync/exports/tool.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <thread>
#include <utility>

namespace vantrum::exports {
namespace {

constexpr std::chrono::milliseconds end_pause{2};
constexpr std::size_t piece_bytes = 64 * 1024, words_bytes_max = 400;

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    close();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }
  ~Descriptor() { close(); }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read, write;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Error::unavailable("no more files can be opened");
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// Its end is waited for, whatever happens.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (id_ > 0) {
      kill(id_, SIGKILL);
      wait();
    }
  }
  int wait() {
    int status = 0;
    while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = 0;
    return status;
  }
  // None: it lives on, though it has closed what it writes to. Looks, because there is nothing to wait on.
  std::optional<int> wait_until(std::chrono::steady_clock::time_point deadline) {
    for (;;) {
      int status = 0;
      if (waitpid(id_, &status, WNOHANG) == id_) {
        id_ = 0;
        return status;
      }
      if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
      std::this_thread::sleep_for(end_pause);
    }
  }

 private:
  pid_t id_;
};

struct Streams {
  Descriptor in, out, err;
};

Result<pid_t> start(const std::vector<std::string>& arguments, Streams& streams) {
  auto in = TRY(make_pipe()), out = TRY(make_pipe()), err = TRY(make_pipe());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write.number(), STDERR_FILENO);
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  // Nothing of ours: no proxy, no path of a library, no home with settings.
  const std::array<const char*, 4> environment = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent",
                                                  nullptr};
  pid_t child = 0;
  const int problem = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(),
                                   const_cast<char* const*>(environment.data()));
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) return Error::unavailable(arguments.front() + " is not installed (see packages.txt)");
  streams = {std::move(in.write), std::move(out.read), std::move(err.read)};
  for (int number : {streams.in.number(), streams.out.number(), streams.err.number()})
    fcntl(number, F_SETFL, O_NONBLOCK);
  return child;
}

// False when the other end is closed.
bool take(Descriptor& from, std::string& into) {
  char piece[piece_bytes];
  const auto count = read(from.number(), piece, sizeof piece);
  if (count > 0) into.append(piece, static_cast<std::size_t>(count));
  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) from.close();
  return from.is_open();
}

void give(Descriptor& to, std::string_view& input) {
  const auto count = write(to.number(), input.data(), std::min(input.size(), piece_bytes));
  if (count > 0) input.remove_prefix(static_cast<std::size_t>(count));
  if (input.empty() || (count < 0 && errno != EAGAIN && errno != EINTR)) to.close();
}

std::string first_words(const std::string& text) {
  return text.substr(0, std::min(text.find('\n'), words_bytes_max));
}

}  // namespace

Result<std::string> run_tool(const std::vector<std::string>& arguments, std::string_view input,
                             std::chrono::seconds patience) {
  signal(SIGPIPE, SIG_IGN);  // a program that ends early is an error, not our end
  Streams streams;
  Child child(TRY(start(arguments, streams)));
  if (input.empty()) streams.in.close();
  std::string output, words;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto late = Error::unavailable(arguments.front() + " did not end in time");
  while (streams.out.is_open() || streams.err.is_open()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now())
            .count();
    if (left <= 0) return late;
    pollfd waiting[] = {{streams.in.number(), POLLOUT, 0},
                        {streams.out.number(), POLLIN, 0},
                        {streams.err.number(), POLLIN, 0}};
    if (poll(waiting, 3, static_cast<int>(left)) < 0 && errno != EINTR)
      return Error::unavailable(arguments.front() + " cannot be listened to");
    if (waiting[0].revents != 0) give(streams.in, input);
    if (waiting[1].revents != 0) take(streams.out, output);
    if (waiting[2].revents != 0) take(streams.err, words);
    if (output.size() > tool_output_bytes_max)
      return Error::refused(arguments.front() + " writes without end");
    if (words.size() > piece_bytes) words.resize(piece_bytes);
  }
  const auto status = child.wait_until(deadline);
  if (!status) return late;
  if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0)
    return Error::refused(arguments.front() + " failed: " + first_words(words));
  return output;
}

Result<std::string> png_of(const std::string& svg, unsigned dots_per_inch) {
  const auto zoom = std::to_string(static_cast<double>(dots_per_inch) / 96);
  return run_tool({"rsvg-convert", "--format=png", "--zoom=" + zoom}, svg, std::chrono::seconds(30));
}

Result<std::string> pdf_of(const std::string& html) {
  return run_tool({"weasyprint", "--quiet", "--encoding=utf-8", "--pdf-variant=pdf/ua-1",
                   "--base-url=about:blank", "-", "-"},
                  html, std::chrono::seconds(120));
}

}  // namespace vantrum::exports
