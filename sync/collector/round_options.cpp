#include "sync/collector/round_options.h"

#include "sync/collector/command_parts.h"

namespace vantrum::collector {
namespace {

void declare_voices(CLI::App& round, RoundVoicesCommand& typed) {
  auto* voices =
      add(round, "voices", "Send recordings for Lyssna to a round's kiosks, or say how far they are",
          "round voices --data /var/lib/vantrum --round 3 recorded");
  auto* folder = voices->add_option("folder", typed.folder,
                                    "Folder with a folder for each language, as vantrum-voices makes them; "
                                    "takes the place of what was sent before (default: say what was "
                                    "sent, and which kiosks have it)");
  voices->add_flag("--none", typed.none, "The kiosks let go of what was sent")->excludes(folder);
  voices->add_option("--round", typed.round, "Number of the round (default: the open one)");
}

}  // namespace

void declare_round_files(CLI::App& round, TypedRounds& typed) {
  auto& plan = typed.made;
  auto* made = add(
      round, "new", "Write a file to start from, or the next of a round that comes again",
      "round new --data /var/lib/vantrum --instrument config/instruments/foraldraenkat \\\n"
      "    --name \"Föräldraenkät 2026\" --receiver \"Nämnden\" --weeks 2026:45-46 --every 12 --out f.toml");
  auto* after =
      made->add_option("--after", plan.after, "File of the round before; everything but the window is kept");
  auto* folder =
      made->add_option("--instrument", plan.instrument, "Folder of the instrument")->excludes(after);
  auto* name = made->add_option("--name", plan.name, "Name of the round")->excludes(after);
  auto* receiver = made->add_option("--receiver", plan.receiver, "Who receives the answers")->excludes(after);
  auto* weeks = made->add_option("--weeks", plan.weeks, "YEAR:FIRST-LAST, ISO weeks, for example 2026:45-46");
  made->add_option("--from", plan.from, "First day, for example 2026-09-01")->excludes(weeks);
  made->add_option("--to", plan.to, "Last day")->excludes(weeks);
  made->add_option("--every", plan.every_months, "Months until it comes again")->check(CLI::Range(0u, 120u));
  made->add_option("--out", plan.out, "File to write; never over one that is there (default: printed)");
  require_unless(made, after, {folder, name, receiver});
  add(round, "check", "Say what a round's file will be; changes nothing, exit code 1 if it has to wait",
      "round check --data /var/lib/vantrum f.toml")
      ->add_option("file", typed.check.file, "The round's file")
      ->required();
  add(round, "late", "What came after a round was closed, and which kiosks still have something",
      "round late --data /var/lib/vantrum --round 1")
      ->add_option("--round", typed.late.round, "Number of the round (default: the latest)");
  add(round, "risk", "How recognisable visitors would be row by row (P-31)",
      "round risk --data /var/lib/vantrum --round 1")
      ->add_option("--round", typed.risk.round, "Number of the round (default: the latest)");
  declare_voices(round, typed.voices);
}

}  // namespace vantrum::collector
