#include <fmt/format.h>

#include <regex>
#include <set>

#include "tests/tidy/rules.h"

namespace vantrum::tidy {
namespace {

constexpr std::size_t line_characters_max = 120;
constexpr std::size_t file_lines_max = 450;

// Runs `visit(path, line index, line)` over the lines of all files that `wanted` takes.
template <class Wanted, class Visit>
void for_lines(const SourceTree& tree, Wanted wanted, Visit visit) {
  for (const auto& [path, lines] : tree) {
    if (!wanted(path)) continue;
    for (std::size_t i = 0; i < lines.size(); ++i) visit(path, i, lines[i]);
  }
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool has_word(const std::string& line, const std::string& word) {
  for (auto at = line.find(word); at != std::string::npos; at = line.find(word, at + 1)) {
    const auto after = at + word.size();
    if ((at == 0 || !is_word_character(line[at - 1])) &&
        (after == line.size() || !is_word_character(line[after]))) {
      return true;
    }
  }
  return false;
}

bool is_kiosk_code(const std::string& path) { return is_cpp(path) && path.starts_with("kiosk/"); }

}  // namespace

Findings check_visitor_words(const SourceTree& tree) {
  static const std::regex words_by_imgui(
      "ImGui::(Text\\w*|BulletText|LabelText|\\w*Button|Checkbox\\w*|Selectable|MenuItem|BeginMenu|Input\\w+|"
      "TreeNode\\w*|CollapsingHeader|\\w*Combo|\\w*ListBox|SetTooltip|Slider\\w+|Drag\\w+|CalcTextSize)\\s*"
      "\\(|"
      "[.>]AddText\\s*\\(");
  Findings findings;
  for_lines(tree, is_kiosk_code, [&](const std::string& path, std::size_t i, const std::string& line) {
    const auto code = code_of(line);
    std::smatch match;
    if (code.find("ImGui::") == std::string::npos && code.find("AddText") == std::string::npos) return;
    if (!std::regex_search(code, match, words_by_imgui) || match[1] == "InvisibleButton") return;
    complain(findings, path, i, fmt::format("Dear ImGui would draw words here ({})", match[0].str()),
             "draw with kiosk/text/draw_text, which shapes every script, and tap with the toolkit's area");
  });
  return findings;
}

Findings check_no_hidden_state(const SourceTree& tree) {
  // A line that begins inside something, says static, and names a variable: no parenthesis before it ends.
  static const std::regex hidden(R"(^\s+(static|thread_local)\s+(?!const\b|constexpr\b|assert)[^(]*[=;{])");
  Findings findings;
  for_lines(tree, is_kiosk_code, [&](const std::string& path, std::size_t i, const std::string& line) {
    if (line.find("static") == std::string::npos && line.find("thread_local") == std::string::npos) return;
    if (!std::regex_search(code_of(line), hidden)) return;
    complain(findings, path, i, "a static that outlives the visitor",
             "keep it in the state, or in the widget memory that is cleared with the session");
  });
  return findings;
}

Findings check_leftovers(const SourceTree& tree) {
  // Spelt in two halves, so that this file does not find itself.
  static const std::vector<std::string> markers = {
      "TO"
      "DO",
      "FIX"
      "ME",
      "XX"
      "X",
      "HA"
      "CK",
      "W"
      "IP"};
  static const std::vector<std::string> own_folders = {
      "/ho"
      "me/",
      "/Us"
      "ers/",
      "/wo"
      "rk/"};
  Findings findings;
  const auto every_file = [](const std::string&) { return true; };
  for_lines(tree, every_file, [&](const std::string& path, std::size_t i, const std::string& line) {
    for (const auto& marker : markers) {
      if (!has_word(line, marker)) continue;
      complain(findings, path, i, marker + " marks unfinished work", "finish it, or describe it as an issue");
    }
    for (const auto& folder : own_folders) {
      const auto at = line.find(folder);
      if (at == std::string::npos || (at > 0 && (is_word_character(line[at - 1]) || line[at - 1] == '.')))
        continue;
      complain(findings, path, i, "a path that exists on one machine only",
               "write it from the project's root, or use /var/lib or /etc");
    }
  });
  return findings;
}

Findings check_shape(const SourceTree& tree) {
  Findings findings;
  for (const auto& [path, lines] : tree) {
    if (!is_cpp(path)) continue;
    if (lines.size() > file_lines_max) {
      complain(findings, path, file_lines_max, fmt::format("{} lines in one file", lines.size()),
               fmt::format("split it by purpose; {} are enough", file_lines_max));
    }
    bool has_pragma_once = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      has_pragma_once |= lines[i] == "#pragma once";
      const auto length = characters_in(lines[i]);
      if (length > line_characters_max) {
        complain(findings, path, i, fmt::format("{} characters in one line", length),
                 fmt::format("break it; {} are enough", line_characters_max));
      }
      if (lines[i].find('\t') != std::string::npos)
        complain(findings, path, i, "a tab", "indent with two spaces");
    }
    if (path.ends_with(".h") && !has_pragma_once) {
      complain(findings, path, 0, "the header may be read twice",
               "begin it with its purpose and #pragma once");
    }
  }
  return findings;
}

Findings check_packages(const SourceTree& tree) {
  static const std::regex form(R"(^[a-z0-9][a-z0-9.+-]+\s+# \S.*)");
  Findings findings;
  std::set<std::string> names;
  for_lines(
      tree, [](const std::string& path) { return path == "packages.txt"; },
      [&](const std::string& path, std::size_t i, const std::string& line) {
        if (line.empty() || line.starts_with("#")) return;
        if (!std::regex_match(line, form)) complain(findings, path, i, "no reason", "write: name  # why");
        if (!names.insert(line.substr(0, line.find_first_of(" #"))).second) {
          complain(findings, path, i, "named twice", "keep one");
        }
      });
  if (tree.contains("packages.txt") && names.empty())
    complain(findings, "packages.txt", 0, "empty", "name packages");
  return findings;
}

}  // namespace vantrum::tidy
