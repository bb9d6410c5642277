// The real visitor survey for tests: its files as text, and as an instrument.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"
#include "shared/survey/response.h"

namespace vantrum::survey {

inline const std::string besoksenkat_folder = "config/instruments/besoksenkat";

inline InstrumentFiles besoksenkat_files() {
  auto files = read_instrument_files(*real_file_system(), besoksenkat_folder);
  REQUIRE_MESSAGE(files, "run the tests from the project's root");
  return *files;
}

inline Instrument besoksenkat() {
  auto instrument = parse_instrument(besoksenkat_files());
  if (!instrument) FAIL(instrument.error().message);
  return *instrument;
}

// Everything an instrument says, so that two can be compared.
std::string describe(const Instrument& instrument);

inline const Question& question_of(const Instrument& instrument, std::string_view id) {
  const auto* question = instrument.find(id);
  REQUIRE(question != nullptr);
  return *question;
}

}  // namespace vantrum::survey
