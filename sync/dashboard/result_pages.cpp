// Results and reports. Every number comes out of sync/results, which hides what would betray somebody; these
// pages only choose whose place is shown: the region's and the account's own centres (S70).
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>

#include "sync/collector/take_away.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"
#include "sync/results/suppress.h"

namespace vantrum::dashboard {
namespace {

using results::Detail;
using results::PublishedOption;
using results::PublishedPlace;
using results::PublishedQuestion;

constexpr const char* hidden = "–";

Json percent_words(const std::optional<std::uint32_t>& percent) {
  return percent ? Json(fmt::format("{} %", *percent)) : Json(hidden);
}
Json number_words(const std::optional<std::uint64_t>& count) {
  return count ? Json(count_words(*count)) : Json(hidden);
}

Json option_of(const PublishedOption& option) {
  return {{"label", option.label},
          {"count", number_words(option.count)},
          {"percent", percent_words(option.percent)}};
}

Json question_of(const PublishedQuestion& question) {
  Json options = Json::array();
  for (const auto& option : question.options) options.push_back(option_of(option));
  bool is_shown = question.detail == Detail::full || question.detail == Detail::partial;
  return {{"id", question.id},
          {"words", question.words},
          {"n", number_words(question.n)},
          {"is_hidden", question.detail == Detail::hidden},
          {"is_merged", question.detail == Detail::merged},
          {"is_shown", is_shown},
          {"options", options},
          {"dont_know", number_words(question.dont_know)},
          {"no_answer", number_words(question.no_answer)},
          {"positive", question.positive_percent ? percent_words(question.positive_percent) : Json(nullptr)},
          {"index", question.index ? Json(fmt::format("{:.0f}", *question.index)) : Json(nullptr)}};
}

Json place_of(const PublishedPlace& place) {
  Json questions = Json::array(), counters = Json::array();
  for (const auto& question : place.questions) questions.push_back(question_of(question));
  for (const auto& counter : place.counters) {
    Json options = Json::array();
    for (const auto& option : counter.options) options.push_back(option_of(option));
    counters.push_back({{"words", counter.words}, {"options", options}});
  }
  Json quotes = Json::array();
  for (const auto& quote : place.quotes)
    quotes.push_back(
        {{"text", quote.text}, {"label", quote.label.empty() ? Json(nullptr) : Json(quote.label)}});
  return {{"name", place.name},
          {"is_region", !place.centre.has_value()},
          {"centres", place.centres},
          {"responses", number_words(place.responses)},
          {"quota", count_words(place.quota)},
          {"is_empty", !place.responses.has_value()},
          {"questions", questions},
          {"counters", counters},
          {"quotes", quotes},
          {"has_quotes", !quotes.empty()},
          {"has_counters", !counters.empty()}};
}

Result<Answer> results_page(Call& call, const std::optional<CentreId>& centre) {
  auto round = TRY(call.round());
  auto published = TRY(collector::publish_results(call.house.collector, round.id));
  // The region's documents are a lead's to take away, a centre's are its readers'.
  bool is_lead = call.account().role == accounts::Role::lead;
  Json report = centre    ? Json(fmt::format("/resultat/{}/{}", round.id.value, centre->value))
                : is_lead ? Json(fmt::format("/rapporter/{}", round.id.value))
                          : Json(false);
  Json links = Json::array();
  std::optional<Json> shown;
  for (const auto& place : published.places()) {
    if (place.centre && !call.may_see(*place.centre)) continue;
    bool is_here = place.centre == centre;
    if (is_here) shown = place_of(place);
    links.push_back(
        {{"href", place.centre ? fmt::format("/resultat/{}/{}", round.id.value, place.centre->value)
                               : fmt::format("/resultat/{}", round.id.value)},
         {"name", place.name},
         {"is_here", is_here}});
  }
  if (!shown) return Error::not_found("the centre did not take part in the round");
  return Answer(Page{"results",
                     round.name,
                     {{"id", round.id.value},
                      {"is_open", round.is_open},
                      {"links", links},
                      {"place", std::move(*shown)},
                      {"report", report},
                      {"notes", published.notes()},
                      {"has_notes", !published.notes().empty()},
                      {"is_lead", is_lead}}});
}

// Names of files as they stand in the address. A report of a centre is offered to whoever may see the centre;
// what holds all centres to leads alone (endpoints.cpp).
struct Offer {
  const char* file;
  exports::Format format;
};
constexpr Offer of_all[] = {
    {"resultat.csv", exports::Format::csv},   {"resultat-excel.csv", exports::Format::csv_excel},
    {"resultat.xlsx", exports::Format::xlsx}, {"resultat.sav", exports::Format::sav},
    {"resultat.json", exports::Format::json}, {"resultat.txt", exports::Format::text}};
constexpr Offer of_place[] = {{"rapport.pdf", exports::Format::pdf}, {"rapport.docx", exports::Format::docx}};
constexpr Offer zips[] = {{"rapporter-pdf.zip", exports::Format::pdf},
                          {"rapporter-word.zip", exports::Format::docx}};

const Offer* find_offer(std::span<const Offer> offers, const std::string& file) {
  for (const auto& offer : offers) {
    if (file == offer.file) return &offer;
  }
  return nullptr;
}

Error no_such_file() { return Error::not_found("there is no such file"); }

// A document takes seconds, a ZIP of them a minute: written on another thread, from a copy of what may be
// shown.
Answer written(results::PublishedResults published, const exports::What& what, std::string name) {
  auto copy = std::make_shared<const results::PublishedResults>(std::move(published));
  return Make{[copy, what, name = std::move(name)]() -> Result<File> {
    auto bytes = TRY(exports::bytes_of(*copy, what));
    return File{exports::facts_of(what.format).media_type, name, to_bytes(view_of(bytes))};
  }};
}

}  // namespace

Result<Answer> show_results(Call& call) { return results_page(call, std::nullopt); }
Result<Answer> show_centre_results(Call& call) { return results_page(call, call.centre); }

Result<Answer> show_reports(Call& call) {
  Json rounds = Json::array();
  for (const auto& round : TRY(call.store().list_rounds())) {
    Json centres = Json::array();
    for (const auto& place : TRY(call.store().centres_of(round.id))) {
      if (call.may_see(place.centre))
        centres.push_back({{"id", place.centre.value}, {"round", round.id.value}, {"name", place.name}});
    }
    rounds.push_back({{"id", round.id.value},
                      {"name", round.name},
                      {"is_open", round.is_open},
                      {"centres", centres},
                      {"has_centres", !centres.empty()},
                      {"may_download", call.account().role == accounts::Role::lead}});
  }
  std::reverse(rounds.begin(), rounds.end());
  return Answer(Page{"reports", "Resultat", {{"rounds", rounds}, {"has_rounds", !rounds.empty()}}});
}

Result<Answer> download_results(Call& call) {
  auto round = TRY(call.round());
  const auto& file = call.values.at("file");
  const auto* offer = find_offer(of_all, file);
  if (!offer) offer = find_offer(of_place, file);
  const auto* zip = find_offer(zips, file);
  if (!offer && !zip) return no_such_file();
  auto published = TRY(collector::publish_results(call.house.collector, round.id));
  auto name = fmt::format("omgang-{}-{}", round.id.value, file);
  if (offer) return written(std::move(published), {offer->format, {}, 1}, name);
  auto copy = std::make_shared<const results::PublishedResults>(std::move(published));
  return Answer(Make{[copy, format = zip->format, name]() -> Result<File> {
    auto bytes = TRY(exports::all_reports(*copy, {format}, [](auto, auto) { return Result<void>(); }));
    return File{"application/zip", name, to_bytes(view_of(bytes))};
  }});
}

Result<Answer> download_report(Call& call) {
  auto round = TRY(call.round());
  const auto& file = call.values.at("file");
  const auto* offer = find_offer(of_place, file);
  if (!offer) return no_such_file();
  auto published = TRY(collector::publish_results(call.house.collector, round.id));
  if (!published.find(*call.centre)) return Error::not_found("the centre did not take part in the round");
  auto name = fmt::format("omgang-{}-familjecentral-{}-{}", round.id.value, call.centre->value, file);
  return written(std::move(published), {offer->format, call.centre, 1}, name);
}

}  // namespace vantrum::dashboard
