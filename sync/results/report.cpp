#include "sync/results/report.h"

#include <fmt/format.h>

#include "sync/results/swedish.h"
#include "sync/results/text_table.h"

namespace vantrum::results {
namespace {

constexpr std::size_t words_width = 44, note_width = 100;

std::string number_or_dash(const std::optional<std::uint64_t>& number) {
  return number ? std::to_string(*number) : dash;
}
std::string percent_or_dash(const std::optional<std::uint32_t>& percent) {
  return percent ? std::to_string(*percent) + " %" : dash;
}
// A rating has a mean of 0 to 10 instead.
std::string index_or_mean(const PublishedQuestion& question) {
  return question.mean ? index_text(*question.mean) + " (medel)" : shown_index(question.index);
}

// "+16" where it can be read, "↔" where chance alone may have made it (D8).
std::string change_text(const PublishedQuestion& question) {
  if (!question.change) return dash;
  return question.change->is_readable ? points_text(question.change->points) : "↔";
}

std::string dont_know_text(const PublishedQuestion& question) {
  if (!question.dont_know) return dash;
  return fmt::format("{} ({} %)", *question.dont_know, question.dont_know_percent.value_or(0));
}

bool same_options(const PublishedQuestion& a, const PublishedQuestion& b) {
  return std::equal(a.options.begin(), a.options.end(), b.options.begin(), b.options.end(),
                    [](const auto& x, const auto& y) { return x.code == y.code && x.label == y.label; });
}

// Consecutive questions with the same answers share one table.
std::string question_table(const PublishedPlace& place, std::size_t first, std::size_t end, bool compares) {
  const auto& options = place.questions[first].options;
  std::string text = "Svar:";
  std::vector<TextTable::Column> columns = {{"fråga"}, {"", Align::left, words_width}, {"n", Align::right}};
  for (std::size_t i = 0; i < options.size(); ++i) {
    text += fmt::format("{} {} = {}", i == 0 ? "" : " ·", i + 1, options[i].label);
    columns.push_back({std::to_string(i + 1), Align::right});
  }
  columns.push_back({"positiva", Align::right});
  columns.push_back({"index", Align::right});
  if (compares) columns.push_back({"förändring", Align::right});
  columns.push_back({"vet inte", Align::right});
  columns.push_back({"ej svar", Align::right});
  TextTable table(columns);
  for (std::size_t q = first; q < end; ++q) {
    const auto& question = place.questions[q];
    std::vector<std::string> cells = {question.id, question.words, number_or_dash(question.n)};
    for (const auto& option : question.options) cells.push_back(percent_or_dash(option.percent));
    cells.push_back(percent_or_dash(question.positive_percent));
    cells.push_back(index_or_mean(question));
    if (compares) cells.push_back(change_text(question));
    cells.push_back(dont_know_text(question));
    cells.push_back(number_or_dash(question.no_answer));
    table.add(std::move(cells));
  }
  return text + "\n" + table.text() + "\n";
}

// Without positive options and weights two columns say nothing.
std::string background_table(const PublishedQuestion& question) {
  std::string text = question.words + "\n";
  TextTable table({{""}, {"antal", Align::right}, {"andel", Align::right}});
  for (const auto& option : question.options) {
    table.add({option.label, number_or_dash(option.count), percent_or_dash(option.percent)});
  }
  return text + table.text() +
         fmt::format("n {} · vet inte {} · ej svar {}\n\n", number_or_dash(question.n),
                     dont_know_text(question), number_or_dash(question.no_answer));
}

std::string counter_table(const PublishedCounter& counter) {
  TextTable table({{""}, {"antal", Align::right}});
  for (const auto& option : counter.options) table.add({option.label, number_or_dash(option.count)});
  return counter.words + "\n" + table.text() + "\n";
}

std::string goals_text(const PublishedPlace& place) {
  TextTable table(
      {{"mål"}, {"", Align::left, words_width}, {"frågor", Align::right}, {"index", Align::right}});
  for (const auto& goal : place.goals)
    table.add({goal.id, goal.text, fmt::format("{} av {}", goal.shown, goal.questions.size()),
               shown_index(goal.index)});
  return table.text() + "\n";
}

std::string place_text(const PublishedResults& results, const PublishedPlace& place) {
  std::string text = place.name + "\n";
  const auto rate =
      place.rate_percent ? fmt::format(" (svarsfrekvens {} %)", *place.rate_percent) : std::string();
  text += place.responses ? fmt::format("Svar: {} av {}{}\n", *place.responses, place.quota, rate)
                          : fmt::format("Svar: {} (färre än {})\n", dash, results.policy().k);
  if (!place.centre) text += fmt::format("Antal familjecentraler: {}\n", place.centres);
  text += "\n";
  if (!place.responses) return text;
  for (std::size_t first = 0; first < place.questions.size();) {
    if (place.questions[first].background) {
      text += background_table(place.questions[first++]);
      continue;
    }
    std::size_t end = first + 1;
    while (end < place.questions.size() && !place.questions[end].background &&
           same_options(place.questions[first], place.questions[end])) {
      ++end;
    }
    text += question_table(place, first, end, !results.last_round().empty());
    first = end;
  }
  if (!place.goals.empty()) text += goals_text(place);
  if (!place.counters.empty()) text += "Räknat för sig, utan koppling till andra svar\n\n";
  for (const auto& counter : place.counters) text += counter_table(counter);
  if (!place.quotes.empty()) text += "Med besökarnas egna ord\n";
  for (const auto& quote : place.quotes)
    text += fmt::format("  ”{}”{}\n", quote.text, quote.label.empty() ? "" : " – " + quote.label);
  if (!place.quotes.empty()) text += "\n";
  return text;
}

}  // namespace

std::string report_text(const PublishedResults& results) {
  const auto& round = results.round();
  std::string text = fmt::format("{}\nOmgång {} ({}) · {} · mottagare: {}\n\n", round.name, round.id.value,
                                 round.is_open ? "pågår" : "stängd", round.region_name, round.receiver);
  for (const auto& place : results.places()) text += place_text(results, place);
  text += "Att läsa siffrorna\n";
  for (const auto& note : results.notes()) {
    auto lines = wrapped(note, note_width);
    for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "- " : "  ") + lines[i] + "\n";
  }
  return text;
}

}  // namespace vantrum::results
