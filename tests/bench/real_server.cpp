#include "tests/bench/real_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fstream>

namespace vantrum::bench {
namespace {

constexpr timeval reply_patience{20, 0};
constexpr const char* length_field = "Content-Length: ";

double seconds_of(const timespec& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

testing::Child start(const std::string& program, const std::string& data, const std::string& port_file,
                     const std::vector<std::string>& more) {
  std::vector<std::string> command{program,    "--data",      data,          "serve",
                                   "--listen", "127.0.0.1:0", "--port-file", port_file};
  command.insert(command.end(), more.begin(), more.end());
  auto child = must(testing::Child::start(command));
  must(child.read_line());  // it listens
  return child;
}

}  // namespace

void give_up(const Error& error) {
  fmt::print(stderr, "{}\n", error.message);
  std::exit(1);
}

double seconds_since(Timer::time_point start) {
  return std::chrono::duration<double>(Timer::now() - start).count();
}

double own_cpu_s() { return cpu_s_of(getpid()); }

double cpu_s_of(int pid) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return seconds_of(time);
}

void allow_many_files() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

std::string load_of_machine() {
  double loads[3] = {};
  if (getloadavg(loads, 3) != 3) return "load unknown";
  return fmt::format("{} cores, load {:.1f} {:.1f} {:.1f}", sysconf(_SC_NPROCESSORS_ONLN), loads[0], loads[1],
                     loads[2]);
}

int connect_to(int port) {
  int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket);
    return -1;
  }
  int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &reply_patience, sizeof reply_patience);
  return socket;
}

Link::Link(SSL_CTX* context, int port) : socket_(connect_to(port)), ssl_(SSL_new(context)) {
  SSL_set_fd(ssl_, socket_);
  is_good_ = socket_ >= 0 && SSL_connect(ssl_) == 1;
}

Link::~Link() {
  if (is_good_) SSL_shutdown(ssl_);
  SSL_free(ssl_);
  if (socket_ >= 0) ::close(socket_);
}

std::optional<std::string> Link::ask(const std::string& request) {
  if (!is_good_) return std::nullopt;
  std::optional<std::string> reply;
  if (SSL_write(ssl_, request.data(), static_cast<int>(request.size())) > 0) reply = read_reply();
  is_good_ = reply.has_value();
  return reply;
}

std::optional<std::string> Link::read_reply() {
  std::string text;
  std::size_t whole = 0;
  char buffer[16384];
  while (whole == 0 || text.size() < whole) {
    int got = SSL_read(ssl_, buffer, sizeof buffer);
    if (got <= 0) return std::nullopt;
    text.append(buffer, static_cast<std::size_t>(got));
    if (whole > 0) continue;
    auto end = text.find("\r\n\r\n");
    auto length = text.find(length_field);
    if (end == std::string::npos || length > end) continue;
    whole =
        end + 4 + std::strtoul(text.c_str() + length + std::string_view(length_field).size(), nullptr, 10);
  }
  return text;
}

Server::Server(const std::string& program, const std::string& data, const std::string& folder,
               const std::vector<std::string>& more)
    : child_(start(program, data, folder + "/port", more)) {
  std::ifstream(folder + "/port") >> port_;
}

double Server::memory_mb(const std::string& field) const {
  std::ifstream file("/proc/" + std::to_string(child_.pid()) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(field)) return std::strtod(line.c_str() + field.size() + 1, nullptr) / 1024;
  }
  return 0;
}

double Server::stop() {
  rusage before{}, after{};
  const double used = cpu_s();
  getrusage(RUSAGE_CHILDREN, &before);
  child_.signal(SIGTERM);
  child_.wait();
  getrusage(RUSAGE_CHILDREN, &after);
  auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(after.ru_utime) + seconds(after.ru_stime) - seconds(before.ru_utime) -
         seconds(before.ru_stime) - used;
}

}  // namespace vantrum::bench
