#include "sync/collector/round_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "shared/base/toml.h"

namespace vantrum::collector {
namespace {

constexpr std::uint32_t format_version = 1;
constexpr std::uint32_t quota_max = 1'000'000;
constexpr std::uint32_t centres_max = 500;
constexpr std::size_t linked_max = 2;
constexpr std::size_t words_bytes_max = 200;
// A41: at least twenty seconds to say "jag är kvar".
constexpr std::uint32_t idle_s_min = 20, idle_s_max = 3'600, answer_s_min = 20, answer_s_max = 600;
constexpr std::uint32_t months_max = 120;

using Given = RoundWindow::Given;

Result<std::string> take_words(TomlTable& table, const std::string& key, bool needed) {
  auto words = needed ? TRY(table.take_string(key)) : TRY(table.take_string_or_empty(key));
  if (words.size() > words_bytes_max) {
    return table.error_at(
        key, fmt::format("{} bytes of text; expected at most {}", words.size(), words_bytes_max));
  }
  return words;
}

// 0, or within the bounds.
Result<std::uint32_t> take_seconds(TomlTable& table, const std::string& key, std::uint32_t min,
                                   std::uint32_t max) {
  const auto seconds = TRY(table.take_number(key, 0, max));
  if (seconds > 0 && seconds < min) {
    return table.error_at(
        key, fmt::format("{} seconds; expected {} to {}, or 0 for the kiosk's own setting (A41)", seconds,
                         min, max));
  }
  return seconds;
}

Result<survey::Day> take_day(TomlTable& table, const std::string& key) {
  auto day = survey::parse_day(TRY(table.take_string(key)));
  if (!day) return table.error_at(key, day.error().message);
  return day;
}

Result<void> read_dates(TomlTable& table, RoundWindow& window) {
  window.days.first = TRY(take_day(table, "first"));
  window.days.last = TRY(take_day(table, "last"));
  if (window.days.last < window.days.first)
    return table.error_at("last", "the last day comes before the first; expected them in order");
  return {};
}

Result<void> read_weeks(TomlTable& table, RoundWindow& window) {
  window.year = static_cast<int>(TRY(table.take_number("year", 2000, 2099)));
  window.first_week = static_cast<int>(TRY(table.take_number("first_week", 1, 53)));
  window.last_week = static_cast<int>(TRY(table.take_number("last_week", 1, 53)));
  auto days = survey::window_of_weeks(window.year, window.first_week, window.last_week);
  if (!days) return table.error_at("last_week", days.error().message);
  window.days = *days;
  return {};
}

Result<RoundWindow> read_window(TomlTable& root) {
  auto table = TRY(root.take_table("window"));
  RoundWindow window;
  const auto given = TRY(table.take_one_of("given_in", {"dates", "weeks", "until_closed"}));
  if (given == "dates") {
    window.given = Given::dates;
    TRY(read_dates(table, window));
  } else if (given == "weeks") {
    window.given = Given::weeks;
    TRY(read_weeks(table, window));
  }
  if (window.given != Given::until_closed) {
    window.every_months = TRY(table.take_number("every_months", 0, months_max));
    if (window.given == Given::weeks && window.every_months % 12 != 0) {
      return table.error_at("every_months", "weeks come again in whole years; expected 0, 12, 24 …");
    }
  }
  TRY(table.finish());
  return window;
}

Result<RoundFile::FreeText> read_free_text(TomlTable& root) {
  auto table = TRY(root.take_table("free_text"));
  RoundFile::FreeText text;
  text.is_on = TRY(table.take_bool("on"));
  for (const auto& [key, words] : {std::pair("decision", &text.decision), std::pair("reader", &text.reader),
                                   std::pair("routine", &text.routine)}) {
    *words = TRY(take_words(table, key, false));
    if (text.is_on && words->empty()) {
      return table.error_at(key,
                            fmt::format("free text is on, but {} is empty; expected the leads' decision, who "
                                        "reads the texts, and where the routine for concern for a child is "
                                        "written down, or on = false (P-12)",
                                        key));
    }
    if (!text.is_on && !words->empty()) {
      return table.error_at(
          key, fmt::format("free text is off, but {} is filled in; expected on = true, or \"\"", key));
    }
  }
  TRY(table.finish());
  return text;
}

Result<RoundFile::Place> read_place(TomlTable& table) {
  RoundFile::Place place;
  place.line = table.line();
  place.centre.value = TRY(table.take_number("number", 1, UINT32_MAX));
  const bool has_quota = table.has("quota");
  place.is_headcount = table.has("headcount");
  if (has_quota == place.is_headcount) {
    return table.error(place.line,
                       fmt::format("centre {}: {}; expected quota (answers wanted from visitors) or "
                                   "headcount (how many work there)",
                                   place.centre.value, has_quota ? "both quota and headcount" : "no quota"));
  }
  place.quota = TRY(table.take_number(has_quota ? "quota" : "headcount", 1, quota_max));
  place.local = TRY(table.take_string_or_empty("local"));
  TRY(table.finish());
  return place;
}

Result<std::vector<RoundFile::Place>> read_places(TomlTable& root) {
  std::vector<RoundFile::Place> places;
  std::set<CentreId> seen;
  for (auto& table : TRY(root.take_tables("centre", "centre_count", centres_max))) {
    places.push_back(TRY(read_place(table)));
    if (!seen.insert(places.back().centre).second) {
      return table.error_at("number", fmt::format("centre {} stands here twice; expected each centre once",
                                                  places.back().centre.value));
    }
  }
  if (places.empty()) return root.error_at("centre_count", "no centre; expected at least one");
  return places;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string list_of(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const auto& word : words) parts.push_back(quoted(word));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::string window_text(const RoundWindow& window) {
  const std::string head =
      "\n# När det frågas. given_in: \"weeks\", \"dates\" eller \"until_closed\". every_months: 0 är "
      "en gång.\n[window]\n";
  switch (window.given) {
    case Given::until_closed:
      return head + "given_in = \"until_closed\"\n";
    case Given::weeks:
      return head + fmt::format(
                        "given_in = \"weeks\"  # {} till {}\nyear = {}\nfirst_week = {}\nlast_week = {}\n"
                        "every_months = {}\n",
                        survey::to_text(window.days.first), survey::to_text(window.days.last), window.year,
                        window.first_week, window.last_week, window.every_months);
    case Given::dates:
      break;
  }
  return head + fmt::format("given_in = \"dates\"\nfirst = \"{}\"\nlast = \"{}\"\nevery_months = {}\n",
                            survey::to_text(window.days.first), survey::to_text(window.days.last),
                            window.every_months);
}

}  // namespace

Result<RoundFile> parse_round_file(std::string_view file, std::string_view content) {
  const auto tree = TRY(parse_toml(file, content));
  TomlTable root(file, tree);
  RoundFile round;
  TRY(root.take_number("format", format_version, format_version));
  round.name = TRY(take_words(root, "name", true));
  round.receiver = TRY(take_words(root, "receiver", true));
  round.instrument = TRY(root.take_string("instrument"));
  round.languages = TRY(root.take_strings("languages"));
  if (std::ranges::find(round.languages, "sv") == round.languages.end())
    return root.error_at("languages", "Swedish is not among them; expected \"sv\", too");
  if (std::set<std::string>(round.languages.begin(), round.languages.end()).size() != round.languages.size())
    return root.error_at("languages", "a language stands here twice; expected each once");
  round.allow_unreviewed = TRY(root.take_bool("allow_unreviewed"));
  round.stop_at_quota = TRY(root.take_one_of("at_quota", {"continue", "stop"})) == "stop";
  round.review_page = TRY(root.take_bool("review_page"));
  round.linked = TRY(root.take_strings("linked"));
  if (round.linked.size() > linked_max) {
    return root.error_at("linked",
                         fmt::format("{} background questions beside the answers; expected at most {}: more "
                                     "would make visitors recognisable (P-31)",
                                     round.linked.size(), linked_max));
  }
  round.idle_s = TRY(take_seconds(root, "idle_s", idle_s_min, idle_s_max));
  round.answer_s = TRY(take_seconds(root, "answer_s", answer_s_min, answer_s_max));
  round.window = TRY(read_window(root));
  round.free_text = TRY(read_free_text(root));
  round.centres = TRY(read_places(root));
  TRY(root.finish());
  return round;
}

std::string round_file_text(const RoundFile& round) {
  auto text = fmt::format(
      "# En omgång. Alla rader behövs. Pröva filen med: round check FIL\n\n"
      "format = 1\n"
      "name = {}\n"
      "receiver = {}  # myndigheten som tar emot svaren; visas för besökarna\n"
      "instrument = {}\n"
      "languages = {}\n"
      "allow_unreviewed = {}  # true: språk som ingen har granskat får erbjudas; resultaten säger det\n"
      "at_quota = \"{}\"  # \"continue\" eller \"stop\" när målet är nått\n"
      "review_page = {}  # true: svaren visas en gång till innan de skickas\n"
      "linked = {}  # bakgrund som sparas tillsammans med svaren; högst två\n"
      "idle_s = {}  # sekunder till \"Är du kvar?\"; 0: kioskens egen inställning\n"
      "answer_s = {}  # sekunder att svara på det\n"
      "centre_count = {}\n",
      quoted(round.name), quoted(round.receiver), quoted(round.instrument), list_of(round.languages),
      round.allow_unreviewed, round.stop_at_quota ? "stop" : "continue", round.review_page,
      list_of(round.linked), round.idle_s, round.answer_s, round.centres.size());
  text += window_text(round.window);
  text += fmt::format(
      "\n# Fritext: bara med ledningens beslut, en namngiven läsare och en rutin för oro för "
      "barn.\n[free_text]\n"
      "on = {}\ndecision = {}\nreader = {}\nroutine = {}\n\n"
      "# quota: så många svar ska centralen samla in. headcount, i en personalenkät: så många arbetar där.\n"
      "# local: mapp med högst tre egna frågor, eller \"\".\n",
      round.free_text.is_on, quoted(round.free_text.decision), quoted(round.free_text.reader),
      quoted(round.free_text.routine));
  for (const auto& place : round.centres) {
    text += fmt::format("\n[[centre]]\nnumber = {}\n{} = {}\nlocal = {}\n", place.centre.value,
                        place.is_headcount ? "headcount" : "quota", place.quota, quoted(place.local));
  }
  return text;
}

Result<RoundFile> next_round(const RoundFile& round) {
  auto next = round;
  auto& window = next.window;
  if (window.every_months == 0)
    return Error::refused("the round comes only once; expected every_months = 12 or 24 in its [window]");
  const auto months = static_cast<int>(window.every_months);
  const int year_before = static_cast<int>(std::chrono::year_month_day(window.days.first).year());
  if (window.given == Given::weeks) {
    window.days = TRY(survey::next_by_weeks(window.year, window.first_week, window.last_week, months));
    window.year += months / 12;
  } else {
    window.days = TRY(survey::next_by_dates(window.days, months));
  }
  const int year_after = static_cast<int>(std::chrono::year_month_day(window.days.first).year());
  if (const auto at = next.name.find(std::to_string(year_before)); at != std::string::npos)
    next.name.replace(at, 4, std::to_string(year_after));
  return next;
}

}  // namespace vantrum::collector
