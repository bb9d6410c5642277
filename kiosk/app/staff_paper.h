// A questionnaire on paper, typed in question by question: a digit answers, Enter goes on. The rules are the
// visitor's own, so what does not belong is not asked. Free text is not typed in: it would need the warning
// and the checks a visitor gets. Pure.
#pragma once

#include "kiosk/app/staff.h"
#include "kiosk/app/survey.h"

namespace vantrum::kiosk {

// The next paper, in the language of the one before.
void paper_begin(PaperEntry& paper, const Survey& survey);

void paper_forward(PaperEntry& paper, const Survey& survey);
// False where nothing lies before.
bool paper_back(PaperEntry& paper, const Survey& survey);

// The answer with this number; on a rating the step of that name.
void type_on_paper(PaperEntry& paper, const Survey& survey, int digit);
// "choice:<question>:<code>", "choice:language:<tag>". Others change nothing.
void tap_on_paper(PaperEntry& paper, const Survey& survey, const std::string& id);

// All but the bar.
void add_paper(ViewModel& view, const PaperEntry& paper, const Survey& survey);

}  // namespace vantrum::kiosk
