// Reads an instrument from its folder: instrument.toml and one <language>.toml a language.
//
// The only TOML parser of instruments. A faulty file is refused whole, with file, line, what is wrong and what was
// expected; unknown keys are errors, so that a typing mistake cannot silently change a survey.
#pragma once

#include <map>
#include <string>

#include "shared/survey/instrument.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::survey {

// File name → content. "instrument.toml" and "sv.toml" must be there.
using InstrumentFiles = std::map<std::string, std::string>;

// Checks everything a round may rely on: ids and numbers unique and in range, rules refer only to earlier questions
// and existing codes, at most two linked background questions (P-31) whose options multiply to at most 12, every
// string present in every language (a missing one is an error that lists it) and none unused, goals non-empty ids.
Result<Instrument> parse_instrument(const InstrumentFiles& files);

// Reads the folder and parses it; the folder's name must be the instrument's id.
Result<Instrument> load_instrument(FileSystem& files, const std::string& folder);

// The files as read, for a round document: what was checked is what is sent.
Result<InstrumentFiles> read_instrument_files(FileSystem& files, const std::string& folder);

}  // namespace vantrum::survey
