#include "sync/exports/report_tables.h"

#include <algorithm>

#include "sync/results/index.h"
#include "sync/results/swedish.h"

namespace vantrum::exports {

using namespace results;

namespace {

bool is_rating(const PublishedQuestion& question) { return question.type == survey::QuestionType::rating; }

std::string measure_of(const PublishedQuestion& question) {
  return is_rating(question) ? shown_index(question.mean) : shown_index(question.index);
}

const PublishedQuestion* of_region(const PublishedResults& results, const std::string& id) {
  for (const auto& question : results.region().questions) {
    if (question.id == id) return &question;
  }
  return nullptr;
}

std::string last_text(const PublishedQuestion& question) {
  return question.last ? shown_percent(question.last->positive_percent) : dash;
}

std::string change_text(const PublishedQuestion& question) {
  if (!question.change) return dash;
  if (!question.change->is_readable) return "↔";
  return (question.change->points > 0 ? "↑ " : "↓ ") + points_text(question.change->points);
}

std::string dont_know_text(const PublishedQuestion& question) {
  if (!question.dont_know) return dash;
  return count_text(*question.dont_know) + " (" + percent_text(question.dont_know_percent.value_or(0)) + ")";
}

}  // namespace

WordTable chart_table(const PublishedResults& results, const PublishedPlace& place, const ChartRows& rows) {
  const auto& first = *rows.front();
  const bool with_region = place.centre.has_value(), with_last = !results.last_round().empty();
  WordTable table{"Svar i procent av dem som tog ställning (n)", {"Fråga", "n"}, {}};
  if (is_rating(first)) table.caption = "Betyg från 0 till 10, i procent av dem som tog ställning (n)";
  for (const auto& option : first.options) table.head.push_back(option.label);
  table.head.insert(table.head.end(),
                    {"Vet inte", "Ej svar", "Positiva", is_rating(first) ? "Medel" : "Index"});
  if (with_region) table.head.push_back("Region");
  if (with_last) table.head.insert(table.head.end(), {"Positiva förra", "Ändring"});
  for (const auto* question : rows) {
    std::vector<std::string> cells = {question->words, shown_count(question->n)};
    for (const auto& option : question->options) cells.push_back(shown_percent(option.percent));
    cells.insert(cells.end(), {dont_know_text(*question), shown_count(question->no_answer),
                               shown_percent(question->positive_percent), measure_of(*question)});
    const auto* region = of_region(results, question->id);
    if (with_region) cells.push_back(region ? measure_of(*region) : dash);
    if (with_last) cells.insert(cells.end(), {last_text(*question), change_text(*question)});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

WordTable options_table(const PublishedQuestion& question) {
  WordTable table{question.words, {"Svar", "Antal", "Andel"}, {}};
  if (question.n) {
    table.caption +=
        " (n = " + count_text(*question.n) + ", ej svar " + shown_count(question.no_answer) + ")";
  }
  for (const auto& option : question.options)
    table.rows.push_back({option.label, shown_count(option.count), shown_percent(option.percent)});
  return table;
}

WordTable counter_table(const PublishedCounter& counter) {
  WordTable table{counter.words + " (räknat för sig, utan koppling till andra svar)", {"Svar", "Antal"}, {}};
  for (const auto& option : counter.options) table.rows.push_back({option.label, shown_count(option.count)});
  return table;
}

WordTable goals_of(const PublishedPlace& place) {
  WordTable table{"Målen och frågorna bakom dem. Ett måls index är medelvärdet av frågornas.",
                  {"Mål", "Frågor bakom", "Visas", "Positiva", "Index"},
                  {},
                  2};
  for (const auto& goal : place.goals) {
    std::vector<std::string> questions;
    for (const auto& question : place.questions) {
      if (std::find(goal.questions.begin(), goal.questions.end(), question.id) != goal.questions.end())
        questions.push_back(named_briefly(question.words));
    }
    table.rows.push_back({goal.id + nbsp + goal.text, listed(questions),
                          std::to_string(goal.shown) + " av " + std::to_string(goal.questions.size()),
                          shown_percent(goal.positive_percent), shown_index(goal.index)});
  }
  return table;
}

WordTable participation(const PublishedResults& results) {
  const bool for_staff = results.round().for_staff;
  WordTable table{for_staff ? "Svar på varje familjecentral" : "Svar av kvot på varje familjecentral",
                  {"Familjecentral", "Svar", for_staff ? "Anställda" : "Kvot",
                   for_staff ? "Svarsfrekvens" : "Del av kvoten"},
                  {}};
  for (const auto& place : results.places()) {
    if (!place.centre) continue;
    std::string share = dash;
    if (place.responses && place.quota > 0)
      share =
          percent_text(for_staff ? place.rate_percent.value_or(0) : percent(*place.responses, place.quota));
    table.rows.push_back({place.name, shown_count(place.responses), count_text(place.quota), share});
  }
  return table;
}

}  // namespace vantrum::exports
