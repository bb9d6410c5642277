// A report's table as a page's model, for the part _table.html: the same words and numbers as in the
// documents (D11).
#pragma once

#include "sync/dashboard/json.h"
#include "sync/exports/report_tables.h"

namespace vantrum::dashboard {

// `label` names the table to a screen reader, so no two on a page share one. A wide table gets a frame of its
// own to scroll in, so that a telephone's page need not scroll sideways.
inline Json model_of(const exports::WordTable& table, const std::string& label) {
  constexpr std::size_t narrow_max = 3;
  auto cell = [&](const std::string& text, std::size_t column) {
    return Json{{"text", text}, {"is_number", column >= table.text_columns}};
  };
  Json head = Json::array(), rows = Json::array();
  for (std::size_t i = 0; i < table.head.size(); ++i) head.push_back(cell(table.head[i], i));
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (std::size_t i = 1; i < row.size(); ++i) cells.push_back(cell(row[i], i));
    rows.push_back({{"first", row.front()}, {"cells", cells}});
  }
  return {{"caption", table.caption},
          {"label", label},
          {"is_wide", table.head.size() > narrow_max},
          {"head", head},
          {"rows", rows}};
}

}  // namespace vantrum::dashboard
