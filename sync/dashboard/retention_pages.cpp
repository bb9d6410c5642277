// What is kept and what is destroyed, to read: the table, and what it lets go when. Destroying is on the
// round's own page (purge_pages.cpp).
#include "sync/collector/retention.h"

#include <fmt/format.h>

#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

Json row_of(const collector::RetentionRule& rule) {
  return {{"words", std::string(collector::words_of(rule.kind))},
          {"action", rule.destroys ? fmt::format("Gallras efter {} månader", rule.after_months)
                                   : std::string("Bevaras")},
          {"basis", rule.basis.empty() ? "–" : rule.basis},
          {"source", rule.source.empty() ? Json(nullptr) : Json(rule.source)}};
}

Json row_of(const collector::DueRecords& due) {
  return {{"id", due.round.value},
          {"round", due.round_name},
          {"words", std::string(collector::words_of(due.kind))},
          {"count", count_words(due.count)},
          {"from", due.from ? day_words(*due.from) : "–"},
          {"state", !due.obstacle.empty() ? due.obstacle
                    : due.count == 0      ? "inget finns"
                                          : "kan gallras nu"}};
}

}  // namespace

Result<Answer> show_retention(Call& call) {
  if (!call.house.files) return Error::unavailable("the table lies beside the databases");
  const auto& collector = call.house.collector;
  auto table = collector::load_retention(*call.house.files, collector.folder);
  Page page{"retention", "Gallring"};
  page.model["is_elsewhere"] = !collector.answers;
  if (!table) {
    page.model["problem"] = "Gallringstabellen går inte att läsa. Inget gallras så länge.";
    page.model["technical"] = table.error().message;
    return Answer(std::move(page));
  }
  Json rules = Json::array(), plan = Json::array();
  for (const auto& rule : table->rules) rules.push_back(row_of(rule));
  if (collector.answers)
    for (const auto& due : TRY(collector::plan_purge(collector, *table))) plan.push_back(row_of(due));
  page.model["is_adopted"] = table->is_adopted;
  page.model["rules"] = rules;
  page.model["has_rules"] = true;
  page.model["may_purge"] = call.account().role == accounts::Role::lead;
  page.model["plan"] = plan;
  page.model["has_plan"] = !plan.empty();
  return Answer(std::move(page));
}

}  // namespace vantrum::dashboard
