// The parts of a DOCX around its document.xml: styles, language, pictures.
#pragma once

#include <string>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::exports {

// `document` refers to its pictures (PNG) as chart1, chart2, … in their order.
Result<std::string> word_file(const std::string& document, const std::vector<std::string>& pictures,
                              const std::string& title);

}  // namespace vantrum::exports
