// A collector with a kiosk that delivers, a folder for its backups, and what one of them became.
#pragma once

#include <filesystem>

#include "sync/collector/backup.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {

namespace fs = std::filesystem;

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) {
    kiosk.enrol(*this, oak);
    fs::create_directory(target);
  }
  Bytes deliver(std::size_t count) {
    return must(send(kiosk.sign(kiosk.batch_of(round, sealed_visits(*this, round, oak, count)))));
  }
  BackupDone back_up(bool with_keys = false) {
    return must(collector::back_up(collector, *files, target, with_keys));
  }

  wire::Round document(SqliteCollectorStore& of) {
    const auto bytes = must(of.latest_round_document(oak))->bytes;
    const auto verified =
        must(wire::verify_document(bytes, wire::DocumentType::round, "kalmar", keys.verify));
    return must(wire::parse_round(verified.payload));
  }
  static RoundPlan plan() {
    RoundPlan plan;
    plan.name = plan.receiver = "x";
    plan.files = survey_files();
    plan.languages = {"sv"};
    plan.allow_unreviewed = true;
    return plan;
  }

  std::string target = folder.path() + "/backups";
  RoundId round;
  Kiosk kiosk;
};

// The collector that a backup became.
struct Restored {
  Restored(Site& site, const std::string& backup) : data{site.folder.path() + "/restored"} {
    must(restore(*site.files, site.entropy, site.clock, backup, data));
    store = must(SqliteCollectorStore::open(data.database()));
    answers = must(open_answers(*site.files, data, *store));
    keys = must(load_keys(*site.files, data));
    collector.emplace(
        Collector{*store, keys, must(store->load_region()), site.clock, site.entropy, answers.get(), data});
  }
  DataFolder data;
  std::unique_ptr<SqliteCollectorStore> store;
  std::unique_ptr<SqliteAnswerStore> answers;
  Keys keys;
  std::optional<Collector> collector;
};

}  // namespace vantrum::collector
