// Reads one [[question]] of an instrument.toml. Used by instrument_file.h only.
#pragma once

#include <vector>

#include "shared/base/toml.h"
#include "shared/survey/instrument.h"

namespace vantrum::survey {

struct Scale {
  std::string id;
  std::vector<Option> options;
};

// Options of one question or scale at most; their numbers, and those of questions, on the wire.
constexpr std::uint32_t options_max = 16;
constexpr std::uint32_t wire_number_max = 255;

// Every key that its type has, and no other.
Result<Question> read_question(TomlTable& table, const std::vector<Scale>& scales);

}  // namespace vantrum::survey
