// Feeds a fuzz target without a fuzzer: every file of its corpus as it is, then ten thousand mutations of
// them, the same ones each time. Usage: TARGET FOLDER [MUTATIONS]
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;
constexpr std::size_t input_bytes_max = 512;

std::vector<Input> read_corpus(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());  // the same order everywhere, so the same mutations
  std::vector<Input> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

// A few bytes changed, put in, taken out, or a piece of another input: what a fuzzer would begin with.
Input mutated(const std::vector<Input>& corpus, std::mt19937& chance) {
  const auto pick = [&](std::size_t bound) { return bound == 0 ? 0 : chance() % bound; };
  Input input = corpus[pick(corpus.size())];
  for (std::size_t times = 1 + pick(4); times > 0; --times) {
    const auto at = static_cast<std::ptrdiff_t>(pick(input.size() + 1));
    const auto byte = static_cast<std::uint8_t>(chance());
    switch (pick(4)) {
      case 0:
        if (at < std::ssize(input)) input[static_cast<std::size_t>(at)] = byte;
        break;
      case 1:
        input.insert(input.begin() + at, byte);
        break;
      case 2:
        input.erase(input.begin() + at,
                    std::min(input.begin() + at + 1 + std::ssize(input) / 8, input.end()));
        break;
      default: {
        const Input& other = corpus[pick(corpus.size())];
        const auto from = static_cast<std::ptrdiff_t>(pick(other.size()));
        input.insert(input.begin() + at, other.begin() + from, other.end());
        break;
      }
    }
  }
  if (input.size() > input_bytes_max) input.resize(input_bytes_max);
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: " << argv[0] << " FOLDER [MUTATIONS]\n";
    return 2;
  }
  const auto corpus = read_corpus(argv[1]);
  if (corpus.empty()) {
    std::cerr << argv[1] << " holds no inputs\n";
    return 2;
  }
  for (const Input& input : corpus) LLVMFuzzerTestOneInput(input.data(), input.size());
  std::mt19937 chance(20240501);
  const int mutations = argc > 2 ? std::atoi(argv[2]) : 10'000;
  for (int i = 0; i < mutations; ++i) {
    const Input input = mutated(corpus, chance);
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::cout << corpus.size() << " inputs and " << mutations << " mutations\n";
  return 0;
}
