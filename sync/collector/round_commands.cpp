#include "sync/collector/round_commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "shared/base/toml.h"
#include "sync/collector/opener.h"
#include "sync/collector/publish.h"
#include "sync/collector/readings.h"
#include "sync/collector/releasing.h"
#include "sync/collector/round_plan.h"
#include "sync/results/risk.h"
#include "sync/results/text_table.h"
#include "sync/store/answer_content.h"

namespace vantrum::collector {
namespace {

using results::Align;
using results::TextTable;
using Given = RoundWindow::Given;

std::string path_of(const RoundDesk& desk, const std::string& typed) {
  return (std::filesystem::path(desk.directory) / typed).lexically_normal().string();
}

Result<RoundFile> read_file(const RoundDesk& desk, const std::string& typed) {
  const auto bytes = TRY(desk.files.read(path_of(desk, typed), toml_bytes_max));
  return parse_round_file(typed, text_of(bytes));
}

Result<survey::Instrument> instrument_of(const RoundDesk& desk, const std::string& folder) {
  auto path = path_of(desk, folder);
  if (path.ends_with('/')) path.pop_back();
  return survey::load_instrument(desk.files, path);
}

// In the order visitors are offered them: Swedish first (R9), then those most asked for.
std::vector<std::string> languages_of(const survey::Instrument& instrument) {
  std::vector<std::string> languages;
  for (const auto* usual : {"sv", "en", "ar", "so", "fa", "ti", "ckb", "uk", "fi"}) {
    if (instrument.texts.contains(usual)) languages.emplace_back(usual);
  }
  for (const auto& [language, texts] : instrument.texts) {
    if (std::ranges::find(languages, language) == languages.end()) languages.push_back(language);
  }
  return languages;
}

std::vector<std::string> linked_in(const survey::Instrument& instrument) {
  std::vector<std::string> ids;
  for (const auto& question : instrument.questions) {
    if (question.background && question.linkage == survey::Linkage::linked) ids.push_back(question.id);
  }
  return ids;
}

// "2026:45-46" → year and weeks.
Result<RoundWindow> window_of(const RoundNewCommand& command) {
  RoundWindow window;
  window.every_months = command.every_months;
  if (!command.weeks.empty()) {
    window.given = Given::weeks;
    int read = 0;
    const int found = std::sscanf(command.weeks.c_str(), "%4d:%2d-%2d%n", &window.year, &window.first_week,
                                  &window.last_week, &read);
    if (found != 3 || static_cast<std::size_t>(read) != command.weeks.size())
      return Error::invalid("--weeks " + command.weeks +
                            ": expected YEAR:FIRST-LAST, for example 2026:45-46");
    window.days = TRY(survey::window_of_weeks(window.year, window.first_week, window.last_week));
  } else if (!command.from.empty() || !command.to.empty()) {
    window.given = Given::dates;
    window.days = {TRY(survey::parse_day(command.from)), TRY(survey::parse_day(command.to))};
    if (window.days.last < window.days.first)
      return Error::invalid("--to comes before --from; expected them in order");
  }
  return window;
}

Result<RoundFile> first_file(const RoundDesk& desk, const RoundNewCommand& command) {
  const auto instrument = TRY(instrument_of(desk, command.instrument));
  const bool for_staff = instrument.audience == survey::Audience::staff;
  RoundFile file;
  file.name = command.name;
  file.receiver = command.receiver;
  file.instrument = command.instrument;
  file.languages = languages_of(instrument);
  file.linked = linked_in(instrument);
  file.window = TRY(window_of(command));
  for (const auto& centre : TRY(desk.collector.store.list_centres()))
    // A visitors' quota says nothing of how many work there: 0 is refused until somebody has filled it in.
    file.centres.push_back({centre.id, for_staff ? 0 : centre.quota, for_staff, "", 0});
  if (file.centres.empty())
    return Error::refused("there is no centre yet; see: vantrum-collector centre add --help");
  return file;
}

Result<RoundFile> file_from_options(const RoundDesk& desk, const RoundOpenCommand& command) {
  RoundFile file;
  file.name = command.name;
  file.receiver = command.receiver;
  file.instrument = command.folder;
  file.languages = command.languages;
  file.allow_unreviewed = command.allow_unreviewed;
  file.stop_at_quota = command.stop_at_quota;
  file.review_page = command.review;
  file.free_text.is_on = command.free_text;
  if (command.free_text) file.free_text.decision = "--free-text";
  file.free_text.reader = command.text_reader;
  file.free_text.routine = command.text_routine;
  const auto instrument = TRY(instrument_of(desk, command.folder));
  file.linked = linked_in(instrument);
  const bool for_staff = instrument.audience == survey::Audience::staff;
  std::vector<std::uint32_t> named = command.centres;
  for (const auto& [centre, quota] : command.quotas) {
    if (!command.centres.empty() && std::ranges::find(command.centres, centre) == command.centres.end())
      return Error::not_found(fmt::format("centre {} does not take part in this round", centre));
    named.push_back(centre);
  }
  for (const auto& centre : TRY(desk.collector.store.list_centres())) {
    std::erase(named, centre.id.value);
    if (!command.centres.empty() &&
        std::ranges::find(command.centres, centre.id.value) == command.centres.end())
      continue;
    const auto quota = command.quotas.find(centre.id.value);
    // The visitors' quota says nothing of how many work there (S30).
    if (for_staff && quota == command.quotas.end()) {
      return Error::invalid(
          fmt::format("how many work at centre {}? Say it with --quota {}=NUMBER, or use a file: round new",
                      centre.id.value, centre.id.value));
    }
    file.centres.push_back(
        {centre.id, quota == command.quotas.end() ? centre.quota : quota->second, for_staff, "", 0});
  }
  if (!named.empty())
    return Error::not_found(fmt::format("there is no centre {}; see: centre list", named.front()));
  if (file.centres.empty())
    return Error::refused("there is no centre yet; see: vantrum-collector centre add --help");
  return file;
}

// Which kiosks of the round's centres know that it is closed, and what they still have.
Result<std::string> outstanding(const Collector& collector, const RoundRecord& round) {
  TextTable table({{"familjecentral"},
                   {"kiosk"},
                   {"väntar", Align::right},
                   {"vet att den är stängd"},
                   {"senaste kontakt"}});
  const auto statuses = TRY(collector.store.statuses(round.id));
  const auto devices = TRY(collector.store.list_devices());
  std::size_t rows = 0;
  for (const auto& centre : TRY(collector.store.centres_of(round.id))) {
    const auto document = TRY(collector.store.round_document_of(round.id, centre.centre));
    for (const auto& device : devices) {
      if (device.centre != centre.centre || device.state == DeviceState::revoked ||
          device.state == DeviceState::retired)
        continue;
      const auto of_round =
          std::ranges::find(statuses, device.id, [](const StatusRecord& record) { return record.device; });
      const auto latest = TRY(collector.store.statuses_of(device.id));
      const auto serial = latest.empty()    ? 0
                          : round.for_staff ? latest.back().status.staff_serial
                                            : latest.back().status.round_serial;
      const bool knows = document && serial >= document->serial;
      const auto waiting = of_round == statuses.end() ? 0 : of_round->status.waiting;
      if (knows && waiting == 0) continue;
      table.add({centre.name, device.label, std::to_string(waiting), knows ? "ja" : "inte än",
                 device.last_contact ? to_text(*device.last_contact) : "–"});
      ++rows;
    }
  }
  if (rows == 0) return std::string("Alla kiosker vet att omgången är stängd och har lämnat det de hade.\n");
  return "Kiosker som ännu kan lämna svar:\n\n" + table.text() +
         "\nDet som kommer tas emot och räknas för sig.\n";
}

}  // namespace

Result<std::string> make_round_file(const RoundDesk& desk, const RoundNewCommand& command) {
  const auto file = command.after.empty() ? TRY(first_file(desk, command))
                                          : TRY(next_round(TRY(read_file(desk, command.after))));
  auto text = round_file_text(file);
  if (command.out.empty()) return text;
  const auto path = path_of(desk, command.out);
  if (auto there = desk.files.read(path, toml_bytes_max); there || there.error().kind != ErrorKind::not_found)
    return Error::conflict(command.out + " is there already; choose another name, or move it away");
  TRY(desk.files.write_atomic(path, view_of(text)));
  return fmt::format("{} är skriven. Frågas: {}\nFyll i den, pröva den med: round check {}\n", command.out,
                     window_words(file.window), command.out);
}

Result<std::string> check_round_file(const RoundDesk& desk, const std::string& file, bool& is_ready) {
  const auto round = TRY(read_file(desk, file));
  const auto prepared = TRY(prepare_round(desk.collector, desk.files, desk.directory, file, round));
  is_ready = prepared.waits.empty();
  return round_page(round, prepared);
}

Result<std::string> open_round_by(const RoundDesk& desk, const RoundOpenCommand& command) {
  const bool by_file = !command.file.empty();
  const auto round = by_file ? TRY(read_file(desk, command.file)) : TRY(file_from_options(desk, command));
  const auto prepared = TRY(prepare_round(desk.collector, desk.files, desk.directory,
                                          by_file ? command.file : "round open", round));
  const auto id = TRY(open_round(desk.collector, prepared.plan));
  auto text = fmt::format("Round {} opened: {}\n", id.value, round.name);
  if (round.window.given != Given::until_closed)
    text += fmt::format("Frågas: {}\n", window_words(round.window));
  for (const auto& line : prepared.missing) text += line + "\n";
  return text + prepared.unread;
}

Result<std::string> close_round_by(const RoundDesk& desk, RoundId round) {
  TRY(close_round(desk.collector, round));
  auto text = fmt::format("Round {} closed\n\n", round.value);
  text += TRY(late_text(desk.collector, round));
  // Without the keys nothing can be opened, so nothing can be told of the answers.
  if (desk.collector.answers) text += "\n" + TRY(risk_report(desk.collector, round));
  return text;
}

Result<std::string> late_text(const Collector& collector, RoundId id) {
  const auto round = TRY(find_known(collector, id));
  if (round.is_open)
    return Error::refused(fmt::format("round {} is open; late is what comes after it is closed", id.value));
  std::string text;
  std::uint64_t sum = 0;
  for (const auto& centre : TRY(collector.store.centres_of(id))) {
    const auto intake = TRY(collector.store.intake_of(id, centre.centre));
    const auto late = intake.find(intake::late);
    if (late == intake.end()) continue;
    text += fmt::format("{}: {} efter stängning\n", centre.name, late->second);
    sum += late->second;
  }
  text = sum == 0 ? std::string("Inget svar har kommit efter stängning.\n") : text;
  return text + TRY(outstanding(collector, round));
}

Result<std::string> risk_report(const Collector& collector, RoundId id) {
  auto* answers = TRY(collector.opened_answers());
  TRY(Opener(collector).run());
  const auto round = TRY(find_known(collector, id));
  if (round.is_open)
    return Error::refused(fmt::format("round {} is open; its risk is told when it is closed", id.value));
  const auto instrument = TRY(survey::parse_instrument(round.instrument_files));
  std::vector<results::Visit> visits;
  TRY(answers->each_answer(id, [&](const Answer& answer) -> Result<void> {
    visits.push_back({answer.centre, TRY(parse_answers(answer.content, instrument)), answer.flags});
    return {};
  }));
  return results::risk_text(results::risk_of(TRY(facts_of(collector, round)), instrument, visits));
}

Result<std::string> round_table(const Collector& collector) {
  TextTable table(
      {{"nr", Align::right}, {"omgång"}, {"läge"}, {"frågas"}, {"för"}, {"språk"}, {"ogranskade språk"}});
  for (const auto& round : TRY(collector.store.list_rounds())) {
    std::string window = "–";
    if (const auto plan = TRY(collector.store.find_round_plan(round.id))) {
      if (const auto file = parse_round_file("plan", *plan)) window = window_words(file->window);
    }
    table.add({std::to_string(round.id.value), round.name, round.is_open ? "pågår" : "stängd", window,
               round.for_staff ? "personalen" : "besökare",
               fmt::format("{}", fmt::join(round.languages, ", ")),
               fmt::format("{}", fmt::join(round.unreviewed, ", "))});
  }
  return table.text();
}

}  // namespace vantrum::collector
