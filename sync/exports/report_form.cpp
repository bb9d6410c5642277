#include "sync/exports/report_form.h"

#include <algorithm>

#include "shared/base/check.h"
#include "sync/exports/templates.h"

namespace vantrum::exports {

namespace mustache = kainjow::mustache;

namespace {

constexpr int page_twips = 9600, first_column_min = 2100;

mustache::data list() { return mustache::data(mustache::data::type::list); }
mustache::data object() { return mustache::data(mustache::data::type::object); }

}  // namespace

std::string rendered(const char* text, const mustache::data& data) {
  mustache::mustache form(text);
  check(form.is_valid());
  return form.render(data);
}

// It stands in a style sheet, where nothing can be escaped the way of a page.
std::string page_style_with(const std::string& footer) {
  auto plain = footer;
  std::erase_if(plain, [](char c) {
    return std::string_view("\"\\<>&{};").find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) < 0x20;
  });
  auto data = object();
  data.set("footer", plain);
  return rendered(templates::page_style, data);
}

// Page and document differ only in how a table and a chart are written down.
std::string table_with(const char* form, const WordTable& table) {
  const auto columns = static_cast<int>(table.head.size());
  const int first = columns == 1 ? page_twips : std::max(first_column_min, page_twips - 900 * (columns - 1));
  const int other = columns == 1 ? 0 : (page_twips - first) / (columns - 1);
  auto cell = [&](const std::string& text, std::size_t column) {
    auto one = object();
    one.set("text", text);
    one.set("width", std::to_string(column == 0 ? first : other));
    if (column >= table.text_columns)
      one.set("number", true);
    else
      one.set("number", false);
    return one;
  };
  auto data = object(), head = list(), rows = list();
  for (std::size_t i = 0; i < table.head.size(); ++i) head.push_back(cell(table.head[i], i));
  for (const auto& row : table.rows) {
    auto one = object(), cells = list();
    one.set("first", row.front());
    for (std::size_t i = 1; i < row.size(); ++i) cells.push_back(cell(row[i], i));
    one.set("cells", cells);
    rows.push_back(one);
  }
  data.set("caption", table.caption);
  data.set("first_width", std::to_string(first));
  data.set("head", head);
  data.set("rows", rows);
  return rendered(form, data);
}

}  // namespace vantrum::exports
