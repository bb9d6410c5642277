#include "kiosk/voices/espeak.h"

#include "kiosk/voices/maker.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

extern char** environ;

namespace vantrum::kiosk {
namespace {

struct Voice {
  std::string_view language, name, range;  // range: what stands for the dash in "0–1"
};
constexpr std::array<Voice, 6> voices = {{{"sv", "sv", " till "},
                                          {"en", "en-gb", " to "},
                                          {"ar", "ar", " إلى "},
                                          {"fa", "fa", " تا "},
                                          {"uk", "uk", " до "},
                                          {"fi", "fi", " "}}};

const Voice* voice_of(std::string_view language) {
  for (const auto& voice : voices) {
    if (voice.language == language) return &voice;
  }
  return nullptr;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A pipe whose ends close themselves and are not inherited unless asked for.
class Pipe {
 public:
  Pipe() { open_ = pipe2(ends_.data(), O_CLOEXEC) == 0; }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  bool is_open() const { return open_; }
  int end(std::size_t which) const { return ends_[which]; }
  void close_end(std::size_t which) {
    if (ends_[which] >= 0) close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool open_ = false;
};

// A program that reads `in` and writes `out`; what it says to standard error goes where ours goes.
Result<pid_t> start(const std::vector<std::string>& command, int in, int out) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  pid_t pid = -1;
  const int problem = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) {
    return Error::unavailable(command[0] +
                              " is not here; apt-get install espeak-ng opus-tools, or ./run voices");
  }
  return pid;
}

Result<void> finish(pid_t pid, const std::string& name) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return Error::unavailable(name + " has failed");
}

Bytes read_all(int from) {
  Bytes bytes;
  std::array<Bytes::value_type, 16384> part{};
  for (;;) {
    const auto count = read(from, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return bytes;
    bytes.insert(bytes.end(), part.begin(), part.begin() + count);
  }
}

}  // namespace

std::optional<std::string> espeak_voice(std::string_view language) {
  const auto* voice = voice_of(language);
  return voice ? std::optional(std::string(voice->name)) : std::nullopt;
}

std::string pronounced(std::string_view language, std::string words) {
  replace_all(words, " / ", ", ");
  constexpr std::string_view dash = "–";
  const auto* voice = voice_of(language);
  for (auto at = words.find(dash); voice && at != std::string::npos; at = words.find(dash, at + 1)) {
    const auto after = at + dash.size();
    const bool is_range = at > 0 && is_digit(words[at - 1]) && after < words.size() && is_digit(words[after]);
    if (is_range) words.replace(at, dash.size(), voice->range);
  }
  return words;
}

Result<Bytes> speak_with_espeak(const std::string& language, const std::string& words) {
  const auto voice = espeak_voice(language);
  if (!voice) return Error::invalid("espeak-ng has no honest voice for \"" + language + "\"");
  Pipe text, wave, opus;
  if (!text.is_open() || !wave.is_open() || !opus.is_open())
    return Error::unavailable("no pipe can be opened");
  // 140 words a minute: calm, for listeners whose language it may not be.
  const auto speaking =
      TRY(start({"espeak-ng", "-v", *voice, "-s", "140", "--stdin", "--stdout"}, text.end(0), wave.end(1)));
  // The serial number keeps the same words the same file.
  auto encoding = start({"opusenc", "--quiet", "--bitrate", "20", "--comp", "5", "--serial", "1", "--comment",
                         made_mark(speaker_name), "--ignorelength", "-", "-"},
                        wave.end(0), opus.end(1));
  text.close_end(0);
  wave.close_end(0);
  wave.close_end(1);
  opus.close_end(1);
  const auto line = pronounced(language, words) + "\n";
  // A pipe holds 64 kB, words are short; espeak-ng that has died is told by its exit code, not by a signal.
  std::signal(SIGPIPE, SIG_IGN);
  const bool written = write(text.end(1), line.data(), line.size()) == static_cast<ssize_t>(line.size());
  text.close_end(1);
  if (!encoding) {
    static_cast<void>(finish(speaking, "espeak-ng"));
    return encoding.error();
  }
  auto bytes = read_all(opus.end(0));
  const auto spoken = finish(speaking, "espeak-ng");
  TRY(finish(*encoding, "opusenc"));
  TRY(spoken);
  if (!written || bytes.empty()) return Error::unavailable("espeak-ng has said nothing");
  return bytes;
}

}  // namespace vantrum::kiosk
