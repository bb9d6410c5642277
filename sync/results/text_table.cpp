#include "sync/results/text_table.h"

#include <algorithm>

#include "shared/base/check.h"

namespace vantrum::results {
namespace {

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;  // every byte that starts a character in UTF-8
  }));
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  for (std::size_t start = 0; start < text.size();) {
    auto end = std::min(text.find(' ', start), text.size());
    auto word = text.substr(start, end - start);
    auto& line = lines.back();
    if (!line.empty() && characters(line) + 1 + characters(word) > width) {
      lines.push_back(word);
    } else {
      line += (line.empty() ? "" : " ") + word;
    }
    start = end + 1;
  }
  return lines;
}

std::string first_bytes(std::string text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
  text.resize(bytes_max);
  return text;
}

std::string TextTable::text() const {
  // Each row as cells of lines; the heads are the first row.
  std::vector<std::vector<std::vector<std::string>>> rows(1);
  for (const auto& column : columns_) rows.front().push_back({column.head});
  for (const auto& cells : rows_) {
    check(cells.size() == columns_.size());
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      auto width = columns_[i].width_max;
      row.push_back(width > 0 ? wrapped(cells[i], width) : std::vector<std::string>{cells[i]});
    }
  }
  std::vector<std::size_t> widths(columns_.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      for (const auto& line : row[i]) widths[i] = std::max(widths[i], characters(line));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::size_t height = 1;
    for (const auto& cell : row) height = std::max(height, cell.size());
    for (std::size_t line = 0; line < height; ++line) {
      std::string out;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string cell = line < row[i].size() ? row[i][line] : "";
        const std::string space(widths[i] - characters(cell), ' ');
        out += (i > 0 ? "  " : "") + (columns_[i].align == Align::right ? space + cell : cell + space);
      }
      text += trimmed(out) + "\n";
    }
  }
  return text;
}

}  // namespace vantrum::results
