#include "tests/dashboard/written_support.h"

namespace vantrum::dashboard {

using namespace collector;

Written::Written() : oak_kiosk(site.entropy), pine_kiosk(site.entropy) {
  RoundPlan plan;
  plan.name = "Besöksenkät hösten 2026";
  plan.receiver = "Regionstyrelsen";
  plan.files = survey_files();
  plan.languages = {"sv"};
  plan.allow_unreviewed = true;
  plan.free_text = true;
  plan.text_reader = reader;
  plan.text_routine = "rutin 2026:12";
  round = must(collector::open_round(site.collector, plan));
  oak_kiosk.enrol(site, site.oak);
  pine_kiosk.enrol(site, site.pine);
}

void Written::answer(CentreId centre, const Groups& groups) {
  auto& kiosk = centre == site.oak ? oak_kiosk : pine_kiosk;
  std::vector<Bytes> items;
  for (const auto& [code, count] :
       {std::pair("woman", groups.women), std::pair("man", groups.men), std::pair("other", groups.others)}) {
    for (std::size_t i = 0; i < count; ++i)
      items.push_back(
          sealed(site, a_response(site.entropy, round, centre, {{"acc", {"full"}}, {"gender", {code}}})));
  }
  must(site.send(kiosk.sign(kiosk.batch_of(round, std::move(items)))));
  must(Opener(site.collector).run());
}

void Written::write(CentreId centre, const std::vector<std::pair<std::string, std::string>>& texts) {
  auto& kiosk = centre == site.oak ? oak_kiosk : pine_kiosk;
  auto batch = kiosk.batch_of(round, {});
  const wire::SealTo to{1, crypto::public_key_of(site.keys.sealing.at(1)), 0};
  for (const auto& [label, words] : texts) {
    survey::FreeText text{site.entropy.random_id<ItemId>(), round, centre, "open", label, words};
    batch.items.push_back({wire::ItemKind::text, must(wire::seal_text(text, survey_instrument(), to))});
  }
  must(site.send(kiosk.sign(batch)));
  must(Opener(site.collector).run());
}

CommandOutput Written::run(std::vector<std::string> words) {
  auto arguments = std::move(words);
  arguments.insert(arguments.end(), {"--data", site.data.path});
  auto parsed = parse_command_line(arguments);
  if (auto* said = std::get_if<CommandOutput>(&parsed)) return *said;
  return execute_logged(site.collector, *staff, *site.files, std::get<Invocation>(parsed).command, arguments,
                        "/");
}

CommandOutput Written::quotes(const std::string& what, std::vector<std::string> more) {
  std::vector<std::string> words{"quotes", what, "--round", std::to_string(round.value), "--reader", reader};
  words.insert(words.end(), more.begin(), more.end());
  return run(std::move(words));
}

std::string Written::id_of(const std::string& text) {
  for (const auto& [id, written] : must(site.answer_store->texts_by_id(round)))
    if (written.text == text) return id.hex().substr(0, 12);
  FAIL("there is no text like that");
  return {};
}

std::string Written::log() {
  std::string text;
  for (const auto& entry : testing::must(staff->log.latest(1000)))
    text = entry.actor + ": " + entry.action + " – " + entry.details + "\n" + text;
  return text;
}

}  // namespace vantrum::dashboard
