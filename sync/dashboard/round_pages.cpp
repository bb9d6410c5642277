// Rounds: the list, opening one with the questions of an earlier one, closing one.
#include <fmt/format.h>

#include <algorithm>

#include "shared/survey/local_block.h"
#include "sync/collector/publish.h"
#include "sync/collector/text_reader.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

using accounts::Role;
using collector::RoundPlan;
using collector::RoundRecord;

Json language_list(const std::vector<std::string>& codes) {
  std::string text;
  for (const auto& code : codes) text += (text.empty() ? "" : ", ") + language_words(code);
  return text;
}

// True if the account sees any centre of the round; readers of the county see the round anyway.
Result<bool> sees_any(const Call& call, RoundId round) {
  auto role = call.account().role;
  if (accounts::works_for_all_centres(role) || role == Role::county_reader || role == Role::compiler)
    return true;
  auto centres = TRY(call.store().centres_of(round));
  return std::any_of(centres.begin(), centres.end(),
                     [&](const auto& place) { return call.may_see(place.centre); });
}

// Such a round comes from a file (docs/rounds.md): from here every centre would be asked the questions of
// all.
Result<bool> has_own_questions(const RoundRecord& round) {
  auto instrument = TRY(survey::parse_instrument(round.instrument_files));
  return std::any_of(instrument.questions.begin(), instrument.questions.end(),
                     [](const auto& question) { return survey::local_centre_of(question.id).has_value(); });
}

Result<Page> new_round_page(Call& call, const std::string& problem) {
  Json sources = Json::array(), centres = Json::array();
  for (const auto& round : TRY(call.store().list_rounds())) {
    sources.push_back({{"id", round.id.value},
                       {"name", round.name},
                       {"languages", language_list(round.languages)},
                       {"is_chosen", call.form.number("source") == round.id.value}});
  }
  std::reverse(sources.begin(), sources.end());
  auto chosen = call.form.numbers("centre");
  for (const auto& centre : TRY(call.store().list_centres())) {
    bool is_chosen = call.form.fields().empty() ||
                     std::find(chosen.begin(), chosen.end(), centre.id.value) != chosen.end();
    auto typed = call.form.get("quota-" + std::to_string(centre.id.value));
    centres.push_back({{"id", centre.id.value},
                       {"name", centre.name},
                       {"quota", typed.empty() ? std::to_string(centre.quota) : typed},
                       {"is_chosen", is_chosen}});
  }
  Page page{
      "new_round",
      "Ny omgång",
      {{"sources", sources},
       {"has_sources", !sources.empty()},
       {"centres", centres},
       {"has_centres", !centres.empty()},
       {"name", call.form.get("name")},
       {"receiver", call.form.has("receiver") ? call.form.get("receiver") : call.house.collector.region.name},
       {"stop_at_quota", call.form.has("stop_at_quota")},
       {"review", call.form.has("review")},
       {"allow_unreviewed", call.form.has("allow_unreviewed")}}};
  if (!problem.empty()) {
    page.model["problem"] = problem;
    page.status = 422;
  }
  return page;
}

Result<Page> reader_page(const Call& call, const std::string& problem, const std::string& technical) {
  const auto round = TRY(call.round());
  if (round.text_reader.empty()) return Error::not_found("the round asks for no free text");
  Json choices = Json::array();
  for (const auto& account : TRY(collector::possible_readers(call.house.collector))) {
    if (account.name == round.text_reader) continue;
    choices.push_back({{"id", account.id.value},
                       {"name", account.name},
                       {"role", std::string(words_of(account.role))},
                       {"is_waiting", !account.is_ready}});
  }
  const bool can_read = TRY(collector::can_read_texts(call.house.collector, round.text_reader));
  Page page{"text_reader",
            "Vem läser fritexterna?",
            {{"id", round.id.value},
             {"name", round.name},
             {"reader", round.text_reader},
             {"reader_can_read", can_read},
             {"choices", choices},
             {"has_choices", !choices.empty()}}};
  if (!problem.empty()) {
    page.model["problem"] = problem;
    page.model["technical"] = technical;
    page.status = 422;
  }
  return page;
}

}  // namespace

Result<Answer> show_rounds(Call& call) {
  Json open = Json::array(), closed = Json::array();
  bool is_lead = call.account().role == Role::lead;
  for (const auto& round : TRY(call.store().list_rounds())) {
    if (!TRY(sees_any(call, round.id))) continue;
    std::size_t centres = TRY(call.store().centres_of(round.id)).size();
    Json row{{"id", round.id.value},
             {"name", round.name},
             {"receiver", round.receiver},
             {"languages", language_list(round.languages)},
             {"unreviewed", round.unreviewed.empty() ? Json(nullptr) : language_list(round.unreviewed)},
             {"centres", centres},
             {"may_close", is_lead && round.is_open},
             {"may_read", call.account().role != Role::operations}};
    (round.is_open ? open : closed).push_back(std::move(row));
  }
  std::reverse(closed.begin(), closed.end());
  bool has_none = open.empty() && closed.empty();
  return Answer(Page{"rounds",
                     "Omgångar",
                     {{"open", open},
                      {"has_open", !open.empty()},
                      {"closed", closed},
                      {"has_closed", !closed.empty()},
                      {"has_none", has_none},
                      {"is_lead", is_lead}}});
}

Result<Answer> show_new_round(Call& call) { return Answer(TRY(new_round_page(call, ""))); }

Result<Answer> open_new_round(Call& call) {
  RoundPlan plan;
  plan.name = trimmed(call.form.get("name"));
  plan.receiver = trimmed(call.form.get("receiver"));
  plan.stop_at_quota = call.form.has("stop_at_quota");
  plan.review = call.form.has("review");
  plan.allow_unreviewed = call.form.has("allow_unreviewed");
  if (plan.name.empty() || plan.receiver.empty())
    return Answer(TRY(new_round_page(call, "Omgången behöver ett namn och en mottagare.")));
  auto number = call.form.number("source");
  auto source = number ? TRY(call.store().find_round(RoundId{*number})) : std::nullopt;
  if (!source) return Answer(TRY(new_round_page(call, "Välj vilka frågor som ska ställas.")));
  if (TRY(has_own_questions(*source))) {
    return Answer(TRY(new_round_page(
        call,
        "Den omgången har frågor som är en familjecentrals egna. Öppna den nya från en fil (round new).")));
  }
  plan.files = source->instrument_files;
  plan.languages = source->languages;
  for (auto centre : call.form.numbers("centre")) {
    plan.centres.push_back(CentreId{centre});
    auto quota = call.form.number("quota-" + std::to_string(centre));
    if (!quota || *quota == 0)
      return Answer(
          TRY(new_round_page(call, "Varje familjecentral som är med behöver en kvot, ett helt tal.")));
    plan.quotas[CentreId{centre}] = *quota;
  }
  if (plan.centres.empty()) return Answer(TRY(new_round_page(call, "Välj minst en familjecentral.")));
  auto opened = collector::open_round(call.house.collector, plan);
  if (opened) return Answer(Redirect{"/omgangar/" + std::to_string(opened->value)});
  if (opened.error().kind == ErrorKind::conflict)
    return Answer(TRY(new_round_page(call, "En av familjecentralerna är redan med i en omgång som pågår.")));
  if (opened.error().kind == ErrorKind::refused || opened.error().kind == ErrorKind::invalid) {
    auto page = TRY(new_round_page(
        call, "Omgången kunde inte öppnas. Är en översättning inte granskad måste du godkänna det nedan."));
    page.model["technical"] = opened.error().message;
    return Answer(std::move(page));
  }
  return opened.error();
}

Result<Answer> ask_to_close_round(Call& call) {
  auto round = TRY(call.round());
  if (!round.is_open) return Answer(Redirect{"/omgangar"});
  return Answer(Page{"close_round", "Stänga omgången?", {{"id", round.id.value}, {"name", round.name}}});
}

Result<Answer> close_round(Call& call) {
  auto round = TRY(call.round());
  TRY(collector::close_round(call.house.collector, round.id));
  return Answer(Redirect{"/omgangar"});
}

Result<Answer> show_text_reader(Call& call) { return Answer(TRY(reader_page(call, "", ""))); }

Result<Answer> name_text_reader(Call& call) {
  const auto round = TRY(call.round());
  const auto changed = collector::change_text_reader(call.house.collector, round.id, call.form.get("reader"));
  if (changed) return Answer(Redirect{fmt::format("/omgangar/{}", round.id.value)});
  if (changed.error().kind != ErrorKind::refused && changed.error().kind != ErrorKind::not_found)
    return changed.error();
  return Answer(TRY(reader_page(
      call, "Inget har ändrats. Välj ett öppet konto som är utvecklingsledare eller sammanställare.",
      changed.error().message)));
}

}  // namespace vantrum::dashboard
