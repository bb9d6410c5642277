#include "sync/collector/publish.h"

#include <algorithm>

namespace vantrum::collector {
namespace {

constexpr std::uint32_t quota_max = 1'000'000;
constexpr std::size_t name_bytes_max = 200;

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// "sv" first, the others in the order given.
Result<std::vector<std::string>> ordered_languages(const std::vector<std::string>& asked) {
  if (std::find(asked.begin(), asked.end(), "sv") == asked.end()) {
    return Error::invalid("Swedish (sv) must be among the languages of a round");
  }
  std::vector<std::string> languages = {"sv"};
  for (const auto& language : asked) {
    if (std::find(languages.begin(), languages.end(), language) == languages.end())
      languages.push_back(language);
  }
  return languages;
}

Result<survey::InstrumentFiles> files_for(const survey::InstrumentFiles& all,
                                          const std::vector<std::string>& languages) {
  survey::InstrumentFiles files;
  auto take = [&](const std::string& name) -> Result<void> {
    auto it = all.find(name);
    if (it == all.end()) return Error::invalid("the instrument has no file " + name);
    files.insert(*it);
    return {};
  };
  TRY(take("instrument.toml"));
  for (const auto& language : languages) TRY(take(language + ".toml"));
  return files;
}

std::vector<std::string> unreviewed_in(const survey::Instrument& instrument,
                                       const std::vector<std::string>& languages) {
  std::vector<std::string> unreviewed;
  for (const auto& language : languages) {
    if (instrument.texts.at(language).review != survey::ReviewState::reviewed) unreviewed.push_back(language);
  }
  return unreviewed;
}

Result<std::vector<RoundCentre>> centres_for(const Collector& collector, const RoundPlan& plan) {
  std::vector<RoundCentre> centres;
  for (const auto& centre : TRY(collector.store.list_centres())) {
    bool takes_part = plan.centres.empty() ||
                      std::find(plan.centres.begin(), plan.centres.end(), centre.id) != plan.centres.end();
    if (!takes_part) continue;
    auto quota = plan.quotas.find(centre.id);
    centres.push_back({centre.id, centre.name, quota == plan.quotas.end() ? centre.quota : quota->second});
  }
  auto is_in = [&](CentreId id) {
    return std::any_of(centres.begin(), centres.end(),
                       [&](const auto& centre) { return centre.centre == id; });
  };
  std::vector<CentreId> named = plan.centres;
  for (const auto& [id, quota] : plan.quotas) {
    if (quota == 0 || quota > quota_max) return Error::invalid("a quota is a whole number from 1 to 1000000");
    named.push_back(id);
  }
  for (auto id : named) {
    if (!is_in(id))
      return Error::not_found("centre " + std::to_string(id.value) + " does not take part in this round");
  }
  if (centres.empty())
    return Error::refused("there is no centre yet; see: vantrum-collector centre add --help");
  return centres;
}

Result<void> check_free_text(const RoundPlan& plan) {
  for (const auto& [option, words] :
       {std::pair("--reader", plan.text_reader), std::pair("--routine", plan.text_routine)}) {
    if (words.size() > name_bytes_max)
      return Error::invalid(std::string(option) + " is at most 200 bytes long");
    if (plan.free_text && words.empty()) {
      return Error::refused(std::string("free text needs ") + option +
                            ": who reads the texts (--reader), and the routine for concern for a child "
                            "(--routine)");
    }
    if (!plan.free_text && !words.empty())
      return Error::invalid(std::string(option) + " belongs to --free-text; add that, or leave it out");
  }
  return {};
}

wire::Round document_for(const Collector& collector, const RoundRecord& round, const RoundCentre& centre) {
  wire::Round document;
  document.round = round.id;
  document.name = round.name;
  document.is_open = round.is_open;
  document.centre = centre.centre;
  document.centre_name = centre.name;
  document.receiver = round.receiver;
  document.quota = centre.quota;
  document.stop_at_quota = round.stop_at_quota;
  document.languages = round.languages;
  document.seal_to = {round.seal_epoch, collector.keys.seal_to.at(round.seal_epoch), round.padded_bytes};
  document.free_text = !round.text_reader.empty();
  document.instrument_files = round.instrument_files;
  document.review = round.review;
  return document;
}

Result<void> publish(const Collector& collector, const RoundRecord& round,
                     const std::vector<RoundCentre>& centres) {
  for (const auto& centre : centres) {
    auto serial = TRY(collector.store.next_serial(wire::DocumentType::round));
    auto payload = wire::encode(document_for(collector, round, centre));
    auto bytes = TRY(collector.sign_with(wire::DocumentType::round, serial, payload));
    TRY(collector.store.add_round_document({serial, round.id, centre.centre, std::move(bytes)}));
  }
  return {};
}

}  // namespace

Result<RoundId> open_round(const Collector& collector, const RoundPlan& plan) {
  for (const auto& [what, text] : {std::pair("name", plan.name), std::pair("receiver", plan.receiver)}) {
    if (text.empty() || text.size() > name_bytes_max) {
      return Error::invalid(std::string("the ") + what + " of a round is 1 to 200 bytes long");
    }
  }
  TRY(check_free_text(plan));
  RoundRecord round;
  round.name = plan.name;
  round.receiver = plan.receiver;
  round.stop_at_quota = plan.stop_at_quota;
  round.review = plan.review;
  if (plan.free_text) {
    round.text_reader = plan.text_reader;
    round.text_routine = plan.text_routine;
  }
  round.languages = TRY(ordered_languages(plan.languages));
  round.instrument_files = TRY(files_for(plan.files, round.languages));
  auto instrument = TRY(survey::parse_instrument(round.instrument_files));
  if (plan.free_text && instrument.free_text_info_key.empty())
    return Error::invalid("the instrument asks for no free text; leave out --free-text");
  round.unreviewed = unreviewed_in(instrument, round.languages);
  if (!round.unreviewed.empty() && !plan.allow_unreviewed) {
    return Error::refused("nobody has reviewed these languages yet: " + listed(round.unreviewed) +
                          "; leave them out, have them reviewed, or add --allow-unreviewed");
  }
  auto centres = TRY(centres_for(collector, plan));
  round.seal_epoch = collector.keys.seal_to.rbegin()->first;
  round.padded_bytes = static_cast<std::uint32_t>(wire::padded_bytes_for(instrument));
  TRY(collector.store.in_transaction([&]() -> Result<void> {
    round.id = TRY(collector.store.add_round(round, centres));
    return publish(collector, round, centres);
  }));
  return round.id;
}

Result<void> use_key(const Collector& collector, std::uint32_t epoch) {
  return collector.store.in_transaction([&]() -> Result<void> {
    for (const auto& known : TRY(collector.store.list_rounds())) {
      if (!known.is_open) continue;
      TRY(collector.store.set_round_key(known.id, epoch));
      TRY(publish(collector, *TRY(collector.store.find_round(known.id)),
                  TRY(collector.store.centres_of(known.id))));
    }
    return {};
  });
}

Result<void> close_round(const Collector& collector, RoundId id) {
  return collector.store.in_transaction([&]() -> Result<void> {
    auto round = TRY(collector.store.find_round(id));
    if (!round)
      return Error::not_found("there is no round " + std::to_string(id.value) + "; see: round list");
    TRY(collector.store.close_round(id));
    round->is_open = false;
    return publish(collector, *round, TRY(collector.store.centres_of(id)));
  });
}

}  // namespace vantrum::collector
