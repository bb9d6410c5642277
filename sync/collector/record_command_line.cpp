#include "sync/collector/record_command_line.h"

#include "sync/collector/command_parts.h"

namespace vantrum::collector {
namespace {

constexpr std::pair<const char*, QuotesCommand::What> quote_words[] = {
    {"list", QuotesCommand::What::list},
    {"redact", QuotesCommand::What::redact},
    {"approve", QuotesCommand::What::approve},
    {"withdraw", QuotesCommand::What::withdraw}};

void declare_quotes(CLI::App& app, QuotesCommand& typed) {
  auto* quotes = add(app, "quotes", "What visitors wrote, for the round's reader, and what of it is quoted",
                     "quotes list --data /var/lib/vantrum --round 3 --reader anna@region.example");
  quotes->require_subcommand(1);
  const auto declare = [&](const char* name, const char* description, const char* more) {
    auto* command = add(*quotes, name, description,
                        std::string("quotes ") + name +
                            " --data /var/lib/vantrum --round 3 --reader anna@region.example" + more);
    command->add_option("--round", typed.round, "Number of the round")->required();
    command->add_option("--reader", typed.reader, "You: whom the round names as reader of its texts")
        ->required();
    return command->add_option("--text", typed.text, "The text's id, or enough of its beginning");
  };
  declare("list", "The texts and what is chosen of them; with --text one of them, its words numbered", "");
  declare("redact", "Take words out of a text; […] stands where they stood. Nothing can be added",
          " --text 5f0c --cut 1,4-6")
      ->required();
  quotes->get_subcommand("redact")
      ->add_option("--cut", typed.cut, "Numbers of the words (quotes list --text); none: the whole text")
      ->required();
  declare("approve", "Let it stand in the centre's report; the round is closed", " --text 5f0c")->required();
  declare("withdraw", "An approved quote becomes a draft, a draft is not chosen any more", " --text 5f0c")
      ->required();
}

constexpr std::pair<const char*, RetentionCommand::What> retention_words[] = {
    {"show", RetentionCommand::What::show},
    {"plan", RetentionCommand::What::plan},
    {"archive", RetentionCommand::What::archive},
    {"purge", RetentionCommand::What::purge}};

void declare_retention(CLI::App& app, RetentionCommand& typed) {
  auto* retention = add(app, "retention", "What is kept and what is destroyed, under which decision",
                        "retention plan --data /var/lib/vantrum");
  retention->require_subcommand(1);
  add(*retention, "show", "The retention table that is in force, or the proposal",
      "retention show --data /var/lib/vantrum");
  auto* plan =
      add(*retention, "plan", "What would be destroyed, from when, and what is against it; a dry run",
          "retention plan --data /var/lib/vantrum --round 3");
  plan->add_option("--round", typed.round, "Number of the round (default: all)");
  auto* archive =
      add(*retention, "archive", "A closed round as a folder for the archive, with codebook and checksums",
          "retention archive --data /var/lib/vantrum --round 3 --to /mnt/arkiv");
  archive->add_option("--round", typed.round, "Number of the round")->required();
  archive->add_option("--to", typed.folder, "Folder in which the archive gets a folder of its own")
      ->required();
  archive->add_option("--with", typed.with,
                      "answers or texts, which no suppression protects; may be repeated (default: neither)");
  auto* purge = add(*retention, "purge",
                    "Destroy records of a round under a decision, as the table allows (docs/retention.md)",
                    "retention purge --data /var/lib/vantrum --round 3 --kind texts \\\n"
                    "    --decision \"RS 2028/117\" --archive /mnt/arkiv/vantrum-arkiv-kalmar-omgang-3");
  purge->add_option("--round", typed.round, "Number of the round")->required();
  purge->add_option("--kind", typed.kind, "answers or texts")->required();
  purge->add_option("--decision", typed.decision, "Reference of the decision it rests on");
  purge->add_option("--archive", typed.folder, "Folder of the round's archive (retention archive)");
}

template <class Typed, class Words>
bool choose(const CLI::App& app, const char* group, const Words& all, Typed& typed) {
  if (!app.got_subcommand(group)) return false;
  for (const auto& [name, what] : all)
    if (app.get_subcommand(group)->got_subcommand(name)) typed.what = what;
  return true;
}

}  // namespace

void declare_records(CLI::App& app, TypedRecords& typed) {
  declare_quotes(app, typed.quotes);
  declare_retention(app, typed.retention);
}

std::optional<Command> chosen_records(const CLI::App& app, TypedRecords& typed) {
  if (choose(app, "quotes", quote_words, typed.quotes)) return typed.quotes;
  if (choose(app, "retention", retention_words, typed.retention)) return typed.retention;
  return {};
}

}  // namespace vantrum::collector
