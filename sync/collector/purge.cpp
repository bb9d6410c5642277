#include "sync/collector/purge.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/log.h"
#include "sync/collector/take_away.h"

namespace vantrum::collector {
namespace {

constexpr std::size_t decision_bytes_max = 200, digest_chars = 16;

bool is_a_reference(const std::string& decision) {
  return decision.size() <= decision_bytes_max &&
         std::any_of(decision.begin(), decision.end(), [](char c) { return c > ' '; }) &&
         std::none_of(decision.begin(), decision.end(), [](char c) { return c >= 0 && c < ' '; });
}

Result<DueRecords> due_now(const Collector& collector, const RetentionTable& table, const PurgePlan& plan) {
  const auto of_round = TRY(plan_purge(collector, table, plan.round));
  const auto due = std::find_if(of_round.begin(), of_round.end(),
                                [&](const DueRecords& row) { return row.kind == plan.kind; });
  if (due == of_round.end()) return Error::refused(fmt::format("{} are always kept", code_of(plan.kind)));
  if (due->is_due) return *due;
  const auto until = due->from ? ", " + to_text(*due->from).substr(0, 10) : std::string();
  return Error::refused(fmt::format("{} of round {} are not destroyed: {}{}; see: retention plan",
                                    code_of(plan.kind), plan.round.value, due->obstacle, until));
}

// Leads read the log.
const char* logged_words(RecordKind kind) { return kind == RecordKind::answers ? "enkätsvar" : "fritexter"; }

}  // namespace

std::string never_counted_words(const PurgeDone& done) {
  return done.never_counted == 0 ? "" : fmt::format(", {} av dem aldrig medräknade", done.never_counted);
}

Result<PurgeDone> purge(const Collector& collector, FileSystem& files, const PurgePlan& plan,
                        const AuditNote& note) {
  if (!is_a_reference(plan.decision))
    return Error::refused("name the decision it rests on (--decision), for example \"RS 2028/117\"");
  const auto table = TRY(load_retention(files, collector.folder));
  TRY(due_now(collector, table, plan));
  if (plan.archive.empty())
    return Error::refused("name the round's archive (--archive); see: retention archive --help");
  // The counts that results are made of from now on. It opens what came, so what is due is counted after it.
  TRY(publish_results(collector, plan.round));
  const auto due = TRY(due_now(collector, table, plan));
  auto& answers = *TRY(collector.opened_answers());
  const bool are_answers = plan.kind == RecordKind::answers;
  PurgeDone done{due.count, are_answers ? sum_of(TRY(answers.count_waiting(plan.round))) : 0,
                 table.of(plan.kind).basis, TRY(check_archive(collector, files, plan.round, plan.archive)),
                 true};
  const auto archived = are_answers ? done.archive.answers : done.archive.texts;
  // None are left where this was cut off before the file was written anew.
  if (due.count > 0 && archived != due.count)
    return Error::refused(
        fmt::format("when the archive was made there were {} {}, here are {}; make a new one", archived,
                    code_of(plan.kind), due.count));
  const bool is_inside = are_answers ? done.archive.has_answers : done.archive.has_texts;
  TRY(note(
      "gallrar",
      fmt::format("omgång {}, {}: {} st{}, beslut {}, grund {}, arkiv {} {}", plan.round.value,
                  logged_words(plan.kind), done.count, never_counted_words(done), plan.decision, done.basis,
                  done.archive.digest.substr(0, digest_chars), is_inside ? "med dem" : "utan dem")));
  const auto kind = are_answers ? Destroyable::answers : Destroyable::texts;
  auto gone = answers.in_transaction([&]() -> Result<void> {
    done.count = TRY(answers.destroy(plan.round, kind, plan.decision));
    if (done.count == due.count) return {};
    return Error::refused(fmt::format("{} came meanwhile; make a new archive", code_of(plan.kind)));
  });
  // How it went. The first line stands if this one cannot be written; no error may say the opposite of the
  // deed.
  const auto conclude = [&](const char* action, const std::string& words) {
    const auto noted =
        note(action, fmt::format("omgång {}, {}: {}", plan.round.value, logged_words(plan.kind), words));
    if (!noted)
      log_warning("round {}, {}: {}, which the log did not take: {}", plan.round.value, code_of(plan.kind),
                  action, noted.error().message);
  };
  if (!gone) {
    log_warning("{}", gone.error().message);
    // After an error of the disk nobody knows: the store is opened anew, and there they are, or not.
    const auto left = due_now(collector, table, plan);
    if (due.count > 0 && left && left->count >= due.count)
      conclude("gallrade inte", "alla finns kvar");
    else
      conclude("gallringen blev inte klar", due.count == 0
                                                ? "inga fanns kvar, men databasens fil är inte omskriven"
                                                : "oklart om de finns kvar, gallra en gång till");
    return gone.error();
  }
  if (auto clean = answers.scrub(); !clean) {
    log_warning("{}", clean.error().message);
    done.is_scrubbed = false;
    conclude("gallringen blev inte klar", "borta ur databasen, men dess fil är inte omskriven");
    return done;
  }
  conclude("gallrade", fmt::format("{} st", done.count));
  return done;
}

}  // namespace vantrum::collector
