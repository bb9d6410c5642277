#include "shared/survey/reflection.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/survey/private_words.h"

namespace vantrum::survey {
namespace {

constexpr std::uint32_t year_min = 2000, year_max = 2099;

Error wrong(std::string_view where, std::string_view what) {
  return Error::invalid(fmt::format("{}: {}", where, what));
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7f;
  });
}

Result<void> check_text(std::string_view where, std::string_view text, std::size_t bytes_max, bool needed) {
  if (needed && text.empty()) return wrong(where, "nothing is written; expected a sentence or two");
  if (text.size() > bytes_max)
    return wrong(where, fmt::format("{} bytes; expected at most {}", text.size(), bytes_max));
  if (has_control_characters(text)) return wrong(where, "control characters; expected plain text");
  if (!find_private_words(text).empty()) {
    return wrong(where,
                 "it holds a number or an address that could tell who somebody is; take it out (P-10)");
  }
  return {};
}

Result<void> check_values(const Reflection& reflection, const ReflectionInstrument& instrument) {
  if (reflection.values.empty())
    return Error::invalid("no statement has a value; expected the group's, one each");
  for (const auto& [id, value] : reflection.values) {
    const auto where = fmt::format("statement \"{}\"", id);
    if (!instrument.find(id)) return wrong(where, "there is none like that; expected ids of the instrument");
    if (value.step < 1 || value.step > instrument.steps)
      return wrong(where, fmt::format("step {}; expected 1 to {}", value.step, instrument.steps));
    TRY(check_text(where + ", comment", value.comment, comment_bytes_max, false));
  }
  return {};
}

Result<void> check_priorities(const Reflection& reflection, const ReflectionInstrument& instrument) {
  for (std::size_t i = 0; i < reflection.priorities.size(); ++i) {
    const auto& priority = reflection.priorities[i];
    const auto where = fmt::format("priority {}", i + 1);
    if (!instrument.find(priority.statement))
      return wrong(where,
                   fmt::format("statement \"{}\"; expected an id of the instrument", priority.statement));
    TRY(check_text(where + ", goal", priority.goal, goal_bytes_max, true));
    TRY(check_text(where + ", measure", priority.measure, measure_bytes_max, true));
    TRY(check_text(where + ", baseline", priority.baseline, level_bytes_max, false));
    TRY(check_text(where + ", target", priority.target, level_bytes_max, false));
  }
  if (reflection.priorities[0].statement == reflection.priorities[1].statement)
    return Error::invalid("both priorities are of one statement; expected two different areas (S47)");
  return {};
}

}  // namespace

std::size_t ReflectionInstrument::count() const {
  std::size_t count = 0;
  for (const auto& heading : headings) count += heading.statements.size();
  return count;
}

const Statement* ReflectionInstrument::find(std::string_view statement_id) const {
  for (const auto& heading : headings) {
    for (const auto& statement : heading.statements) {
      if (statement.id == statement_id) return &statement;
    }
  }
  return nullptr;
}

const Statement* ReflectionInstrument::find_number(std::uint32_t statement_number) const {
  for (const auto& heading : headings) {
    for (const auto& statement : heading.statements) {
      if (statement.number == statement_number) return &statement;
    }
  }
  return nullptr;
}

Result<void> validate(const Reflection& reflection, const ReflectionInstrument& instrument) {
  if (reflection.instrument_number != instrument.number ||
      reflection.instrument_version != instrument.version) {
    return Error::invalid(fmt::format("instrument {} version {}; expected {} version {}",
                                      reflection.instrument_number, reflection.instrument_version,
                                      instrument.number, instrument.version));
  }
  if (reflection.year < year_min || reflection.year > year_max)
    return Error::invalid(fmt::format("year {}; expected {} to {}", reflection.year, year_min, year_max));
  if (reflection.participants < 1 || reflection.participants > participants_max) {
    return Error::invalid(
        fmt::format("{} participants; expected 1 to {}", reflection.participants, participants_max));
  }
  TRY(check_values(reflection, instrument));
  return check_priorities(reflection, instrument);
}

}  // namespace vantrum::survey
