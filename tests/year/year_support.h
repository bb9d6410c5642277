// The project's own outlines and calendars, and a centre that has typed everything in.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "sync/year/calendar.h"
#include "sync/year/report.h"
#include "tests/support/must.h"

namespace vantrum::year {

using testing::must;

inline constexpr const char* regions[] = {"jonkoping", "kalmar", "orebro"};

std::string file_text(const std::string& path);
Outline outline_named(const std::string& name);
Calendar calendar_named(const std::string& name);

// `text` with the one occurrence of `from` replaced; fails if there is not exactly one.
std::string with(std::string text, const std::string& from, const std::string& to);

CentreYear filled_year(const Outline& outline, CentreId centre, std::uint32_t year, std::uint64_t families);
survey::Reflection a_reflection(const survey::ReflectionInstrument& statements, CentreId centre,
                                std::uint32_t year, std::uint32_t step);

// Jönköping, 2026, goals and statements as the project has them.
Frame a_frame();

}  // namespace vantrum::year
