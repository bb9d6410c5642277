// Kiosks, the codes they are enrolled with, and what was put aside.
#include <fmt/format.h>

#include "sync/collector/enrolment.h"
#include "sync/collector/fleet.h"
#include "sync/collector/opener.h"
#include "sync/collector/orders.h"
#include "sync/collector/quarantine.h"
#include "sync/dashboard/deed.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

using collector::DeviceState;
using collector::KioskHealth;

constexpr std::chrono::minutes code_valid{30};

Json centre_options(const Call& call, const std::vector<collector::Centre>& centres) {
  Json options = Json::array();
  for (const auto& centre : centres) {
    options.push_back({{"id", centre.id.value},
                       {"name", centre.name},
                       {"is_chosen", call.query.number("familjecentral") == centre.id.value}});
  }
  return options;
}

Json row_of(const KioskHealth& kiosk, const std::map<CentreId, std::string>& names) {
  const auto& device = kiosk.device;
  auto missing = collector::gaps_text(kiosk.missing);
  return {{"id", device.id.hex()},
          {"short_id", device.id.hex().substr(0, 8)},
          {"label", device.label},
          {"centre", names.at(device.centre)},
          {"centre_id", device.centre.value},
          {"state", collector::words_of(device.state)},
          {"contact", time_words(device.last_contact)},
          {"enrolled", day_words(device.enrolled_at)},
          {"software", kiosk.status ? Json(kiosk.status->software) : Json(nullptr)},
          {"waiting", kiosk.status ? Json(count_words(kiosk.status->waiting)) : Json(nullptr)},
          {"missing", missing.empty() ? Json(nullptr) : Json(missing)},
          {"alarms", kiosk.alarms},
          {"has_alarms", !kiosk.alarms.empty()}};
}

Result<std::map<CentreId, std::string>> centre_names(const Call& call) {
  std::map<CentreId, std::string> names;
  for (const auto& centre : TRY(call.store().list_centres())) names[centre.id] = centre.name;
  return names;
}

struct OrderWords {
  wire::OrderAction action;
  const char *code, *button, *says;
  bool is_grave;
};
constexpr OrderWords orders[] = {
    {wire::OrderAction::pause, "pause", "Pausa",
     "Kiosken frågar ingen förrän den startas igen. Den levererar det den har.", false},
    {wire::OrderAction::resume, "resume", "Starta igen", "Kiosken frågar igen.", false},
    {wire::OrderAction::retire, "retire", "Avveckla",
     "Kiosken levererar allt och tömmer sig när en säkerhetskopia har det. Anslut den på nytt om "
     "den ska användas på en annan familjecentral.",
     true},
    {wire::OrderAction::revoke, "revoke", "Spärra",
     "För en kiosk som är stulen eller borta. Den tömmer sig vid nästa kontakt, också på svar som den inte "
     "har lämnat, och det den skickar läggs i karantän. Det går inte att ångra.",
     true},
};

Json orders_for(DeviceState state) {
  Json possible = Json::array();
  for (const auto& order : orders) {
    bool is_over = state == DeviceState::revoked || state == DeviceState::retired;
    bool can = !is_over;
    if (order.action == wire::OrderAction::pause) can = state == DeviceState::active;
    if (order.action == wire::OrderAction::resume)
      can = state == DeviceState::paused || state == DeviceState::retiring;
    if (order.action == wire::OrderAction::retire)
      can = state == DeviceState::active || state == DeviceState::paused;
    if (order.action == wire::OrderAction::revoke) can = state != DeviceState::revoked;
    if (can) {
      possible.push_back({{"code", order.code},
                          {"button", order.button},
                          {"says", order.says},
                          {"is_grave", order.is_grave}});
    }
  }
  return possible;
}

Result<collector::Device> device_of(const Call& call) {
  auto id = DeviceId::from(TRY(parse_hex(call.values.at("device"))));
  auto device = id ? TRY(call.store().find_device(*id)) : std::nullopt;
  if (!device) return Error::not_found("there is no such kiosk");
  return std::move(*device);
}

}  // namespace

Result<Answer> show_devices(Call& call) {
  auto names = TRY(centre_names(call));
  Json kiosks = Json::array();
  std::size_t alarms = 0;
  for (const auto& kiosk : TRY(collector::look_at_fleet(call.house.collector))) {
    if (!call.may_see(kiosk.device.centre)) continue;
    alarms += kiosk.alarms.size();
    kiosks.push_back(row_of(kiosk, names));
  }
  auto centres = centre_options(call, TRY(call.store().list_centres()));
  return Answer(Page{"devices",
                     "Kiosker",
                     {{"kiosks", kiosks},
                      {"has_kiosks", !kiosks.empty()},
                      {"alarms", alarms},
                      {"has_alarms", alarms > 0},
                      {"centres", centres},
                      {"has_centres", !centres.empty()},
                      {"minutes", code_valid.count()}}});
}

Result<Answer> show_device(Call& call) {
  auto device = TRY(device_of(call));
  auto names = TRY(centre_names(call));
  for (const auto& kiosk : TRY(collector::look_at_fleet(call.house.collector))) {
    if (kiosk.device.id != device.id) continue;
    auto row = row_of(kiosk, names);
    row["orders"] = orders_for(device.state);
    row["has_orders"] = !row["orders"].empty();
    return Answer(Page{"device", "Kiosken " + device.label, std::move(row)});
  }
  return Error::not_found("there is no such kiosk");
}

Result<Answer> issue_code(Call& call) {
  auto label = trimmed(call.form.get("label"));
  if (label.empty()) label = "Väntrummet";
  auto code = TRY(collector::issue_code(call.house.collector, *call.centre, label, code_valid));
  auto centre = TRY(call.store().load_centre(*call.centre));
  return Answer(Page{"code",
                     "Anslutningskod",
                     {{"code", code.printed},
                      {"centre", centre.name},
                      {"label", label},
                      {"until", time_words(code.expires_at)}}});
}

Result<Answer> order_device(Call& call) {
  auto device = TRY(device_of(call));
  for (const auto& order : orders) {
    if (call.form.get("order") != order.code) continue;
    if (order.is_grave && !call.form.has("sure")) {
      return Answer(Page{"order",
                         std::string(order.button) + " kiosken?",
                         {{"id", device.id.hex()},
                          {"label", device.label},
                          {"code", order.code},
                          {"button", order.button},
                          {"says", order.says},
                          {"words", trimmed(call.form.get("words"))}}});
    }
    TRY(note_deed(call, "gav order till kiosk"));  // not before: to be asked whether one is sure is no deed
    TRY(collector::order(call.house.collector, device.id, order.action, trimmed(call.form.get("words"))));
    return Answer(Redirect{"/kiosker/" + device.id.hex()});
  }
  return Error::invalid("there is no such order");
}

namespace {

// The store's causes (ingest.cpp, enrolment.cpp) in words; one that came later is shown as it is.
Json refusal_row(const std::string& cause, std::uint64_t count) {
  constexpr std::pair<const char*, const char*> known[] = {
      {"document does not verify", "Meddelande som inte är rätt underskrivet"},
      {"device not enrolled", "Meddelande från en kiosk som inte är ansluten"},
      {"enrolment: unknown code", "Kod som inte finns"},
      {"enrolment: wrong code", "Fel kod"},
      {"enrolment: no tries left", "Kod som har prövats för många gånger"},
      {"enrolment: code expired", "Kod som inte gäller längre"},
      {"enrolment: code used already", "Kod som redan var använd"},
      {"enrolment: device enrolled already", "Kiosk som redan var ansluten"}};
  const auto* found =
      std::find_if(std::begin(known), std::end(known), [&](const auto& one) { return cause == one.first; });
  const bool is_known = found != std::end(known);
  return {{"cause", is_known ? found->second : cause}, {"is_known", is_known}, {"count", count_words(count)}};
}

}  // namespace

Result<Answer> show_quarantine(Call& call) {
  Json causes = Json::array();
  for (const auto& [cause, count] : TRY(call.store().quarantine_causes())) {
    auto words = collector::words_of(cause);
    causes.push_back({{"number", causes.size()},
                      {"cause", cause},
                      {"count", count_words(count)},
                      {"words", words.words},
                      {"what_to_do", words.what_to_do},
                      {"needs_a_person", words.needs_a_person}});
  }
  Json refusals = Json::array();
  for (const auto& [cause, count] : TRY(call.store().refusals()))
    refusals.push_back(refusal_row(cause, count));
  Page page{"quarantine",
            "Karantän",
            {{"causes", causes},
             {"is_empty", causes.empty()},
             {"refusals", refusals},
             {"has_refusals", !refusals.empty()}}};
  if (auto done = call.query.get("oppnade"); !done.empty() && parse_number(done)) page.model["opened"] = done;
  return Answer(std::move(page));
}

Result<Answer> requeue(Call& call) {
  auto cause = call.form.get("cause");
  if (cause.empty()) return Error::invalid("say which cause");
  TRY(collector::requeue(call.house.collector, {"", cause, call.form.has("accept")}));
  if (!call.house.collector.answers) return Answer(Redirect{"/karantan"});
  auto opened = TRY(collector::Opener(call.house.collector).run());
  return Answer(Redirect{"/karantan?oppnade=" + std::to_string(opened.opened)});
}

}  // namespace vantrum::dashboard
