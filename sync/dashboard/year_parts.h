// What the pages of a centre's year share (year_pages.cpp, year_form_pages.cpp).
#pragma once

#include "sync/dashboard/call.h"
#include "sync/year/centre_year.h"

namespace vantrum::dashboard {

// What is typed in, in three forms: one would be too large to be sent.
struct YearPart {
  const char* name;  // in the address: "tal"
  const char* title;
};
inline constexpr YearPart year_parts[] = {{"tal", "Årets tal och prioriterade mål"},
                                          {"texter", "Texterna under rubrikerna"},
                                          {"aktiviteter", "Aktiviteter för målen"}};

// Of the path; `not_found` if it is no year.
inline Result<std::uint32_t> year_in_path(const Call& call) {
  const auto number = parse_number(call.values.at("year"));
  if (!number || *number < year::year_min || *number > year::year_max)
    return Error::not_found("there is no such year");
  return *number;
}

}  // namespace vantrum::dashboard
