// The mustache templates of the reports. {{name}} is escaped, {{{name}}} is not.
#pragma once

namespace vantrum::exports::templates {

extern const char* const page_style;       // of an HTML page; {{footer}} is what stands on the foot of a printed page
extern const char* const paper_style;      // what a paper (paper.h) adds to it
extern const char* const report_page;      // HTML
extern const char* const page_table;       // a table in it
extern const char* const document_table;   // a table of a DOCX
extern const char* const report_document;  // word/document.xml of a DOCX

}  // namespace vantrum::exports::templates
