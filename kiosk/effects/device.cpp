#include "kiosk/effects/device.h"

#include "shared/base/log.h"
#include "shared/survey/instrument_file.h"

namespace vantrum::kiosk {
namespace {

constexpr int tries_max = 3;
constexpr const char* software = "vantrum-kiosk 0.1.0";

std::string database_path(const DeviceSettings& settings) { return settings.data + "/kiosk.db"; }
std::string identity_path(const DeviceSettings& settings) { return settings.data + "/identity"; }
std::string outbox_path(const DeviceSettings& settings) { return settings.data + "/outbox"; }
std::string inbox_path(const DeviceSettings& settings) { return settings.data + "/inbox"; }

std::vector<std::string> counter_names(const survey::SplitAnswers& split, const std::string& language) {
  std::vector<std::string> names{"language:" + language};
  for (const auto& [question, code] : split.counters) names.push_back(question + ":" + code);
  return names;
}

}  // namespace

Result<Device> Device::open(DeviceSettings settings, FileSystem& files, Clock& clock, Entropy& entropy) {
  TRY(files.make_directories(inbox_path(settings)));
  TRY(files.sweep(inbox_path(settings)));
  auto outbox = TRY(Outbox::open(files, outbox_path(settings)));
  auto store = TRY(ResponseStore::open(database_path(settings)));
  Device device(std::move(settings), files, clock, entropy, std::move(store), std::move(outbox));
  TRY(device.load());
  return device;
}

Device::Device(DeviceSettings settings, FileSystem& files, Clock& clock, Entropy& entropy,
               ResponseStore store, Outbox outbox)
    : settings_(std::move(settings)),
      files_(&files),
      clock_(&clock),
      entropy_(&entropy),
      store_(std::move(store)),
      outbox_(std::move(outbox)) {}

Result<void> Device::load() {
  identity_ = TRY(load_identity(*files_, identity_path(settings_)));
  if (identity_ && !identity_->membership) TRY(outbox_.put_enrolment(identity_->enrolment_document()));
  if (!identity_ || !identity_->membership) return {};
  if (auto stored = TRY(TRY(store())->round_document())) {
    survey_ = TRY(read_round(stored->document));
    round_serial_ = stored->serial;
  }
  return publish();
}

Result<void> Device::submit(const Submit& submission) {
  auto split = survey::split_by_linkage(submission.survey->instrument, submission.answers);
  auto id = entropy_->random_id<ItemId>();
  auto sealed = TRY(seal(submission, id, split.linked));
  TRY(commit(id, submission.survey->round, sealed, counter_names(split, submission.language)));
  // Stored for good; what follows can be done again later and must not take the thanks back.
  if (auto published = publish(); !published) log_error("outbox: {}", published.error().message);
  return {};
}

Result<Bytes> Device::seal(const Submit& submission, const ItemId& id, const survey::Answers& linked) {
  const auto& survey = *submission.survey;
  survey::Response response;
  response.item = id;
  response.round = survey.round;
  response.centre = survey.centre;
  response.instrument_number = survey.instrument.number;
  response.instrument_version = survey.instrument.version;
  response.week = trusted_week(clock_->wall());
  response.answers = linked;
  return wire::seal_response(response, survey.instrument, seal_to_);
}

Result<void> Device::commit(const ItemId& id, RoundId round, ByteView sealed,
                            const std::vector<std::string>& counters) {
  auto try_once = [&]() -> Result<void> {
    bool reopened = !store_;
    auto* store = TRY(this->store());
    if (reopened && TRY(store->has(id))) return {};  // the try before did reach the disk
    return store->submit(id, round, sealed, counters);
  };
  for (int tried = 1;; ++tried) {
    auto stored = try_once();
    if (stored) return {};
    log_error("storing a response, try {}: {}", tried, stored.error().message);
    store_.reset();  // unknown outcome: never go on with this connection
    if (tried == tries_max) return stored.error();
  }
}

Result<ResponseStore*> Device::store() {
  if (!store_) store_ = TRY(ResponseStore::open(database_path(settings_)));
  return &*store_;
}

Result<void> Device::count_left(const CountLeft& left) {
  return TRY(store())->count(left.round, "left:" + left.where);
}

Result<bool> Device::tend() {
  bool changed = false;
  auto replies = TRY(read_inbox(*files_, inbox_path(settings_)));
  for (const auto& reply : replies) {
    for (const auto& document : reply.documents) {
      auto applied = apply(document);
      if (!applied && applied.error().kind == ErrorKind::storage) return applied.error();
      if (!applied) log_warning("inbox: {}", applied.error().message);
      changed = changed || (applied && *applied);
    }
    TRY(files_->remove(reply.path));
  }
  TRY(pack_due());
  if (!replies.empty()) TRY(publish());
  return changed;
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
    case wire::DocumentType::enrolment:
    case wire::DocumentType::batch:
    case wire::DocumentType::status:
    case wire::DocumentType::centre:
    case wire::DocumentType::order:
    case wire::DocumentType::asset:
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
  TRY(TRY(store())->apply_receipt(receipt, document));
  return false;
}

Result<bool> Device::apply_round(ByteView document) {
  if (!identity_ || !identity_->membership) return Error::untrusted("a round before enrolment");
  auto serial = TRY(wire::peek_header(document)).serial;
  if (serial <= round_serial_) return false;
  auto before = seal_to_;
  auto survey = TRY(read_round(document));
  if (auto kept = TRY(store())->keep_round_document(serial, document); !kept) {
    seal_to_ = before;
    return kept.error();
  }
  survey_ = std::move(survey);
  round_serial_ = serial;
  log_info("round {} in use (document {})", survey_->round.value, serial);
  return true;
}

// Everything is checked before anything is taken into use.
Result<std::shared_ptr<const Survey>> Device::read_round(ByteView document) {
  auto verified = TRY(wire::verify_document(document, wire::DocumentType::round, identity_->region,
                                            identity_->membership->collector_key));
  auto round = TRY(wire::parse_round(verified.payload));
  if (round.centre != identity_->membership->centre)
    return Error::untrusted("the round is for another centre");
  if (round.seal_to.epoch < seal_to_.epoch)
    return Error::untrusted("the round would go back to an older sealing key");
  auto survey = std::make_shared<Survey>();
  survey->instrument = TRY(survey::parse_instrument(round.instrument_files));
  if (round.seal_to.padded_bytes < wire::padded_bytes_for(survey->instrument)) {
    return Error::untrusted("the round's padded size is too small for its instrument");
  }
  for (const auto& language : round.languages) {
    if (!survey->instrument.texts.contains(language))
      return Error::untrusted("the round offers a language it has no texts for");
  }
  survey->round = round.round;
  survey->centre = round.centre;
  survey->centre_name = round.centre_name;
  survey->receiver = round.receiver;
  survey->is_open = round.is_open;
  survey->free_text = round.free_text;
  survey->languages = round.languages;
  seal_to_ = round.seal_to;
  return std::shared_ptr<const Survey>(std::move(survey));
}

Result<void> Device::pack_all() {
  for (const auto& [round, items] : TRY(TRY(store())->unpacked())) {
    for (std::uint64_t packed = 0; packed < items; packed += wire::batch_items_max) TRY(pack_round(round));
  }
  return publish();
}

Result<void> Device::pack_due() {
  if (!identity_ || !identity_->membership) return {};
  auto rounds = TRY(TRY(store())->unpacked());
  std::uint64_t items = 0;
  bool ended = false;
  for (const auto& [round, count] : rounds) {
    bool is_over = !survey_ || survey_->round != round || !survey_->is_open;
    ended = ended || is_over;
    items = std::max(items, count);
  }
  if (items == 0) return {};
  if (!ended && !is_due(items)) return {};
  pack_at_.reset();
  for (const auto& [round, count] : rounds) {
    bool is_over = !survey_ || survey_->round != round || !survey_->is_open;
    if (is_over || count >= settings_.batch_items_min) TRY(pack_round(round));
  }
  return publish();
}

// A batch leaves a random time after it could, so that its moment says nothing of a visit.
bool Device::is_due(std::uint64_t items) {
  if (items < settings_.batch_items_min) return false;
  if (!pack_at_) {
    auto spread = (settings_.batch_delay_max - settings_.batch_delay_min).count();
    auto extra = entropy_->random_below(static_cast<std::uint32_t>(spread) + 1);
    pack_at_ = clock_->monotonic() + settings_.batch_delay_min + std::chrono::seconds(extra);
  }
  return clock_->monotonic() >= *pack_at_;
}

Result<void> Device::pack_round(RoundId round) {
  return TRY(store())->pack(round, *entropy_, [&](const wire::Batch& batch, std::uint64_t serial) {
    wire::Header header{wire::DocumentType::batch, identity_->region, to_bytes(identity_->device.view()),
                        serial};
    return wire::sign_document(header, wire::encode(batch), identity_->signing_key);
  });
}

Result<void> Device::publish() {
  if (!identity_ || !identity_->membership) return {};
  TRY(outbox_.match(TRY(TRY(store())->batches())));
  return write_status();
}

// Written again only when something in it has changed; the carrier repeats it, which shows that the kiosk
// lives.
Result<void> Device::write_status() {
  wire::Status status;
  status.round = survey_ ? survey_->round : RoundId{};
  status.round_serial = round_serial_;
  status.receipt_number = TRY(TRY(store())->last_receipt());
  auto counts = TRY(TRY(store())->counts(status.round));
  status.completed = counts.completed;
  status.waiting = counts.waiting;
  status.counters = TRY(TRY(store())->published_counters(status.round));
  status.software = software;
  status.hour =
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, clock_->wall().time_since_epoch().count() / 3600));
  auto payload = wire::encode(status);
  if (payload == last_status_) return {};
  auto serial = TRY(TRY(store())->next_serial(wire::DocumentType::status));
  wire::Header header{wire::DocumentType::status, identity_->region, to_bytes(identity_->device.view()),
                      serial};
  TRY(outbox_.put_status(wire::sign_document(header, payload, identity_->signing_key)));
  last_status_ = std::move(payload);
  return {};
}

Result<Counts> Device::counts() { return TRY(store())->counts(survey_ ? survey_->round : RoundId{}); }

}  // namespace vantrum::kiosk
