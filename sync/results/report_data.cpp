// The machine-readable forms of report.h.
#include <nlohmann/json.hpp>

#include "sync/results/report.h"
#include "sync/results/swedish.h"

namespace vantrum::results {
namespace {

using Json = nlohmann::ordered_json;  // keys in the order written, so that the bytes are the same each time

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// One decimal is more than 100 answers can tell, and keeps every machine's last bit out of the file.
std::optional<double> rounded(const std::optional<double>& index) {
  if (!index) return index;
  return static_cast<double>(tenths_of(*index)) / 10;
}

std::string_view name_of(Detail detail) {
  switch (detail) {
    case Detail::hidden:
      return "hidden";
    case Detail::merged:
      return "merged";
    case Detail::partial:
      return "partial";
    case Detail::full:
      return "full";
  }
  return {};
}

Json json_of(const PublishedOption& option, bool with_percent) {
  Json json{{"code", option.code}, {"label", option.label}, {"count", or_null(option.count)}};
  if (with_percent) json["percent"] = or_null(option.percent);
  return json;
}

Json json_of(const PublishedQuestion& question) {
  Json json{{"id", question.id},
            {"words", question.words},
            {"background", question.background},
            {"detail", name_of(question.detail)},
            {"centres", question.centres},
            {"goals", question.goals},
            {"n", or_null(question.n)}};
  json["options"] = Json::array();
  for (const auto& option : question.options) json["options"].push_back(json_of(option, true));
  json["dont_know"] =
      Json{{"count", or_null(question.dont_know)}, {"percent", or_null(question.dont_know_percent)}};
  json["no_answer"] = or_null(question.no_answer);
  json["positive_percent"] = or_null(question.positive_percent);
  json["index"] = or_null(rounded(question.index));
  json["mean"] = or_null(rounded(question.mean));
  if (question.last) {
    json["last"] = Json{{"n", question.last->n},
                        {"positive_percent", or_null(question.last->positive_percent)},
                        {"index", or_null(rounded(question.last->index))}};
  }
  if (question.change)
    json["change"] = Json{{"points", question.change->points}, {"readable", question.change->is_readable}};
  return json;
}

Json json_of(const PublishedCounter& counter) {
  Json json{{"id", counter.id}, {"words", counter.words}, {"options", Json::array()}};
  for (const auto& option : counter.options) json["options"].push_back(json_of(option, false));
  return json;
}

Json json_of(const PublishedGoal& goal) {
  return {{"id", goal.id},
          {"text", goal.text},
          {"shown", goal.shown},
          {"questions", goal.questions},
          {"index", or_null(rounded(goal.index))},
          {"positive_percent", or_null(goal.positive_percent)}};
}

Json json_of(const PublishedPlace& place) {
  Json json{{"centre", place.centre ? Json(place.centre->value) : Json(nullptr)},
            {"name", place.name},
            {"centres", place.centres},
            {"responses", or_null(place.responses)},
            {"quota", place.quota},
            {"questions", Json::array()},
            {"counters", Json::array()}};
  for (const auto& question : place.questions) json["questions"].push_back(json_of(question));
  for (const auto& counter : place.counters) json["counters"].push_back(json_of(counter));
  if (place.rate_percent) json["rate_percent"] = *place.rate_percent;
  if (!place.goals.empty()) json["goals"] = Json::array();
  for (const auto& goal : place.goals) json["goals"].push_back(json_of(goal));
  for (const auto& quote : place.quotes)
    json["quotes"].push_back({{"words", quote.words},
                              {"text", quote.text},
                              {"label", quote.label.empty() ? Json(nullptr) : Json(quote.label)}});
  return json;
}

}  // namespace

std::string report_json(const PublishedResults& results) {
  const auto& round = results.round();
  Json json{{"round", {{"id", round.id.value}, {"name", round.name}, {"open", round.is_open}}},
            {"region", round.region_name},
            {"receiver", round.receiver},
            {"instrument",
             {{"id", results.instrument().id},
              {"version", results.instrument().version},
              {"title", results.instrument().title}}},
            {"group_min", results.policy().k},
            {"centres", round.centres.size()},
            {"unreviewed_languages", round.unreviewed},
            {"places", Json::array()},
            {"notes", results.notes()}};
  if (!results.last_round().empty()) json["last_round"] = results.last_round();
  for (const auto& place : results.places()) json["places"].push_back(json_of(place));
  return json.dump(2) + "\n";
}

}  // namespace vantrum::results
