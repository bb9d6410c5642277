// The machine-readable forms of report.h.
#include <cmath>
#include <nlohmann/json.hpp>

#include "sync/results/report.h"

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
  return std::round(*index * 10) / 10;
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
            {"n", or_null(question.n)}};
  json["options"] = Json::array();
  for (const auto& option : question.options) json["options"].push_back(json_of(option, true));
  json["dont_know"] =
      Json{{"count", or_null(question.dont_know)}, {"percent", or_null(question.dont_know_percent)}};
  json["no_answer"] = or_null(question.no_answer);
  json["positive_percent"] = or_null(question.positive_percent);
  json["index"] = or_null(rounded(question.index));
  json["mean"] = or_null(rounded(question.mean));
  return json;
}

Json json_of(const PublishedCounter& counter) {
  Json json{{"id", counter.id}, {"words", counter.words}, {"options", Json::array()}};
  for (const auto& option : counter.options) json["options"].push_back(json_of(option, false));
  return json;
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
  return json;
}

std::string csv_field(std::string text) {
  // A spreadsheet would run a text that starts like a formula.
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, "'");
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i > 0 ? "," : "") + csv_field(fields[i]);
  return line + "\r\n";
}

template <class T>
std::string or_dash(const std::optional<T>& value) {
  return value ? std::to_string(*value) : "–";
}

std::string index_text(const std::optional<double>& index) {
  if (!index) return "–";
  auto tenths = std::lround(*index * 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace

std::string report_json(const PublishedResults& results) {
  const auto& round = results.round();
  Json json{{"round", {{"id", round.id.value}, {"name", round.name}, {"open", round.is_open}}},
            {"region", round.region_name},
            {"receiver", round.receiver},
            {"group_min", group_min},
            {"centres", round.centres.size()},
            {"unreviewed_languages", round.unreviewed},
            {"places", Json::array()},
            {"notes", results.notes()}};
  for (const auto& place : results.places()) json["places"].push_back(json_of(place));
  return json.dump(2) + "\n";
}

std::string report_csv(const PublishedResults& results) {
  std::string csv = csv_line({"omgång", "plats", "familjecentral", "fråga", "lydelse", "alternativ",
                              "alternativ_text", "antal", "procent", "n", "positiva_procent", "index",
                              "vet_inte", "vet_inte_procent", "ej_svar"});
  const auto round = std::to_string(results.round().id.value);
  for (const auto& place : results.places()) {
    const auto centre = place.centre ? std::to_string(place.centre->value) : "";
    for (const auto& question : place.questions) {
      for (const auto& option : question.options) {
        csv += csv_line({round, place.name, centre, question.id, question.words, option.code, option.label,
                         or_dash(option.count), or_dash(option.percent), or_dash(question.n),
                         or_dash(question.positive_percent), index_text(question.index),
                         or_dash(question.dont_know), or_dash(question.dont_know_percent),
                         or_dash(question.no_answer)});
      }
    }
    for (const auto& counter : place.counters) {
      for (const auto& option : counter.options) {
        csv += csv_line({round, place.name, centre, counter.id, counter.words, option.code, option.label,
                         or_dash(option.count), "", "", "", "", "", "", ""});
      }
    }
  }
  return csv;
}

}  // namespace vantrum::results
