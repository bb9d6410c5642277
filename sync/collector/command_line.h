// What a person types, as a value. CLI11 is included only in command_line.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/wire/documents.h"
#include "sync/collector/admin_request.h"
#include "sync/collector/data_folder.h"
#include "sync/collector/record_commands.h"
#include "sync/exports/exports.h"

namespace vantrum::collector {

struct InitCommand {
  std::string region, name;
  std::vector<std::string> hosts;
  std::string lead;  // name of the first account
  std::string url;   // stands before its link; empty: the first host, port 8443
};
struct ServeCommand {
  std::string host;
  std::uint16_t port = 0;
  std::string port_file;
  bool no_open = false;
};
struct OpenCommand {};
struct CentreAddCommand {
  std::string name;
  std::uint32_t quota = 0;
};
struct CentreListCommand {};
struct RoundNewCommand {
  std::string instrument, name, receiver;
  std::string weeks;     // "2026:45-46"
  std::string from, to;  // "2026-09-01"
  std::uint32_t every_months = 0;
  std::string after;  // the file of a round that comes again; then nothing above is given
  std::string out;    // empty: printed
};
struct RoundCheckCommand {
  std::string file;
};
struct RoundOpenCommand {
  std::string file;  // empty: by the options below
  std::string folder, name, receiver;
  std::vector<std::string> languages;
  std::vector<std::uint32_t> centres;
  std::map<std::uint32_t, std::uint32_t> quotas;
  bool stop_at_quota = false, review = false, allow_unreviewed = false, free_text = false;
  std::string text_reader, text_routine;
};
struct RoundCloseCommand {
  std::optional<std::uint32_t> round;
};
struct RoundReaderCommand {
  std::uint32_t round = 0;
  std::string name;  // of an account
};
struct RoundListCommand {};
struct RoundLateCommand {
  std::optional<std::uint32_t> round;
};
struct RoundRiskCommand {
  std::optional<std::uint32_t> round;
};
struct RoundVoicesCommand {
  std::optional<std::uint32_t> round;
  std::string folder;  // empty: say how it stands
  bool none = false;   // the kiosks let go of them
};
struct ReflectionFormCommand {
  std::string statements;
  std::uint32_t centre = 0, year = 0;
};
struct ReflectionAddCommand {
  std::string statements, file;
};
struct ReflectionListCommand {
  std::string statements;
};
struct ReflectionShowCommand {
  std::string statements;
  std::uint32_t centre = 0, year = 0;  // year 0: the latest
};
struct EnrolCommand {
  std::uint32_t centre = 0;
  std::string label;
  std::uint32_t valid_min = 10;
};
struct DeviceListCommand {};
struct DeviceOrderCommand {
  wire::OrderAction action = wire::OrderAction::pause;
  std::string device;        // beginning of its id; empty: every kiosk of the centre
  std::uint32_t centre = 0;  // 0: none
  std::string words;
};
struct ReconcileCommand {};
struct BackupCommand {
  std::string folder;
  bool with_sealing_keys = false;
};
struct RestoreCommand {
  std::string from;
};
struct KeyListCommand {};
struct KeyNewCommand {};
struct KeyPrintCommand {
  std::uint32_t epoch = 0;  // 0: the newest
  std::uint32_t need = 2, sheets = 3;
};
struct KeySheetsCommand {
  std::vector<std::string> files;
  bool is_drill = true;  // false: put the key back
};
struct ImportCommand {
  std::string folder;  // of the stick
};
struct QuarantineListCommand {};
struct QuarantineShowCommand {
  std::string item;
};
struct QuarantineRequeueCommand {
  std::string item, cause;
  bool accept = false;
};
struct InstrumentAddCommand {
  std::string folder;
};
struct ProgressCommand {
  std::optional<std::uint32_t> round;
  bool json = false;
};
struct ResultsCommand {
  std::optional<std::uint32_t> round, before, centre;
  exports::Format format = exports::Format::text;
  std::string output;  // empty: printed
  std::uint64_t group_min = 5;
  std::uint32_t chart = 1;
  bool alone = false;  // compared with no other round
};
struct ReportsCommand {
  std::optional<std::uint32_t> round;
  std::vector<exports::Format> formats;
  std::string output;
  std::uint64_t group_min = 5;
};

// Accounts and the audit log; staff_commands.h carries them out.
struct StaffCommand {
  enum class What {
    account_new,
    account_list,
    account_link,
    account_close,
    account_open,
    audit_list,
    audit_head,
    audit_verify,
  };
  What what = What::account_list;
  std::string name, role, url, head;
  std::vector<std::uint32_t> centres;
  std::uint32_t valid_h = 72;
};

// The yearly reports and the calendar; years.h carries them out.
struct YearCommand {
  enum class What {
    setup,
    blank,
    take,
    list,
    report,
    reports,
    freeze,
    frozen,
    calendar_show,
    calendar_remind,
    calendar_file,
  };
  What what = What::list;
  std::string outline, calendar, statements, file, output, day;
  std::uint32_t centre = 0, year = 0, part = 0, days = 1;
  exports::Format format = exports::Format::text;
};

using Command =
    std::variant<InitCommand, ServeCommand, CentreAddCommand, CentreListCommand, RoundOpenCommand,
                 RoundCloseCommand, RoundListCommand, RoundNewCommand, RoundCheckCommand, RoundLateCommand,
                 RoundRiskCommand, RoundVoicesCommand, RoundReaderCommand, ReflectionFormCommand,
                 ReflectionAddCommand, ReflectionListCommand, ReflectionShowCommand, EnrolCommand,
                 DeviceListCommand, DeviceOrderCommand, ReconcileCommand, OpenCommand, BackupCommand,
                 RestoreCommand, KeyListCommand, KeyNewCommand, KeyPrintCommand, KeySheetsCommand,
                 ImportCommand, QuarantineListCommand, QuarantineShowCommand, QuarantineRequeueCommand,
                 InstrumentAddCommand, ProgressCommand, ResultsCommand, ReportsCommand, StaffCommand,
                 QuotesCommand, RetentionCommand, YearCommand>;

struct Invocation {
  DataFolder folder;
  Command command;
};

// A command, or what to print instead: the help that was asked for, or what was wrong with the line.
std::variant<Invocation, CommandOutput> parse_command_line(const std::vector<std::string>& arguments);

}  // namespace vantrum::collector
