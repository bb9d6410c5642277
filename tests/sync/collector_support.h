// A collector in a folder of its own with a clock that stands still, and kiosks that say exactly what a test
// wants.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "shared/survey/instrument_file.h"
#include "sync/collector/collector.h"
#include "sync/collector/enrolment.h"
#include "sync/collector/ingest.h"
#include "sync/collector/opener.h"
#include "sync/collector/publish.h"
#include "sync/store/sqlite_collector_store.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::collector {

// The value of a Result that must be one; its message otherwise.
template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(result).value();
}
inline void must(const Result<void>& result) {
  if (!result) FAIL(result.error().message);
}

// The real survey of the project.
const survey::InstrumentFiles& survey_files();
const survey::Instrument& survey_instrument();

class Site {
 public:
  Site();

  RoundId open_round();  // the real survey, Swedish and English, all centres

  Result<Bytes> send(ByteView document) { return exchange_document(collector, document); }
  std::uint64_t refused(const std::string& cause);
  std::size_t answers(RoundId round);
  // All answers of a round, and every counter as it is now: before what releasing.h hides.
  std::vector<Answer> all_answers(RoundId round);
  std::vector<CounterCell> all_counters(RoundId round);

  testing::TemporaryFolder folder;
  DataFolder data;
  std::unique_ptr<FileSystem> files;
  ManualClock clock;
  SeededEntropy entropy;
  std::unique_ptr<SqliteCollectorStore> store;
  std::unique_ptr<SqliteAnswerStore> answer_store;
  Keys keys;
  Collector collector;
  CentreId oak, pine;
};

// One visit at a centre.
survey::Response a_response(Entropy& entropy, RoundId round, CentreId centre, survey::Answers answers);

class Kiosk {
 public:
  // Draws its keys; `enrol` makes it known to the site.
  explicit Kiosk(Entropy& entropy);
  void enrol(Site& site, CentreId centre);

  Bytes enrolment(const std::string& typed_code, const std::string& region = "kalmar") const;

  wire::Batch batch_of(RoundId round, std::vector<Bytes> sealed);
  Bytes sign(wire::DocumentType type, std::uint64_t serial, ByteView payload,
             const std::string& region = "kalmar") const;
  Bytes sign(const wire::Batch& batch) {
    return sign(wire::DocumentType::batch, ++batches, wire::encode(batch));
  }
  Bytes sign(const wire::Status& status) {
    return sign(wire::DocumentType::status, ++statuses, wire::encode(status));
  }

  DeviceId id;
  std::uint64_t batches = 0, statuses = 0;

 private:
  Entropy& entropy_;
  crypto::SigningKey key_;
};

// Sealed as the kiosk of an open round would.
Bytes sealed(Site& site, const survey::Response& response);
std::vector<Bytes> sealed_visits(Site& site, RoundId round, CentreId centre, std::size_t count);

// The one receipt in a reply, verified with the collector's key.
wire::Receipt receipt_in(const Site& site, const Bytes& reply);

}  // namespace vantrum::collector
