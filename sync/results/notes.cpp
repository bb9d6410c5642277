#include "sync/results/notes.h"

#include <map>

namespace vantrum::results {
namespace {

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string guarded(std::uint64_t count) {
  if (count == 0) return "inga";
  return count < group_min ? "färre än 5" : std::to_string(count);
}

// "Regionens rad omfattar 2 av 3 familjecentraler i frågorna wel, acc: …"
std::vector<std::string> region_notes(const PublishedPlace& region, std::size_t centres) {
  std::map<std::size_t, std::vector<std::string>> by_count;
  for (const auto& question : region.questions) {
    if (question.centres < centres) by_count[question.centres].push_back(question.id);
  }
  std::vector<std::string> notes;
  for (const auto& [count, ids] : by_count) {
    notes.push_back(
        "Regionens rad omfattar " + std::to_string(count) + " av " + std::to_string(centres) +
        " familjecentraler i: " + listed(ids) +
        ". Svar från en familjecentral som inte kan visas helt räknas inte in, så att de inte går att "
        "räkna fram.");
  }
  return notes;
}

}  // namespace

std::vector<std::string> notes_for(const Tally& tally, const std::vector<PublishedPlace>& places) {
  std::vector<std::string> notes = {
      "– betyder färre än 5 svar.",
      "Procent räknas på dem som tog ställning i frågan (n). Vet inte och ej svar redovisas bredvid; vet "
      "inte i "
      "procent av alla som svarade på frågan. Avrundade procenttal summerar inte alltid till 100.",
      "Index är medelvärdet av svarens vikter, från 0 (sämst) till 100 (bäst).",
      "Vid 5–9 svar visas bara antalet och andelen positiva svar.",
      "Svaren är inte ett slumpmässigt urval, och en person kan ha svarat mer än en gång. Vid 50 svar är "
      "osäkerheten ungefär ±10 procentenheter, vid 100 svar ungefär ±7.",
      "Regionens rad är de sammanlagda svaren från familjecentralerna, med varje familjecentrals egna svar "
      "inräknade."};
  for (auto& note : region_notes(places.front(), tally.centres.size())) notes.push_back(std::move(note));
  std::uint64_t suspect = 0;
  for (const auto& centre : tally.centres) suspect += centre.suspect;
  if (suspect > 0) {
    notes.push_back("Svar med ovanligt snabba eller enahanda tryckningar: " + guarded(suspect) +
                    ". De är inräknade.");
  }
  if (!tally.round.unreviewed.empty()) {
    notes.push_back("Omgången öppnades med språk vars översättning ingen hade granskat: " +
                    listed(tally.round.unreviewed) + ".");
  }
  if (tally.round.is_open) {
    notes.push_back("Omgången pågår. Nya svar från en familjecentral visas i steg om minst " +
                    std::to_string(distribution_min) + ".");
  }
  return notes;
}

}  // namespace vantrum::results
