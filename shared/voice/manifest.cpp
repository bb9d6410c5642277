#include "shared/voice/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace vantrum::voice {
namespace {

constexpr std::size_t columns = 4;

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> cells;
  std::size_t from = 0;
  for (auto tab = line.find('\t'); tab != std::string_view::npos; tab = line.find('\t', from)) {
    cells.emplace_back(line.substr(from, tab - from));
    from = tab + 1;
  }
  cells.emplace_back(line.substr(from));
  return cells;
}

bool is_fingerprint(const std::string& text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// A relative path without a way out of its folder.
bool is_file_name(const std::string& name) {
  return name.ends_with(recording_suffix) && name.front() != '/' && name.find("..") == std::string::npos &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("._/-").find(c) != std::string_view::npos;
         });
}

}  // namespace

Result<std::vector<ManifestLine>> parse_manifest(const std::string& path, std::string_view content) {
  std::vector<ManifestLine> lines;
  std::set<std::string> files;
  int number = 0;
  for (std::size_t from = 0; from < content.size();) {
    const auto end = std::min(content.find('\n', from), content.size());
    const auto line = content.substr(from, end - from);
    from = end + 1;
    ++number;
    if (line.empty() || line.front() == '#') continue;
    auto cells = split(line);
    const auto refuse = [&](std::string_view what) {
      return Error::invalid(fmt::format("{}:{}: {}", path, number, what));
    };
    if (cells.size() != columns) {
      return refuse("expected a fingerprint, a speaker, a file and its words, with tabs between them");
    }
    if (!is_fingerprint(cells[0])) return refuse("\"" + cells[0] + "\" is not a fingerprint of 16 digits");
    if (!is_file_name(cells[2]))
      return refuse("\"" + cells[2] + "\" is not the name of a recording (….opus)");
    if (cells[3].empty()) return refuse("the words are missing");
    if (!files.insert(cells[2]).second) return refuse("\"" + cells[2] + "\" is there twice");
    lines.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  return lines;
}

std::string format_manifest(const std::vector<ManifestLine>& lines) {
  std::string text =
      "# fingerprint, speaker, file, words. Made by ./run voices; docs/languages.md tells how to record.\n";
  for (const auto& line : lines) {
    text += fmt::format("{}\t{}\t{}\t{}\n", line.fingerprint, line.speaker, line.file, line.words);
  }
  return text;
}

std::string fingerprint_of(ByteView bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const auto byte : bytes) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

}  // namespace vantrum::voice
