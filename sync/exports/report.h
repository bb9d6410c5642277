// The report of a centre or of the region as a document: what the leads hand over (S58–S60, S70), for reading
// on screen (HTML), on paper (PDF) and for writing on in (DOCX).
//
// All three are made from the same data, so their numbers are the same (D11). Everything that comes from
// elsewhere is escaped by the template engine; only the drawings of chart.h go in as they are.
#pragma once

#include <string>

#include "sync/results/suppress.h"

namespace vantrum::exports {

// One page without any reference to something outside of it; may be shown under a Content-Security-Policy
// that allows inline style. `place` is one of results.places().
std::string report_html(const results::PublishedResults& results, const results::PublishedPlace& place);

// The same as PDF/UA. See tool.h for what may fail.
Result<std::string> report_pdf(const results::PublishedResults& results,
                               const results::PublishedPlace& place);

// For Word, with charts as pictures and empty boxes for Analys, Förbättringsåtgärder and Två prioriterade mål
// (S42, S47). See tool.h for what may fail.
Result<std::string> report_docx(const results::PublishedResults& results,
                                const results::PublishedPlace& place);

}  // namespace vantrum::exports
