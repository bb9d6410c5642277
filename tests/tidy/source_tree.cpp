#include "tests/tidy/source_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace vantrum::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view roots[] = {"kiosk",  "sync",  "shared", "tests", "assets",
                                      "config", "cmake", "docs",   "image", ".ci"};

bool is_written_by_people(const fs::path& path) {
  static const std::set<std::string> endings = {".h",    ".cpp", ".txt", ".cmake", ".toml", ".md",
                                                ".html", ".css", ".js",  ".sh",    ".json"};
  return endings.contains(path.extension().string()) || path.filename() == "run";
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

}  // namespace

SourceTree load_source_tree() {
  SourceTree tree;
  auto add = [&](const fs::directory_entry& entry) {
    if (!entry.is_regular_file() || !is_written_by_people(entry.path())) return;
    tree[entry.path().lexically_normal().string()] = lines_of(entry.path());
  };
  for (const auto& entry : fs::directory_iterator(".")) add(entry);
  for (auto root : roots) {
    if (!fs::exists(root)) continue;
    for (fs::recursive_directory_iterator entry(root), end; entry != end; ++entry) {
      if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();  // other people's
      add(*entry);
    }
  }
  return tree;
}

void complain(Findings& findings, std::string_view path, std::size_t line_index, std::string_view what,
              std::string_view instead) {
  findings.push_back(fmt::format("{}:{}: {}; {}", path, line_index + 1, what, instead));
}

std::vector<Include> includes_of(const std::vector<std::string>& lines) {
  static const std::regex form(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> includes;
  std::smatch match;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find("include") == std::string::npos || !std::regex_search(lines[i], match, form)) continue;
    includes.push_back({i, match[2], match[1] == "\""});
  }
  return includes;
}

bool is_cpp(std::string_view path) { return path.ends_with(".h") || path.ends_with(".cpp"); }

std::string folder_of(std::string_view path) { return fs::path(path).parent_path().string(); }

std::string code_of(const std::string& line) {
  std::string code;
  bool is_in_string = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (is_in_string && line[i] == '\\') {
      ++i;
    } else if (line[i] == '"') {
      is_in_string = !is_in_string;
      code += '"';
    } else if (!is_in_string && line.compare(i, 2, "//") == 0) {
      break;
    } else if (!is_in_string) {
      code += line[i];
    }
  }
  return code;
}

std::size_t characters_in(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace vantrum::tidy
