#include "sync/exports/csv.h"

#include "sync/results/swedish.h"

#include <charconv>

namespace vantrum::exports {

using namespace results;

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

class Writer {
 public:
  Writer(CsvProfile profile, const Sink& sink)
      : sink_(sink),
        separator_(profile == CsvProfile::excel ? ';' : ','),
        point_(profile == CsvProfile::excel ? ',' : '.') {
    buffer_.reserve(piece_bytes + 4096);
    if (profile == CsvProfile::excel) buffer_ = "\xEF\xBB\xBF";
  }

  void separate(std::size_t column) {
    if (column > 0) buffer_ += separator_;
  }

  void text(std::string_view text) {
    const bool would_run =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    const bool needs_quotes = text.find(separator_) != std::string_view::npos ||
                              text.find_first_of("\"\r\n") != std::string_view::npos;
    if (needs_quotes) buffer_ += '"';
    if (would_run) buffer_ += '\'';
    if (needs_quotes) {
      for (char c : text) {
        if (c == '"') buffer_ += '"';
        buffer_ += c;
      }
      buffer_ += '"';
    } else {
      buffer_ += text;
    }
  }

  void cell(const Cell& cell) {
    if (const auto* words = std::get_if<std::string_view>(&cell)) {
      text(*words);
    } else if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
      char digits[24];
      auto end = std::to_chars(digits, digits + sizeof digits, *whole).ptr;
      buffer_.append(digits, end);
    } else if (const auto* tenths = std::get_if<Tenths>(&cell)) {
      buffer_ += tenths_text(tenths->value, point_);
    } else if (std::holds_alternative<Hidden>(cell)) {
      buffer_ += dash;
    }
  }

  Result<void> end_line() {
    buffer_ += "\r\n";
    return buffer_.size() < piece_bytes ? Result<void>() : flush();
  }

  Result<void> flush() {
    TRY(sink_(buffer_));
    buffer_.clear();
    return {};
  }

 private:
  const Sink& sink_;
  char separator_, point_;
  std::string buffer_;
};

}  // namespace

Result<void> write_csv(const Table& table, CsvProfile profile, const Sink& sink) {
  Writer writer(profile, sink);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    writer.separate(i);
    writer.text(table.columns[i].name);
  }
  TRY(writer.end_line());
  TRY(table.rows([&](const Row& row) -> Result<void> {
    for (std::size_t i = 0; i < row.size(); ++i) {
      writer.separate(i);
      writer.cell(row[i]);
    }
    return writer.end_line();
  }));
  return writer.flush();
}

std::string csv_of(const PublishedResults& results, CsvProfile profile) {
  std::string csv;
  write_csv(answers_table(results), profile, [&](std::string_view piece) -> Result<void> {
    csv += piece;
    return {};
  }).value();
  return csv;
}

}  // namespace vantrum::exports
