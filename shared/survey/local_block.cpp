#include "shared/survey/local_block.h"

#include <fmt/format.h>

#include <charconv>

#include "shared/base/toml.h"

namespace vantrum::survey {
namespace {

constexpr const char* questions_name = "questions.toml";
constexpr const char* instrument_name = "instrument.toml";
constexpr std::string_view first_table = "[[question]]";
constexpr std::string_view text_table = "[text]";

std::string place_of(const LocalBlock& block, std::string_view file) {
  return fmt::format("local block of centre {}: {}", block.centre.value, file);
}

// Where a line begins that starts with `begin`; npos if there is none.
std::size_t find_line(std::string_view text, std::string_view begin) {
  if (text.starts_with(begin)) return 0;
  const auto at = text.find(std::string("\n") + std::string(begin));
  return at == std::string_view::npos ? at : at + 1;
}

std::size_t end_of_line(std::string_view text, std::size_t from) {
  return std::min(text.find('\n', from), text.size());
}

Result<std::uint32_t> check_questions_of(const LocalBlock& block) {
  const auto found = block.files.find(questions_name);
  if (found == block.files.end())
    return Error::invalid(place_of(block, questions_name) +
                          ":1: the file is missing; expected it in the folder");
  const auto file = place_of(block, questions_name);
  const auto tree = TRY(parse_toml(file, found->second));
  TomlTable root(file, tree);
  TRY(root.take_number("format", 1, 1));
  const auto count = TRY(root.take_number("question_count", 1, 255));
  if (count > local_questions_max) {
    return root.error_at("question_count",
                         fmt::format("{} questions of the centre's own; expected at most {} (S29)", count,
                                     local_questions_max));
  }
  // The tables are read as questions once they stand in the instrument; here only what makes them local.
  auto tables = TRY(root.take_tables("question"));
  if (tables.size() != count) {
    return root.error_at("question_count", fmt::format("{} questions, but {} are there; expected the same",
                                                       count, tables.size()));
  }
  TRY(root.finish());
  for (auto& table : tables) {
    const auto id = TRY(table.take_id("id"));
    if (local_centre_of(id) != block.centre.value) {
      return table.error_at("id",
                            fmt::format("id \"{}\"; expected one that begins with l{}_, so that it is the "
                                        "centre's own (S29)",
                                        id, block.centre.value));
    }
    TRY(table.take_number("number", local_number_min, 255));
    if (table.has("background") && TRY(table.take_bool("background")) &&
        TRY(table.take_string("linkage")) == "linked") {
      return table.error_at("linkage",
                            "a linked background question of the centre's own; expected linkage = "
                            "\"counter\" (P-31)");
    }
  }
  return count;
}

// The base's number is in its own line, because the base was parsed before.
Result<std::string> with_questions(std::string base, const std::vector<LocalBlock>& blocks) {
  constexpr std::string_view key = "question_count";
  std::uint32_t added = 0;
  std::string questions;
  for (const auto& block : blocks) {
    added += TRY(check_questions_of(block));
    const std::string& own = block.files.at(questions_name);
    const auto from = find_line(own, first_table);
    if (from == std::string::npos) {
      return Error::invalid(place_of(block, questions_name) +
                            ":1: no line [[question]]; expected it at the start of a line");
    }
    questions += "\n" + own.substr(from);
    if (!questions.ends_with('\n')) questions += '\n';
  }
  const auto from = find_line(base, key);
  if (from == std::string::npos) return Error::invalid("instrument.toml:1: no line with question_count");
  const auto to = end_of_line(base, from);
  const auto equals = base.find('=', from);
  std::uint32_t count = 0;
  const auto digits = base.find_first_of("0123456789", equals);
  if (digits == std::string::npos || digits > to)
    return Error::invalid("instrument.toml: question_count: no number");
  std::from_chars(base.data() + digits, base.data() + to, count);
  base.replace(from, to - from, fmt::format("{} = {}", key, count + added));
  return base + questions;
}

// Only the words that it has; the instrument says which it needs.
Result<std::string> words_of(const LocalBlock& block, const std::string& name, bool& is_reviewed) {
  const auto& own = block.files.at(name);
  const auto file = place_of(block, name);
  const auto tree = TRY(parse_toml(file, own));
  TomlTable root(file, tree);
  is_reviewed = TRY(root.take_one_of("review", {"pending", "reviewed"})) == "reviewed";
  const auto from = find_line(own, text_table);
  if (from == std::string::npos)
    return Error::invalid(file + ":1: no line [text]; expected the words under it");
  return own.substr(end_of_line(own, from)) + "\n";
}

}  // namespace

std::optional<std::uint32_t> local_centre_of(std::string_view question_id) {
  if (!question_id.starts_with('l')) return std::nullopt;
  std::uint32_t centre = 0;
  const char* end = question_id.data() + question_id.size();
  const auto [rest, problem] = std::from_chars(question_id.data() + 1, end, centre);
  if (problem != std::errc() || rest == end || *rest != '_' || rest + 1 == end) return std::nullopt;
  return centre;
}

Result<InstrumentFiles> with_local_blocks(const InstrumentFiles& instrument,
                                          const std::vector<LocalBlock>& blocks) {
  if (blocks.empty()) return instrument;
  const auto base = TRY(parse_instrument(instrument));
  for (const auto& question : base.questions) {
    if (local_centre_of(question.id)) {
      return Error::invalid(
          fmt::format("question \"{}\" of the instrument is named like a centre's own; expected "
                      "another id",
                      question.id));
    }
  }
  auto files = instrument;
  files[instrument_name] = TRY(with_questions(files.at(instrument_name), blocks));
  for (const auto& block : blocks) {
    if (!block.files.contains("sv.toml"))
      return Error::invalid(place_of(block, "sv.toml") + ":1: the file is missing; expected Swedish words");
    for (const auto& [name, content] : block.files) {
      if (name == questions_name) continue;
      const auto words = files.find(name);
      // A language that the instrument lacks cannot be offered, so nobody misses these words.
      if (words == files.end()) continue;
      bool is_reviewed = false;
      words->second += "\n" + TRY(words_of(block, name, is_reviewed));
      if (is_reviewed) continue;
      auto review = find_line(words->second, "review ");
      if (review == std::string::npos) review = find_line(words->second, "review=");
      if (review == std::string::npos)
        return Error::invalid(name +
                              ":1: no line that begins with review; expected it for the block's words");
      words->second.replace(review, end_of_line(words->second, review) - review, "review = \"pending\"");
    }
  }
  if (auto parsed = parse_instrument(files); !parsed)
    return parsed.error().while_doing("the instrument with its local blocks");
  return files;
}

}  // namespace vantrum::survey
