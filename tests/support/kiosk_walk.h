// Every screen that a visitor can meet, as make_view makes it: for tests of what is drawn, and for pictures.
#pragma once

#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {

struct NamedView {
  std::string name;  // "info", "question_acc", "still_there": a file name
  ViewModel view;
};

// In the order of a visit. One scale and one question with many answers are there a second time, with
// something chosen: "question_acc_chosen", right after "question_acc".
std::vector<NamedView> walk(const std::string& language);

// The screens of every type of question, answered and not, and of writing in this language.
std::vector<NamedView> walk_every_type(const std::string& language);

}  // namespace vantrum::kiosk
