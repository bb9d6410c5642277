// What another process holds in memory, for canaries.
#pragma once

#include <doctest/doctest.h>
#include <sys/types.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <string>

namespace vantrum::testing {

// All that the process may write to: heap, stacks, data. Sanitizers reserve terabytes, which are left out.
inline std::string memory_of(pid_t process) {
  constexpr std::size_t region_max = 1 << 29;
  auto folder = "/proc/" + std::to_string(process);
  std::ifstream maps(folder + "/maps"), memory(folder + "/mem", std::ios::binary);
  REQUIRE_MESSAGE(memory, "only root may look into a kiosk's memory; run this test as root");
  std::string all, line;
  while (std::getline(maps, line)) {
    std::size_t from = 0, to = 0;
    char mode[5] = {};
    if (std::sscanf(line.c_str(), "%zx-%zx %4s", &from, &to, mode) != 3) continue;
    if (mode[1] != 'w' || to - from > region_max) continue;
    auto before = all.size();
    all.resize(before + (to - from));
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(from));
    memory.read(all.data() + before, static_cast<std::streamsize>(to - from));
    all.resize(before + static_cast<std::size_t>(memory.gcount()));
  }
  return all;
}

inline bool holds(const std::string& memory, std::string_view what) {
  return std::search(memory.begin(), memory.end(), std::boyer_moore_searcher(what.begin(), what.end())) !=
         memory.end();
}

}  // namespace vantrum::testing
