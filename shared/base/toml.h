// Strict reading of the TOML that people write: every key must be known, every mistake is told with its line.
//
// A key that is taken must be there. Instruments have no optional keys: a default would hide a lost line, and
// a lost line changes a survey. Settings ask with `has` first.
// toml++ stays inside toml.cpp; what comes out is a plain tree.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace vantrum {

inline constexpr std::size_t toml_bytes_max = 256 * 1024;
inline constexpr std::size_t toml_text_bytes_max = 600;

struct TomlValue {
  enum class Kind { table, array, string, integer, real, boolean, other };

  Kind kind = Kind::other;
  std::size_t line = 1;
  std::map<std::string, TomlValue> members;  // of a table
  std::vector<TomlValue> items;              // of an array
  std::string text;                          // of a string: UTF-8, no control characters, at most 600 bytes
  std::int64_t number = 0;                   // of an integer; 0 or 1 of a boolean
  double real = 0;                           // of a real number
};

// The root table. Refused: more than 256 KiB, nesting deeper than 8, anything that is not TOML 1.0 (a key
// written twice, a byte that is not UTF-8, …), and strings that break the limits above.
Result<TomlValue> parse_toml(std::string_view file, std::string_view content);

// "<file>:<line>: <what>", of kind `invalid`. `what` reads "what is wrong; expected …".
Error toml_error(std::string_view file, std::size_t line, std::string_view what);

// A table whose keys are taken one by one; `finish` refuses those that nobody took.
class TomlTable {
 public:
  // Both are borrowed. `value` must be a table.
  TomlTable(std::string_view file, const TomlValue& value);

  Result<std::string> take_string(const std::string& key);  // not empty
  Result<std::string> take_string_or_empty(const std::string& key);
  Result<std::string> take_one_of(const std::string& key, const std::vector<std::string>& words);
  Result<std::string> take_id(const std::string& key);  // as is_id says (ids.h)
  Result<std::uint32_t> take_number(const std::string& key, std::uint32_t min, std::uint32_t max);
  Result<double> take_real(const std::string& key, double min, double max);  // "1.5"; a whole number will do
  Result<bool> take_bool(const std::string& key);
  Result<std::vector<std::string>> take_strings(const std::string& key);
  Result<TomlTable> take_table(const std::string& key);

  // An array of tables with as many of them as the number under `count_key` says, at most `max`: without the
  // count, a lost line of a list would pass unseen.
  Result<std::vector<TomlTable>> take_tables(const std::string& key, const std::string& count_key,
                                             std::uint32_t max);
  // The same without a count, for lists that are written on one line.
  Result<std::vector<TomlTable>> take_tables(const std::string& key);

  // Asked before a key that may be left out is taken.
  bool has(const std::string& key);
  // Every key not taken yet, for tables whose keys are free.
  const std::map<std::string, TomlValue>& members() const { return value_->members; }

  Result<void> finish() const;

  std::size_t line() const { return value_->line; }
  std::size_t line_of(const std::string& key) const;  // of a key that is there; else the table's own
  Error error(std::size_t line, std::string_view what) const { return toml_error(file_, line, what); }
  Error error_at(const std::string& key, std::string_view what) const { return error(line_of(key), what); }

 private:
  Result<const TomlValue*> take(const std::string& key, TomlValue::Kind kind, std::string_view expected);

  std::string file_;
  const TomlValue* value_;
  std::set<std::string> known_;  // taken, or asked for
};

}  // namespace vantrum
