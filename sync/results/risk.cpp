#include "sync/results/risk.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "sync/results/index.h"
#include "sync/results/suppress.h"
#include "sync/results/text_table.h"

namespace vantrum::results {
namespace {

std::vector<std::string> linked_background(const survey::Instrument& instrument) {
  std::vector<std::string> ids;
  for (const auto& question : instrument.questions) {
    if (question.background && question.linkage == survey::Linkage::linked) ids.push_back(question.id);
  }
  return ids;
}

using Cell = std::vector<std::string>;  // one code for each variable, "" where there is no answer

Cell cell_of(const Visit& visit, const std::vector<std::string>& variables) {
  Cell cell;
  for (const auto& variable : variables) {
    const auto answer = visit.answers.find(variable);
    cell.push_back(answer == visit.answers.end() || answer->second.empty() ? "" : answer->second.front());
  }
  return cell;
}

}  // namespace

Risk risk_of(const RoundFacts& round, const survey::Instrument& instrument,
             const std::vector<Visit>& visits) {
  Risk risk;
  risk.variables = linked_background(instrument);
  std::map<CentreId, std::map<Cell, std::uint64_t>> cells;
  for (const auto& visit : visits) ++cells[visit.centre][cell_of(visit, risk.variables)];
  for (const auto& facts : round.centres) {
    CentreRisk centre{facts, 0, 0, 0};
    for (const auto& [cell, count] : cells[facts.id]) {
      centre.records += count;
      if (count < group_min) centre.in_small_cells += count;
      if (count == 1) ++centre.alone;
    }
    // A centre without numbers of its own is in no sum, from which it could be subtracted (P-17).
    if (centre.records >= group_min) {
      risk.records += centre.records;
      risk.in_small_cells += centre.in_small_cells;
      risk.alone += centre.alone;
    }
    risk.centres.push_back(std::move(centre));
  }
  return risk;
}

std::string risk_text(const Risk& risk) {
  if (risk.variables.empty()) return "Röjanderisk: ingen bakgrund sparas vid svaren.\n";
  auto text = fmt::format("Röjanderisk rad för rad, med {} vid svaren och centralen känd:\n\n",
                          fmt::join(risk.variables, " × "));
  TextTable table({{"familjecentral"},
                   {"svar", Align::right},
                   {fmt::format("i grupper under {}", group_min), Align::right},
                   {"andel", Align::right},
                   {"ensamma", Align::right}});
  const auto add = [&](const std::string& name, std::uint64_t records, std::uint64_t small,
                       std::uint64_t alone) {
    if (records < group_min) return table.add({name, "–", "–", "–", "–"});
    table.add({name, std::to_string(records), std::to_string(small),
               fmt::format("{} %", percent(small, records)), std::to_string(alone)});
  };
  for (const auto& centre : risk.centres)
    add(centre.centre.name, centre.records, centre.in_small_cells, centre.alone);
  add("alla", risk.records, risk.in_small_cells, risk.alone);
  return text + table.text() +
         fmt::format(
             "\nDe som ligger i små grupper kan kännas igen av den som vet vem som var där. Lämna inte ut "
             "svar "
             "rad för rad; rapporterna döljer grupper under {}.\n",
             group_min);
}

}  // namespace vantrum::results
