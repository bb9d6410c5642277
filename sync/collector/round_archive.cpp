#include "sync/collector/round_archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"
#include "sync/collector/archive_tables.h"
#include "sync/collector/publish.h"
#include "sync/collector/retention.h"
#include "sync/collector/take_away.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Contents = std::map<std::string, std::string>;  // by name

constexpr std::size_t file_bytes_max = 2'000'000'000;
constexpr std::size_t hash_chars = 64;
constexpr std::uint64_t format_number = 1;
constexpr const char* sums_name = "SHA256SUMS";
constexpr const char* contents_name = "innehall.json";
constexpr const char* answers_name = "svar.csv";
constexpr const char* texts_name = "fritexter.csv";

std::string read_me(const Collector& collector, const RoundRecord& round, const ArchiveFacts& facts) {
  auto text = fmt::format(
      "{0}\n{1}, omgång {2}. Mottagare: {3}.\n"
      "{4} svar och {5} fritexter fanns när arkivet gjordes.\n\n"
      "resultat.csv      resultatet så som det redovisats, små grupper dolda\n"
      "resultat.json     detsamma för program\n"
      "rapporter/        detsamma som sidor för webbläsare: länet och varje familjecentral\n"
      "raknare.csv       det som bara räknats och aldrig legat ihop med ett svar\n"
      "citat.csv         godkända citat\n"
      "kodbok.csv        vad varje fråga och kod betyder\n"
      "instrument/       frågorna på alla språk, så som de gick ut till kioskerna (TOML)\n",
      round.name, collector.region.name, round.id.value, round.receiver, facts.answers, facts.texts);
  if (facts.has_answers)
    text += "svar.csv          ett besök per rad; inget är dolt; ordningen säger inget om när någon kom\n";
  if (facts.has_texts)
    text += "fritexter.csv     det besökarna skrev, utan maskning; ordningen säger inget om när\n";
  if (facts.has_answers || facts.has_texts)
    text += "\nMappen innehåller enskilda svar. Pröva sekretessen innan något lämnas ut.\n\n";
  else
    text += "\nEnskilda svar och fritexter är inte med.\n\n";
  return text +
         "innehall.json     vad mappen innehåller, för program\n"
         "SHA256SUMS        kontrollsummor; kontrollera med: sha256sum -c SHA256SUMS\n\n"
         "Alla filer är text i UTF-8. CSV följer RFC 4180: komma, CRLF, rubrikrad. Flera val skiljs åt med "
         "|.\n"
         "Börjar en text med =, +, - eller @ står en apostrof före, så att inget kalkylprogram räknar på "
         "den.\n" +
         (round.for_staff ? "Svarsfrekvensen är svaren i procent av dem som arbetade på familjecentralen. "
                          : "Besökarna är inte inskrivna; en svarsfrekvens går inte att räkna ut. ") +
         "Flera svar kan komma från samma person.\n";
}

Result<Contents> contents_of(const Collector& collector, const RoundRecord& round, const ArchivePlan& plan,
                             ArchiveFacts& facts) {
  // First, because it opens what waits and keeps what it shows.
  const auto published = TRY(publish_results(collector, round.id));
  const auto instrument = TRY(survey::parse_instrument(round.instrument_files));
  auto& answers = *TRY(collector.opened_answers());
  facts.answers = sum_of(TRY(answers.count_answers(round.id)));
  facts.texts = sum_of(TRY(answers.count_texts(round.id)));
  facts.has_answers = plan.with_answers;
  facts.has_texts = plan.with_texts;

  Contents contents;
  contents["resultat.csv"] = TRY(exports::bytes_of(published, {exports::Format::csv, {}, 1}));
  contents["resultat.json"] = TRY(exports::bytes_of(published, {exports::Format::json, {}, 1}));
  for (const auto& place : published.places()) {
    const auto name = place.centre ? fmt::format("familjecentral-{}", place.centre->value) : "lanet";
    contents["rapporter/" + name + ".html"] =
        TRY(exports::bytes_of(published, {exports::Format::html, place.centre, 1}));
  }
  contents["raknare.csv"] = TRY(counters_csv(published));
  contents["citat.csv"] = TRY(quotes_csv(published));
  contents["kodbok.csv"] = TRY(codebook_csv(instrument));
  for (const auto& [name, text] : round.instrument_files) contents["instrument/" + name] = text;
  if (plan.with_answers) contents[answers_name] = TRY(answers_csv(answers, round.id, instrument, published));
  if (plan.with_texts) contents[texts_name] = TRY(texts_csv(answers, round.id, instrument, published));
  contents["LASMIG.txt"] = read_me(collector, round, facts);
  const Json json{{"format", format_number},       {"region", collector.region.id},
                  {"round", round.id.value},       {"name", round.name},
                  {"receiver", round.receiver},    {"answers", facts.answers},
                  {"texts", facts.texts},          {"with_answers", facts.has_answers},
                  {"with_texts", facts.has_texts}, {"made", to_text(collector.clock.wall())}};
  contents[contents_name] = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  return contents;
}

Result<void> write_all(FileSystem& files, const std::string& folder, const Contents& contents) {
  std::string sums;
  for (const auto& [name, text] : contents) {
    if (auto end = name.find('/'); end != std::string::npos)
      TRY(files.make_directories(folder + "/" + name.substr(0, end)));
    TRY(files.write_atomic(folder + "/" + name, view_of(text), 0640));
    sums += to_hex(crypto::hash_of(view_of(text)).view()) + "  " + name + "\n";
  }
  return files.write_atomic(folder + "/" + sums_name, view_of(sums), 0640);
}

// The files that lie there, as SHA256SUMS names them.
Result<std::set<std::string>> files_in(const std::string& folder) {
  std::set<std::string> names;
  std::error_code problem;
  for (auto entry = fs::recursive_directory_iterator(folder, problem);
       !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    if (!entry->is_directory(problem))
      names.insert(fs::path(entry->path()).lexically_relative(folder).generic_string());
  }
  if (problem) return Error::storage("reading " + folder + ": " + problem.message());
  return names;
}

}  // namespace

std::string archive_path(const Collector& collector, const std::string& target, RoundId round) {
  return fmt::format("{}/vantrum-arkiv-{}-omgang-{}", target, collector.region.id, round.value);
}

Result<ArchiveFacts> archive_round(const Collector& collector, FileSystem& files, const ArchivePlan& plan) {
  auto round = TRY(find_known(collector, plan.round));
  if (round.is_open) return Error::refused("the round is open; close it first (round close)");
  std::error_code problem;
  if (!fs::is_directory(plan.target, problem)) return Error::not_found("there is no folder " + plan.target);
  ArchiveFacts facts;
  facts.path = archive_path(collector, plan.target, plan.round);
  if (fs::exists(facts.path, problem)) return Error::conflict(facts.path + " is there already");
  const auto contents = TRY(contents_of(collector, round, plan, facts));
  const auto part = facts.path + ".part";
  fs::remove_all(part, problem);  // of an earlier try that was cut short
  TRY(files.make_directories(part));
  fs::permissions(part, fs::perms::owner_all, problem);
  if (problem) return Error::storage("setting the permissions of " + part + ": " + problem.message());
  TRY(write_all(files, part, contents));
  TRY(files.rename(part, facts.path));
  return check_archive(collector, files, plan.round, facts.path);
}

Result<ArchiveFacts> check_archive(const Collector& collector, FileSystem& files, RoundId round,
                                   const std::string& path) {
  auto sums = files.read(path + "/" + sums_name, file_bytes_max);
  if (!sums && sums.error().kind == ErrorKind::storage) return sums.error();
  if (!sums) return Error::invalid(path + " is no archive of a round: " + sums.error().message);
  ArchiveFacts facts;
  facts.path = path;
  facts.digest = to_hex(crypto::hash_of(*sums).view());
  auto there = TRY(files_in(path));
  there.erase(sums_name);
  Json json;
  std::string_view lines = text_of(*sums);
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    const auto name = line.size() > hash_chars + 2 ? std::string(line.substr(hash_chars + 2)) : "";
    if (there.erase(name) == 0)
      return Error::invalid(fmt::format("{}: {} is missing, or {} is not as it was written", path,
                                        name.empty() ? "a file" : name, sums_name));
    const auto bytes = TRY(files.read(path + "/" + name, file_bytes_max));
    if (to_hex(crypto::hash_of(bytes).view()) != line.substr(0, hash_chars))
      return Error::invalid(path + "/" + name + " is not as it was written");
    if (name == contents_name) json = Json::parse(text_of(bytes), nullptr, false);
    facts.has_answers = facts.has_answers || name == answers_name;
    facts.has_texts = facts.has_texts || name == texts_name;
  }
  if (!there.empty()) return Error::invalid(path + "/" + *there.begin() + " is none of the archive's files");
  // Compared as it stands: a member of another type is no error of ours, but another archive.
  const auto member = [&](const char* name) { return json.is_object() ? json.value(name, Json()) : Json(); };
  const auto number_of_answers = member("answers"), number_of_texts = member("texts");
  if (member("format") != Json(format_number) || member("region") != Json(collector.region.id) ||
      member("round") != Json(round.value) || !number_of_answers.is_number_unsigned() ||
      !number_of_texts.is_number_unsigned())
    return Error::invalid(path + " is not an archive of this round");
  facts.answers = number_of_answers.get<std::uint64_t>();
  facts.texts = number_of_texts.get<std::uint64_t>();
  return facts;
}

}  // namespace vantrum::collector
