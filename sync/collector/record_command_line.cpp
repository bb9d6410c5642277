#include "sync/collector/record_command_line.h"

#include "sync/collector/command_words.h"

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

}  // namespace

void declare_records(CLI::App& app, TypedRecords& typed) { declare_quotes(app, typed.quotes); }

std::optional<Command> chosen_records(const CLI::App& app, TypedRecords& typed) {
  if (app.got_subcommand("quotes")) {
    for (const auto& [name, what] : quote_words)
      if (app.get_subcommand("quotes")->got_subcommand(name)) typed.quotes.what = what;
    return typed.quotes;
  }
  return {};
}

}  // namespace vantrum::collector
