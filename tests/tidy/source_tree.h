// The project's own files as text, for rules that look at all of them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vantrum::tidy {

// Path from the root → lines.
using SourceTree = std::map<std::string, std::vector<std::string>>;

// Everything written by people: sources, build files, scripts, settings, documents. The current folder is the
// root.
SourceTree load_source_tree();

// "file:line: what; do this instead"
using Findings = std::vector<std::string>;
void complain(Findings& findings, std::string_view path, std::size_t line_index, std::string_view what,
              std::string_view instead);

struct Include {
  std::size_t line_index = 0;
  std::string name;  // between the quotes or brackets
  bool is_ours = false;
};
std::vector<Include> includes_of(const std::vector<std::string>& lines);

bool is_cpp(std::string_view path);            // .h or .cpp
std::string folder_of(std::string_view path);  // "kiosk/app/update.cpp" → "kiosk/app"
std::string code_of(const std::string& line);  // without string literals and // comments
std::size_t characters_in(std::string_view utf8);

}  // namespace vantrum::tidy
