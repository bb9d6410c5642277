#include "sync/collector/command_line.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "sync/collector/command_parts.h"
#include "sync/collector/record_command_line.h"
#include "sync/collector/results_options.h"
#include "sync/collector/round_options.h"
#include "sync/collector/staff_command_line.h"
#include "sync/collector/year_command_line.h"

namespace vantrum::collector {
namespace {

constexpr std::uint32_t count_max = 1'000'000;

// "127.0.0.1:8443", "[::1]:8443" → host and port.
bool split_address(const std::string& text, std::string& host, std::uint16_t& port) {
  auto colon = text.rfind(':');
  if (colon == std::string::npos) return false;
  host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const char* last = text.data() + text.size();
  auto [rest, problem] = std::from_chars(text.data() + colon + 1, last, port);
  return !host.empty() && problem == std::errc() && rest == last;
}

// "2=50" → centre and quota.
bool split_quota(const std::string& text, std::uint32_t& centre, std::uint32_t& quota) {
  const char* last = text.data() + text.size();
  auto [equals, problem] = std::from_chars(text.data(), last, centre);
  if (problem != std::errc() || equals == last || *equals != '=') return false;
  auto [rest, quota_problem] = std::from_chars(equals + 1, last, quota);
  return quota_problem == std::errc() && rest == last && quota > 0 && quota <= count_max;
}

std::string check_address(const std::string& text) {
  std::string host;
  std::uint16_t port = 0;
  return split_address(text, host, port) ? "" : "expected ADDRESS:PORT, for example 127.0.0.1:8443";
}
std::string check_quota(const std::string& text) {
  std::uint32_t centre = 0, quota = 0;
  return split_quota(text, centre, quota) ? "" : "expected CENTRE=NUMBER, for example 2=80";
}

// Options write into these; a command is made from them once the whole line is known to be right.
struct Typed {
  std::string data, answers;
  InitCommand init;
  std::string listen = "127.0.0.1:8443";
  ServeCommand serve;
  CentreAddCommand centre_add;
  RoundOpenCommand round_open;
  std::vector<std::string> quotas;
  RoundCloseCommand round_close;
  TypedRounds rounds;
  EnrolCommand enrol;
  DeviceOrderCommand device_order;
  ImportCommand import;
  BackupCommand backup;
  RestoreCommand restore;
  KeyPrintCommand key_print;
  KeySheetsCommand key_sheets;
  QuarantineShowCommand quarantine_show;
  QuarantineRequeueCommand requeue;
  InstrumentAddCommand instrument_add;
  ProgressCommand progress;
  TypedResults results;
  StaffCommand staff;
  TypedYearCommand year;
  TypedRecords records;
};

void declare_setup(CLI::App& app, Typed& typed) {
  auto* init = add(
      app, "init", "Set up a collector in a new folder: keys, certificates, store, the first account",
      "init --data /var/lib/vantrum --region kalmar --name \"Region Kalmar län\" --host collector.example");
  init->add_option("--region", typed.init.region,
                   "Id of the region, a-z 0-9 and -; bound into every document")
      ->required();
  init->add_option("--name", typed.init.name, "Name of the region, as people write it")->required();
  init->add_option("--host", typed.init.hosts,
                   "Name or address kiosks reach this server by; may be repeated "
                   "(127.0.0.1 and localhost are always there)");

  init->add_option("--lead", typed.init.lead,
                   "Name of the first account, a lead's; its one-time link is printed")
      ->default_val("utvecklingsledare");
  init->add_option("--url", typed.init.url,
                   "Address of the server, to stand before the link (the first --host, port 8443)");

  auto* serve = add(app, "serve", "Run the server until SIGTERM",
                    "serve --data /var/lib/vantrum --listen 0.0.0.0:8443");
  serve->add_option("--listen", typed.listen, "Address and port; port 0 takes any free one")
      ->check(check_address)
      ->capture_default_str();
  serve->add_option("--port-file", typed.serve.port_file,
                    "File that gets the port number once the server is ready");
  serve->add_flag(
      "--no-open", typed.serve.no_open,
      "Only receive: no key that opens answers is read, what comes stays sealed until `open` is run");
  add(app, "open",
      "Open what was received and is still sealed; serve does so by itself unless it runs with --no-open",
      "open --data /var/lib/vantrum");

  auto* enrol = add(app, "enrol", "Make a one-time code with which one kiosk joins a centre",
                    "enrol --data /var/lib/vantrum --centre 1 --label \"Väntrummet\"");
  enrol->add_option("--centre", typed.enrol.centre, "Number of the centre; see: centre list")->required();
  enrol->add_option("--label", typed.enrol.label, "What to call the kiosk")->required();
  enrol->add_option("--valid-min", typed.enrol.valid_min, "How many minutes the code is good")
      ->check(CLI::Range(1u, 1440u))
      ->capture_default_str();
}

void declare_centre(CLI::App& app, Typed& typed) {
  auto* centre = add(app, "centre", "Family centres", "centre list --data /var/lib/vantrum");
  centre->require_subcommand(1);
  auto* added =
      add(*centre, "add", "Add a centre", "centre add --data /var/lib/vantrum --name Eken --quota 50");
  added->add_option("--name", typed.centre_add.name, "Name, as people write it")->required();
  added->add_option("--quota", typed.centre_add.quota, "Responses wanted in a round")
      ->required()
      ->check(CLI::Range(1u, count_max));
  add(*centre, "list", "List the centres", "centre list --data /var/lib/vantrum");
}

void declare_round(CLI::App& app, Typed& typed) {
  auto* round = add(app, "round", "Survey rounds", "round list --data /var/lib/vantrum");
  round->require_subcommand(1);
  auto& plan = typed.round_open;
  auto* open = add(
      *round, "open", "Open a round: the centres' kiosks start asking",
      "round open --data /var/lib/vantrum --instrument config/instruments/besoksenkat \\\n"
      "    --name \"Besöksenkät hösten 2026\" --receiver \"Regionstyrelsen\" --languages sv,en --quota 2=80");
  auto* file = open->add_option("file", plan.file, "The round's file (round new); nothing else is needed");
  auto* folder = open->add_option("--instrument", plan.folder, "Folder of the instrument")->excludes(file);
  auto* name = open->add_option("--name", plan.name, "Name of the round")->excludes(file);
  auto* receiver =
      open->add_option("--receiver", plan.receiver, "Authority that receives the answers; shown to visitors")
          ->excludes(file);
  auto* languages = open->add_option("--languages", plan.languages,
                                     "Languages to offer, separated by commas; sv must be among them")
                        ->excludes(file)
                        ->delimiter(',');
  require_unless(open, file, {folder, name, receiver, languages});
  open->add_option("--centre", plan.centres,
                   "Number of a centre that takes part; may be repeated (default: all)");
  open->add_option("--quota", typed.quotas, "CENTRE=NUMBER: a quota for this round only; may be repeated")
      ->check(check_quota);
  open->add_flag("--stop-at-quota", plan.stop_at_quota,
                 "Kiosks stop asking when their centre's quota is reached");
  open->add_flag("--review", plan.review, "Show visitors their answers once more before they send them");
  open->add_flag("--allow-unreviewed", plan.allow_unreviewed,
                 "Offer languages whose translation nobody has reviewed; the results say so");
  open->add_flag("--free-text", plan.free_text,
                 "Ask for free text; needs a decision of the leads, --reader and --routine");
  open->add_option("--reader", plan.text_reader,
                   "Name of the account that reads the free texts (round reader changes it)");
  open->add_option(
      "--routine", plan.text_routine,
      "Where the routine for concern for a child is written down, for example a document number");
  auto* close = add(*round, "close", "Close a round: kiosks stop asking and deliver what is left",
                    "round close --data /var/lib/vantrum --round 1");
  close->add_option("--round", typed.round_close.round, "Number of the round (default: the open one)");
  add(*round, "list", "List the rounds", "round list --data /var/lib/vantrum");
  declare_round_files(*round, typed.rounds);
}

void declare_device(CLI::App& app, Typed& typed) {
  auto* device = add(app, "device", "Enrolled kiosks", "device list --data /var/lib/vantrum");
  device->require_subcommand(1);
  add(*device, "list", "List the kiosks, what of theirs is missing, and alarms",
      "device list --data /var/lib/vantrum");
  auto declare = [&](const char* name, const char* description, bool many) {
    auto* command = add(*device, name, description,
                        std::string("device ") + name + " --data /var/lib/vantrum --device 5f0c");
    auto* id =
        command->add_option("--device", typed.device_order.device, "Its id, or enough of the id's beginning");
    command->add_option("--words", typed.device_order.words, "Why; shown to the staff");
    if (!many) {
      id->required();
      return;
    }
    command->add_option("--centre", typed.device_order.centre, "Or the number of a centre: all its kiosks")
        ->excludes(id);
  };
  declare("pause", "The kiosk asks nobody until it is resumed, and delivers what it has", true);
  declare("resume",
          "A paused kiosk asks again; so does one that is being retired and has not wiped itself yet", true);
  declare("retire",
          "The kiosk asks nobody, delivers everything, then wipes itself; enrol it anew for another centre",
          false);
  declare("revoke",
          "Trust a kiosk no more: it wipes itself at the next contact, and what it sends is quarantined",
          false);
}

void declare_quarantine(CLI::App& app, Typed& typed) {
  auto* quarantine =
      add(app, "quarantine", "What was put aside, and why", "quarantine list --data /var/lib/vantrum");
  quarantine->require_subcommand(1);
  add(*quarantine, "list", "How many items were put aside, why, and what to do",
      "quarantine list --data /var/lib/vantrum");
  auto* show = add(*quarantine, "show", "What is known of one item; never what it says",
                   "quarantine show --data /var/lib/vantrum --item 5f0c");
  show->add_option("--item", typed.quarantine_show.item, "Its id, or enough of the id's beginning")
      ->required();
  auto* requeue = add(*quarantine, "requeue", "Try again once the cause is gone; what still fails stays",
                      "quarantine requeue --data /var/lib/vantrum --cause \"unknown key epoch\"");
  requeue->add_option("--item", typed.requeue.item, "Only items whose id begins so");
  requeue->add_option("--cause", typed.requeue.cause, "Only items with this cause");
  requeue->add_flag(
      "--accept", typed.requeue.accept,
      "Also what a revoked or copied kiosk sent, and conflicts: you decided that they are true answers");

  auto* instrument = add(app, "instrument", "Versions of the survey that no round here was opened with",
                         "instrument add --data /var/lib/vantrum --folder besoksenkat-2");
  instrument->require_subcommand(1);
  auto* added = add(*instrument, "add", "Make a version known, so that answers to it can be read",
                    "instrument add --data /var/lib/vantrum --folder besoksenkat-2");
  added->add_option("--folder", typed.instrument_add.folder, "Folder of the instrument")->required();
}

void declare_safekeeping(CLI::App& app, Typed& typed) {
  auto* backup = add(app, "backup", "Copy the whole collector; kiosks then let go of what it holds",
                     "backup --data /var/lib/vantrum --to /media/backup");
  backup->add_option("--to", typed.backup.folder, "Folder in which the backup gets a folder of its own")
      ->required();
  backup->add_flag("--with-sealing-keys", typed.backup.with_sealing_keys,
                   "Also the secret keys that open answers; better keep those on paper (key print)");
  auto* restore =
      add(app, "restore", "Set a collector up from a backup; the kiosks send again what it does not hold",
          "restore --data /var/lib/vantrum --from /media/backup/vantrum-20261106T081500Z");
  restore->add_option("--from", typed.restore.from, "Folder of the backup")->required();

  auto* key = add(app, "key", "Keys that answers are sealed to", "key list --data /var/lib/vantrum");
  key->require_subcommand(1);
  add(*key, "list", "The keys, and whether they open anything here", "key list --data /var/lib/vantrum");
  add(*key, "new", "From now on kiosks seal to a new key; the older ones still open",
      "key new --data /var/lib/vantrum");
  auto* print =
      add(*key, "print", "The secret key on sheets of paper, of which any few open and one alone does not",
          "key print --data /var/lib/vantrum --sheets 3 --need 2 | lp");
  print->add_option("--epoch", typed.key_print.epoch, "Number of the key (default: the newest)");
  print->add_option("--sheets", typed.key_print.sheets, "How many sheets")
      ->check(CLI::Range(2u, 9u))
      ->capture_default_str();
  print->add_option("--need", typed.key_print.need, "How many of them are needed")
      ->check(CLI::Range(2u, 9u))
      ->capture_default_str();
  for (const auto& [name, description] :
       {std::pair("check", "A drill: do these sheets give the key? Writes nothing"),
        std::pair("restore", "Put a lost key back from its sheets")}) {
    auto* sheets =
        add(*key, name, description, std::string("key ") + name + " --data /var/lib/vantrum one.txt two.txt");
    sheets->add_option("files", typed.key_sheets.files, "Files with what stands on the sheets, one each")
        ->required();
  }
}

void declare_reading(CLI::App& app, Typed& typed) {
  auto* import = add(app, "import", "Receive what kiosks laid on a USB stick, and lay the answers beside it",
                     "import --data /var/lib/vantrum /media/stick");
  import->add_option("folder", typed.import.folder, "Where the stick is; the folder vantrum is on it")
      ->required();
  add(app, "reconcile", "Compare what the kiosks say with what is here; exit code 1 if anything differs",
      "reconcile --data /var/lib/vantrum");
  auto* progress = add(app, "progress", "How far each centre has come towards its quota",
                       "progress --data /var/lib/vantrum");
  progress->add_option("--round", typed.progress.round, "Number of the round (default: the latest)");
  progress->add_flag("--json", typed.progress.json, "As JSON");
  declare_results(*add(app, "results", "Results of a round, small groups suppressed",
                       "results --data /var/lib/vantrum --round 1 --format xlsx -o results.xlsx"),
                  typed.results);
  declare_reports(*add(app, "reports", "A report for the region and for each centre, in one ZIP",
                       "reports --data /var/lib/vantrum --format docx --format pdf -o reports.zip"),
                  typed.results);
}

Command chosen(const CLI::App& app, Typed& typed) {
  auto is = [](const CLI::App* parent, const char* name) { return parent->got_subcommand(name); };
  if (is(&app, "init")) return typed.init;
  if (is(&app, "serve")) {
    split_address(typed.listen, typed.serve.host, typed.serve.port);
    return typed.serve;
  }
  if (is(&app, "open")) return OpenCommand{};
  if (is(&app, "enrol")) return typed.enrol;
  if (is(&app, "progress")) return typed.progress;
  if (is(&app, "import")) return typed.import;
  if (is(&app, "backup")) return typed.backup;
  if (is(&app, "restore")) return typed.restore;
  if (is(&app, "key")) {
    const auto* key = app.get_subcommand("key");
    if (is(key, "new")) return KeyNewCommand{};
    if (is(key, "print")) return typed.key_print;
    typed.key_sheets.is_drill = is(key, "check");
    if (typed.key_sheets.is_drill || is(key, "restore")) return typed.key_sheets;
    return KeyListCommand{};
  }
  if (is(&app, "reconcile")) return ReconcileCommand{};
  if (is(&app, "instrument")) return typed.instrument_add;
  if (is(&app, "quarantine")) {
    const auto* quarantine = app.get_subcommand("quarantine");
    if (is(quarantine, "show")) return typed.quarantine_show;
    return is(quarantine, "requeue") ? Command(typed.requeue) : QuarantineListCommand{};
  }
  if (is(&app, "results")) return results_of(typed.results);
  if (is(&app, "reports")) return reports_of(typed.results);
  if (choose_staff(app, typed.staff)) return typed.staff;
  if (auto year = chosen_year(app, typed.year)) return *year;
  if (auto command = chosen_records(app, typed.records)) return *command;
  if (is(&app, "centre") && is(app.get_subcommand("centre"), "add")) return typed.centre_add;
  if (is(&app, "centre")) return CentreListCommand{};
  if (is(&app, "device")) {
    const std::pair<const char*, wire::OrderAction> orders[] = {{"pause", wire::OrderAction::pause},
                                                                {"resume", wire::OrderAction::resume},
                                                                {"retire", wire::OrderAction::retire},
                                                                {"revoke", wire::OrderAction::revoke}};
    for (const auto& [name, action] : orders) {
      if (!is(app.get_subcommand("device"), name)) continue;
      typed.device_order.action = action;
      return typed.device_order;
    }
    return DeviceListCommand{};
  }
  const auto* round = app.get_subcommand("round");
  if (is(round, "close")) return typed.round_close;
  if (is(round, "list")) return RoundListCommand{};
  if (is(round, "new")) return typed.rounds.made;
  if (is(round, "check")) return typed.rounds.check;
  if (is(round, "late")) return typed.rounds.late;
  if (is(round, "risk")) return typed.rounds.risk;
  if (is(round, "reader")) return typed.rounds.reader;
  if (is(round, "voices")) return typed.rounds.voices;
  for (const auto& text : typed.quotas) {
    std::uint32_t centre = 0, quota = 0;
    split_quota(text, centre, quota);
    typed.round_open.quotas[centre] = quota;
  }
  return typed.round_open;
}

}  // namespace

std::variant<Invocation, CommandOutput> parse_command_line(const std::vector<std::string>& arguments) {
  Typed typed;
  CLI::App app("Receives what the kiosks of a region collect, and tells the leads.", "vantrum-collector");
  app.footer(
      "Example:\n  vantrum-collector progress --data /var/lib/vantrum\n"
      "Each command has its own help: vantrum-collector COMMAND --help");
  app.fallthrough();  // --data may stand before or after the command
  app.require_subcommand(1);
  app.add_option("--data", typed.data, "Folder of the collector")
      ->required()
      ->envname("VANTRUM_COLLECTOR_DATA");
  app.add_option("--answers", typed.answers, "Folder of answers and secret keys; default DATA/answers")
      ->envname("VANTRUM_COLLECTOR_ANSWERS");
  declare_setup(app, typed);
  declare_centre(app, typed);
  declare_round(app, typed);
  declare_device(app, typed);
  declare_quarantine(app, typed);
  declare_safekeeping(app, typed);
  declare_reading(app, typed);
  declare_staff(app, typed.staff);
  declare_year(app, typed.year);
  declare_records(app, typed.records);
  auto reversed = arguments;  // as CLI11 wants them
  std::reverse(reversed.begin(), reversed.end());
  try {
    app.parse(reversed);
    return Invocation{{typed.data, typed.answers}, chosen(app, typed)};
  } catch (const CLI::ParseError& e) {
    std::ostringstream out, err;
    int code = app.exit(e, out, err);
    return CommandOutput{out.str(), err.str(), code == 0 ? 0 : exit_code(Error::invalid({}))};
  }
}

}  // namespace vantrum::collector
