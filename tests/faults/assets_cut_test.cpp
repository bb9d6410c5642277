// Power that goes while recordings arrive, and a disk that has no room for them.
#include <doctest/doctest.h>

#include "tests/faults/effort.h"
#include "tests/faults/world_checks.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

constexpr std::uint64_t step = effort_step > 1 ? 3 : 1;

// The fault tests' small kiosk, with a round that names one asset of three pieces.
class Fetching {
 public:
  explicit Fetching(std::uint64_t seed)
      : world_(the_beginning(), seed), collector_(the_beginning().collector), bytes_(2 * piece_bytes + 77) {
    SeededEntropy(8).fill(bytes_);
    device_ = *world_.open();
    collector_.serial += 1'000;
    const auto document =
        *wire::verify_document(device_round(), wire::DocumentType::round, LittleCollector::region,
                               crypto::verify_key_of(collector_.key));
    auto round = *wire::parse_round(document.payload);
    round.assets = {{crypto::hash_of(bytes_), static_cast<std::uint32_t>(bytes_.size()), "sv"}};
    round_ = collector_.sign(wire::DocumentType::round, wire::encode(round));
  }

  World& world() { return world_; }
  std::optional<Device>& device() { return device_; }
  testing::Medium& medium() { return world_.medium(); }

  // The round, then pass after pass until nothing is asked any more or power is gone.
  void fetch() {
    deliver("round", round_);
    for (int pass = 0; pass < 4 && !medium().is_off(); ++pass) {
      static_cast<void>(static_cast<bool>(world_.submit(*device_)));
      for (const auto& name : questions()) answer(name);
      static_cast<void>(static_cast<bool>(device_->tend()));
    }
  }
  void restart() {
    medium().cut_now();
    device_.reset();
    medium().power_on();
    device_ = *world_.open();
  }
  std::vector<std::string> questions() {
    auto names = *world_.files().list(in_data("outbox"));
    std::erase_if(names, [](const std::string& name) { return !name.starts_with("want-"); });
    return names;
  }
  bool is_whole() {
    return device_->voices().size() == 1 && medium().content(device_->voices().front()) == bytes_;
  }
  // Nothing is ever taken for whole that is not.
  bool has_no_torn_whole() {
    const auto whole = medium().content(in_data("assets/") + to_hex(crypto::hash_of(bytes_).view()));
    return whole.empty() || whole == bytes_;
  }
  std::size_t kept() { return world_.files().list(in_data("assets"))->size(); }

 private:
  static constexpr std::size_t piece_bytes = wire::asset_piece_bytes;
  static std::string in_data(const std::string& name) { return std::string(World::folder) + "/" + name; }

  // As it came when the kiosk was enrolled.
  Bytes device_round() {
    auto collector = the_beginning().collector;
    auto round = collector.round();
    round.instrument_files = *survey::read_instrument_files(*real_file_system(), "tests/faults/instrument");
    round.languages = {"sv"};
    round.seal_to.padded_bytes = 224;
    return collector.sign(wire::DocumentType::round, wire::encode(round));
  }
  void deliver(const std::string& name, const Bytes& document) {
    if (world_.files().write_atomic(in_data("inbox/" + name + ".cborseq"), document, 0644))
      static_cast<void>(static_cast<bool>(device_->tend()));
  }
  void answer(const std::string& name) {
    const auto document = world_.files().read(in_data("outbox/" + name), wire::document_bytes_max);
    if (!document) return;
    const auto verified =
        wire::verify_document(*document, wire::DocumentType::asset_request, LittleCollector::region,
                              crypto::verify_key_of(the_beginning().identity->signing_key));
    REQUIRE(verified);  // never a torn one
    const auto asked = *wire::parse_asset_request(verified->payload);
    const auto from = asked.piece * piece_bytes;
    const wire::AssetPiece piece{
        asked.asset, asked.piece,
        to_bytes(ByteView(bytes_).subspan(from, std::min(piece_bytes, bytes_.size() - from)))};
    const auto reply =
        wire::sign_document({wire::DocumentType::asset, LittleCollector::region,
                             crypto::key_id_of(crypto::verify_key_of(collector_.key)), piece.serial()},
                            wire::encode(piece), collector_.key);
    static_cast<void>(
        static_cast<bool>(world_.files().write_atomic(in_data("inbox/" + name + ".cborseq"), reply, 0644)));
  }

  World world_;
  LittleCollector collector_;
  Bytes bytes_, round_;
  std::optional<Device> device_;
};

}  // namespace

TEST_CASE("power goes at any moment of fetching recordings: they arrive whole, and no answer is lost") {
  bool was_cut = true;
  std::uint64_t changes = 0, times = 0;
  for (; was_cut; changes += step, ++times) {
    CAPTURE(changes);
    testing::Quiet quiet;
    Fetching kiosk(first_seed + changes);
    kiosk.medium().cut_after(changes);
    kiosk.fetch();
    was_cut = kiosk.medium().is_off();
    kiosk.medium().do_not_cut();
    if (was_cut) kiosk.restart();
    CHECK(kiosk.has_no_torn_whole());
    kiosk.fetch();
    CHECK(kiosk.is_whole());
    CHECK(kiosk.questions().empty());
    CHECK(kiosk.kept() == 1);
    check_after_cut(kiosk.world(), kiosk.device());
  }
  CHECK(times > 10);
  MESSAGE(times << " cuts");
}

TEST_CASE("a disk that fills while recordings arrive: answers go first, the ballast stays, recordings wait") {
  for (std::uint64_t free_bytes = 0; free_bytes < 500'000; free_bytes += 20'000 * step) {
    CAPTURE(free_bytes);
    testing::Quiet quiet;
    Fetching kiosk(first_seed + free_bytes);
    auto settings = kiosk.world().settings();
    settings.free_bytes_min = 0;  // so that the room really ends while they come
    kiosk.device().reset();
    kiosk.device() = *kiosk.world().open(settings);
    kiosk.medium().limit_bytes(kiosk.medium().bytes_used() + free_bytes);
    const auto thanked = kiosk.world().tally().acknowledged;
    kiosk.fetch();
    CHECK(kiosk.world().tally().acknowledged == thanked + 4);
    CHECK(kiosk.has_no_torn_whole());
    kiosk.medium().limit_bytes(std::nullopt);
    kiosk.world().clock().advance(std::chrono::hours(25));
    REQUIRE(kiosk.device()->rest(false));
    kiosk.fetch();
    CHECK(kiosk.is_whole());
    check_after_cut(kiosk.world(), kiosk.device());
  }
}

TEST_CASE("below what is kept free nothing is asked for; when the ballast had to go, recordings go too") {
  testing::Quiet quiet;
  Fetching kiosk(first_seed);
  const auto free_bytes_min = kiosk.world().settings().free_bytes_min;
  kiosk.medium().limit_bytes(kiosk.medium().bytes_used() + free_bytes_min + 200'000);
  kiosk.fetch();
  CHECK(kiosk.questions().empty());
  kiosk.medium().limit_bytes(std::nullopt);
  kiosk.fetch();
  REQUIRE(kiosk.is_whole());
  kiosk.medium().limit_bytes(kiosk.medium().bytes_used());
  for (int i = 0; i < 70 && kiosk.kept() > 0; ++i) {
    static_cast<void>(static_cast<bool>(kiosk.world().submit(*kiosk.device())));
    REQUIRE(kiosk.device()->tend());
  }
  kiosk.restart();
  REQUIRE(kiosk.device()->tend());
  CHECK(kiosk.kept() == 0);
  CHECK(kiosk.device()->voices().empty());
  kiosk.medium().limit_bytes(std::nullopt);
  check_after_cut(kiosk.world(), kiosk.device());
}

}  // namespace vantrum::kiosk
