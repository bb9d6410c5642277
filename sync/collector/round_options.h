// The options of the commands about a round besides opening and closing it, typed and as values. A part of
// command_line.cpp, which calls it.
#pragma once

#include "sync/collector/command_line.h"

namespace CLI {
class App;
}

namespace vantrum::collector {

struct TypedRounds {
  RoundNewCommand made;
  RoundCheckCommand check;
  RoundLateCommand late;
  RoundRiskCommand risk;
  RoundReaderCommand reader;
  RoundVoicesCommand voices;
};

// `typed` is filled when the line is parsed, and outlives that.
void declare_round_files(CLI::App& round, TypedRounds& typed);

}  // namespace vantrum::collector
