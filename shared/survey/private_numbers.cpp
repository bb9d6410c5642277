#include "shared/survey/private_numbers.h"

#include <algorithm>
#include <string>

namespace vantrum::survey {
namespace {

constexpr std::size_t gap_max = 3;  // characters between two groups of one number

// Digits that stand together.
struct Group {
  std::size_t begin = 0, end = 0;  // in the plain text
  std::string digits;
  std::string gap;  // what stands before it, after the group before; empty where that is far away

  std::size_t length() const { return digits.size(); }
  int value() const { return digits.size() > 4 ? 99999 : std::stoi(digits); }
};
using Groups = std::span<const Group>;

std::vector<Group> groups_of(std::span<const PlainChar> plain) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (!is_digit(plain[i].c)) continue;
    Group group{i, i, {}, {}};
    if (!groups.empty() && i - groups.back().end <= gap_max) {
      for (auto at = groups.back().end; at < i; ++at)
        group.gap += plain[at].c < 0x80 ? static_cast<char>(plain[at].c) : '?';
    }
    for (; i < plain.size() && is_digit(plain[i].c); ++i) group.digits += static_cast<char>(plain[i].c);
    group.end = i;
    groups.push_back(std::move(group));
  }
  return groups;
}

bool is_made_of(std::string_view text, std::string_view signs) {
  return text.find_first_not_of(signs) == std::string_view::npos;
}
bool has(std::string_view text, char sign) { return text.find(sign) != std::string_view::npos; }

std::string digits_of(Groups groups) {
  std::string digits;
  for (const auto& group : groups) digits += group.digits;
  return digits;
}

int number_in(std::string_view digits, std::size_t at, std::size_t length) {
  int number = 0;
  for (std::size_t i = at; i < at + length; ++i) number = number * 10 + (digits[i] - '0');
  return number;
}
bool is_month(int month) { return month >= 1 && month <= 12; }
bool is_day(int day) { return day >= 1 && day <= 31; }
bool is_year(int year) { return year >= 1900 && year <= 2099; }

// ---- Identity numbers
// -----------------------------------------------------------------------------------------------

bool has_right_check_digit(std::string_view ten) {
  int sum = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    const int product = (ten[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 == 0;
}

bool is_identity_number(std::string_view digits) {
  if (digits.size() == 12) {
    const int century = number_in(digits, 0, 2);
    if (century < 18 || century > 20) return false;
    digits.remove_prefix(2);
  }
  if (digits.size() != 10) return false;
  const int day = number_in(digits, 4, 2);
  return is_month(number_in(digits, 2, 2)) && (is_day(day) || (day >= 61 && day <= 91)) &&
         has_right_check_digit(digits);
}

// As it is written on forms: 900101-1234, 19900101 1234, or all in one.
bool is_canonical(Groups groups) {
  if (groups.size() == 1) return true;
  return groups.size() == 2 && (groups[0].length() == 6 || groups[0].length() == 8) &&
         groups[1].length() == 4;
}

// 10 11 12 13 14: counted on by the same step.
bool is_list(Groups groups) {
  const int step = groups[1].value() - groups[0].value();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].length() > 2 || (i > 0 && groups[i].value() != groups[i - 1].value() + step)) return false;
  }
  return true;
}

// Groups in other places belong to something else when the number goes on with ".50" or ":30", and two pairs
// at the end with a dot between them are a time of day.
bool is_loose_number(Groups all, std::size_t first, std::size_t count) {
  const auto is_tight = [](const std::string& gap) { return gap.size() == 1 && has(".:,/", gap[0]); };
  if (is_tight(all[first].gap)) return false;
  const auto after = first + count;
  if (after < all.size() && is_tight(all[after].gap)) return false;
  if (is_list(all.subspan(first, count))) return false;
  const auto& last = all[after - 1];
  return !(last.length() == 2 && all[after - 2].length() == 2 && has(last.gap, '.'));
}

// How many groups from `first` on are an identity number; 0: none.
std::size_t identity_number_at(Groups all, std::size_t first) {
  std::size_t length = 0;
  for (std::size_t count = 1; first + count <= all.size(); ++count) {
    const auto& group = all[first + count - 1];
    if (count > 1 && (group.gap.empty() || !is_made_of(group.gap, " -+./,_"))) return 0;
    length += group.length();
    if (length > 12) return 0;
    const auto groups = all.subspan(first, count);
    if ((length == 10 || length == 12) && is_identity_number(digits_of(groups)) &&
        (is_canonical(groups) || is_loose_number(all, first, count))) {
      return count;
    }
  }
  return 0;
}

// ---- Phone numbers and other long ones
// ------------------------------------------------------------------------------

bool is_date(std::string_view eight) {
  const auto fits = [&](std::size_t year, std::size_t month, std::size_t day) {
    return is_year(number_in(eight, year, 4)) && is_month(number_in(eight, month, 2)) &&
           is_day(number_in(eight, day, 2));
  };
  return fits(0, 4, 6) || fits(4, 2, 0) || fits(4, 0, 2);
}

bool is_time(const Group& group) { return group.value() / 100 <= 24 && group.value() % 100 < 60; }

// Digits spelled one by one, and not counted up: 0 1 2 3 4 is a scale.
bool is_spelled(Groups groups) {
  bool counts_up = true;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].length() != 1) return false;
    counts_up = counts_up && (i == 0 || groups[i].value() == groups[i - 1].value() + 1);
  }
  return !counts_up;
}

// Dates, hours and lists of them are written with the same signs as phone numbers.
bool is_calendar(Groups groups) {
  const bool is_short = std::ranges::all_of(groups, [](const Group& group) {
    return group.length() <= 2 || (group.length() == 4 && is_year(group.value()));
  });
  if (is_short && std::ranges::any_of(groups, [](const Group& group) { return group.length() == 4; }))
    return true;
  const auto is_hour = [](const Group& group) { return group.length() == 4 && is_time(group); };
  if (std::ranges::all_of(groups, is_hour)) return true;  // 0900-1200 1300-1600
  return groups.size() <= 4 && is_short &&
         std::ranges::all_of(groups, [](const Group& group) { return group.value() <= 31; });
}

// 08-123 45 67 and 070.123.45.67 are; 08-12 13-17 and 08.30 16.00 are opening hours.
bool has_phone_gaps(Groups groups) {
  const auto inner = groups.subspan(1);
  const auto is_one = [](const Group& group, char sign) { return has(group.gap, sign); };
  const bool all_dashed = std::ranges::all_of(inner, [&](const Group& group) { return is_one(group, '-'); });
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (i > 0 && (has(inner[i].gap, '/') || (has(inner[i].gap, '-') && !all_dashed))) return false;
    const bool is_long = groups[0].length() >= 3 || inner[0].length() >= 3;
    if (has(inner[i].gap, '.') && !is_long) return false;
  }
  return true;
}

bool is_trunk_number(Groups groups, std::size_t length) {
  if (groups[0].digits[0] != '0' || length < 7 || length > 15) return false;
  if (is_spelled(groups)) return length >= 9;
  return groups[0].length() >= 2 && !is_calendar(groups) && has_phone_gaps(groups);
}

// 70 123 45 67 (without its zero), 212-555-0123, and bank cards in fours.
bool is_other_number(Groups groups, std::size_t length) {
  const auto count = groups.size();
  const auto is = [&](std::size_t from_end, std::size_t digits) {
    return groups[count - from_end].length() == digits;
  };
  if (count == 4 && is(3, 3) && is(2, 2) && is(1, 2) && groups[0].length() <= 3 && has_phone_gaps(groups))
    return true;
  if (count == 3 && is(3, 3) && is(2, 3) && is(1, 4) && groups[1].gap == "-" && groups[2].gap == "-")
    return true;
  const bool in_fours = std::ranges::all_of(groups, [](const Group& group) { return group.length() == 4; });
  const bool all_years =
      std::ranges::all_of(groups, [](const Group& group) { return is_year(group.value()); });
  return in_fours && !all_years && !is_calendar(groups) && length >= 12;
}

bool is_phone_number(Groups groups, bool has_plus) {
  std::size_t length = 0;
  for (const auto& group : groups) length += group.length();
  if (has_plus && length >= 8 && length <= 15) return true;
  if (groups.size() == 1) {
    const auto& digits = groups[0].digits;
    return length > 8 || (length == 8 && !is_date(digits)) || (length == 7 && digits[0] == '0');
  }
  return is_trunk_number(groups, length) || is_other_number(groups, length);
}

// "+46", "+ 46", "(+46": a plus that adds nothing to a number before it. Where it stands, or npos.
std::size_t plus_before(std::span<const PlainChar> plain, std::size_t at) {
  for (std::size_t back = 1; back <= 2 && back <= at; ++back) {
    const auto sign = plain[at - back].c;
    if (sign == '+') return at > back && is_digit(plain[at - back - 1].c) ? std::string::npos : at - back;
    if (!is_space(sign)) break;
  }
  return std::string::npos;
}

// How many groups from `first` on are one phone number, as many as can be; 0: none.
std::size_t phone_number_at(Groups all, std::size_t first, bool has_plus) {
  // The minutes of a time, the cents of a price.
  const auto& before = all[first].gap;
  if (before.size() == 1 && has(".:,", before[0]) && all[first].length() <= 2) return 0;
  std::size_t length = all[first].length(), count = 1;
  while (first + count < all.size()) {
    const auto& next = all[first + count];
    if (next.gap.empty() || !is_made_of(next.gap, " -/.()") || length + next.length() > 19) break;
    length += next.length();
    ++count;
  }
  for (; count > 0; --count) {
    if (is_phone_number(all.subspan(first, count), has_plus)) return count;
  }
  return 0;
}

}  // namespace

std::vector<PlainSpan> find_private_numbers(std::span<const PlainChar> plain) {
  std::vector<PlainSpan> found;
  const auto all = groups_of(plain);
  std::vector<bool> taken(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto count = identity_number_at(all, i);
    if (count == 0) continue;
    found.push_back({PrivateKind::identity_number, all[i].begin, all[i + count - 1].end});
    std::fill_n(taken.begin() + static_cast<std::ptrdiff_t>(i), count, true);
    i += count - 1;
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (taken[i]) continue;
    const auto free = std::find(taken.begin() + static_cast<std::ptrdiff_t>(i), taken.end(), true);
    const auto room = Groups(all).first(static_cast<std::size_t>(free - taken.begin()));
    const auto plus = plus_before(plain, all[i].begin);
    const auto count = phone_number_at(room, i, plus != std::string::npos);
    if (count == 0) continue;
    const auto begin = plus == std::string::npos ? all[i].begin : plus;
    found.push_back({PrivateKind::phone_number, begin, all[i + count - 1].end});
    i += count - 1;
  }
  return found;
}

}  // namespace vantrum::survey
