#include "sync/exports/table.h"

#include "sync/results/swedish.h"

#include <algorithm>

namespace vantrum::exports {

using namespace results;

namespace {

using results::PublishedPlace;
using results::PublishedQuestion;
using results::PublishedResults;

template <class T>
Cell whole(const std::optional<T>& number) {
  return number ? Cell(static_cast<std::int64_t>(*number)) : Cell(Hidden{});
}
Cell whole(std::uint64_t number) { return static_cast<std::int64_t>(number); }

Cell tenths(const std::optional<double>& number) {
  return number ? Cell(Tenths{tenths_of(*number)}) : Cell(Hidden{});
}

bool has_positive(const PublishedQuestion& question) {
  return std::any_of(question.options.begin(), question.options.end(),
                     [](const auto& option) { return option.positive; });
}
bool has_index(const PublishedQuestion& question) {
  return question.type != survey::QuestionType::rating &&
         std::any_of(question.options.begin(), question.options.end(),
                     [](const auto& option) { return option.weight.has_value(); });
}
bool is_rating(const PublishedQuestion& question) { return question.type == survey::QuestionType::rating; }

// What stands for the place and question in every row: what a question cannot have is nothing, not hidden.
struct Shared {
  Cell round, place, centre;
};

Shared shared_of(const PublishedResults& results, const PublishedPlace& place) {
  return {static_cast<std::int64_t>(results.round().id.value), std::string_view(place.name),
          place.centre ? Cell(static_cast<std::int64_t>(place.centre->value)) : Cell(Nothing{})};
}

void add_numbers(Row& row, const PublishedQuestion& question) {
  row.push_back(whole(question.n));
  row.push_back(has_positive(question) ? whole(question.positive_percent) : Nothing{});
  row.push_back(has_index(question) ? tenths(question.index) : Nothing{});
  row.push_back(is_rating(question) ? tenths(question.mean) : Nothing{});
  row.push_back(whole(question.dont_know));
  row.push_back(whole(question.dont_know_percent));
  row.push_back(whole(question.no_answer));
}

const std::vector<Column>& number_columns() {
  static const std::vector<Column> columns = {{"n", "n (tog ställning)", Kind::whole},
                                              {"positiva_procent", "Positiva svar, procent", Kind::whole},
                                              {"index", "Index 0–100", Kind::tenths},
                                              {"medel", "Medelvärde", Kind::tenths},
                                              {"vet_inte", "Vet inte, antal", Kind::whole},
                                              {"vet_inte_procent", "Vet inte, procent", Kind::whole},
                                              {"ej_svar", "Ej svar, antal", Kind::whole}};
  return columns;
}

std::vector<Column> joined(std::vector<Column> first, const std::vector<Column>& second,
                           const std::vector<Column>& third = {}) {
  first.insert(first.end(), second.begin(), second.end());
  first.insert(first.end(), third.begin(), third.end());
  return first;
}

std::string_view word_of(const std::optional<results::Change>& change) {
  if (!change->is_readable) return "↔";
  return change->points > 0 ? "upp" : "ned";
}

const PublishedQuestion* same_question(const PublishedPlace& region, const std::string& id) {
  auto it = std::find_if(region.questions.begin(), region.questions.end(),
                         [&](const auto& question) { return question.id == id; });
  return it == region.questions.end() ? nullptr : &*it;
}

}  // namespace

Table answers_table(const PublishedResults& results) {
  Table table{"Svar", {}, {}};
  table.columns = joined({{"omgång", "Omgång", Kind::whole},
                          {"plats", "Plats", Kind::text},
                          {"familjecentral", "Familjecentralens nummer", Kind::whole},
                          {"fråga", "Fråga", Kind::text},
                          {"lydelse", "Frågans lydelse", Kind::text},
                          {"alternativ", "Alternativ", Kind::text},
                          {"alternativ_text", "Alternativets lydelse", Kind::text},
                          {"antal", "Antal", Kind::whole},
                          {"procent", "Procent", Kind::whole}},
                         number_columns());
  table.rows = [&results](const EachRow& each) -> Result<void> {
    Row row;
    for (const auto& place : results.places()) {
      const auto shared = shared_of(results, place);
      auto begin = [&](std::string_view id, std::string_view words, const results::PublishedOption& option) {
        row = {shared.round,
               shared.place,
               shared.centre,
               id,
               words,
               std::string_view(option.code),
               std::string_view(option.label),
               whole(option.count)};
      };
      for (const auto& question : place.questions) {
        for (const auto& option : question.options) {
          begin(question.id, question.words, option);
          row.push_back(whole(option.percent));
          add_numbers(row, question);
          TRY(each(row));
        }
      }
      for (const auto& counter : place.counters) {
        for (const auto& option : counter.options) {
          begin(counter.id, counter.words, option);
          row.resize(9 + number_columns().size(), Nothing{});
          TRY(each(row));
        }
      }
    }
    return {};
  };
  return table;
}

Table questions_table(const PublishedResults& results) {
  Table table{"Frågor", {}, {}};
  table.columns = joined({{"omgång", "Omgång", Kind::whole},
                          {"plats", "Plats", Kind::text},
                          {"familjecentral", "Familjecentralens nummer", Kind::whole},
                          {"fråga", "Fråga", Kind::text},
                          {"lydelse", "Frågans lydelse", Kind::text}},
                         number_columns(),
                         {{"index_region", "Index, hela regionen", Kind::tenths},
                          {"förra_n", "Förra omgången, n", Kind::whole},
                          {"förra_positiva_procent", "Förra omgången, positiva svar, procent", Kind::whole},
                          {"förra_index", "Förra omgången, index", Kind::tenths},
                          {"förändring", "Förändring, procentenheter", Kind::whole},
                          {"förändring_läses", "Förändringen kan läsas", Kind::text}});
  table.rows = [&results](const EachRow& each) -> Result<void> {
    Row row;
    for (const auto& place : results.places()) {
      const auto shared = shared_of(results, place);
      for (const auto& question : place.questions) {
        row = {shared.round, shared.place, shared.centre, std::string_view(question.id),
               std::string_view(question.words)};
        add_numbers(row, question);
        const auto* of_region = same_question(results.region(), question.id);
        row.push_back(of_region && has_index(question) ? tenths(of_region->index) : Nothing{});
        row.push_back(question.last ? whole(question.last->n) : Nothing{});
        row.push_back(question.last ? whole(question.last->positive_percent) : Nothing{});
        row.push_back(question.last ? tenths(question.last->index) : Nothing{});
        row.push_back(question.change ? Cell(static_cast<std::int64_t>(question.change->points)) : Nothing{});
        row.push_back(question.change ? Cell(word_of(question.change)) : Nothing{});
        TRY(each(row));
      }
    }
    return {};
  };
  return table;
}

Table goals_table(const PublishedResults& results) {
  Table table{"Mål",
              {{"omgång", "Omgång", Kind::whole},
               {"plats", "Plats", Kind::text},
               {"familjecentral", "Familjecentralens nummer", Kind::whole},
               {"mål", "Mål", Kind::text},
               {"mål_text", "Målets lydelse", Kind::text},
               {"frågor", "Frågor bakom målet", Kind::whole},
               {"frågor_visade", "Av dem visas", Kind::whole},
               {"positiva_procent", "Positiva svar, medelvärde i procent", Kind::whole},
               {"index", "Index, medelvärde", Kind::tenths}},
              {}};
  table.rows = [&results](const EachRow& each) -> Result<void> {
    for (const auto& place : results.places()) {
      const auto shared = shared_of(results, place);
      for (const auto& goal : place.goals) {
        TRY(each({shared.round, shared.place, shared.centre, std::string_view(goal.id),
                  std::string_view(goal.text), whole(goal.questions.size()), whole(goal.shown),
                  whole(goal.positive_percent), tenths(goal.index)}));
      }
    }
    return {};
  };
  return table;
}

Table places_table(const PublishedResults& results) {
  const bool for_staff = results.round().for_staff;
  Table table{"Deltagande",
              {{"omgång", "Omgång", Kind::whole},
               {"plats", "Plats", Kind::text},
               {"familjecentral", "Familjecentralens nummer", Kind::whole},
               {"svar", "Antal svar", Kind::whole},
               {"kvot", for_staff ? "Antal anställda" : "Kvot", Kind::whole},
               {"familjecentraler", "Antal familjecentraler som räknas in", Kind::whole}},
              {}};
  if (for_staff) table.columns.push_back({"svarsfrekvens_procent", "Svarsfrekvens, procent", Kind::whole});
  table.rows = [&results, for_staff](const EachRow& each) -> Result<void> {
    for (const auto& place : results.places()) {
      const auto shared = shared_of(results, place);
      Row row = {shared.round,           shared.place,       shared.centre,
                 whole(place.responses), whole(place.quota), whole(place.centres)};
      if (for_staff) row.push_back(whole(place.rate_percent));
      TRY(each(row));
    }
    return {};
  };
  return table;
}

std::vector<Table> all_tables(const PublishedResults& results) {
  std::vector<Table> tables = {places_table(results), questions_table(results), answers_table(results)};
  if (!results.region().goals.empty()) tables.push_back(goals_table(results));
  return tables;
}

}  // namespace vantrum::exports
