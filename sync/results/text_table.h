// Aligned columns for a terminal, counted in characters, not bytes.
#pragma once

#include <string>
#include <vector>

namespace vantrum::results {

enum class Align { left, right };

class TextTable {
 public:
  struct Column {
    std::string head;
    Align align = Align::left;
    std::size_t width_max = 0;  // longer cells are wrapped at spaces; 0: never
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<std::string> cells) {
    rows_.push_back(std::move(cells));
  }  // as many as there are columns
  std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Lines of at most `width` characters, broken at spaces where there are any.
std::vector<std::string> wrapped(const std::string& text, std::size_t width);

// At most so many bytes of it, in UTF-8; a letter is kept whole or left out.
std::string first_bytes(std::string text, std::size_t bytes_max);

}  // namespace vantrum::results
