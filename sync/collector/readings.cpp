#include "sync/collector/readings.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/survey/instrument_file.h"
#include "sync/collector/opener.h"
#include "sync/results/report.h"
#include "sync/results/text_table.h"
#include "sync/store/answer_content.h"

namespace vantrum::collector {
namespace {

using Json = nlohmann::ordered_json;
using results::Align;
using results::TextTable;

constexpr std::string_view left_prefix = "left:";

std::string contact_text(const std::optional<WallTime>& time) { return time ? to_text(*time) : "–"; }

void count_statuses(Progress& progress, const std::vector<Device>& devices,
                    const std::vector<StatusRecord>& statuses) {
  for (auto& row : progress.centres) {
    for (const auto& device : devices) {
      if (device.centre != row.centre.centre) continue;
      auto status = std::find_if(statuses.begin(), statuses.end(),
                                 [&](const auto& record) { return record.device == device.id; });
      bool has_status = status != statuses.end();
      if (device.state != DeviceState::revoked && device.state != DeviceState::retired) {
        row.kiosks.push_back({device.label, has_status ? status->status.software : "", device.last_contact});
      }
      if (!has_status) continue;
      row.waiting += status->status.waiting;
      for (const auto& [name, count] : status->status.counters) {
        if (name.starts_with(left_prefix)) row.left[name.substr(left_prefix.size())] += count;
      }
    }
  }
}

std::uint64_t sum_of(const std::map<std::string, std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

std::string counts_text(const std::map<std::string, std::uint64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, count);
  return text.empty() ? "–" : text;
}

// What came in another way than it should, of what was taken in; empty if nothing did.
std::string flags_text(const Intake& intake) {
  std::string text;
  for (const auto& [name, words] :
       {std::pair(intake::late, "efter stängning"), std::pair(intake::over_quota, "över kvoten"),
        std::pair(intake::paused, "från pausad kiosk")}) {
    auto found = intake.find(name);
    if (found != intake.end()) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", found->second, words);
  }
  return text;
}

Result<std::vector<results::Visit>> visits_of(const Collector& collector, RoundId round,
                                              const survey::Instrument& instrument) {
  std::vector<results::Visit> visits;
  for (const auto& answer : TRY(collector.store.released_answers(round))) {
    visits.push_back({answer.centre, TRY(parse_answers(answer.content, instrument)), answer.flags});
  }
  return visits;
}

Result<std::vector<results::Counter>> counters_of(const Collector& collector, RoundId round) {
  std::vector<results::Counter> counters;
  for (auto& cell : TRY(collector.store.released_counters(round))) {
    counters.push_back({cell.centre, std::move(cell.name), cell.count});
  }
  return counters;
}

}  // namespace

Result<Progress> read_progress(const Collector& collector, RoundId id) {
  auto& store = collector.store;
  TRY(Opener(collector).run());
  Progress progress;
  progress.region = collector.region;
  auto round = TRY(store.find_round(id));
  check(round.has_value());
  progress.round = std::move(*round);
  auto counts = TRY(store.count_answers(id));
  for (const auto& centre : TRY(store.centres_of(id))) {
    CentreProgress row;
    row.centre = centre;
    row.responses = counts[centre.centre];
    row.intake = TRY(store.intake_of(id, centre.centre));
    progress.centres.push_back(std::move(row));
  }
  count_statuses(progress, TRY(store.list_devices()), TRY(store.statuses(id)));
  progress.fleet = TRY(look_at_fleet(collector));
  progress.unopened = TRY(store.outbox_size());
  progress.quarantine = TRY(store.quarantine_causes());
  progress.refused = TRY(store.refusals());
  return progress;
}

std::string progress_text(const Progress& progress) {
  std::string text = fmt::format("{}\nOmgång {} ({}) · {}\n\n", progress.round.name, progress.round.id.value,
                                 progress.round.is_open ? "pågår" : "stängd", progress.region.name);
  TextTable table({{"nr", Align::right},
                   {"familjecentral"},
                   {"svar av kvot", Align::right},
                   {"väntar på kiosk", Align::right},
                   {"avbrutna besök", Align::right},
                   {"senaste kontakt"}});
  for (const auto& row : progress.centres) {
    std::optional<WallTime> latest;
    for (const auto& kiosk : row.kiosks) latest = std::max(latest, kiosk.last_contact);
    table.add({std::to_string(row.centre.centre.value), row.centre.name,
               fmt::format("{} av {}", row.responses, row.centre.quota), std::to_string(row.waiting),
               std::to_string(sum_of(row.left)), contact_text(latest)});
  }
  text += table.text();
  text += fmt::format("\nMottaget men inte öppnat: {}\n", progress.unopened);
  text += fmt::format("I karantän: {}\n", counts_text(progress.quarantine));
  text += fmt::format("Avvisat: {}\n", counts_text(progress.refused));
  for (const auto& row : progress.centres) {
    if (auto flagged = flags_text(row.intake); !flagged.empty())
      text += fmt::format("{}: {}\n", row.centre.name, flagged);
  }
  auto alarms = alarms_text(progress.fleet);
  text += fmt::format("Larm:{}", alarms.empty() ? " inga\n" : "\n" + alarms);
  return text;
}

std::string progress_json(const Progress& progress) {
  Json json{
      {"region", progress.region.name},
      {"round",
       {{"id", progress.round.id.value}, {"name", progress.round.name}, {"open", progress.round.is_open}}},
      {"centres", Json::array()}};
  for (const auto& row : progress.centres) {
    Json kiosks = Json::array();
    for (const auto& kiosk : row.kiosks) {
      kiosks.push_back(
          {{"label", kiosk.label},
           {"software", kiosk.software},
           {"last_contact", kiosk.last_contact ? Json(to_text(*kiosk.last_contact)) : Json(nullptr)}});
    }
    Json centre{
        {"id", row.centre.centre.value}, {"name", row.centre.name},     {"responses", row.responses},
        {"quota", row.centre.quota},     {"waiting", row.waiting},      {"left_total", sum_of(row.left)},
        {"left", Json::object()},        {"kiosks", std::move(kiosks)}, {"arrived", Json::object()}};
    for (const auto& [name, count] : row.intake) centre["arrived"][name] = count;
    for (const auto& [question, count] : row.left) centre["left"][question] = count;
    json["centres"].push_back(std::move(centre));
  }
  json["unopened"] = progress.unopened;
  json["quarantine"] = Json::object();
  for (const auto& [cause, count] : progress.quarantine) json["quarantine"][cause] = count;
  json["refused"] = Json::object();
  for (const auto& [cause, count] : progress.refused) json["refused"][cause] = count;
  json["alarms"] = Json::array();
  for (const auto& kiosk : progress.fleet) {
    for (const auto& alarm : kiosk.alarms) {
      json["alarms"].push_back(
          {{"device", kiosk.device.id.hex()}, {"kiosk", kiosk.device.label}, {"words", alarm}});
    }
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<results::PublishedResults> publish_results(const Collector& collector, RoundId id) {
  auto& store = collector.store;
  TRY(Opener(collector).run());
  auto round = TRY(store.find_round(id));
  check(round.has_value());
  // While a round is open its results grow in larger steps, so that nobody can watch single answers arrive.
  auto step = round->is_open ? results::distribution_min : results::group_min;
  TRY(store.in_transaction([&] { return store.release(id, static_cast<std::uint32_t>(step)); }));

  auto instrument = TRY(survey::parse_instrument(round->instrument_files));
  results::RoundFacts facts{
      id, round->name, collector.region.name, round->receiver, round->is_open, round->unreviewed, {}};
  for (const auto& centre : TRY(store.centres_of(id))) {
    facts.centres.push_back({centre.centre, centre.name, centre.quota});
  }
  return results::suppress(results::tally(facts, instrument, TRY(visits_of(collector, id, instrument)),
                                          TRY(counters_of(collector, id))));
}

Result<std::string> read_results(const Collector& collector, RoundId id, ResultsForm form) {
  auto published = TRY(publish_results(collector, id));
  switch (form) {
    case ResultsForm::json:
      return report_json(published);
    case ResultsForm::csv:
      return report_csv(published);
    case ResultsForm::text:
      break;
  }
  return report_text(published);
}

}  // namespace vantrum::collector
