// What a browser sent: the fields of a form or of a query, and the parts of a path.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vantrum::dashboard {

class Fields {
 public:
  // application/x-www-form-urlencoded. Forgiving: what is no UTF-8 or a control character becomes "?".
  static Fields parse(std::string_view encoded);
  // There were more than five thousand fields (a round of 300 centres has 600), and the rest was not read.
  bool is_cut() const { return is_cut_; }

  std::string get(const std::string& name) const;  // the first; empty if there is none
  std::vector<std::string> all(const std::string& name) const;
  bool has(const std::string& name) const { return fields_.contains(name); }
  std::optional<std::uint32_t> number(const std::string& name) const;
  std::vector<std::uint32_t> numbers(const std::string& name) const;  // those that are numbers
  const std::multimap<std::string, std::string>& fields() const { return fields_; }

 private:
  std::multimap<std::string, std::string> fields_;
  bool is_cut_ = false;
};

std::optional<std::uint32_t> parse_number(std::string_view text);
std::string trimmed(std::string_view text);

// The value of a cookie in a Cookie header; empty if it is not there, or there twice.
std::string cookie_in(std::string_view header, std::string_view name);

// Values by the names in {} of the pattern "/omgangar/{round}"; nullopt: the path is another.
std::optional<std::map<std::string, std::string>> match_path(std::string_view pattern, std::string_view path);

}  // namespace vantrum::dashboard
