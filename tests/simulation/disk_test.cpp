// What a simulation found, as tests of their own: a collector whose disk fails.
#include <doctest/doctest.h>

#include "tests/faults/effort.h"
#include "tests/simulation/region.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/quiet.h"

namespace vantrum::simulation {
namespace {

constexpr std::uint64_t steps = kiosk::effort_step == 1 ? 1 : 4;
constexpr const char* database_path = "/collector/collector.db";

// A collector on a disk that fails, and one kiosk that says exactly what a test wants.
struct Fixture {
  testing::Quiet quiet;
  Timeline timeline;
  MachineClock clock{timeline};
  SeededEntropy entropy{9};
  testing::Medium medium{5};
  testing::CrashVfs vfs{medium};
  collector::Keys keys;
  std::unique_ptr<collector::SqliteCollectorStore> store;
  DeviceId device = entropy.random_id<DeviceId>();
  crypto::SigningKey key = crypto::make_signing_key(entropy);
  std::uint64_t batches = 0;

  Fixture() {
    medium.put(database_path, Origin::get().database);
    keys.signing = crypto::make_signing_key(entropy);
    keys.verify = crypto::verify_key_of(keys.signing);
    open();
    auto centre = store->add_centre("Eken", 50).value();
    collector::Device known;
    known.id = device;
    known.verify_key = crypto::verify_key_of(key);
    known.centre = centre;
    known.label = "Väntrummet";
    store->in_transaction([&] { return store->add_device(known); }).value();
  }
  void open() {
    store.reset();
    store = collector::SqliteCollectorStore::open(database_path, vfs.name().c_str()).value();
  }
  void cut_power() {
    medium.cut_now();
    store.reset();
    medium.power_on();
    open();
  }
  // One item; of a round that nobody knows, so it goes to quarantine.
  Bytes batch() {
    Bytes item(200, 7);
    entropy.fill(item);
    wire::Batch batch{entropy.random_id<BatchId>(), RoundId{4}, {{wire::ItemKind::response, item}}};
    return wire::sign_document(
        {wire::DocumentType::batch, Origin::region, to_bytes(device.view()), ++batches}, wire::encode(batch),
        key);
  }
  Result<Bytes> send(const Bytes& document) {
    collector::Collector now{*store, keys, {Origin::region, "Region Kalmar län"}, clock, entropy};
    return collector::exchange_document(now, document);
  }
  bool has_receipt(const Bytes& document, const Bytes& receipt) {
    auto found = store->find_receipt(crypto::hash_of(document));
    return found && *found && **found == receipt;
  }
};

TEST_CASE(
    "a collector whose disk fails goes on by itself, and gives no receipt that is not on the disk (row 27)") {
  int refused = 0;
  for (std::uint64_t nth = 1; nth <= 30; nth += steps) {
    for (std::uint64_t calls : {1, 2, 5, 40}) {
      for (bool forgets : {false, true}) {
        CAPTURE(nth);
        CAPTURE(calls);
        CAPTURE(forgets);
        Fixture site;
        auto before = site.batch();
        REQUIRE(site.send(before));
        auto document = site.batch();
        site.medium.fail_calls(nth, calls);
        if (forgets) site.medium.forget_at_next_sync();
        // Whatever it answers while the disk fails must hold; once the disk works, it answers.
        Result<Bytes> receipt = Error::unavailable("");
        for (int tried = 0; tried < 3 && !receipt; ++tried) {
          receipt = site.send(document);
          refused += !receipt;
        }
        if (!receipt) {
          site.medium.stop_failing();
          receipt = site.send(document);
        }
        REQUIRE(receipt);
        site.cut_power();
        CHECK(site.has_receipt(document, *receipt));
      }
    }
  }
  CHECK(refused > 10);
}

TEST_CASE("while the disk stays full, a collector does not read its whole log back at each request (row 27)") {
  Fixture site;
  Bytes document = site.batch();
  for (int i = 0; i < 300; ++i) REQUIRE(site.send(site.batch()));
  site.medium.limit_bytes(site.medium.bytes_used());
  auto refuse = [&] {
    auto calls = site.medium.calls();
    CHECK_FALSE(site.send(document));
    CHECK_FALSE(site.store->tidy());  // as the server does between requests
    CHECK_FALSE(site.store->in_transaction([]() -> Result<void> { return {}; }));
    return site.medium.calls() - calls;
  };
  auto opening = refuse();  // finds the disk full, closes the database and opens it once more
  CHECK(refuse() * 3 < opening);
  site.medium.limit_bytes(std::nullopt);
  auto receipt = site.send(document);
  REQUIRE(receipt);
  site.cut_power();
  CHECK(site.has_receipt(document, *receipt));
}

}  // namespace
}  // namespace vantrum::simulation
