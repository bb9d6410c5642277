#include "sync/collector/publish.h"

#include <algorithm>
#include <functional>

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

Result<wire::Round> document_for(const Collector& collector, const RoundRecord& round,
                                 const RoundCentre& centre, const RoundPlan& plan) {
  wire::Round document;
  document.round = round.id;
  document.name = round.name;
  document.centre = centre.centre;
  document.centre_name = centre.name;
  document.receiver = round.receiver;
  document.quota = centre.quota;
  document.stop_at_quota = round.stop_at_quota;
  document.languages = round.languages;
  document.seal_to = {round.seal_epoch, collector.keys.seal_to.at(round.seal_epoch), round.padded_bytes};
  document.free_text = !round.text_reader.empty();
  const auto own = plan.own_files.find(centre.centre);
  document.instrument_files =
      own == plan.own_files.end() ? round.instrument_files : TRY(files_for(own->second, round.languages));
  document.review = round.review;
  document.window = plan.window;
  document.idle_s = plan.idle_s;
  document.answer_s = plan.answer_s;
  document.for_staff = round.for_staff;
  return document;
}

Result<void> publish(const Collector& collector, const wire::Round& document) {
  auto serial = TRY(collector.store.next_serial(wire::DocumentType::round));
  auto bytes = TRY(collector.sign_with(wire::DocumentType::round, serial, wire::encode(document)));
  return collector.store.add_round_document({serial, document.round, document.centre, std::move(bytes)});
}

// What the kiosks have, with one thing changed, and the newest key, for they take no document of an older one
// than they have seen; everything else stays as they were told it.
Result<void> publish_again(const Collector& collector, RoundId round,
                           const std::function<void(wire::Round&)>& change) {
  const auto& [newest, key] = *collector.keys.seal_to.rbegin();
  TRY(collector.store.set_round_key(round, newest));
  for (const auto& centre : TRY(collector.store.centres_of(round))) {
    const auto last = TRY(collector.store.round_document_of(round, centre.centre));
    if (!last) return Error::storage("a centre of the round has no document of it");
    const auto verified = wire::verify_document(last->bytes, wire::DocumentType::round, collector.region.id,
                                                collector.keys.verify);
    if (!verified) return Error::storage("a round document is not as it was signed");
    auto document = TRY(wire::parse_round(verified->payload));
    document.seal_to.epoch = newest;
    document.seal_to.key = key;
    change(document);
    TRY(publish(collector, document));
  }
  return {};
}

}  // namespace

Result<RoundRecord> find_known(const Collector& collector, RoundId id) {
  auto round = TRY(collector.store.find_round(id));
  if (!round) return Error::not_found("there is no round " + std::to_string(id.value) + "; see: round list");
  return std::move(*round);
}

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
  round.for_staff = instrument.audience == survey::Audience::staff;
  round.seal_epoch = collector.keys.seal_to.rbegin()->first;
  round.padded_bytes = static_cast<std::uint32_t>(wire::padded_bytes_for(instrument));
  TRY(collector.store.in_transaction([&]() -> Result<void> {
    round.id = TRY(collector.store.add_round(round, centres));
    if (!plan.file_text.empty()) TRY(collector.store.keep_round_plan(round.id, plan.file_text));
    for (const auto& centre : centres)
      TRY(publish(collector, TRY(document_for(collector, round, centre, plan))));
    return {};
  }));
  return round.id;
}

Result<void> use_key(const Collector& collector, std::uint32_t epoch) {
  return collector.store.in_transaction([&]() -> Result<void> {
    for (const auto& known : TRY(collector.store.list_rounds())) {
      if (!known.is_open) continue;
      TRY(publish_again(collector, known.id, [&](wire::Round& document) {
        document.seal_to.epoch = epoch;
        document.seal_to.key = collector.keys.seal_to.at(epoch);
      }));
      TRY(collector.store.set_round_key(known.id, epoch));
    }
    return {};
  });
}

Result<void> name_assets(const Collector& collector, RoundId id, const std::vector<wire::AssetName>& assets) {
  if (!TRY(find_known(collector, id)).is_open)
    return Error::refused("round " + std::to_string(id.value) + " is closed; its kiosks ask nobody");
  TRY(collector.store.name_assets(id, assets));
  return publish_again(collector, id, [&](wire::Round& document) { document.assets = assets; });
}

Result<std::vector<RoundDocument>> newer_round_documents(const Collector& collector, CentreId centre,
                                                         std::uint64_t visitors, std::uint64_t staff) {
  std::vector<RoundDocument> documents;
  auto of_visitors = TRY(collector.store.latest_round_document(centre));
  auto of_staff = TRY(collector.store.latest_staff_document(centre));
  if (of_visitors && of_visitors->serial > visitors) documents.push_back(std::move(*of_visitors));
  if (of_staff && of_staff->serial > staff) documents.push_back(std::move(*of_staff));
  std::ranges::sort(documents, {}, &RoundDocument::serial);
  return documents;
}

// Without its recordings: nobody hears them any more, and a kiosk too old to know of any hears of the
// closing.
Result<void> close_round(const Collector& collector, RoundId id) {
  return collector.store.in_transaction([&]() -> Result<void> {
    TRY(find_known(collector, id));
    TRY(collector.store.close_round(id));
    TRY(collector.store.name_assets(id, {}));
    return publish_again(collector, id, [](wire::Round& document) {
      document.is_open = false;
      document.assets.clear();
    });
  });
}

}  // namespace vantrum::collector
