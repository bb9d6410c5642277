#include "sync/collector/quote_commands.h"

#include <fmt/format.h>

#include "sync/collector/quotes.h"
#include "sync/collector/redaction.h"

namespace vantrum::collector {
namespace {

const char* state_of(const ReadText& row) {
  if (row.quote.empty()) return "inte vald";
  return row.is_approved ? "godkänd" : "utkast";
}

std::string text_of(const ReadText& row, bool with_numbers) {
  auto text = fmt::format("{}  {}{}{}\n", row.id.hex().substr(0, text_id_chars), state_of(row),
                          row.label.empty() ? "" : " · ", row.label);
  if (row.text.empty()) text += "  texten är gallrad\n";
  if (!row.text.empty()) text += "  " + row.text + "\n";
  if (!row.quote.empty() && row.quote != row.text) text += "  citat: " + row.quote + "\n";
  if (!with_numbers) return text;
  std::size_t number = 0;
  for (const auto& word : words_of(row.text)) text += fmt::format("  {}:{}", ++number, word);
  return text + "\n";
}

Result<std::string> listed(const Collector& collector, const TextReader& reader, const std::string& wanted) {
  std::string text;
  CentreId centre;
  std::string words;
  for (const auto& row : TRY(read_texts(collector, reader))) {
    if (!row.id.hex().starts_with(wanted)) continue;
    if (row.centre != centre) text += fmt::format("{}{}\n", text.empty() ? "" : "\n", row.centre_name);
    if (row.centre != centre || row.words != words) text += row.words + "\n";
    centre = row.centre;
    words = row.words;
    text += text_of(row, !wanted.empty());
  }
  return text.empty() ? "Inga fritexter.\n" : text;
}

}  // namespace

Result<std::string> carry_out_quotes(const Collector& collector, const QuotesCommand& command,
                                     const AuditNote& note) {
  const TextReader reader{RoundId{command.round}, command.reader, note};
  switch (command.what) {
    case QuotesCommand::What::list:
      return listed(collector, reader, command.text);
    case QuotesCommand::What::redact: {
      auto quote = TRY(redact(collector, reader, command.text, TRY(parse_word_numbers(command.cut))));
      return fmt::format("Utkast: {}\n", quote);
    }
    case QuotesCommand::What::approve:
      TRY(approve(collector, reader, command.text));
      return std::string("Godkänt. Det står i familjecentralens rapport, om den visar resultat.\n");
    case QuotesCommand::What::withdraw:
      TRY(withdraw(collector, reader, command.text));
      return std::string("Tillbakadraget. Rapporter som redan har lämnats ut ändras inte av det.\n");
  }
  return Error::invalid("there is no such command");
}

}  // namespace vantrum::collector
