// One round's records: the archive, taken away and acknowledged, then destroying under a decision (P-21,
// P-22). The same functions as the commands' do it; nothing here knows what may be destroyed when.
#include <fmt/format.h>

#include <algorithm>

#include "shared/base/log.h"
#include "sync/collector/purge.h"
#include "sync/collector/shelf.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

using collector::ArchiveFacts;
using collector::DueRecords;
using collector::RecordKind;
using Shelved = std::optional<ArchiveFacts>;

// What is known of a round when its page is shown.
struct Desk {
  collector::RoundRecord round;
  std::vector<DueRecords> plan;
  std::vector<collector::Destroyed> gone;
  Shelved archive;
  bool is_damaged = false;  // the archive is not as it was written
};

Result<Desk> desk_of(Call& call) {
  if (!call.house.files) return Error::unavailable("the table lies beside the databases");
  const auto& collector = call.house.collector;
  auto* answers = TRY(collector.opened_answers());
  Desk desk{TRY(call.round()), {}, {}, {}, false};
  const auto table = TRY(collector::load_retention(*call.house.files, collector.folder));
  desk.plan = TRY(collector::plan_purge(collector, table, desk.round.id));
  desk.gone = TRY(answers->destroyed(desk.round.id));
  auto archive = collector::find_shelved(collector, *call.house.files, desk.round.id);
  if (archive) {
    desk.archive = std::move(*archive);
  } else if (archive.error().kind == ErrorKind::invalid) {
    log_warning("{}", archive.error().message);
    desk.is_damaged = true;
  } else {
    return archive.error();  // it may be whole; nobody is asked to make it anew
  }
  return desk;
}

bool was_destroyed(const Desk& desk, RecordKind kind) {
  const auto sought =
      kind == RecordKind::answers ? collector::Destroyable::answers : collector::Destroyable::texts;
  return std::any_of(desk.gone.begin(), desk.gone.end(), [&](const auto& row) { return row.kind == sought; });
}

// There were as many when the archive was made; what is gone already is only cleared away once more.
bool fits(const Desk& desk, const DueRecords& due) {
  if (!desk.archive) return false;
  const auto archived = due.kind == RecordKind::answers ? desk.archive->answers : desk.archive->texts;
  return due.count == 0 || archived == due.count;
}

Json row_of(const Call& call, const Desk& desk, const DueRecords& due) {
  const bool is_gone = due.count == 0 && was_destroyed(desk, due.kind);
  const bool may = due.is_due && (due.count > 0 || is_gone);
  const bool was_typed = call.form.get("kind") == code_of(due.kind);
  return {{"id", desk.round.id.value},
          {"round_name", desk.round.name},
          {"kind", std::string(code_of(due.kind))},
          {"words", std::string(words_of(due.kind))},
          {"count", count_words(due.count)},
          {"from", due.from ? day_words(*due.from) : "–"},
          {"state", !due.obstacle.empty() ? due.obstacle
                    : is_gone             ? "gallrat"
                    : due.count == 0      ? "inget finns"
                                          : "kan gallras nu"},
          {"is_gone", is_gone},
          {"may", may && fits(desk, due)},
          {"lacks_archive", may && !is_gone && !desk.archive},
          {"is_outgrown", may && desk.archive && !fits(desk, due)},
          {"decision", was_typed ? call.form.get("decision") : ""},
          {"receipt", was_typed ? call.form.get("receipt") : ""}};
}

Page page_of(const Call& call, const Desk& desk, const std::string& problem, const std::string& technical) {
  Json rows = Json::array();
  for (const auto& due : desk.plan) rows.push_back(row_of(call, desk, due));
  Page page{"purge",
            "Arkiv och gallring",
            {{"id", desk.round.id.value},
             {"name", desk.round.name},
             {"is_open", desk.round.is_open},
             {"rows", rows},
             {"archive", nullptr},
             {"has_archive", desk.archive.has_value()},
             {"replaces_named", desk.archive.has_value() && !desk.gone.empty()},
             {"is_damaged", desk.is_damaged}}};
  if (desk.archive)
    page.model["archive"] = {{"answers", count_words(desk.archive->answers)},
                             {"texts", count_words(desk.archive->texts)}};
  if (!problem.empty()) {
    page.model["problem"] = problem;
    page.model["technical"] = technical;
    page.status = 422;
  }
  return page;
}

// Why nothing is destroyed, before anything is tried; empty: go on.
std::string problem_with(const Call& call, const Desk& desk) {
  if (!desk.archive) return "Inget har gallrats. Gör ett arkiv först, och hämta det.";
  if (trimmed(call.form.get("decision")).empty())
    return "Inget har gallrats. Skriv beslutets beteckning, till exempel RS 2028/117.";
  if (!collector::is_receipt(call.form.get("receipt"), *desk.archive))
    return "Inget har gallrats. Kvittensen är inte arkivets. Den står i KVITTENS.txt i den ZIP-fil som "
           "hämtades "
           "senast; är arkivet gjort om sedan dess, hämta det igen.";
  if (trimmed(call.form.get("name")) != trimmed(desk.round.name))
    return "Inget har gallrats. Skriv omgångens namn precis som det står, så att det är rätt omgång.";
  return "";
}

}  // namespace

Result<Answer> show_purge(Call& call) { return Answer(page_of(call, TRY(desk_of(call)), "", "")); }

Result<Answer> change_archive(Call& call) {
  auto desk = TRY(desk_of(call));
  const auto made = collector::shelve_archive(call.house.collector, *call.house.files, desk.round.id);
  if (made) return Answer(Redirect{fmt::format("/gallring/{}", desk.round.id.value)});
  if (made.error().kind != ErrorKind::refused) return made.error();
  return Answer(
      page_of(call, desk, "Inget arkiv har gjorts. Omgången måste vara stängd.", made.error().message));
}

Result<Answer> download_archive(Call& call) {
  if (call.values.at("file") != "arkiv.zip") return Error::not_found("there is no such file");
  const auto desk = TRY(desk_of(call));
  if (!desk.archive) return Error::not_found("no archive was made yet");
  Make make;
  make.work = [files = call.house.files, archive = *desk.archive]() -> Result<File> {
    const auto name = archive.path.substr(archive.path.rfind('/') + 1) + ".zip";
    return file_of("application/zip", name, TRY(collector::zip_of_archive(*files, archive)));
  };
  return Answer(std::move(make));
}

Result<Answer> destroy_records(Call& call) {
  const auto desk = TRY(desk_of(call));
  const auto kind = collector::record_kind_of(call.form.get("kind"));
  if (!kind || !collector::can_be_destroyed(*kind)) return Error::invalid("there is no such kind of record");
  if (const auto problem = problem_with(call, desk); !problem.empty())
    return Answer(page_of(call, desk, problem, ""));
  const auto decision = trimmed(call.form.get("decision"));
  const auto note = [&call](const std::string& action, const std::string& details) -> Result<void> {
    return call.house.staff.log.add(call.account().name, action, details);
  };
  const auto done = collector::purge(call.house.collector, *call.house.files,
                                     {desk.round.id, *kind, decision, desk.archive->path}, note);
  if (!done && (done.error().kind == ErrorKind::refused || done.error().kind == ErrorKind::invalid))
    return Answer(page_of(call, TRY(desk_of(call)),
                          "Inget har gallrats. Något hindrar det; läget står nedan.", done.error().message));
  if (!done) return done.error();
  return Answer(Page{"purged",
                     "Gallrat",
                     {{"id", desk.round.id.value},
                      {"name", desk.round.name},
                      {"words", std::string(words_of(*kind))},
                      {"count", count_words(done->count)},
                      {"was_gone", done->count == 0},
                      {"is_scrubbed", done->is_scrubbed},
                      {"has_uncounted", done->never_counted > 0},
                      {"uncounted", count_words(done->never_counted)},
                      {"decision", decision},
                      {"basis", done->basis}}});
}

}  // namespace vantrum::dashboard
