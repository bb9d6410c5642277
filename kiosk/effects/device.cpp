#include "kiosk/effects/device.h"

#include <algorithm>

#include "kiosk/effects/round_reader.h"
#include "kiosk/effects/sealing.h"
#include "kiosk/store/salvage.h"
#include "shared/base/log.h"
#include "shared/wire/serial_block.h"

namespace vantrum::kiosk {
namespace {

constexpr int tries_max = 3;
constexpr auto quiet_min = std::chrono::seconds(60);  // before the log is moved
constexpr auto checkpoint_every = std::chrono::minutes(15);
constexpr std::uint64_t log_bytes_max = 1024 * 1024;
constexpr const char* set_aside_mark = ".damaged-";

std::string database_path(const DeviceSettings& settings) { return settings.data + "/kiosk.db"; }
std::string identity_path(const DeviceSettings& settings) { return settings.data + "/identity"; }
std::string ballast_path(const DeviceSettings& settings) { return settings.data + "/ballast"; }
std::string outbox_path(const DeviceSettings& settings) { return settings.data + "/outbox"; }
std::string inbox_path(const DeviceSettings& settings) { return settings.data + "/inbox"; }

// Slots that one more visit may need: one for its response, and one for each text it may write.
std::size_t items_of_a_visit(const Survey* survey) {
  if (!survey || !survey->free_text) return 1;
  const auto& questions = survey->instrument.questions;
  return 1 + static_cast<std::size_t>(
                 std::count_if(questions.begin(), questions.end(), [](const survey::Question& question) {
                   return question.type == survey::QuestionType::text;
                 }));
}

std::vector<std::string> counter_names(const survey::SplitAnswers& split, const std::string& language) {
  std::vector<std::string> names{"language:" + language};
  for (const auto& [question, code] : split.counters) names.push_back(question + ":" + code);
  return names;
}

}  // namespace

Result<Device> Device::open(DeviceSettings settings, FileSystem& files, Clock& clock, Entropy& entropy) {
  auto pulse = std::make_unique<Pulse>(files);
  TRY(pulse->make_directories(inbox_path(settings)));
  TRY(pulse->sweep(inbox_path(settings)));
  auto outbox = TRY(Outbox::open(*pulse, outbox_path(settings)));
  auto store = TRY(open_store(settings, *pulse, entropy));
  Device device(std::move(settings), std::move(pulse), clock, entropy, std::move(store), std::move(outbox));
  TRY(device.load());
  return device;
}

Device::Device(DeviceSettings settings, std::unique_ptr<Pulse> files, Clock& clock, Entropy& entropy,
               ResponseStore store, Outbox outbox)
    : settings_(std::move(settings)),
      files_(std::move(files)),
      clock_(&clock),
      entropy_(&entropy),
      store_(std::move(store)),
      outbox_(std::move(outbox)),
      ballast_(*files_, ballast_path(settings_), settings_.ballast_bytes),
      heartbeat_(outbox_.status_serial()),
      orders_(*files_, settings_.data),
      gate_(*files_, clock, settings_.data, settings_.pin_cost),
      staff_(*files_, settings_.data),
      assets_(*files_, settings_.data),
      quiet_since_(clock.monotonic()),
      checkpointed_(clock.monotonic()) {}

// A damaged file is set aside, and what is whole in it goes on in a fresh one.
Result<ResponseStore> Device::open_store(const DeviceSettings& settings, FileSystem& files,
                                         Entropy& entropy) {
  auto path = database_path(settings);
  // Damage is what is seen twice: a page that the disk did not give once looks the same.
  for (int seen = 0; !TRY(is_salvage_unfinished(files, path)) && seen < 2; ++seen) {
    auto opened = ResponseStore::open(path, entropy, settings.store);
    if (opened || opened.error().fault != StorageFault::damaged) return opened;
    log_error("{}", opened.error().message);
  }
  auto salvaged = TRY(salvage(files, path, entropy, settings.store));
  log_error("the damaged database lies in {}; {} sealed answers were saved from it", salvaged.set_aside,
            salvaged.items);
  return std::move(salvaged.store);
}

Result<void> Device::load() {
  ballast_.make();
  gate_.load();
  load_wish();
  look_for_room();
  identity_ = TRY(load_identity(*files_, identity_path(settings_)));
  TRY(with_room([&] { return leave_life_before(); }));
  TRY(drop_stale_wish());
  if (identity_ && !identity_->membership) TRY(outbox_.put_enrolment(identity_->enrolment_document()));
  if (!identity_ || !identity_->membership) return {};
  // A cut may have left it. It does no harm there, and asking does not have to wait for it.
  if (auto removed = outbox_.remove_enrolment(); !removed) log_error("outbox: {}", removed.error().message);
  orders_.load(*identity_);
  if (orders_.is_centre_of_now()) backed_up_ = orders_.centre()->backed_up;
  if (auto stored = TRY(TRY(store())->round_document())) {
    auto round = read_round(stored->document, *identity_, seal_to_.epoch);
    if (round) {
      survey_ = round->survey;
      seal_to_ = round->seal_to;
      quota_ = round->quota;
      stops_at_quota_ = round->stop_at_quota;
      assets_of_round_ = round->assets;
      round_serial_ = stored->serial;
      // A database of before this was noted does not know it.
      if (auto noted = with_room([&] { return note_asked(); }); !noted)
        log_error("{}", noted.error().message);
    } else {
      // Nobody is asked until the collector, told of no round in the status, sends it again.
      log_error("the stored round cannot be used: {}", round.error().message);
    }
  }
  staff_.load(*identity_, 0);
  if (staff_.seal_to().epoch > seal_to_.epoch) seal_to_ = staff_.seal_to();
  want_assets();
  TRY(with_room([&] { return check_batches(); }));
  look_for_room();
  // Asking does not have to wait for the outbox; `tend` goes on trying.
  if (auto published = with_room([&] { return publish(); }); !published) {
    log_error("outbox: {}", published.error().message);
  }
  return {};
}

Result<void> Device::submit(const Submit& submission) {
  if (!identity_ || !identity_->membership || seal_to_.epoch == 0)
    return Error::refused("a response after this kiosk was wiped");
  last_visit_.reset();
  auto split = survey::split_by_linkage(submission.survey->instrument, submission.answers);
  auto items =
      TRY(seal_submission(submission, split.linked, seal_to_, trusted_week(clock_->wall()), *entropy_));
  auto counters = counter_names(split, submission.language);
  auto stored = commit(items, submission.survey->round, counters);
  if (stored) keep_last_visit(submission, items, std::move(counters));
  look_for_room();
  if (stored) return {};
  has_failed_ = true;
  if (auto told = write_status(); !told) log_error("outbox: {}", told.error().message);
  return stored;
}

Result<void> Device::commit(const std::vector<NewItem>& items, RoundId round,
                            const std::vector<std::string>& counters) {
  auto try_once = [&]() -> Result<void> {
    bool reopened = !store_;
    auto* store = TRY(this->store());
    // The try before may have reached the disk; then it did so with all of them.
    if (reopened && TRY(store->has(items.front().id))) return {};
    return store->submit(items, round, counters, *entropy_);
  };
  for (int tried = 1;; ++tried) {
    auto stored = settled(try_once());
    if (stored) return {};
    log_error("storing a response, try {}: {}", tried, stored.error().message);
    if (tried == tries_max || stored.error().kind != ErrorKind::storage) return stored;
  }
}

// On a full disk the first try gives room back, by the ballast or by moving the log; what it finds done
// already the next one need not do again.
template <class Work>
auto Device::with_room(Work work) -> decltype(work()) {
  auto done = settled(work());
  for (int tried = 1; tried < tries_max && !done && done.error().fault == StorageFault::full; ++tried) {
    done = settled(work());
  }
  return done;
}

bool Device::lacks_room() const { return store_ && store_->room().free < items_of_a_visit(survey_.get()); }

void Device::look_for_room() {
  bool has_room = !lacks_room();
  if (store_) has_room_ = has_room && may_ask();
  if (paused_ && paused_->is_paused != is_paused()) paused_.reset();  // for another reason
  if (has_room_ || !survey_ || paused_) {
    if (has_room_) paused_.reset();
    return;
  }
  auto paused = std::make_shared<Survey>(*survey_);
  paused->is_open = false;
  paused->is_paused = is_paused();
  paused_ = std::move(paused);
  if (!has_room) log_error("no room for more answers until a receipt comes; nobody is asked until then");
}

Result<ResponseStore*> Device::store() {
  if (store_) return &*store_;
  store_ = TRY(open_store(settings_, *files_, *entropy_));
  is_numbered_ = false;
  return &*store_;
}

Result<void> Device::count_left(const CountLeft& left) {
  auto count = [&]() -> Result<void> { return TRY(store())->count(left.round, "left:" + left.where); };
  return with_room(count);
}

Result<bool> Device::tend() {
  auto before = survey();
  auto done = with_room([&] { return read_and_pack(); });
  look_for_room();
  if (!done) return done;
  return *done || survey() != before;
}

bool Device::has_work() const {
  if (pack_at_ && clock_->monotonic() >= *pack_at_) return true;
  if (has_more_assets()) return true;
  auto names = files_->list(inbox_path(settings_));
  return !names || !names->empty();
}

// In the order of their names.
Result<bool> Device::read_inbox() {
  bool changed = false;
  const auto inbox = inbox_path(settings_);
  for (const auto& name : TRY(files_->list(inbox))) {
    const auto path = inbox + "/" + name;
    const auto documents = TRY(read_reply(*files_, path));
    is_outbox_stale_ = true;
    for (const auto& document : documents) {
      auto applied = apply(document);
      if (!applied && applied.error().kind == ErrorKind::storage) return applied.error();
      if (!applied) log_warning("inbox: {}", applied.error().message);
      files_->beat();
      changed = changed || (applied && *applied);
    }
    TRY(files_->remove(path));
  }
  return changed;
}

Result<bool> Device::read_and_pack() {
  const bool changed = TRY(read_inbox());
  if (today() != counted_day_) TRY(prune());
  TRY(pack_due());
  TRY(publish_what_is_over());
  tend_assets();
  TRY(publish());
  TRY(obey());
  return changed;
}

Result<void> Device::rest(bool visitor_is_here) {
  auto now = clock_->monotonic();
  if (visitor_is_here) quiet_since_ = now;
  if (now - quiet_since_ < quiet_min) return {};
  ballast_.make();
  auto log_bytes = TRY(settled(store()))->log_bytes();
  bool is_due = has_pruned_ || log_bytes > log_bytes_max || now - checkpointed_ >= checkpoint_every;
  if (log_bytes == 0 || !is_due) return {};
  TRY(settled(store_->checkpoint()));
  checkpointed_ = now;
  has_pruned_ = false;
  return {};
}

Result<bool> Device::apply(ByteView document) {
  auto header = TRY(wire::peek_header(document));
  switch (header.type) {
    case wire::DocumentType::enrolment_reply:
      return apply_enrolment_reply(document);
    case wire::DocumentType::receipt:
      return apply_receipt(document);
    case wire::DocumentType::round:
      return apply_round(document);
    case wire::DocumentType::order:
      return apply_order(document);
    case wire::DocumentType::centre:
      return apply_centre(document);
    case wire::DocumentType::reflection_receipt:
      return apply_reflection_receipt(document);
    case wire::DocumentType::asset:
      return apply_asset(document);
    case wire::DocumentType::enrolment:
    case wire::DocumentType::batch:
    case wire::DocumentType::status:
    case wire::DocumentType::reflection:
    case wire::DocumentType::asset_request:
      break;
  }
  return Error::untrusted("a kiosk does not take documents of type " +
                          std::string(wire::name_of(header.type)));
}

Result<bool> Device::apply_enrolment_reply(ByteView document) {
  if (!identity_ || identity_->membership) return false;  // late twin of a reply already applied
  auto membership = TRY(identity_->accept_reply(document));
  auto member = *identity_;
  member.membership = membership;
  // A database that has numbered another identity's documents: a gap up to there would be none of ours.
  if (auto used = TRY(TRY(store())->serial_block())) member.serial_block = *used + 1;
  // Statuses go on from the one that lies here, and are in no later block than the batches.
  member.serial_block = std::max(member.serial_block, wire::block_of(outbox_.status_serial()));
  TRY(TRY(store())->begin_serial_block(member.serial_block));
  TRY(save_identity(*files_, identity_path(settings_), member));
  identity_ = std::move(member);
  TRY(outbox_.remove_enrolment());
  log_info("enrolled at centre {}", identity_->membership->centre.value);
  return true;
}

Result<bool> Device::apply_receipt(ByteView document) {
  if (!identity_ || !identity_->membership) return Error::untrusted("a receipt before enrolment");
  auto verified = TRY(wire::verify_document(document, wire::DocumentType::receipt, identity_->region,
                                            identity_->membership->collector_key));
  auto receipt = TRY(wire::parse_receipt(verified.payload));
  if (receipt.device != identity_->device) return Error::untrusted("the receipt is for another device");
  const auto last = TRY(TRY(store())->last_receipt());
  const bool is_next = receipt.number == last + 1;
  auto applied = TRY(store())->apply_receipt(receipt, verified.header.serial, document, TRY(day()));
  // The next one of our own, and yet not ours: somebody else answers to our name. Later ones may just be
  // early.
  has_broken_chain_ =
      has_broken_chain_ || (is_next && !applied && applied.error().kind == ErrorKind::untrusted);
  TRY(applied);
  // A number that we had may be another receipt's since the collector was read back; so may what it says is
  // in the backup, until the order to go back has come.
  if (receipt.number <= last) return false;
  backed_up_ = std::max(backed_up_, receipt.backed_up);
  TRY(prune());
  return false;
}

Result<bool> Device::apply_round(ByteView document) {
  if (!identity_ || !identity_->membership) return Error::untrusted("a round before enrolment");
  auto serial = TRY(wire::peek_header(document)).serial;
  if (serial <= round_serial_ && serial <= staff_.serial()) return false;
  auto round = TRY(read_round(document, *identity_, seal_to_.epoch));
  if (round.survey->for_staff) {
    if (!TRY(staff_.take(serial, document, round))) return false;
    seal_to_ = round.seal_to;
    want_assets();
    return true;
  }
  if (serial <= round_serial_) return false;
  TRY(TRY(store())->note_asked(round.survey->round));
  TRY(TRY(store())->keep_round_document(serial, document));
  survey_ = round.survey;
  seal_to_ = round.seal_to;
  quota_ = round.quota;
  stops_at_quota_ = round.stop_at_quota;
  assets_of_round_ = round.assets;
  round_serial_ = serial;
  paused_.reset();
  want_assets();
  log_info("round {} in use (document {})", survey_->round.value, serial);
  return true;
}

Result<void> Device::pack_all() {
  last_visit_.reset();  // it goes, too
  auto pack = [&]() -> Result<void> {
    for (const auto& [round, count] : TRY(TRY(store())->unpacked())) {
      for (std::uint64_t packed = 0; packed < count.items; packed += wire::batch_items_max) {
        TRY(pack_round(round));
        files_->beat();
      }
    }
    return publish();
  };
  return with_room(pack);
}

Result<void> Device::publish() {
  if (!identity_ || !identity_->membership) return {};
  if (is_outbox_stale_) TRY(settled(numbered_store()));  // which may have lost what lies there
  if (is_outbox_stale_) TRY(outbox_.match(TRY(TRY(store())->batches())));
  is_outbox_stale_ = false;
  return write_status();
}

Result<wire::Status> Device::status_now() {
  wire::Status status;
  status.round = survey_ ? survey_->round : RoundId{};
  status.round_serial = round_serial_;
  status.receipt_number = TRY(TRY(store())->last_receipt());
  auto counts = TRY(TRY(store())->counts(status.round));
  status.completed = counts.completed;
  status.waiting = counts.waiting;
  status.counters = TRY(TRY(store())->published_counters(status.round));
  status.order_serial = orders_.serial();
  status.centre_serial = orders_.centre_serial();
  status.staff_serial = staff_.serial();
  status.assets_missing = assets_.missing();
  status.earlier = TRY(earlier_rounds());
  return status;
}

Result<std::map<std::string, std::uint64_t>> Device::alarms() {
  std::uint64_t set_aside = 0;
  for (const auto& name : TRY(files_->list(settings_.data))) {
    set_aside += name.find(set_aside_mark) != std::string::npos && !name.ends_with("-wal");
  }
  auto free = TRY(files_->free_bytes(settings_.data));
  return std::map<std::string, std::uint64_t>{
      {"storage", has_failed_},
      {"damaged", set_aside},
      {"disk", ballast_.is_missing() || free < settings_.free_bytes_min},
      {"slots", store_ && store_->room().is_scarce()},
      {"chain", has_broken_chain_},
      {"paused", is_paused_here_},
      {"door", gate_.is_under_attack()}};
}

Result<void> Device::write_status() {
  if (!identity_ || !identity_->membership) return {};
  auto now = settled(status_now());
  if (!now && !has_failed_) return now.error();
  auto next_serial = [&](std::uint64_t after) -> Result<std::uint64_t> {
    return settled(TRY(settled(numbered_store()))->next_serial(wire::DocumentType::status, after));
  };
  return heartbeat_.write(now, TRY(alarms()), *identity_, outbox_, clock_->wall(), next_serial);
}

Result<Counts> Device::counts() {
  auto count = [&]() -> Result<Counts> { return TRY(store())->counts(survey_ ? survey_->round : RoundId{}); };
  return settled(count());
}

}  // namespace vantrum::kiosk
