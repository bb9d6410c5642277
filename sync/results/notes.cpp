#include "sync/results/notes.h"

#include <algorithm>
#include <map>

#include "sync/results/swedish.h"

namespace vantrum::results {
namespace {

std::string guarded(std::uint64_t count, const Policy& policy) {
  if (count == 0) return "inga";
  return count < policy.k ? "färre än " + std::to_string(policy.k) : std::to_string(count);
}

// "Regionens rad omfattar 2 av 3 familjecentraler i: ”Jag känner mig välkommen här”. Svar från …"
std::vector<std::string> region_notes(const PublishedPlace& region, std::size_t centres) {
  std::map<std::size_t, std::vector<std::string>> by_count;
  for (const auto& question : region.questions) {
    if (question.centres < centres) by_count[question.centres].push_back(named_briefly(question.words));
  }
  std::vector<std::string> notes;
  for (const auto& [count, questions] : by_count) {
    notes.push_back(
        "Regionens rad omfattar " + std::to_string(count) + " av " + std::to_string(centres) +
        " familjecentraler i: " + listed(questions) +
        ". Svar från en familjecentral som inte kan visas helt räknas inte in, så att de inte går att "
        "räkna fram.");
  }
  return notes;
}

// What came when results had been shown already, and may not be shown beside them (P-18).
std::vector<std::string> late_notes(const Tally& tally, const PublishedPlace& region, const Policy& policy) {
  std::vector<std::string> notes;
  const auto waiting = std::count_if(tally.centres.begin(), tally.centres.end(),
                                     [](const auto& centre) { return centre.waiting > 0; });
  if (waiting > 0) {
    notes.push_back(
        "Från " + std::to_string(waiting) + " av " + std::to_string(tally.centres.size()) +
        " familjecentraler har det kommit svar sedan resultaten först visades. De räknas in när de "
        "är minst " +
        std::to_string(policy.distribution()) + " från samma familjecentral.");
  }
  const auto is_held = [&](const std::string& id) {
    return std::any_of(tally.centres.begin(), tally.centres.end(), [&](const auto& centre) {
      for (std::size_t i = 0; i < centre.questions.size(); ++i) {
        if (centre.questions[i].is_held && tally.instrument.questions[i].id == id) return true;
      }
      return std::find(centre.held_counters.begin(), centre.held_counters.end(), id) !=
             centre.held_counters.end();
    });
  };
  std::vector<std::string> held;
  for (const auto& question : region.questions) {
    if (is_held(question.id)) held.push_back(named_briefly(question.words));
  }
  for (const auto& counter : region.counters) {
    if (is_held(counter.id)) held.push_back(named_briefly(counter.words));
  }
  if (!held.empty()) {
    notes.push_back("För någon familjecentral visas svaren som de var vid en tidigare visning i: " +
                    listed(held) + ". Skillnaden skulle annars avslöja en liten grupp.");
  }
  return notes;
}

}  // namespace

std::vector<std::string> notes_for(const Tally& tally, const std::vector<PublishedPlace>& places,
                                   const Policy& policy) {
  const auto k = std::to_string(policy.k);
  std::vector<std::string> notes = {
      "– betyder färre än " + k + " svar, eller ett tal som skulle avslöja en så liten grupp.",
      "Procent räknas på dem som tog ställning i frågan (n). Vet inte och ej svar redovisas bredvid; vet "
      "inte i "
      "procent av alla som svarade på frågan. Avrundade procenttal summerar inte alltid till 100.",
      "Index är medelvärdet av svarens vikter, från 0 (sämst) till 100 (bäst).",
      policy.k < policy.distribution() ? "Vid " + k + "–" + std::to_string(policy.distribution() - 1) +
                                             " svar visas bara antalet och andelen positiva svar."
                                       : "Frågor med färre än " + k + " svar visas inte.",
      "Svaren är inte ett slumpmässigt urval, och en person kan ha svarat mer än en gång. Vid 50 svar är "
      "osäkerheten ungefär ±10 procentenheter, vid 100 svar ungefär ±7.",
      "En förändring sedan förra omgången visas med pil bara när den är större än vad slumpen ensam brukar "
      "ge "
      "(ungefär 14 procentenheter vid 50 svar, 10 vid 100); annars står ↔.",
      "Regionens rad är de sammanlagda svaren från familjecentralerna, med varje familjecentrals egna svar "
      "inräknade."};
  for (auto& note : region_notes(places.front(), tally.centres.size())) notes.push_back(std::move(note));
  std::uint64_t suspect = 0;
  for (const auto& centre : tally.centres) suspect += centre.suspect;
  if (suspect > 0 && !tally.round.is_open) {
    notes.push_back("Svar med ovanligt snabba eller enahanda tryckningar: " + guarded(suspect, policy) +
                    ". De är inräknade.");
  }
  std::uint64_t paper = 0;
  for (const auto& centre : tally.centres) paper += centre.paper;
  if (paper > 0 && !tally.round.is_open)
    notes.push_back("Av svaren är " + guarded(paper, policy) + " inmatade från papper.");
  // While the round is open a count of these would tell of single visits.
  if (tally.round.discarded > 0 && !tally.round.is_open) {
    notes.push_back("Svar som personalen kasserade på plats, till exempel när ett barn hade lekt: " +
                    guarded(tally.round.discarded, policy) + ". De är inte inräknade.");
  }
  if (tally.round.for_staff) {
    notes.push_back(
        "Svarsfrekvensen är svaren i procent av dem som arbetade på familjecentralen. "
        "Bakgrundsfrågor redovisas bara för alla familjecentraler tillsammans.");
  }
  if (!tally.round.unreviewed.empty()) {
    notes.push_back("Omgången öppnades med språk vars översättning ingen hade granskat: " +
                    listed(tally.round.unreviewed) + ".");
  }
  if (tally.round.is_open) {
    const auto block = std::to_string(policy.distribution());
    notes.push_back(
        "Omgången pågår, och alla svar är inte med. En familjecentrals svar visas i steg om minst " + block +
        ", och de sista " + std::to_string(2 * policy.distribution()) +
        " först när omgången är stängd. Då visas också bakgrundsfrågorna och frågor med färre än " + block +
        " svar.");
  } else {
    for (auto& note : late_notes(tally, places.front(), policy)) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace vantrum::results
