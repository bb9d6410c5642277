// Självreflektion: the staff of a centre agree on where they stand, statement by statement (S43 to S50).
//
// What is kept is the GROUP's: one step and one comment for each statement, how many took part, and two areas
// to work with next year, each with a goal that can be measured. What each one thought before the dialogue
// (step I) has no place in these types, so that it cannot be kept, sent or shown (S46).
//
// config/reflection/*.toml are the statements; `Reflection` is what a group said. Both are immutable once
// made.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::survey {

using ReflectionId = RandomId<struct ReflectionTag>;

struct Statement {
  std::string id;            // "health"; stable for good
  std::uint32_t number = 0;  // on the wire; 1…255, never used again for something else
  std::string label, text;   // "Språkinlärning", "Vi utvecklar sätt att …"
};

struct ReflectionPart {
  std::string title, words;  // "Steg I – Individuell uppfattning"
};

struct ReflectionHeading {
  std::string title;
  std::vector<Statement> statements;
};

struct ReflectionInstrument {
  std::string id;
  std::uint32_t number = 0, version = 0;
  std::string credit;
  std::uint32_t steps = 0;            // of the scale between `best` (step 1) and `worst` (the last step)
  std::string best, worst;            // "Fungerar", "Behöver utvecklas"
  std::string scale_words;            // above the scale
  std::vector<ReflectionPart> parts;  // how it is done, in order
  std::vector<ReflectionHeading> headings;

  std::size_t count() const;  // of statements
  const Statement* find(std::string_view id) const;
  const Statement* find_number(std::uint32_t number) const;
};

// The statements' file; `invalid` with file, line, what is wrong and what was expected. No optional keys.
Result<ReflectionInstrument> parse_reflection_instrument(std::string_view file, std::string_view content);
Result<ReflectionInstrument> load_reflection_instrument(FileSystem& files, const std::string& path);

struct GroupValue {
  std::uint32_t step = 0;  // 1 (fungerar) … steps (behöver utvecklas)
  std::string comment;     // may be empty
  bool operator==(const GroupValue&) const = default;
};

// What the group will work with next year (S47, S48).
struct Priority {
  std::string statement;         // id
  std::string goal, measure;     // what shall be reached, and how that is seen: both needed
  std::string baseline, target;  // "3 av 10", "6 av 10"; may be empty
  bool operator==(const Priority&) const = default;
};

struct Reflection {
  ReflectionId id;
  CentreId centre;
  std::uint32_t year = 0;  // the year that was looked back at
  std::uint32_t instrument_number = 0, instrument_version = 0;
  std::uint32_t participants = 0;
  std::map<std::string, GroupValue> values;  // by statement; one that was not discussed is not there
  std::array<Priority, 2> priorities;        // exactly two
  bool operator==(const Reflection&) const = default;
};

constexpr std::size_t comment_bytes_max = 600, goal_bytes_max = 300, measure_bytes_max = 300,
                      level_bytes_max = 100;
constexpr std::uint32_t participants_max = 200;

// The same check where it is entered and where it arrives. `invalid` naming the statement, never the comment:
// unknown statements, steps off the scale, texts that are empty, too long or hold control characters, numbers
// that could tell who somebody is (P-10), no value at all, two priorities of one statement, another
// instrument or version.
Result<void> validate(const Reflection& reflection, const ReflectionInstrument& instrument);

// A form for people: what `reflection form` prints, somebody fills in, and `reflection add` takes. The id is
// drawn by whoever takes it.
std::string reflection_form(const ReflectionInstrument& instrument, CentreId centre, std::uint32_t year);
Result<Reflection> parse_reflection_form(std::string_view file, std::string_view content,
                                         const ReflectionInstrument& instrument);

}  // namespace vantrum::survey
