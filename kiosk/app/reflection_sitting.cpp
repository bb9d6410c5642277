#include "kiosk/app/reflection_sitting.h"

#include <algorithm>
#include <charconv>

#include "shared/survey/private_words.h"

namespace vantrum::kiosk {
namespace {

using survey::ReflectionInstrument;
using survey::Statement;

std::optional<std::uint32_t> number_after(const std::string& id, std::string_view prefix) {
  if (!id.starts_with(prefix)) return std::nullopt;
  std::uint32_t number = 0;
  const auto* end = id.data() + id.size();
  auto [to, error] = std::from_chars(id.data() + prefix.size(), end, number);
  return error == std::errc() && to == end ? std::optional(number) : std::nullopt;
}

const survey::Question& a_text() {
  static const auto question = [] {
    survey::Question text;
    text.id = "reflection";
    text.type = survey::QuestionType::text;
    return text;
  }();
  return question;
}

class Turn {
 public:
  Turn(ReflectionSitting& sitting, const ReflectionInstrument& instrument)
      : s_(sitting), instrument_(instrument), statements_(statements_of(instrument)) {}

  bool tap(const Keyboards& keyboards, const std::string& id) {
    if (s_.saving) return false;
    if (s_.writing) return write(keyboards, id), false;
    if (id == "next") return may_go_on(s_, instrument_) && forward();
    if (id.starts_with("write:")) return open(keyboards, id.substr(6)), false;
    switch (s_.step) {
      case ReflectionStep::how_many:
        if (auto people = number_after(id, "people:"))
          s_.people = std::clamp(*people, ReflectionSitting::people_min, ReflectionSitting::people_max);
        break;
      case ReflectionStep::alone:
        if (auto step = number_after(id, "mine:"); step && is_step(*step)) s_.mine[s_.at] = *step;
        break;
      case ReflectionStep::together:
        if (auto step = number_after(id, "group:"); step && is_step(*step)) value().step = *step;
        break;
      case ReflectionStep::choose:
        choose(id);
        break;
      default:
        break;
    }
    return false;
  }

  bool back() {
    s_.is_private = false;
    if (s_.writing) return s_.writing.reset(), true;
    switch (s_.step) {
      case ReflectionStep::alone:
        if (s_.at > 0) return --s_.at, true;
        return s_.person == 0 ? (s_.step = ReflectionStep::how_many, true) : false;
      case ReflectionStep::together:
        return s_.at > 0 ? (--s_.at, true) : false;  // before it lies what the last one thought
      case ReflectionStep::choose:
        s_.at = statements_.size() - 1;
        s_.step = ReflectionStep::together;
        return true;
      case ReflectionStep::plan:
        if (s_.at > 0) return --s_.at, true;
        s_.step = ReflectionStep::choose;
        return true;
      case ReflectionStep::follow_up:
        s_.at = 1;
        s_.step = ReflectionStep::plan;
        return true;
      default:
        return false;
    }
  }

 private:
  bool is_step(std::uint32_t step) const { return step >= 1 && step <= instrument_.steps; }
  survey::GroupValue& value() { return s_.group.values[statements_[s_.at]->id]; }
  survey::Priority& area() { return s_.group.priorities[s_.at]; }

  bool forward() {
    switch (s_.step) {
      case ReflectionStep::how_many:
        s_.spread.assign(statements_.size(), {});
        s_.person = 0;
        begin_alone();
        return false;
      case ReflectionStep::alone:
        if (++s_.at == statements_.size()) hand_over();
        return false;
      case ReflectionStep::hand_over:
        begin_alone();
        return false;
      case ReflectionStep::together:
        std::erase_if(s_.group.values, [](const auto& one) { return one.second.step == 0; });
        if (++s_.at == statements_.size()) s_.step = ReflectionStep::choose;
        return false;
      case ReflectionStep::choose:
        plan();
        return false;
      case ReflectionStep::plan:
        if (++s_.at == s_.group.priorities.size()) s_.step = ReflectionStep::follow_up;
        return false;
      case ReflectionStep::follow_up:
        s_.group.participants = s_.people;
        s_.group.instrument_number = instrument_.number;
        s_.group.instrument_version = instrument_.version;
        s_.saving = true;
        s_.failed = false;
        return true;
      case ReflectionStep::kept:
        return false;
    }
    return false;
  }

  void begin_alone() {
    s_.step = ReflectionStep::alone;
    s_.at = 0;
    s_.mine.assign(statements_.size(), 0);
  }

  // From here on nobody can tell whose they were.
  void hand_over() {
    for (std::size_t i = 0; i < s_.mine.size(); ++i) {
      if (s_.mine[i] > 0) ++s_.spread[i][s_.mine[i] - 1];
    }
    s_.mine.assign(statements_.size(), 0);
    s_.mine.clear();
    s_.at = 0;
    s_.step = ++s_.person == s_.people ? ReflectionStep::together : ReflectionStep::hand_over;
  }

  void choose(const std::string& id) {
    if (!id.starts_with("area:") || !instrument_.find(id.substr(5))) return;
    const auto area = id.substr(5);
    if (std::erase(s_.areas, area) == 0 && s_.areas.size() < 2) s_.areas.push_back(area);
  }

  // What was written of an area stays with it, if it is still one of the two.
  void plan() {
    const auto before = s_.group.priorities;
    for (std::size_t i = 0; i < s_.areas.size(); ++i) {
      auto known = std::ranges::find(before, s_.areas[i], &survey::Priority::statement);
      s_.group.priorities[i] = known == before.end() ? survey::Priority{} : *known;
      s_.group.priorities[i].statement = s_.areas[i];
    }
    s_.at = 0;
    s_.step = ReflectionStep::plan;
  }

  // ---- Writing ----

  std::string* text(const std::string& what) {
    if (s_.step == ReflectionStep::together && what == "comment") return &value().comment;
    if (s_.step != ReflectionStep::plan) return nullptr;
    if (what == "goal") return &area().goal;
    if (what == "measure") return &area().measure;
    if (what == "baseline") return &area().baseline;
    return what == "target" ? &area().target : nullptr;
  }
  static std::size_t bytes_max(const std::string& what) {
    if (what == "comment") return survey::comment_bytes_max;
    if (what == "goal") return survey::goal_bytes_max;
    return what == "measure" ? survey::measure_bytes_max : survey::level_bytes_max;
  }

  void open(const Keyboards& keyboards, const std::string& what) {
    const auto* written = text(what);
    if (!written) return;
    s_.writes = what;
    s_.is_private = false;
    s_.writing = begin_writing(a_text(), *written, keyboards, "sv");
  }

  void write(const Keyboards& keyboards, const std::string& id) {
    if (id != "done") {
      const auto before = *s_.writing;
      tap_key(*s_.writing, a_text(), keyboards, "sv", id);
      if (s_.writing->edit.text.size() > bytes_max(s_.writes)) s_.writing = before;
      s_.is_private = false;
      return;
    }
    auto written = written_text(*s_.writing);
    s_.is_private = !survey::find_private_words(written).empty();
    if (s_.is_private) return;
    *text(s_.writes) = std::move(written);
    s_.writing.reset();
  }

  ReflectionSitting& s_;
  const ReflectionInstrument& instrument_;
  std::vector<const Statement*> statements_;
};

}  // namespace

std::vector<const Statement*> statements_of(const ReflectionInstrument& instrument) {
  std::vector<const Statement*> all;
  for (const auto& heading : instrument.headings) {
    for (const auto& statement : heading.statements) all.push_back(&statement);
  }
  return all;
}

const std::string& heading_of(const ReflectionInstrument& instrument, const Statement& statement) {
  for (const auto& heading : instrument.headings) {
    for (const auto& one : heading.statements) {
      if (&one == &statement) return heading.title;
    }
  }
  return instrument.id;
}

bool tap_reflection(ReflectionSitting& sitting, const ReflectionInstrument& instrument,
                    const Keyboards& keyboards, const std::string& id) {
  return Turn(sitting, instrument).tap(keyboards, id);
}

bool back_in_reflection(ReflectionSitting& sitting, const ReflectionInstrument& instrument) {
  return !sitting.saving && Turn(sitting, instrument).back();
}

bool may_go_on(const ReflectionSitting& s, const ReflectionInstrument& instrument) {
  if (s.saving || instrument.steps > ReflectionSitting::steps_max) return false;
  switch (s.step) {
    case ReflectionStep::how_many:
      return s.people >= ReflectionSitting::people_min;
    case ReflectionStep::together: {
      const auto known = s.group.values.find(statements_of(instrument)[s.at]->id);
      // A statement may be left out; a comment alone says nothing.
      return known == s.group.values.end() || known->second.step > 0 || known->second.comment.empty();
    }
    case ReflectionStep::choose:
      return s.areas.size() == 2;
    case ReflectionStep::plan:
      return !s.group.priorities[s.at].goal.empty() && !s.group.priorities[s.at].measure.empty();
    case ReflectionStep::kept:
      return false;
    default:
      return true;
  }
}

}  // namespace vantrum::kiosk
