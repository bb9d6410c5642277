// The rules of docs/architecture.md, "Who may include whom", and of the house style, as functions from a tree
// to what is wrong in it. An empty list is a tidy house.
#pragma once

#include "tests/tidy/source_tree.h"

namespace vantrum::tidy {

// include_rules.cpp
Findings check_directions(const SourceTree& tree);      // rule 1: arrows point towards shared/base
Findings check_wiring(const SourceTree& tree);          // rule 2: only main.cpp names concrete system classes
Findings check_doors(const SourceTree& tree);           // rule 3: one library has one door
Findings check_purity(const SourceTree& tree);          // rule 4: kiosk/app is pure
Findings check_no_sockets(const SourceTree& tree);      // the kiosk and what it shares open none
Findings check_nothing_unused(const SourceTree& tree);  // every .cpp is built, every .h is included

// text_rules.cpp
Findings check_visitor_words(const SourceTree& tree);    // words reach the screen through kiosk/text only
Findings check_no_hidden_state(const SourceTree& tree);  // no function-local statics in kiosk/
Findings check_leftovers(const SourceTree& tree);  // no markers of unfinished work, no paths of one machine
Findings check_shape(const SourceTree& tree);      // #pragma once, line and file length
Findings check_packages(const SourceTree& tree);   // packages.txt: every package has a reason, once

}  // namespace vantrum::tidy
