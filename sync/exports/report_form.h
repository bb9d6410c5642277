// What the reports share in form: the style of a page, and how a table is written down. Everything that comes
// from elsewhere is escaped. A part of report.cpp and paper.cpp.
#pragma once

#include <kainjow/mustache.hpp>
#include <string>

#include "sync/exports/report_tables.h"

namespace vantrum::exports {

std::string rendered(const char* text, const kainjow::mustache::data& data);

// The style sheet; `footer` stands at the foot of each printed page.
std::string page_style_with(const std::string& footer);

// `form` is one of templates::page_table and templates::document_table.
std::string table_with(const char* form, const WordTable& table);

}  // namespace vantrum::exports
