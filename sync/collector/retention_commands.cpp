#include "sync/collector/retention_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "sync/collector/purge.h"

namespace vantrum::collector {
namespace {

std::string absolute(const std::string& directory, const std::string& typed) {
  if (typed.empty()) return typed;
  auto path = (std::filesystem::path(directory) / typed).lexically_normal().string();
  if (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

Result<RecordKind> kind_named(const std::string& typed) {
  const auto kind = record_kind_of(typed);
  if (!kind) return Error::invalid("\"" + typed + "\" is no kind of record; see: retention show");
  return *kind;
}

Result<std::string> archived(const Collector& collector, FileSystem& files, const RetentionCommand& command,
                             const std::string& target, const AuditNote& note) {
  ArchivePlan plan{RoundId{command.round.value_or(0)}, target};
  for (const auto& typed : command.with) {
    const auto kind = TRY(kind_named(typed));
    if (!can_be_destroyed(kind)) return Error::invalid(typed + " are in every archive, or in none");
    (kind == RecordKind::answers ? plan.with_answers : plan.with_texts) = true;
  }
  TRY(note("skriver arkiv",
           fmt::format("omgång {}{}{}, till {}", plan.round.value, plan.with_answers ? ", med svaren" : "",
                       plan.with_texts ? ", med fritexterna" : "", target)));
  const auto facts = TRY(archive_round(collector, files, plan));
  return fmt::format(
      "Arkivet ligger i {} och har lästs tillbaka.\n"
      "{} svar ({}), {} fritexter ({}). Kontrollsumma: {}\n",
      facts.path, facts.answers, facts.has_answers ? "är med" : "är inte med", facts.texts,
      facts.has_texts ? "är med" : "är inte med", facts.digest);
}

Result<std::string> purged(const Collector& collector, FileSystem& files, const RetentionCommand& command,
                           const std::string& archive, const AuditNote& note) {
  const auto kind = TRY(kind_named(command.kind));
  const auto done = TRY(
      purge(collector, files, {RoundId{command.round.value_or(0)}, kind, command.decision, archive}, note));
  if (!done.is_scrubbed)
    return Error::storage(
        fmt::format("{} {} of round {} are destroyed, but remains may be in the database's file, which could "
                    "not be written anew: make room on the disk, and give the command again",
                    done.count, code_of(kind), command.round.value_or(0)));
  const bool is_inside = kind == RecordKind::answers ? done.archive.has_answers : done.archive.has_texts;
  if (done.count == 0) return std::string("Redan gallrat. Databasens fil är omskriven en gång till.\n");
  return fmt::format(
      "Gallrat: {} st ({}){}. Beslut: {}. Grund: {}.\n"
      "{}\nSäkerhetskopior från tidigare har kvar det som gallrades: förstör kopiorna också.\n",
      done.count, words_of(kind), never_counted_words(done), command.decision, done.basis,
      is_inside ? "De finns i arkivet " + done.archive.path + "." : "De finns inte i arkivet.");
}

}  // namespace

Result<std::string> carry_out_retention(const Collector& collector, FileSystem& files,
                                        const std::string& directory, const RetentionCommand& command,
                                        const AuditNote& note) {
  using What = RetentionCommand::What;
  switch (command.what) {
    case What::show:
      return retention_table_text(TRY(load_retention(files, collector.folder)));
    case What::plan: {
      const auto table = TRY(load_retention(files, collector.folder));
      std::optional<RoundId> round;
      if (command.round) round = RoundId{*command.round};
      return plan_text(table, TRY(plan_purge(collector, table, round)));
    }
    case What::archive:
      return archived(collector, files, command, absolute(directory, command.folder), note);
    case What::purge:
      return purged(collector, files, command, absolute(directory, command.folder), note);
  }
  return Error::invalid("there is no such command");
}

}  // namespace vantrum::collector
