// The real programs over real TLS, and somebody among them who is not what it says: rows 23 and 25 of
// docs/exactly-once.md.
//
// VANTRUM_NETWORK_TIMES makes the loop over altered receipts so many times as long.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "kiosk/store/identity.h"
#include "shared/survey/instrument_file.h"
#include "tests/carrier/tls_server.h"
#include "tests/support/must.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {
namespace {

namespace fs = std::filesystem;
using Documents = std::vector<Bytes>;

Programs programs() { return Programs::beside(VANTRUM_BIN "/x"); }
Bytes file(const fs::path& path) { return must(real_file_system()->read(path.string(), 1 << 20)); }

constexpr KioskSiteOptions only_what_is_packed{
    .batch_items_min = 100, .batch_delay_s = 0, .size = "1280x800", .code = {}};

struct Place {
  TemporaryFolder folder;
  std::string data = folder.path() + "/collector";
  CollectorSite collector = must(CollectorSite::make(programs(), data));
  KioskSite site = enrol_first();
  std::mt19937 chance{23};

  KioskSite enrol_first() {
    must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
    must(collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst",
                            "--receiver", "Region Kalmar län", "--languages", "sv", "--allow-unreviewed"}));
    must(collector.serve());
    return enrol("kiosk");
  }
  KioskSite enrol(const std::string& name) {
    return must(
        KioskSite::enrol(programs(), folder.path() + "/" + name, collector, 1, name, only_what_is_packed));
  }
  static void answer_and_pack(KioskSite& at, int times) {
    auto& kiosk = at.kiosk();
    for (int i = 0; i < times; ++i) {
      must(kiosk.hold("start", 1100));
      must(kiosk.tap("Börja"));
      while (must(kiosk.look()).screen() == "question") {
        if (must(kiosk.look()).has("choice:acc:full")) must(kiosk.tap("choice:acc:full"));
        must(kiosk.tap("next"));
      }
      must(kiosk.tap("Skicka"));
      REQUIRE(must(kiosk.look()).screen() == "thanks");
      must(kiosk.wait(8'100));
    }
    must(kiosk.pack());
  }
  void exchange(KioskSite& at) {
    static_cast<void>(must(at.carry_once(collector.url())));
    must(at.kiosk().tend());
  }
  static std::uint64_t waiting(KioskSite& at) { return must(at.kiosk().counts()).waiting; }
  nlohmann::json progress() {
    auto told = must(collector.command_json({"progress", "--json"}));
    CHECK(told.at("unopened") == 0);
    return told;
  }
  std::uint64_t received() { return progress().at("centres").at(0).at("responses"); }
  Finished reconcile() { return must(run_program({programs().collector, "reconcile", "--data", data})); }
  // "2 försökta, 2 öppnade, …"; a person has decided that what was put aside counts.
  void take_in() { must(collector.command({"quarantine", "requeue", "--accept"})); }

  static fs::path batch_of(const KioskSite& at) {
    for (const auto& entry : fs::directory_iterator(at.folder() + "/outbox"))
      if (entry.path().filename().string().starts_with("batch")) return entry.path();
    FAIL("no batch was packed");
    return {};
  }
  // What the real collector answers to a batch, caught before the kiosk sees it.
  Bytes receipt_for(KioskSite& at) {
    at.stop_kiosk();
    REQUIRE(must(at.carry_once(collector.url())).exit_code == 0);
    Bytes receipt;
    for (const auto& entry : fs::directory_iterator(at.folder() + "/inbox")) {
      for (const auto& document : must(wire::split_sequence(file(entry.path()))))
        if (must(wire::peek_header(document)).type == wire::DocumentType::receipt) receipt = document;
      fs::remove(entry.path());
    }
    REQUIRE_FALSE(receipt.empty());
    must(at.start_kiosk());
    return receipt;
  }
};

// Answers whatever comes with these documents. The carrier is told to trust it: its certificate is the least
// that a thief of the collector's certificate would have.
void answer_instead(const Place& place, const KioskSite& site, const Documents& documents) {
  std::string reply;
  for (const auto& document : documents) reply += text_of(document);
  const TestCa ca;
  const auto certificate = place.folder.path() + "/impostor.pem";
  must(real_file_system()->write_atomic(certificate, view_of(ca.pem())));
  const TlsServer server(ca, {}, [&](const std::string&) {
    return http_reply("200 OK", "Content-Type: application/cbor-seq\r\n", reply);
  });
  const auto carried = must(run_program(
      {programs().carrier, "--data", site.folder(), "--url", server.url(), "--ca", certificate, "--once"}));
  REQUIRE_MESSAGE(carried.exit_code == 0, carried.errors);
  REQUIRE_FALSE(server.requests().empty());
}

// As many as a reply may hold at a time, for each document that waits.
void check_refused(Place& place, const Documents& documents) {
  const auto before = Place::waiting(place.site);
  const auto batch = file(Place::batch_of(place.site));
  for (std::size_t from = 0; from < documents.size(); from += wire::documents_max) {
    const auto until = std::min(from + wire::documents_max, documents.size());
    CAPTURE(from);
    answer_instead(place, place.site,
                   {documents.begin() + static_cast<std::ptrdiff_t>(from),
                    documents.begin() + static_cast<std::ptrdiff_t>(until)});
    must(place.site.kiosk().tend());
    CHECK(fs::is_empty(place.site.folder() + "/inbox"));
    CHECK(Place::waiting(place.site) == before);
    CHECK(file(Place::batch_of(place.site)) == batch);
  }
}

// Each field of a receipt by itself.
std::vector<wire::Receipt> altered_in_each_field(const wire::Receipt& good) {
  std::vector<wire::Receipt> all(7, good);
  all[0].device.bytes[0] ^= 1;
  all[1].number += 1;
  all[2].previous.bytes[0] ^= 1;
  all[3].batch.bytes[0] ^= 1;
  all[4].items.front().item.bytes[0] ^= 1;
  all[5].server_time += std::chrono::seconds(1);
  all[6].backed_up += 1;
  return all;
}

}  // namespace

TEST_CASE_FIXTURE(
    Place,
    "receipts altered at any byte, forged, another kiosk's or of long ago: not one answer is let go "
    "(row 23)") {
  auto other = enrol("other");
  answer_and_pack(other, 1);
  const auto of_another = receipt_for(other);
  answer_and_pack(site, 1);
  const auto of_long_ago = receipt_for(site);
  exchange(site);
  REQUIRE(waiting(site) == 0);

  answer_and_pack(site, 2);
  const auto good = receipt_for(site);
  REQUIRE(waiting(site) == 2);
  check_refused(*this, {of_another, of_long_ago});

  // Altered on the way. What is no reply any more comes alone, the others together.
  Documents altered;
  const char* asked = std::getenv("VANTRUM_NETWORK_TIMES");
  for (int i = 0; i < 48 * (asked ? std::max(1, std::atoi(asked)) : 1); ++i) {
    auto one = good;
    one[chance() % one.size()] ^= static_cast<std::uint8_t>(1 << chance() % 8);
    if (wire::decode(one)) altered.push_back(one);
  }
  CHECK(altered.size() > 24);
  check_refused(*this, altered);
  check_refused(*this, {Bytes(good.begin(), good.end() - 1)});

  // Signed by somebody else, as it is and with each field altered; and by the collector's own key, but of
  // another chain.
  const auto collector_key = must(crypto::SigningKey::from(file(data + "/keys/signing.key")));
  const auto header = must(wire::peek_header(good));
  const auto verified = must(wire::verify_document(good, wire::DocumentType::receipt, region_id,
                                                   crypto::verify_key_of(collector_key)));
  const auto receipt = must(wire::parse_receipt(verified.payload));
  const auto thief_key = must(crypto::SigningKey::from(Bytes(32, 0x23)));
  const auto fields = altered_in_each_field(receipt);
  Documents forged{wire::sign_document(header, wire::encode(receipt), thief_key)};
  for (const auto& field : fields)
    forged.push_back(wire::sign_document(header, wire::encode(field), thief_key));
  check_refused(*this, forged);
  Documents of_another_chain;
  for (std::size_t i = 0; i < 4; ++i)
    of_another_chain.push_back(wire::sign_document(header, wire::encode(fields[i]), collector_key));
  check_refused(*this, of_another_chain);

  // And the true one still counts.
  answer_instead(*this, site, {good});
  must(site.kiosk().tend());
  CHECK(waiting(site) == 0);
  CHECK(must(site.kiosk().counts()).completed == 3);
  exchange(site);
  exchange(other);
  CHECK(received() == 4);
  CHECK(progress().at("quarantine").empty());
}

TEST_CASE_FIXTURE(
    Place, "a kiosk's card is copied: both go on, nothing is lost, and the collector says so (row 25)") {
  answer_and_pack(site, 1);
  exchange(site);
  REQUIRE(waiting(site) == 0);
  site.stop_kiosk();
  const auto copied = folder.path() + "/copy";
  fs::copy(site.folder(), copied, fs::copy_options::recursive);
  must(site.start_kiosk());
  auto copy = must(KioskSite::bare(programs(), copied, collector, only_what_is_packed));
  for (auto* kiosk : {&site, &copy}) must(kiosk->kiosk().tend());

  answer_and_pack(site, 1);
  answer_and_pack(copy, 2);
  exchange(site);
  CHECK(waiting(site) == 0);
  exchange(copy);
  auto told = progress();
  CHECK(told.at("centres").at(0).at("responses") == 2);
  CHECK(told.at("quarantine") == nlohmann::json{{"device copied", 2}});
  CHECK(must(collector.command({"device", "list"})).find("Två kiosker använder samma nyckel") !=
        std::string::npos);
  CHECK(reconcile().exit_code == 1);

  take_in();
  CHECK(received() == 4);
  CHECK(progress().at("quarantine").empty());
}

TEST_CASE_FIXTURE(Place,
                  "another answer with the same id never replaces the first, and both are kept (row 25)") {
  answer_and_pack(site, 1);
  const auto document = file(batch_of(site));
  exchange(site);
  REQUIRE(received() == 1);
  site.stop_kiosk();

  // Whoever has the kiosk's key writes the next batch: the same id, another answer, sealed as it should be.
  auto files = real_file_system();
  const auto identity = must(kiosk::load_identity(*files, site.folder() + "/identity")).value();
  const auto verified = must(wire::verify_document(document, wire::DocumentType::batch, region_id,
                                                   crypto::verify_key_of(identity.signing_key)));
  auto batch = must(wire::parse_batch(verified.payload));
  const auto instrument = must(survey::load_instrument(*files, instrument_folder));
  survey::Response other;
  other.item = must(wire::parse_item_head(batch.items.at(0).sealed)).item;
  other.round = batch.round;
  other.centre = identity.membership->centre;
  other.instrument_number = instrument.number;
  other.instrument_version = instrument.version;
  other.answers = {{"acc", {"not"}}};
  const wire::SealTo to{1, must(crypto::SealPublicKey::from(file(data + "/keys/sealing-1.pub"))),
                        wire::padded_bytes_for(instrument)};
  batch.batch.bytes[0] ^= 1;
  batch.items.at(0).sealed = must(wire::seal_response(other, instrument, to));
  auto header = verified.header;
  header.serial += 1;
  must(files->write_atomic(site.folder() + "/outbox/batch-0000000002.cose",
                           wire::sign_document(header, wire::encode(batch), identity.signing_key)));

  for (int times = 0; times < 2; ++times) {  // the second time it is a resend
    CHECK(must(site.carry_once(collector.url())).exit_code == 0);
    CHECK(received() == 1);
    CHECK(progress().at("quarantine") == nlohmann::json{{"conflict", 1}});
  }
  take_in();
  CHECK(received() == 2);
  CHECK(progress().at("quarantine").empty());
}

}  // namespace vantrum::testing
