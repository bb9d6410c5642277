// Recordings of a round at the collector: sent by a command, handed out piece by piece.
#include <algorithm>
#include <filesystem>

#include "shared/voice/pack.h"
#include "sync/collector/commands.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

using wire::DocumentType;

struct Voices {
  Site site;
  RoundId round = site.open_round();
  std::string folder = site.folder.path() + "/recorded";

  // A folder as vantrum-voices makes it, with one recording.
  void record(const std::string& language, std::size_t size, std::uint64_t seed = 1) {
    Bytes bytes(size);
    SeededEntropy(seed).fill(bytes);
    const voice::ManifestLine line{voice::fingerprint_of(bytes), "person", "acc.text.opus", "Det är lätt."};
    must(site.files->make_directories(folder + "/" + language));
    must(site.files->write_atomic(folder + "/" + language + "/acc.text.opus", bytes));
    must(site.files->write_atomic(folder + "/" + language + "/recordings.tsv",
                                  view_of(voice::format_manifest({line}))));
  }
  CommandOutput run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", site.data.path, "round", "voices"});
    auto parsed = parse_command_line(arguments);
    if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute(site.collector, *site.files, std::get<Invocation>(parsed).command, ".");
  }
  wire::Round document(CentreId centre) {
    const auto latest = must(site.store->latest_round_document(centre));
    return must(wire::parse_round(
        must(wire::verify_document(latest->bytes, DocumentType::round, "kalmar", site.keys.verify)).payload));
  }
  std::uint64_t serial(CentreId centre) { return must(site.store->latest_round_document(centre))->serial; }
};

Bytes question(Kiosk& kiosk, const wire::AssetRequest& request) {
  return kiosk.sign(DocumentType::asset_request, request.serial(), wire::encode(request));
}

// All of it, as a kiosk puts it together.
Bytes fetch(Site& site, Kiosk& kiosk, const wire::AssetName& asset) {
  Bytes whole;
  for (std::uint32_t piece = 0; piece < wire::pieces_of(asset); ++piece) {
    const auto asked = question(kiosk, {asset.sha256, piece});
    const auto reply = must(site.send(asked));
    CHECK(must(site.send(asked)) == reply);  // the same bytes again
    const auto verified = must(wire::verify_document(reply, DocumentType::asset, "kalmar", site.keys.verify));
    const auto answer = must(wire::parse_asset_piece(verified.payload));
    CHECK(verified.header.serial == answer.serial());
    CHECK(answer.bytes.size() == wire::bytes_of_piece(asset, piece));
    whole.insert(whole.end(), answer.bytes.begin(), answer.bytes.end());
  }
  return whole;
}

}  // namespace

TEST_CASE_FIXTURE(Voices,
                  "recordings are named in a new round document, and what comes in pieces is that whole") {
  Kiosk kiosk(site.entropy);
  kiosk.enrol(site, site.oak);
  record("sv", 150'000);
  record("en", 100, 2);
  record("fi", 100, 3);  // not a language of the round
  const auto before = serial(site.oak);
  const auto out = run({folder});
  CHECK_MESSAGE(out.exit_code == 0, out.err);
  CHECK(out.out.find("Väntrummet") != std::string::npos);
  CHECK(out.out.find("har inte hörts") != std::string::npos);
  CHECK(serial(site.oak) > before);
  const auto named = document(site.oak).assets;
  REQUIRE(named.size() == 2);
  CHECK(named[0].language == "sv");
  CHECK(named == document(site.pine).assets);
  for (const auto& asset : named) {
    const auto whole = fetch(site, kiosk, asset);
    CHECK(crypto::hash_of(whole) == asset.sha256);
    CHECK(must(voice::parse_pack(whole)).language == asset.language);
  }
  wire::Status status;
  status.round = round;
  status.round_serial = before;
  must(site.send(kiosk.sign(status)));
  CHECK(run({}).out.find("vet inte om dem än") != std::string::npos);
  status.round_serial = serial(site.oak);
  status.assets_missing = 2;
  must(site.send(kiosk.sign(status)));
  CHECK(run({}).out.find("saknar 2 (av alla omgångar)") != std::string::npos);
  status.assets_missing = 0;
  must(site.send(kiosk.sign(status)));
  CHECK(run({}).out.find("har alla") != std::string::npos);
}

TEST_CASE_FIXTURE(Voices, "only kiosks of a centre of the round, enrolled and trusted, get its recordings") {
  record("sv", 1'000);
  must(close_round(site.collector, round));
  RoundPlan plan;
  plan.name = "Höst";
  plan.receiver = "Nämnden";
  plan.files = survey_files();
  plan.languages = {"sv"};
  plan.centres = {site.oak};
  plan.allow_unreviewed = true;
  round = must(open_round(site.collector, plan));
  REQUIRE(run({folder}).exit_code == 0);
  const auto asset = document(site.oak).assets.at(0);
  Kiosk ours(site.entropy), elsewhere(site.entropy), stranger(site.entropy);
  ours.enrol(site, site.oak);
  elsewhere.enrol(site, site.pine);
  CHECK_FALSE(must(site.send(question(ours, {asset.sha256, 0}))).empty());
  CHECK(must(site.send(question(elsewhere, {asset.sha256, 0}))).empty());
  CHECK(site.send(question(stranger, {asset.sha256, 0})).error().kind == ErrorKind::not_found);
  auto forged = elsewhere;
  forged.id = ours.id;
  CHECK(site.send(question(forged, {asset.sha256, 0})).error().kind == ErrorKind::untrusted);
  CHECK(must(site.send(question(ours, {asset.sha256, 1}))).empty());  // it has one piece
  CHECK(must(site.send(question(ours, {crypto::hash_of(Bytes{1}), 0}))).empty());
  must(site.store->set_device_state(ours.id, DeviceState::paused));
  CHECK_FALSE(must(site.send(question(ours, {asset.sha256, 0}))).empty());
  for (auto state : {DeviceState::retired, DeviceState::revoked}) {
    must(site.store->set_device_state(ours.id, state));
    CHECK(site.send(question(ours, {asset.sha256, 0})).error().kind == ErrorKind::refused);
  }
}

TEST_CASE_FIXTURE(Voices, "other recordings take the place of those before, and a closed round has none") {
  Kiosk kiosk(site.entropy);
  kiosk.enrol(site, site.oak);
  record("sv", 1'000);
  REQUIRE(run({folder}).exit_code == 0);
  const auto first = document(site.oak).assets.at(0);
  record("sv", 1'000, 7);
  REQUIRE(run({folder}).exit_code == 0);
  const auto second = document(site.oak).assets.at(0);
  CHECK(second != first);
  CHECK(must(site.send(question(kiosk, {first.sha256, 0}))).empty());
  CHECK_FALSE(must(site.send(question(kiosk, {second.sha256, 0}))).empty());
  must(use_key(site.collector, 1));  // whatever else changes in the document, they stay
  CHECK(document(site.oak).assets.size() == 1);
  REQUIRE(run({"--none"}).exit_code == 0);
  CHECK(document(site.oak).assets.empty());
  CHECK(must(site.send(question(kiosk, {second.sha256, 0}))).empty());
  CHECK(run({}).out.find("inga egna inspelningar") != std::string::npos);
  REQUIRE(run({folder}).exit_code == 0);
  must(close_round(site.collector, round));
  // Nothing that an older kiosk would refuse stands in the way of the closing.
  CHECK(document(site.oak).assets.empty());
  CHECK_FALSE(document(site.oak).is_open);
  CHECK(must(site.send(question(kiosk, {second.sha256, 0}))).empty());
  const auto refused = run({folder, "--round", std::to_string(round.value)});
  CHECK(refused.exit_code != 0);
  CHECK(refused.err.find("is closed") != std::string::npos);
}

TEST_CASE_FIXTURE(Voices, "what is wrong with a folder is said, and then nothing has changed") {
  record("sv", 1'000);
  REQUIRE(run({folder}).exit_code == 0);
  const auto before = serial(site.oak);
  const auto refuses = [&](const std::vector<std::string>& arguments, const std::string& words) {
    const auto out = run(arguments);
    CHECK(out.exit_code != 0);
    CHECK_MESSAGE(out.err.find(words) != std::string::npos, out.err);
    CHECK(serial(site.oak) == before);
  };
  refuses({folder + "/nowhere"}, "has no recordings in a language of round");
  refuses({folder, "--round", "9"}, "there is no round 9");
  refuses({folder, "--none"}, "excludes");
  record("en", 100);
  must(site.files->write_atomic(folder + "/en/acc.text.opus", Bytes{1}));
  refuses({folder}, "en/acc.text.opus");
  record("en", 3 << 20, 5);
  auto list = std::string(text_of(must(site.files->read(folder + "/en/recordings.tsv", 1 << 20))));
  for (const auto* other : {"b.opus", "c.opus"}) {
    std::filesystem::copy_file(folder + "/en/acc.text.opus", folder + "/en/" + other);
    const auto line = list.substr(0, list.find('\n', list.find("acc.text.opus")) + 1);
    auto copy = line.substr(line.rfind('\n', line.size() - 2) + 1);
    copy.replace(copy.find("acc.text.opus"), 13, other);
    list += copy;
  }
  must(site.files->write_atomic(folder + "/en/recordings.tsv", view_of(list)));
  refuses({folder}, "8 MiB");
}

TEST_CASE("a collector from before there were recordings keeps its round, and may send it some") {
  testing::TemporaryFolder folder;
  const auto path = folder.path() + "/collector.db";
  std::filesystem::copy_file("tests/collector_dbs/schema-5.db", path);
  auto store = must(SqliteCollectorStore::open(path));
  const auto rounds = must(store->list_rounds());
  REQUIRE(rounds.size() == 1);
  CHECK(rounds.front().is_open);
  CHECK(must(store->assets_of(rounds.front().id)).empty());
  const wire::AssetName asset{crypto::hash_of(Bytes{1}), 1, "sv"};
  must(store->add_asset(asset.sha256, Bytes{1}));
  must(store->name_assets(rounds.front().id, {asset}));
  CHECK(must(store->find_asset_piece(CentreId{1}, asset.sha256, 0)) == Bytes{1});
}

}  // namespace vantrum::collector
