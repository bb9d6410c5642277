// How far each centre has come, and one centre by itself. Centres with nothing yet are listed like all others
// (S25).
#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/readings.h"
#include "sync/collector/text_reader.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

using accounts::Role;
using collector::CentreProgress;
using collector::KioskHealth;
using collector::Progress;

std::uint64_t arrived(const CentreProgress& row, const char* name) {
  auto found = row.intake.find(name);
  return found == row.intake.end() ? 0 : found->second;
}

// The bar is drawn by the number itself: 0 to 100 wide, never wider.
Json bar(std::uint64_t count, std::uint64_t quota) {
  auto width = quota == 0 ? 0 : std::min<std::uint64_t>(100, count * 100 / quota);
  return {{"width", width}, {"words", fmt::format("{} av {}", count_words(count), count_words(quota))}};
}

Json alarms_of(const std::vector<KioskHealth>& fleet, CentreId centre) {
  Json alarms = Json::array();
  for (const auto& kiosk : fleet) {
    if (kiosk.device.centre != centre) continue;
    for (const auto& alarm : kiosk.alarms)
      alarms.push_back({{"kiosk", kiosk.device.label}, {"words", alarm}});
  }
  return alarms;
}

std::optional<WallTime> latest_contact(const CentreProgress& row) {
  std::optional<WallTime> latest;
  for (const auto& kiosk : row.kiosks) latest = std::max(latest, kiosk.last_contact);
  return latest;
}

Json words_about(const CentreProgress& row) {
  Json remarks = Json::array();
  auto remark = [&](std::uint64_t count, const char* words) {
    if (count > 0) remarks.push_back(fmt::format("{} {}", count_words(count), words));
  };
  remark(row.waiting, "väntade på kiosken när den senast hördes");
  std::uint64_t left = 0;
  for (const auto& [question, count] : row.left) left += count;
  remark(left, "besök avbröts innan svaren skickades");
  remark(row.texts, "skrev en fritext; de räknas inte i kvoten");
  remark(arrived(row, collector::intake::late), "kom efter stängning");
  remark(arrived(row, collector::intake::over_quota), "över kvoten");
  remark(arrived(row, collector::intake::paused), "från pausad kiosk");
  remark(row.discarded, "kasserade av personalen");
  return remarks;
}

Json centre_row(const CentreProgress& row, const std::vector<KioskHealth>& fleet) {
  auto alarms = alarms_of(fleet, row.centre.centre);
  auto remarks = words_about(row);
  return {{"id", row.centre.centre.value},
          {"name", row.centre.name},
          {"bar", bar(row.responses, row.centre.quota)},
          {"is_reached", row.centre.quota > 0 && row.responses >= row.centre.quota},
          {"is_empty", row.responses == 0},
          {"paper", count_words(row.paper)},
          {"suspect", collector::suspect_words(row.suspect_at_least)},
          {"remarks", remarks},
          {"kiosks", row.kiosks.size() == 1 ? "En kiosk" : fmt::format("{} kiosker", row.kiosks.size())},
          {"has_no_kiosk", row.kiosks.empty()},
          {"contact", time_words(latest_contact(row))},
          {"alarms", alarms},
          {"has_alarms", !alarms.empty()}};
}

Json count_list(const std::map<std::string, std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return count_words(sum);
}

}  // namespace

Result<Answer> show_progress(Call& call) {
  auto round = TRY(call.round());
  auto progress = TRY(collector::read_progress(call.house.collector, round.id));
  Json centres = Json::array();
  std::uint64_t alarms = 0, empty = 0;
  for (const auto& row : progress.centres) {
    if (!call.may_see(row.centre.centre)) continue;
    centres.push_back(centre_row(row, progress.fleet));
    alarms += centres.back()["alarms"].size();
    empty += row.responses == 0;
  }
  auto role = call.account().role;
  // Whoever reads for one centre sees where the county stands, but no other centre's name (S70).
  bool sees_county = progress.centres.size() > 1;
  const auto whole = collector::sum_of(progress.centres);
  Page page{"progress",
            round.name,
            {{"id", round.id.value},
             {"is_open", round.is_open},
             {"receiver", round.receiver},
             {"centres", centres},
             {"has_centres", !centres.empty()},
             {"centre_count", progress.centres.size()},
             {"sees_county", sees_county},
             {"county", bar(whole.responses, whole.quota)},
             {"county_paper", count_words(whole.paper)},
             {"county_suspect", collector::suspect_words(whole.suspect_at_least)},
             {"alarms", alarms},
             {"has_alarms", alarms > 0},
             {"empty", empty},
             {"has_empty", empty > 0},
             {"may_read", role != Role::operations},
             {"may_close", role == Role::lead && round.is_open},
             {"now", time_words(call.house.collector.clock.wall())}}};
  if (role == Role::lead && !round.text_reader.empty()) {
    const bool can_read = TRY(collector::can_read_texts(call.house.collector, round.text_reader));
    page.model[can_read ? "reader" : "unread_by"] = round.text_reader;
  }
  if (accounts::works_for_all_centres(role)) {
    page.model["house"] = {{"unopened", count_words(progress.unopened)},
                           {"quarantine", count_list(progress.quarantine)},
                           {"refused", count_list(progress.refused)}};
  }
  return Answer(std::move(page));
}

Result<Answer> show_centres(Call& call) {
  Json centres = Json::array();
  for (const auto& centre : TRY(call.store().list_centres())) {
    if (!call.may_see(centre.id)) continue;
    centres.push_back({{"id", centre.id.value}, {"name", centre.name}, {"quota", count_words(centre.quota)}});
  }
  return Answer(Page{"centres",
                     "Familjecentraler",
                     {{"centres", centres},
                      {"has_centres", !centres.empty()},
                      {"is_lead", call.account().role == Role::lead}}});
}

Result<Answer> show_centre(Call& call) {
  auto centre = TRY(call.store().load_centre(*call.centre));
  Json rounds = Json::array(), kiosks = Json::array();
  for (const auto& round : TRY(call.store().list_rounds())) {
    auto progress = TRY(collector::read_progress(call.house.collector, round.id));
    for (const auto& row : progress.centres) {
      if (row.centre.centre != centre.id) continue;
      auto shown = centre_row(row, progress.fleet);
      shown["round"] = round.id.value;
      shown["round_name"] = round.name;
      shown["is_open"] = round.is_open;
      shown["may_read"] = call.account().role != Role::operations;
      rounds.push_back(std::move(shown));
    }
  }
  std::reverse(rounds.begin(), rounds.end());
  bool may_order = call.account().role == Role::lead || call.account().role == Role::operations;
  for (const auto& kiosk : TRY(collector::look_at_fleet(call.house.collector))) {
    if (kiosk.device.centre != centre.id) continue;
    kiosks.push_back({{"label", kiosk.device.label},
                      {"state", collector::words_of(kiosk.device.state)},
                      {"contact", time_words(kiosk.device.last_contact)},
                      {"alarms", kiosk.alarms},
                      {"device", may_order ? Json(kiosk.device.id.hex()) : Json(nullptr)}});
  }
  return Answer(Page{"centre",
                     centre.name,
                     {{"id", centre.id.value},
                      {"quota", count_words(centre.quota)},
                      {"rounds", rounds},
                      {"has_rounds", !rounds.empty()},
                      {"kiosks", kiosks},
                      {"has_kiosks", !kiosks.empty()},
                      {"may_order", may_order}}});
}

Result<Answer> add_centre(Call& call) {
  auto name = trimmed(call.form.get("name"));
  auto quota = call.form.number("quota");
  if (name.empty() || name.size() > 200) return Error::invalid("a name is 1 to 200 bytes long");
  if (!quota || *quota == 0) return Error::invalid("a quota is a whole number above 0");
  TRY(call.store().in_transaction([&]() -> Result<void> {
    TRY(call.store().add_centre(name, *quota));
    return {};
  }));
  return Answer(Redirect{"/familjecentraler"});
}

}  // namespace vantrum::dashboard
