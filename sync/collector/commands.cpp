#include "sync/collector/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "shared/base/log.h"
#include "shared/survey/instrument_file.h"
#include "sync/collector/backup.h"
#include "sync/collector/enrolment.h"
#include "sync/collector/fleet.h"
#include "sync/collector/key_care.h"
#include "sync/collector/opener.h"
#include "sync/collector/orders.h"
#include "sync/collector/quarantine.h"
#include "sync/collector/quote_commands.h"
#include "sync/collector/readings.h"
#include "sync/collector/reflections.h"
#include "sync/collector/retention_commands.h"
#include "sync/collector/round_commands.h"
#include "sync/collector/round_voices.h"
#include "sync/collector/staff_commands.h"
#include "sync/collector/stick_import.h"
#include "sync/collector/take_away.h"
#include "sync/collector/text_reader.h"
#include "sync/collector/years.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

using results::Align;
using results::TextTable;

class Executor {
 public:
  Executor(const Collector& collector, FileSystem& files, const std::string& directory, AuditNote note)
      : collector_(collector), files_(files), directory_(directory), note_(std::move(note)) {}

  int exit_code() const { return exit_code_; }

  Result<std::string> operator()(const InitCommand&) const { return not_here(); }
  Result<std::string> operator()(const ServeCommand&) const { return not_here(); }
  Result<std::string> operator()(const StaffCommand&) const { return not_here(); }
  Result<std::string> operator()(const QuotesCommand& command) const {
    return carry_out_quotes(collector_, command, note_);
  }
  Result<std::string> operator()(const RetentionCommand& command) const {
    return carry_out_retention(collector_, files_, directory_, command, note_);
  }

  Result<std::string> operator()(const CentreAddCommand& command) const {
    if (command.name.empty() || command.name.size() > 200)
      return Error::invalid("a name is 1 to 200 bytes long");
    CentreId id;
    TRY(collector_.store.in_transaction([&]() -> Result<void> {
      id = TRY(collector_.store.add_centre(command.name, command.quota));
      return {};
    }));
    return fmt::format("Centre {} added: {}, quota {}\n", id.value, command.name, command.quota);
  }

  Result<std::string> operator()(const CentreListCommand&) const {
    TextTable table({{"nr", Align::right}, {"familjecentral"}, {"kvot", Align::right}});
    for (const auto& centre : TRY(collector_.store.list_centres())) {
      table.add({std::to_string(centre.id.value), centre.name, std::to_string(centre.quota)});
    }
    return table.text();
  }

  Result<std::string> operator()(const RoundOpenCommand& command) const {
    return open_round_by(desk(), command);
  }
  Result<std::string> operator()(const RoundNewCommand& command) const {
    return make_round_file(desk(), command);
  }
  Result<std::string> operator()(const RoundCheckCommand& command) const {
    bool is_ready = false;
    auto page = check_round_file(desk(), command.file, is_ready);
    exit_code_ = is_ready ? 0 : 1;
    return page;
  }
  Result<std::string> operator()(const RoundCloseCommand& command) const {
    return close_round_by(desk(), command.round ? RoundId{*command.round} : TRY(only_open_round()));
  }
  Result<std::string> operator()(const RoundLateCommand& command) const {
    return late_text(collector_, TRY(chosen_round(command.round)));
  }
  Result<std::string> operator()(const RoundRiskCommand& command) const {
    return risk_report(collector_, TRY(chosen_round(command.round)));
  }
  Result<std::string> operator()(const RoundListCommand&) const { return round_table(collector_); }
  Result<std::string> operator()(const RoundReaderCommand& command) const {
    const auto before = TRY(change_text_reader(collector_, RoundId{command.round}, command.name));
    return fmt::format("Fritexterna i omgång {} läses nu av {}. {} läser dem inte längre.\n", command.round,
                       command.name, before);
  }
  Result<std::string> operator()(const RoundVoicesCommand& command) const {
    const auto round = command.round ? RoundId{*command.round} : TRY(only_open_round());
    if (command.none) return take_voices_back(collector_, round);
    if (command.folder.empty()) return voices_text(collector_, round);
    return send_voices(collector_, files_, round, absolute(command.folder));
  }

  Result<std::string> operator()(const ReflectionFormCommand& command) const {
    return blank_reflection(collector_, {files_, directory_}, command.statements, CentreId{command.centre},
                            command.year);
  }
  Result<std::string> operator()(const ReflectionAddCommand& command) const {
    return add_reflection(collector_, {files_, directory_}, command.statements, command.file);
  }
  Result<std::string> operator()(const ReflectionListCommand& command) const {
    return reflection_table(collector_, {files_, directory_}, command.statements);
  }
  Result<std::string> operator()(const ReflectionShowCommand& command) const {
    return reflection_page(collector_, {files_, directory_}, command.statements, CentreId{command.centre},
                           command.year);
  }

  Result<std::string> operator()(const EnrolCommand& command) const {
    auto code = TRY(issue_code(collector_, CentreId{command.centre}, command.label,
                               std::chrono::minutes(command.valid_min)));
    return fmt::format("{}\nValid until {}, for one kiosk.\n", code.printed, to_text(code.expires_at));
  }

  Result<std::string> operator()(const DeviceListCommand&) const { return device_table(collector_); }

  Result<std::string> operator()(const DeviceOrderCommand& command) const {
    std::vector<Device> matching;
    for (auto& device : TRY(collector_.store.list_devices())) {
      bool is_of_centre = command.centre > 0 && device.centre.value == command.centre &&
                          (device.state == DeviceState::active || device.state == DeviceState::paused);
      bool is_named = !command.device.empty() && device.id.hex().starts_with(command.device);
      if (is_of_centre || is_named) matching.push_back(std::move(device));
    }
    if (matching.empty()) return Error::not_found("no device is like that; see: device list");
    if (matching.size() > 1 && command.centre == 0)
      return Error::invalid("several devices' ids begin like that; give more of it");
    std::string text;
    for (const auto& device : matching) {
      TRY(order(collector_, device.id, command.action, command.words));
      auto now = TRY(collector_.store.find_device(device.id));
      text += fmt::format("Device {} ({}): {}\n", device.id.hex(), device.label, words_of(now->state));
    }
    return text;
  }

  Result<std::string> operator()(const ReconcileCommand&) const {
    auto reconciliation = TRY(reconcile(collector_));
    exit_code_ = reconciliation.differences.empty() ? 0 : 1;
    return reconciliation_text(reconciliation);
  }

  Result<std::string> operator()(const OpenCommand&) const {
    TRY(collector_.opened_answers());
    auto count = TRY(Opener(collector_).run());
    return fmt::format("{} öppnade, {} i karantän\n", count.opened, count.quarantined);
  }

  Result<std::string> operator()(const RestoreCommand&) const { return not_here(); }

  Result<std::string> operator()(const BackupCommand& command) const {
    auto done = TRY(back_up(collector_, files_, absolute(command.folder), command.with_sealing_keys));
    return words_of(done);
  }

  Result<std::string> operator()(const KeyListCommand&) const { return key_table(collector_); }
  Result<std::string> operator()(const KeyNewCommand&) const { return new_key(collector_, files_); }
  Result<std::string> operator()(const KeyPrintCommand& command) const {
    return print_key(collector_, command.epoch, command.need, command.sheets);
  }
  Result<std::string> operator()(const KeySheetsCommand& command) const {
    const auto sheets = TRY(read_sheets(files_, directory_, command.files));
    return command.is_drill ? check_key(collector_, sheets) : restore_key(collector_, files_, sheets);
  }

  Result<std::string> operator()(const ImportCommand& command) const {
    auto done = TRY(import_stick(collector_, absolute(command.folder)));
    exit_code_ = done.is_complete && !done.has_more && done.refused == 0 ? 0 : 1;
    return words_of(done);
  }

  Result<std::string> operator()(const QuarantineListCommand&) const { return quarantine_table(collector_); }

  Result<std::string> operator()(const QuarantineShowCommand& command) const {
    return quarantine_page(collector_, command.item);
  }

  Result<std::string> operator()(const QuarantineRequeueCommand& command) const {
    auto count = TRY(requeue(collector_, {command.item, command.cause, command.accept}));
    auto opened = TRY(Opener(collector_).run());
    auto text = fmt::format("{} försökta, {} öppnade, {} åter i karantän\n", count.tried, opened.opened,
                            opened.quarantined);
    if (count.remain > 0) text += fmt::format("{} ligger kvar: orsaken är inte borta\n", count.remain);
    if (count.undecided > 0)
      text += fmt::format("{} ligger kvar: kräver ditt beslut (--accept)\n", count.undecided);
    return text;
  }

  Result<std::string> operator()(const InstrumentAddCommand& command) const {
    auto folder = instrument_folder(command.folder);
    auto instrument = TRY(survey::load_instrument(files_, folder));
    auto files = TRY(survey::read_instrument_files(files_, folder));
    TRY(collector_.store.in_transaction(
        [&] { return collector_.store.add_instrument(instrument.number, instrument.version, files); }));
    return fmt::format("Instrument {} version {} added\n", instrument.number, instrument.version);
  }

  Result<std::string> operator()(const ProgressCommand& command) const {
    auto progress = TRY(read_progress(collector_, TRY(chosen_round(command.round))));
    return command.json ? progress_json(progress) : progress_text(progress);
  }

  Result<std::string> operator()(const ResultsCommand& command) const {
    const auto& facts = exports::facts_of(command.format);
    if (!facts.is_text && command.output.empty())
      return Error::invalid(std::string("a file of the form ") + facts.name +
                            " is not for a terminal; add -o FILE");
    ResultsOptions options{command.group_min, {}, !command.alone};
    if (command.before) options.before = RoundId{*command.before};
    auto published = TRY(publish_results(collector_, TRY(chosen_round(command.round)), options));
    exports::What what{command.format, {}, command.chart};
    if (command.centre) {
      what.centre = CentreId{*command.centre};
      if (!published.find(*what.centre)) return exports::no_such_centre(*what.centre);
      published = published.of_centre(*what.centre);  // the region and that centre, in every form (S70)
    }
    auto bytes = TRY(exports::bytes_of(published, what));
    if (command.output.empty()) return bytes;
    return write_out(command.output, bytes);
  }

  Result<std::string> operator()(const YearCommand& command) const {
    return carry_out_year(collector_, files_, command, directory_);
  }

  Result<std::string> operator()(const ReportsCommand& command) const {
    auto published =
        TRY(publish_results(collector_, TRY(chosen_round(command.round)), {command.group_min, {}, true}));
    auto told = [](std::size_t done, std::size_t of) -> Result<void> {
      log_info("reports: {} of {}", done, of);
      return {};
    };
    return write_out(command.output, TRY(exports::all_reports(published, command.formats, told)));
  }

 private:
  Result<std::string> write_out(const std::string& typed, const std::string& bytes) const {
    TRY(files_.write_atomic(absolute(typed), view_of(bytes)));
    return fmt::format("{} skriven, {} byte\n", absolute(typed), bytes.size());
  }
  std::string absolute(const std::string& typed) const {
    return (std::filesystem::path(directory_) / typed).lexically_normal().string();
  }
  std::string instrument_folder(const std::string& typed) const {
    auto folder = absolute(typed);
    if (folder.ends_with('/')) folder.pop_back();
    return folder;
  }

  RoundDesk desk() const { return {collector_, files_, directory_}; }

  static Error not_here() { return Error::refused("this command is not carried out by a running server"); }

  Result<RoundId> only_open_round() const {
    std::vector<RoundId> open;
    for (const auto& round : TRY(collector_.store.list_rounds())) {
      if (round.is_open) open.push_back(round.id);
    }
    if (open.empty()) return Error::not_found("no round is open");
    if (open.size() > 1) return Error::invalid("several rounds are open; say which with --round");
    return open.front();
  }

  // The one asked for, or the latest.
  Result<RoundId> chosen_round(const std::optional<std::uint32_t>& asked) const {
    auto rounds = TRY(collector_.store.list_rounds());
    if (rounds.empty())
      return Error::not_found("there is no round yet; see: vantrum-collector round open --help");
    if (!asked) return rounds.back().id;
    bool known = std::any_of(rounds.begin(), rounds.end(),
                             [&](const auto& round) { return round.id.value == *asked; });
    if (!known) return Error::not_found("there is no round " + std::to_string(*asked) + "; see: round list");
    return RoundId{*asked};
  }

  const Collector& collector_;
  FileSystem& files_;
  const std::string& directory_;
  AuditNote note_;
  mutable int exit_code_ = 0;  // of a command that did its work and found something
};

}  // namespace

CommandOutput execute(const Collector& collector, FileSystem& files, const Command& command,
                      const std::string& directory, const AuditNote& note) {
  Executor executor(collector, files, directory, note ? note : notes_of(collector, command_line_actor));
  auto text = std::visit(executor, command);
  if (!text) return output_of(text.error());
  return {std::move(*text), {}, executor.exit_code()};
}

CommandOutput output_of(const Error& error) {
  return {{}, "vantrum-collector: " + error.message + "\n", exit_code(error)};
}

}  // namespace vantrum::collector
