#include "sync/exports/xlsx.h"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <set>

#include "sync/exports/chart.h"
#include "sync/exports/table.h"
#include "sync/results/swedish.h"

namespace vantrum::exports {

using namespace results;

namespace {

constexpr std::size_t sheet_name_letters_max = 31;
constexpr double text_width = 40, name_width = 24, number_width = 12;

// A file without a name; the library wants to open one.
class MemoryFile {
 public:
  static Result<MemoryFile> make() {
    const int number = memfd_create("workbook", MFD_CLOEXEC);
    if (number < 0) return Error::unavailable("no memory for the workbook");
    return MemoryFile(number);
  }
  MemoryFile(MemoryFile&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  ~MemoryFile() {
    if (number_ >= 0) close(number_);
  }
  std::string path() const { return "/proc/self/fd/" + std::to_string(number_); }
  Result<std::string> content() const {
    const auto size = lseek(number_, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(std::max<off_t>(size, 0)), '\0');
    for (std::size_t at = 0; at < bytes.size();) {
      const auto count = pread(number_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
      if (count <= 0) return Error::unavailable("the workbook cannot be read back");
      at += static_cast<std::size_t>(count);
    }
    return bytes;
  }

 private:
  explicit MemoryFile(int number) : number_(number) {}
  int number_;
};

struct Formats {
  lxw_format *head, *wrapped, *tenths, *right, *title;
};

Formats formats_of(lxw_workbook* book) {
  Formats formats{workbook_add_format(book), workbook_add_format(book), workbook_add_format(book),
                  workbook_add_format(book), workbook_add_format(book)};
  format_set_bold(formats.head);
  format_set_text_wrap(formats.head);
  format_set_bottom(formats.head, LXW_BORDER_THIN);
  format_set_align(formats.head, LXW_ALIGN_VERTICAL_TOP);
  format_set_text_wrap(formats.wrapped);
  format_set_num_format(formats.tenths, "0.0");
  format_set_align(formats.right, LXW_ALIGN_RIGHT);
  format_set_bold(formats.title);
  format_set_font_size(formats.title, 14);
  return formats;
}

// At most 31 letters, none of []:*?/\, and different from all others, whatever their case.
std::string sheet_name(std::string name, std::set<std::string>& taken) {
  for (char& c : name) {
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
  }
  auto cut = [](const std::string& text, std::size_t letters_max) {
    std::string out;
    std::size_t letters = 0;
    for (char c : text) {
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 && ++letters > letters_max) break;
      out += c;
    }
    return out;
  };
  auto lower = [](std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return text;
  };
  auto chosen = cut(name.empty() ? "Plats" : name, sheet_name_letters_max);
  for (int i = 2; !taken.insert(lower(chosen)).second; ++i)
    chosen = cut(name, sheet_name_letters_max - 4) + " " + std::to_string(i);
  return chosen;
}

void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell,
                const Formats& formats) {
  if (const auto* words = std::get_if<std::string_view>(&cell)) {
    worksheet_write_string(sheet, row, column, std::string(*words).c_str(), nullptr);
  } else if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    worksheet_write_number(sheet, row, column, static_cast<double>(*whole), nullptr);
  } else if (const auto* tenths = std::get_if<Tenths>(&cell)) {
    worksheet_write_number(sheet, row, column, static_cast<double>(tenths->value) / 10, formats.tenths);
  } else if (std::holds_alternative<Hidden>(cell)) {
    worksheet_write_string(sheet, row, column, dash, formats.right);
  }
}

Result<void> write_table(lxw_workbook* book, const Table& table, const Formats& formats,
                         std::set<std::string>& taken) {
  auto* sheet = workbook_add_worksheet(book, sheet_name(table.name, taken).c_str());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    const bool is_long = std::string_view(table.columns[i].name).starts_with("lydelse") ||
                         std::string_view(table.columns[i].name).ends_with("_text");
    const double width = is_long                               ? text_width
                         : table.columns[i].kind == Kind::text ? name_width
                                                               : number_width;
    worksheet_set_column(sheet, column, column, width, nullptr);
    worksheet_write_string(sheet, 0, column, table.columns[i].words, formats.head);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  lxw_row_t row_number = 0;
  TRY(table.rows([&](const Row& row) -> Result<void> {
    ++row_number;
    for (std::size_t i = 0; i < row.size(); ++i)
      write_cell(sheet, row_number, static_cast<lxw_col_t>(i), row[i], formats);
    return {};
  }));
  worksheet_autofilter(sheet, 0, 0, row_number, static_cast<lxw_col_t>(table.columns.size() - 1));
  return {};
}

std::uint32_t colour(const char* hex) {
  return static_cast<std::uint32_t>(std::strtoul(hex + 1, nullptr, 16));
}

void style(lxw_chart_series* series, const Shade& shade) {
  const std::string_view name = shade.pattern;
  lxw_chart_line line{};
  line.color = colour(line_ink);
  line.width = 0.75;
  chart_series_set_line(series, &line);
  if (name.empty()) {
    lxw_chart_fill fill{};
    fill.color = colour(shade.fill);
    chart_series_set_fill(series, &fill);
  } else {
    lxw_chart_pattern pattern{};
    pattern.bg_color = colour(shade.fill);
    pattern.fg_color = colour(name == "lines" ? "#0B5A4B" : "#FFFFFF");
    pattern.type = static_cast<std::uint8_t>(name == "lines"  ? LXW_CHART_PATTERN_LIGHT_UPWARD_DIAGONAL
                                             : name == "dots" ? LXW_CHART_PATTERN_PERCENT_10
                                                              : LXW_CHART_PATTERN_PERCENT_5);
    chart_series_set_pattern(series, &pattern);
  }
}

// The counts behind the chart stand beside it, so that who edits one edits the other.
void write_chart(lxw_workbook* book, lxw_worksheet* sheet, const std::string& name, const ChartRows& rows,
                 const Formats& formats, lxw_row_t& at) {
  const auto& options = rows.front()->options;
  const lxw_row_t head = at;
  worksheet_write_string(sheet, head, 0, "Fråga", formats.head);
  worksheet_write_string(sheet, head, 1, "n", formats.head);
  for (std::size_t o = 0; o < options.size(); ++o)
    worksheet_write_string(sheet, head, static_cast<lxw_col_t>(2 + o), options[o].label.c_str(),
                           formats.head);
  for (const auto* question : rows) {
    ++at;
    worksheet_write_string(sheet, at, 0, question->words.c_str(), formats.wrapped);
    write_cell(sheet, at, 1, question->n ? Cell(static_cast<std::int64_t>(*question->n)) : Cell(Hidden{}),
               formats);
    for (std::size_t o = 0; o < options.size(); ++o) {
      const auto& count = question->options[o].count;
      write_cell(sheet, at, static_cast<lxw_col_t>(2 + o),
                 count ? Cell(static_cast<std::int64_t>(*count)) : Cell(Hidden{}), formats);
    }
  }
  auto* chart = workbook_add_chart(book, LXW_CHART_BAR_STACKED_PERCENT);
  std::size_t part = 0;
  for (auto o : drawing_order(*rows.front())) {
    const auto column = static_cast<lxw_col_t>(2 + o);
    auto* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, name.c_str(), head + 1, 0, at, 0);
    chart_series_set_values(series, name.c_str(), head + 1, column, at, column);
    chart_series_set_name_range(series, name.c_str(), head, column);
    style(series, shade_of(part++, options.size()));
  }
  chart_axis_set_reverse(chart->y_axis);
  chart_axis_set_max(chart->x_axis, 1);
  chart_axis_set_num_format(chart->x_axis, "0%");
  chart_legend_set_position(chart, LXW_CHART_LEGEND_TOP);
  chart_title_off(chart);
  auto words = words_of(rows);
  lxw_chart_options place{};
  place.description = words.data();
  place.x_scale = 1.9;
  place.y_scale = 0.35 + 0.19 * static_cast<double>(rows.size());
  worksheet_insert_chart_opt(sheet, head, static_cast<lxw_col_t>(3 + options.size()), chart, &place);
  constexpr double chart_pixels = 288, row_pixels = 20;
  at = std::max(at + 3, head + static_cast<lxw_row_t>(chart_pixels * place.y_scale / row_pixels) + 3);
}

void write_place(lxw_workbook* book, const results::PublishedPlace& place, const Formats& formats,
                 std::set<std::string>& taken) {
  const auto charts = charts_of(place);
  if (charts.empty()) return;
  const auto name = sheet_name(place.name, taken);
  auto* sheet = workbook_add_worksheet(book, name.c_str());
  worksheet_set_column(sheet, 0, 0, 55, nullptr);
  worksheet_set_column(sheet, 1, 8, number_width, nullptr);
  worksheet_write_string(sheet, 0, 0, place.name.c_str(), formats.title);
  lxw_row_t at = 2;
  for (const auto& rows : charts) write_chart(book, sheet, name, rows, formats, at);
}

Result<void> write_book(lxw_workbook* book, const results::PublishedResults& results) {
  lxw_doc_properties properties{};
  auto title = results.round().name, receiver = results.round().receiver;
  properties.title = title.data();
  properties.company = receiver.data();
  properties.created = 1;  // the same results give the same bytes
  workbook_set_properties(book, &properties);
  const auto formats = formats_of(book);
  std::set<std::string> taken = {"att läsa siffrorna"};
  for (const auto& table : all_tables(results)) TRY(write_table(book, table, formats, taken));
  std::size_t sheets = 0;
  for (const auto& place : results.places()) {
    if (sheets++ < chart_sheets_max) write_place(book, place, formats, taken);
  }
  auto* notes = workbook_add_worksheet(book, "Att läsa siffrorna");
  worksheet_set_column(notes, 0, 0, 110, nullptr);
  for (std::size_t i = 0; i < results.notes().size(); ++i)
    worksheet_write_string(notes, static_cast<lxw_row_t>(i), 0, results.notes()[i].c_str(), formats.wrapped);
  return {};
}

}  // namespace

Result<std::string> xlsx_of(const results::PublishedResults& results) {
  auto file = TRY(MemoryFile::make());
  auto* book = workbook_new(file.path().c_str());
  if (!book) return Error::unavailable("no memory for the workbook");
  auto written = write_book(book, results);
  const auto problem = workbook_close(book);
  if (!written) return written.error();
  if (problem != LXW_NO_ERROR)
    return Error::unavailable(std::string("the workbook: ") + lxw_strerror(problem));
  return file.content();
}

}  // namespace vantrum::exports
