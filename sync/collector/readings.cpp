#include "sync/collector/readings.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sync/collector/opener.h"
#include "sync/results/index.h"
#include "sync/results/text_table.h"

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

// What came in another way than it should, of what was taken in, and what staff threw away; empty if nothing.
std::string flags_text(const CentreProgress& row) {
  std::string text = row.discarded > 0 ? fmt::format("{} kasserade", row.discarded) : "";
  const auto& intake = row.intake;
  for (const auto& [name, words] :
       {std::pair(intake::late, "efter stängning"), std::pair(intake::over_quota, "över kvoten"),
        std::pair(intake::paused, "från pausad kiosk")}) {
    auto found = intake.find(name);
    if (found != intake.end()) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", found->second, words);
  }
  return text;
}

// A response rate only where it is known how many were asked (S30, D5).
std::string count_text(const CentreProgress& row, bool for_staff) {
  auto text = fmt::format("{} av {}", row.responses, row.centre.quota);
  if (for_staff && row.centre.quota > 0)
    text += fmt::format(" (svarsfrekvens {} %)", results::percent(row.responses, row.centre.quota));
  return text;
}

}  // namespace

ProgressSum sum_of(const std::vector<CentreProgress>& centres) {
  ProgressSum sum;
  for (const auto& row : centres) {
    sum.responses += row.responses;
    sum.quota += row.centre.quota;
    sum.paper += row.paper;
    sum.suspect_at_least += row.suspect_at_least;
  }
  return sum;
}

std::string suspect_words(std::uint64_t at_least) {
  return at_least == 0 ? fmt::format("färre än {}", suspect_step) : fmt::format("minst {}", at_least);
}

Result<Progress> read_progress(const Collector& collector, RoundId id) {
  auto& store = collector.store;
  auto* answers = TRY(collector.opened_answers());
  TRY(Opener(collector).run());
  Progress progress;
  progress.region = collector.region;
  auto round = TRY(store.find_round(id));
  check(round.has_value());
  progress.round = std::move(*round);
  auto counts = TRY(answers->count_answers(id));
  auto texts = TRY(answers->count_texts(id));
  for (const auto& gone : TRY(answers->destroyed(id)))  // under a decision; they were answers all the same
    if (gone.kind == Destroyable::answers) counts[gone.centre] += gone.count;
  auto discarded = TRY(answers->count_discarded(id));
  auto flags = TRY(answers->count_flags(id));
  for (const auto& centre : TRY(store.centres_of(id))) {
    CentreProgress row;
    row.centre = centre;
    row.responses = counts[centre.centre];
    row.texts = texts[centre.centre];
    row.paper = flags[centre.centre].paper;
    row.suspect_at_least = flags[centre.centre].suspect / suspect_step * suspect_step;
    row.discarded = discarded[centre.centre];
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
  const bool for_staff = progress.round.for_staff;
  TextTable table({{"nr", Align::right},
                   {"familjecentral"},
                   {for_staff ? "svar av anställda" : "svar av kvot", Align::right},
                   {"från papper", Align::right},
                   {"ovanliga", Align::right},
                   {"väntar på kiosk", Align::right},
                   {"avbrutna besök", Align::right},
                   {"senaste kontakt"}});
  for (const auto& row : progress.centres) {
    std::optional<WallTime> latest;
    for (const auto& kiosk : row.kiosks) latest = std::max(latest, kiosk.last_contact);
    table.add({std::to_string(row.centre.centre.value), row.centre.name, count_text(row, for_staff),
               std::to_string(row.paper), suspect_words(row.suspect_at_least), std::to_string(row.waiting),
               std::to_string(sum_of(row.left)), contact_text(latest)});
  }
  text += table.text();
  const auto whole = sum_of(progress.centres);
  text += fmt::format("Hela omgången: {} av {} · från papper {} · ovanliga {}\n", whole.responses,
                      whole.quota, whole.paper, suspect_words(whole.suspect_at_least));
  text += fmt::format(
      "Ovanliga: besök med ovanligt snabba eller enahanda tryckningar, inräknade i svaren. De anges i hela "
      "{}-tal, av de svar som har redovisats i resultaten.\n",
      suspect_step);
  text += fmt::format("\nMottaget men inte öppnat: {}\n", progress.unopened);
  text += fmt::format("I karantän: {}\n", counts_text(progress.quarantine));
  text += fmt::format("Avvisat: {}\n", counts_text(progress.refused));
  for (const auto& row : progress.centres) {
    if (auto flagged = flags_text(row); !flagged.empty())
      text += fmt::format("{}: {}\n", row.centre.name, flagged);
  }
  std::uint64_t texts = 0;
  for (const auto& row : progress.centres) texts += row.texts;
  if (!progress.round.text_reader.empty())
    text += fmt::format("Fritexter (räknas inte i kvoten): {} · läses av: {}\n", texts,
                        progress.round.text_reader);
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
    Json centre{{"id", row.centre.centre.value},
                {"name", row.centre.name},
                {"responses", row.responses},
                {"paper", row.paper},
                {"suspect_at_least", row.suspect_at_least},
                {"texts", row.texts},
                {"quota", row.centre.quota},
                {"waiting", row.waiting},
                {"discarded", row.discarded},
                {"left_total", sum_of(row.left)},
                {"left", Json::object()},
                {"kiosks", std::move(kiosks)},
                {"arrived", Json::object()}};
    for (const auto& [name, count] : row.intake) centre["arrived"][name] = count;
    for (const auto& [question, count] : row.left) centre["left"][question] = count;
    json["centres"].push_back(std::move(centre));
  }
  const auto whole = sum_of(progress.centres);
  json["whole"] = {{"responses", whole.responses},
                   {"quota", whole.quota},
                   {"paper", whole.paper},
                   {"suspect_at_least", whole.suspect_at_least}};
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

}  // namespace vantrum::collector
