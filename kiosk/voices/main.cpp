// vantrum-voices: makes and checks the recordings that a kiosk speaks with. Wiring only.
#include <CLI/CLI.hpp>
#include <iostream>
#include <set>
#include <sstream>

#include "kiosk/program/words.h"
#include "kiosk/voices/espeak.h"
#include "kiosk/voices/heard.h"
#include "kiosk/voices/maker.h"
#include "shared/survey/instrument_file.h"

namespace vantrum::kiosk {
namespace {

struct Options {
  std::string folder = "voices", assets = "assets";
  std::vector<std::string> instruments;
  std::string languages, receiver, centre, only;
  bool check = false, list = false;
};

std::vector<std::string> languages_of(const Options& options, const Texts& texts) {
  std::vector<std::string> languages;
  std::stringstream given(options.languages);
  for (std::string language; std::getline(given, language, ',');) languages.push_back(language);
  if (!languages.empty()) return languages;
  for (const auto& language : texts.languages()) {
    if (espeak_voice(language)) languages.push_back(language);
  }
  return languages;
}

// espeak-ng's words, and a look at what came of them: a file that cannot be played or heard is worth nothing.
Result<Bytes> speak(const std::string& language, const std::string& words) {
  auto bytes = TRY(speak_with_espeak(language, words));
  TRY(check_heard(TRY(decode_opus(bytes))));
  return bytes;
}

void say_report(const std::string& language, const VoiceReport& report) {
  std::cout << language << ": " << report.made << " made, " << report.kept << " kept (" << report.recorded
            << " recorded by a person)\n";
  const auto list = [&](const char* what, const std::vector<std::string>& files) {
    for (const auto& file : files) std::cout << "  " << what << " " << language << "/" << file << "\n";
  };
  list("missing:", report.missing);
  list("recorded for other words, silent until it is recorded again:", report.stale);
  list("said by nothing any more:", report.unused);
}

// True when the voice is whole.
Result<bool> one_language(const Options& options, FileSystem& files, const std::string& language,
                          const std::vector<Recording>& recordings) {
  const auto folder = options.folder + "/" + language;
  if (options.list) {
    for (const auto& recording : recordings)
      std::cout << language << "\t" << recording.name << "\t" << recording.words << "\n";
    return true;
  }
  const auto synthesise = [&](const std::string& words) { return speak(language, words); };
  const auto report =
      options.check
          ? TRY(check_voice(files, folder, recordings))
          : TRY(make_voice(files, folder, std::string(speaker_name), recordings, synthesise, options.only));
  say_report(language, report);
  const auto unheard = options.check ? find_unheard(files, folder, recordings) : std::vector<std::string>();
  for (const auto& file : unheard) std::cout << "  cannot be heard: " << language << "/" << file << "\n";
  return report.missing.empty() && report.stale.empty() && unheard.empty();
}

// What several surveys say, the same words once: the interface says them in all.
std::vector<Recording> recordings_for(const Words& words, const std::vector<survey::Instrument>& instruments,
                                      const std::string& language, const Names& names) {
  std::vector<Recording> all;
  std::set<std::string> seen;
  for (const auto& instrument : instruments) {
    for (auto& recording : recordings_of(words.texts, instrument, *words.keyboards, language, names)) {
      if (seen.insert(recording.words).second) all.push_back(std::move(recording));
    }
  }
  return all;
}

Result<bool> run_all(const Options& options, FileSystem& files) {
  const auto words = TRY(load_words(files, options.assets));
  auto folders = options.instruments;
  if (folders.empty()) folders = {"config/instruments/besoksenkat", "config/instruments/foraldraenkat"};
  std::vector<survey::Instrument> instruments;
  for (const auto& folder : folders) instruments.push_back(TRY(survey::load_instrument(files, folder)));
  Names names;
  if (!options.receiver.empty()) names["receiver"] = options.receiver;
  if (!options.centre.empty()) names["centre"] = options.centre;
  bool whole = true;
  for (const auto& language : languages_of(options, words.texts)) {
    const auto recordings = recordings_for(words, instruments, language, names);
    if (!TRY(one_language(options, files, language, recordings))) whole = false;
  }
  return whole;
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Makes the recordings that a kiosk reads aloud, with espeak-ng, and checks those that people have "
      "made.\n"
      "Example: vantrum-voices --receiver \"Region Kalmar län\""};
  app.add_option("--folder", options.folder, "where the voices are (default: voices)");
  app.add_option("--assets", options.assets, "folder with the interface's texts (default: assets)");
  app.add_option("--instrument", options.instruments,
                 "folder of a survey; may be repeated (default: the two that visitors are asked)");
  app.add_option("--languages", options.languages,
                 "for example sv,en (default: all that espeak-ng speaks honestly)");
  app.add_option("--receiver", options.receiver, "the round's receiver, so that its name can be heard");
  app.add_option("--centre", options.centre, "the centre's name, likewise");
  app.add_option("--only", options.only, "make only files whose names begin so, for example bar.");
  app.add_flag("--check", options.check,
               "change nothing; exit 1 if a recording is missing, says other words or cannot be heard");
  app.add_flag("--list", options.list, "the words to be recorded: language, file, words");
  CLI11_PARSE(app, argc, argv);

  auto files = real_file_system();
  auto whole = run_all(options, *files);
  if (!whole) {
    std::cerr << "vantrum-voices: " << whole.error().message << "\n";
    return exit_code(whole.error());
  }
  return *whole ? 0 : 1;
}

}  // namespace
}  // namespace vantrum::kiosk

int main(int argc, char** argv) { return vantrum::kiosk::run(argc, argv); }
