// Programs of Debian that make what no library here can: rsvg-convert (PNG) and WeasyPrint (PDF). They are
// started without a shell, get their input through a pipe and give their output through one; nothing is
// written to disk.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::exports {

constexpr std::size_t tool_output_bytes_max = 64 * 1024 * 1024;

// What the program wrote. `unavailable` if it is not installed or did not end in time (it is ended then),
// `refused` with its own first words if it ended with an error, or wrote more than tool_output_bytes_max.
// Blocks.
Result<std::string> run_tool(const std::vector<std::string>& arguments, std::string_view input,
                             std::chrono::seconds patience);

// `dots_per_inch` of a drawing whose unit is 1/96 inch.
Result<std::string> png_of(const std::string& svg, unsigned dots_per_inch = 192);

// Tagged (PDF/UA-1), with the page's title and language. The page may refer to nothing outside of itself.
Result<std::string> pdf_of(const std::string& html);

}  // namespace vantrum::exports
