#include "tests/faults/world.h"

#include <algorithm>

namespace vantrum::kiosk {
namespace {

using testing::Medium;

constexpr auto batch_delay = std::chrono::seconds(15);

std::string in_folder(const std::string& name) { return std::string(World::folder) + "/" + name; }

std::vector<survey::Answers> some_answers() {
  return {{{"acc", {"full"}}, {"services", {"midwife", "social"}}},
          {{"acc", {"dk"}}},
          {{"services", {"midwife"}}, {"acc", {"not"}}}};
}

// The survey with one statement and one counter, because a kiosk that starts reads all of it.
wire::Round small_round(LittleCollector& collector) {
  auto round = collector.round();
  round.instrument_files = *survey::read_instrument_files(*real_file_system(), "tests/faults/instrument");
  round.languages = {"sv"};
  round.seal_to.padded_bytes = 224;  // of the great one
  return round;
}

// Everything, in every language.
wire::Round whole_round(LittleCollector& collector) {
  auto round = collector.round();
  round.languages.clear();
  auto instrument = *survey::parse_instrument(round.instrument_files);
  for (const auto& [language, texts] : instrument.texts) round.languages.push_back(language);
  return round;
}

}  // namespace

void Tally::add(const Tally& other) {
  cuts += other.cuts;
  acknowledged += other.acknowledged;
  attempted += other.attempted;
  lost += other.lost;
  doubled += other.doubled;
  corrupt += other.corrupt;
  invented += other.invented;
  discarded += other.discarded;
  revived += other.revived;
  cuts_with_loss += other.cuts_with_loss;
}

void NotingEntropy::fill(std::span<std::uint8_t> out) {
  entropy_.fill(out);
  if (!first_id_) first_id_ = ItemId::from(out);
}

Beginning Beginning::make(std::size_t slots, SurveySize size) {
  Beginning beginning;
  Medium medium(1);
  testing::CrashVfs vfs(medium);
  testing::FaultyFileSystem files(medium);
  SeededEntropy entropy(2);
  ManualClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 4)};
  auto& collector = beginning.collector;
  auto code = wire::EnrolmentCode::make(entropy);
  auto identity = *Identity::make(code, LittleCollector::region, "Väntrummet", entropy);
  save_identity(files, in_folder("identity"), identity).value();
  {
    DeviceSettings settings;
    settings.data = World::folder;
    settings.ballast_bytes = 0;
    settings.store = {.slots = slots, .vfs = vfs.name().c_str()};
    auto device = *Device::open(settings, files, clock, entropy);
    auto asked = size == SurveySize::small ? small_round(collector) : whole_round(collector);
    auto round = collector.sign(wire::DocumentType::round, wire::encode(asked));
    auto reply = collector.reply_to_enrolment(identity);
    reply.insert(reply.end(), round.begin(), round.end());
    files.write_atomic(in_folder("inbox/reply.cborseq"), reply, 0644).value();
    check(*device.tend() && device.survey());
  }
  beginning.identity = *load_identity(files, in_folder("identity")).value();
  for (const auto& path : medium.paths()) beginning.files[path] = medium.content(path);
  return beginning;
}

Result<void> Beginning::copy_to(FileSystem& to, const std::string& data) const {
  for (const auto& [path, content] : files) {
    auto name = data + path.substr(std::string(World::folder).size());
    TRY(to.make_directories(name.substr(0, name.rfind('/'))));
    TRY(to.write_atomic(name, content, 0600));
  }
  return {};
}

World::World(const Beginning& beginning, std::uint64_t seed, const WorldOptions& options)
    : options_(options),
      medium_(seed),
      vfs_(medium_),
      files_(medium_),
      chance_(seed * 2 + 1),
      entropy_(seed * 3 + 2),
      collector_(beginning.collector),
      identity_(*beginning.identity) {
  for (const auto& [path, content] : beginning.files) medium_.put(path, content);
  medium_.ignore_syncs(options.ignores_syncs);
}

DeviceSettings World::settings() const {
  DeviceSettings settings;
  settings.data = folder;
  // For so long a visit can be discarded.
  settings.batch_delay_min = settings.batch_delay_max = batch_delay;
  settings.ballast_bytes = 256 * 1024;
  settings.store = {.slots = 64, .vfs = vfs_.name().c_str(), .sync = options_.sync};
  return settings;
}

Result<Device> World::open(const DeviceSettings& settings) {
  return Device::open(settings, files_, clock_, entropy_);
}

Result<void> World::submit(Device& device) {
  auto answers = some_answers();
  return submit(device, {device.survey(), answers[below(3)], below(2) == 0 ? "sv" : "en"});
}

// To a question of the great survey, which the small one lacks.
Result<void> World::submit_with_text(Device& device) {
  static const auto question =
      *survey::parse_instrument(LittleCollector().round().instrument_files)->find("open");
  auto survey = std::make_shared<Survey>(*device.survey());
  survey->instrument.questions.push_back(question);
  Submit submission{survey, some_answers()[below(3)], "sv"};
  submission.texts["open"] = "Bra fika";
  auto stored = submit(device, submission);
  if (const auto* last = device.last_visit(); stored && last)
    attempted_.insert(last->stored.items.begin(), last->stored.items.end());
  return stored;
}

Result<void> World::submit(Device& device, const Submit& submission) {
  entropy_.listen();
  auto stored = device.submit(submission);
  if (auto id = entropy_.first_id()) attempted_.insert(*id);
  ++tally_.attempted;
  if (!stored) return stored;
  ++tally_.acknowledged;
  owed_.insert(*entropy_.first_id());
  acknowledged_.push_back(*entropy_.first_id());
  return stored;
}

Result<void> World::discard(Device& device) {
  const auto* last = device.last_visit();
  if (!last) return Error::refused("nothing to discard");
  const auto id = last->marker.item;
  asked_to_discard_.insert(id);
  auto done = device.discard_last_visit();
  if (!done) return done;
  ++tally_.discarded;
  discarded_.insert(id);
  return done;
}

std::uint64_t World::idle_for_a_day() {
  using namespace std::chrono_literals;
  auto device = open().value();
  submit(device).value();
  auto before = medium_.bytes_written();
  for (auto time = 0s; time < 24h; time += 2s) {
    check(device.tend() && device.rest(false));
    clock_.advance(2s);
  }
  return medium_.bytes_written() - before;
}

void World::live_until_cut() {
  std::uint64_t lost_before = tally_.lost;
  {
    auto device = recover();
    if (!device) return;
    medium_.cut_after(below(options_.changes_max));
    while (!medium_.is_off()) act(*device);
  }
  ++tally_.cuts;
  medium_.power_on();
  auto device = recover();
  if (!device) return;
  judge(*device);
  if (tally_.lost > lost_before) ++tally_.cuts_with_loss;
}

void World::act(Device& device) {
  // What fails fails because power went, or because all slots wait; the judge looks at the rest.
  auto let = [](const auto& result) { static_cast<void>(static_cast<bool>(result)); };
  auto dice = below(20);
  clock_.advance(std::chrono::seconds(below(20)));
  if (dice < 11) return let(submit(device));
  if (dice < 13) return let(discard(device));
  if (dice == 13) return let(device.count_left({RoundId{3}, "wel"}));
  if (dice == 14) return let(device.pack_all());
  if (dice == 15) return let(device.tend());
  if (dice == 16) {
    clock_.advance(std::chrono::minutes(16));
    return let(device.rest(false));
  }
  collect();
  deliver();
  let(device.tend());
}

// Starts the kiosk, with luck at the first try: power may go again while it recovers.
std::optional<Device> World::recover() {
  for (int again = options_.compound ? static_cast<int>(below(3)) : 0; again > 0; --again) {
    medium_.cut_after(below(25));
    auto device = open();
    if (device) static_cast<void>(static_cast<bool>(device->tend()));
    if (below(2) == 0) device = Error::storage("stopped");  // a clean stop, cut or not
    medium_.cut_now();
    device = Error::storage("power is gone");
    medium_.power_on();
  }
  auto device = open();
  if (!device) {
    ++tally_.corrupt;
    return std::nullopt;
  }
  return std::move(*device);
}

void World::judge(Device& device) {
  for (const auto& path : medium_.paths()) tally_.corrupt += path.find(".damaged-") != std::string::npos;
  if (!device.pack_all()) ++tally_.corrupt;
  collect();
  tally_.lost += owed_.size();
  owed_.clear();
}

void World::collect() {
  auto names = files_.list(in_folder("outbox"));
  if (!names) return;
  for (const auto& name : *names) {
    if (name.starts_with("want-")) continue;  // questions for recordings (assets_cut_test.cpp)
    auto document = files_.read(in_folder("outbox/" + name), wire::document_bytes_max);
    if (!document && medium_.is_off()) return;
    auto type = name.starts_with("batch-") ? wire::DocumentType::batch : wire::DocumentType::status;
    auto key = crypto::verify_key_of(identity_.signing_key);
    auto verified = document ? wire::verify_document(*document, type, LittleCollector::region, key)
                             : Result<wire::Document>(document.error());
    if (!verified) ++tally_.corrupt;
    if (!verified || type != wire::DocumentType::batch) continue;
    auto batch = *wire::parse_batch(verified->payload);
    if (receipts_.contains(batch.batch)) continue;
    auto receipt = collector_.receipt_for(batch, identity_.device);
    receipts_[batch.batch] = {receipt.number, collector_.sign_receipt(receipt)};
    for (const auto& item : batch.items) {
      auto id = wire::parse_item_head(item.sealed)->item;
      if (!received_.emplace(id, batch.batch).second) ++tally_.doubled;
      if (!attempted_.contains(id)) ++tally_.invented;
      if (item.kind == wire::ItemKind::discard) markers_.insert(id);
      if (item.kind == wire::ItemKind::discard) tally_.invented += !asked_to_discard_.contains(id);
      if (item.kind != wire::ItemKind::discard) tally_.revived += discarded_.contains(id);
      owed_.erase(id);
    }
  }
}

wire::Status World::status() {
  auto document = *files_.read(in_folder("outbox/status.cose"), wire::document_bytes_max);
  auto key = crypto::verify_key_of(identity_.signing_key);
  return *wire::parse_status(
      wire::verify_document(document, wire::DocumentType::status, LittleCollector::region, key)->payload);
}

void World::deliver() {
  std::map<std::uint64_t, Bytes> in_order;
  for (const auto& [batch, receipt] : receipts_) in_order.insert(receipt);
  Bytes sequence;
  // The last few: those before were applied, or the batch would lie in the outbox again.
  auto from = in_order.size() > 8
                  ? std::next(in_order.begin(), static_cast<std::ptrdiff_t>(in_order.size()) - 8)
                  : in_order.begin();
  for (auto it = from; it != in_order.end(); ++it) {
    sequence.insert(sequence.end(), it->second.begin(), it->second.end());
  }
  if (sequence.empty()) return;
  auto name = in_folder("inbox/reply-" + std::to_string(++replies_) + ".cborseq");
  static_cast<void>(static_cast<bool>(files_.write_atomic(name, sequence, 0644)));
}

}  // namespace vantrum::kiosk
