// The mustache templates of the reports. {{name}} is escaped, {{{name}}} is not.
#pragma once

namespace vantrum::exports::templates {

extern const char* const report_page;      // HTML
extern const char* const page_table;       // a table in it
extern const char* const document_table;   // a table of a DOCX
extern const char* const report_document;  // word/document.xml of a DOCX

}  // namespace vantrum::exports::templates
