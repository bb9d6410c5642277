// Reads an instrument from its folder: instrument.toml and one <language>.toml a language.
//
// The only TOML parser of instruments. A faulty file is refused whole, with file, line, what is wrong and
// what was expected; unknown keys are errors, so that a typing mistake cannot silently change a survey.
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

// Checks everything a round may rely on: ids and numbers unique and in range, rules refer only to earlier
// questions and existing codes, at most two linked background questions whose options multiply to at most 12
// (P-31), scales ordered from 100 to 0, goals well-formed ids, every string present in Swedish (a missing one
// is an error that lists it; other languages fall back to the Swedish words, see Texts) and none unused.
// There are no optional keys, and lists say how long they are, so that a file with a line lost is refused
// too. config/instruments/README.md describes the files.
//
// Errors are `invalid`: "<file>:<line>: what is wrong; expected …".
Result<Instrument> parse_instrument(const InstrumentFiles& files);

// Reads the folder and parses it; the folder's name must be the instrument's id, and stands before the file's
// name in messages.
Result<Instrument> load_instrument(FileSystem& files, const std::string& folder);

// The *.toml files as read, for a round document: what was checked is what is sent.
Result<InstrumentFiles> read_instrument_files(FileSystem& files, const std::string& folder);

}  // namespace vantrum::survey
