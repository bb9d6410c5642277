#include "sync/exports/sav.h"

#include <readstat.h>

#include <memory>

#include "sync/results/text_table.h"

namespace vantrum::exports {
namespace {

constexpr double hidden_value = -1;
constexpr std::size_t text_bytes_max = 1000, label_bytes_max = 64;

using results::first_bytes;

struct Target {
  const Sink* sink;
  Result<void> written = {};
};

ssize_t pass_on(const void* data, size_t size, void* context) {
  auto& target = *static_cast<Target*>(context);
  if (!target.written) return -1;
  target.written = (*target.sink)({static_cast<const char*>(data), size});
  return target.written ? static_cast<ssize_t>(size) : -1;
}

Error problem_of(readstat_error_t problem) {
  return Error::unavailable(std::string("writing the .sav file: ") + readstat_error_message(problem));
}

struct Widths {
  std::vector<std::size_t> bytes;
  long rows = 0;
};

// The file's head says how long texts are and how many rows come, so the rows are made twice.
Result<Widths> measure(const Table& table) {
  Widths widths{std::vector<std::size_t>(table.columns.size(), 1), 0};
  TRY(table.rows([&](const Row& row) -> Result<void> {
    ++widths.rows;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (const auto* words = std::get_if<std::string_view>(&row[i]))
        widths.bytes[i] = std::max(widths.bytes[i], std::min(words->size(), text_bytes_max));
    }
    return {};
  }));
  return widths;
}

readstat_error_t insert(readstat_writer_t* writer, const readstat_variable_t* variable, const Cell& cell) {
  const bool is_text = readstat_variable_get_type(variable) == READSTAT_TYPE_STRING;
  if (const auto* words = std::get_if<std::string_view>(&cell))
    return readstat_insert_string_value(writer, variable,
                                        first_bytes(std::string(*words), text_bytes_max).c_str());
  if (is_text) return readstat_insert_string_value(writer, variable, "");
  if (const auto* whole = std::get_if<std::int64_t>(&cell))
    return readstat_insert_double_value(writer, variable, static_cast<double>(*whole));
  if (const auto* tenths = std::get_if<Tenths>(&cell))
    return readstat_insert_double_value(writer, variable, static_cast<double>(tenths->value) / 10);
  if (std::holds_alternative<Hidden>(cell))
    return readstat_insert_double_value(writer, variable, hidden_value);
  return readstat_insert_missing_value(writer, variable);
}

}  // namespace

Result<void> write_sav(const Table& table, const std::string& title, const Sink& sink) {
  const auto widths = TRY(measure(table));
  std::unique_ptr<readstat_writer_t, decltype(&readstat_writer_free)> writer(readstat_writer_init(),
                                                                             &readstat_writer_free);
  Target target{&sink};
  readstat_set_data_writer(writer.get(), &pass_on);
  readstat_writer_set_file_label(writer.get(), first_bytes(title, label_bytes_max).c_str());
  readstat_writer_set_file_timestamp(writer.get(), 0);
  auto* labels = readstat_add_label_set(writer.get(), READSTAT_TYPE_DOUBLE, "numbers");
  readstat_label_double_value(labels, hidden_value, "för få svar att visa");
  std::vector<readstat_variable_t*> variables;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    const bool is_text = column.kind == Kind::text;
    auto* variable = readstat_add_variable(writer.get(), column.name,
                                           is_text ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE,
                                           is_text ? widths.bytes[i] : 0);
    readstat_variable_set_label(variable, column.words);
    readstat_variable_set_measure(variable, is_text ? READSTAT_MEASURE_NOMINAL : READSTAT_MEASURE_SCALE);
    if (!is_text) {
      readstat_variable_set_format(variable, column.kind == Kind::tenths ? "F8.1" : "F8.0");
      readstat_variable_set_label_set(variable, labels);
      readstat_variable_add_missing_double_value(variable, hidden_value);
    }
    variables.push_back(variable);
  }
  auto problem = readstat_begin_writing_sav(writer.get(), &target, widths.rows);
  if (problem != READSTAT_OK) return problem_of(problem);
  TRY(table.rows([&](const Row& row) -> Result<void> {
    problem = readstat_begin_row(writer.get());
    for (std::size_t i = 0; i < row.size() && problem == READSTAT_OK; ++i)
      problem = insert(writer.get(), variables[i], row[i]);
    if (problem == READSTAT_OK) problem = readstat_end_row(writer.get());
    if (!target.written) return target.written;
    return problem == READSTAT_OK ? Result<void>() : Result<void>(problem_of(problem));
  }));
  problem = readstat_end_writing(writer.get());
  if (!target.written) return target.written;
  return problem == READSTAT_OK ? Result<void>() : Result<void>(problem_of(problem));
}

}  // namespace vantrum::exports
