// CollectorStore in one SQLite file, held by one process through one connection (shared/store/database.h).
#pragma once

#include "shared/store/database.h"
#include "sync/store/collector_store.h"
#include "sync/store/sqlite_answer_store.h"

namespace vantrum::collector {

class SqliteCollectorStore final : public CollectorStore {
 public:
  // Creates the file if it is not there and brings its tables up to date. `conflict` if another process has
  // it open. `vfs` is store::Database::Options'; for tests that cut the power.
  static Result<std::unique_ptr<SqliteCollectorStore>> open(const std::string& path,
                                                            const char* vfs = nullptr);

  Result<void> in_transaction(const std::function<Result<void>()>& work) override;

  Result<void> set_region(const Region& region) override;
  Result<Region> load_region() override;
  Result<std::uint64_t> next_serial(wire::DocumentType type) override;

  Result<CentreId> add_centre(const std::string& name, std::uint32_t quota) override;
  Result<Centre> load_centre(CentreId centre) override;
  Result<std::vector<Centre>> list_centres() override;

  Result<void> add_code(const OneTimeCode& code, WallTime now) override;
  Result<std::optional<OneTimeCode>> find_code(const std::string& handle) override;
  Result<void> take_try(const std::string& handle) override;
  Result<void> use_code(const std::string& handle, DeviceId device, const crypto::Hash& document_hash,
                        ByteView reply) override;

  Result<void> add_device(const Device& device) override;
  Result<std::optional<Device>> find_device(DeviceId device) override;
  Result<std::vector<Device>> list_devices() override;
  Result<void> set_device_state(DeviceId device, DeviceState state) override;
  Result<void> note_contact(DeviceId device, WallTime now) override;
  Result<void> note_copy(DeviceId device) override;

  // No commit each, which whoever floods us would choose the number of; a crash loses those since `tidy`.
  Result<void> count_refusal(const std::string& cause) override;
  Result<std::map<std::string, std::uint64_t>> refusals() override;

  Result<RoundId> add_round(const RoundRecord& round, const std::vector<RoundCentre>& centres) override;
  Result<void> set_round_key(RoundId round, std::uint32_t seal_epoch) override;
  Result<void> close_round(RoundId round) override;
  Result<void> set_text_reader(RoundId round, const std::string& reader) override;
  Result<std::optional<RoundRecord>> find_round(RoundId round) override;
  Result<std::optional<RoundPlace>> find_place(RoundId round, CentreId centre) override;
  Result<std::vector<RoundRecord>> list_rounds() override;
  Result<std::vector<RoundCentre>> centres_of(RoundId round) override;

  Result<void> add_round_document(const RoundDocument& document) override;
  Result<std::optional<RoundDocument>> latest_round_document(CentreId centre) override;
  Result<std::optional<RoundDocument>> latest_staff_document(CentreId centre) override;
  Result<std::optional<RoundDocument>> round_document_of(RoundId round, CentreId centre) override;
  Result<void> keep_round_plan(RoundId round, const std::string& file) override;
  Result<std::optional<std::string>> find_round_plan(RoundId round) override;
  Result<Recorded> add_reflection(const ReflectionRecord& record) override;
  Result<std::vector<ReflectionRecord>> list_reflections() override;

  Result<void> add_asset(const crypto::Hash& sha256, ByteView bytes) override;
  Result<void> name_assets(RoundId round, const std::vector<wire::AssetName>& assets) override;
  Result<std::vector<wire::AssetName>> assets_of(RoundId round) override;
  Result<std::optional<Bytes>> find_asset_piece(CentreId centre, const crypto::Hash& sha256,
                                                std::uint32_t piece) override;

  Result<void> keep_device_document(Purpose purpose, const DeviceDocument& document) override;
  Result<std::optional<DeviceDocument>> find_device_document(DeviceId device, Purpose purpose) override;
  Result<std::vector<DeviceDocument>> device_documents(DeviceId device, Purpose purpose) override;
  Result<void> forget_resends(DeviceId device, std::uint64_t last_serial) override;

  Result<std::optional<Bytes>> find_receipt(const crypto::Hash& document_hash) override;
  Result<LastReceipt> last_receipt(DeviceId device) override;
  Result<std::vector<Bytes>> receipts_after(DeviceId device, std::uint64_t number, std::size_t max) override;
  Result<bool> has_batch(BatchId batch) override;
  Result<bool> has_batch_serial(DeviceId device, std::uint64_t serial) override;
  Result<Gaps> missing_batches(DeviceId device) override;
  Result<void> each_batch(DeviceId device,
                          const std::function<Result<void>(const BatchRecord&)>& each) override;
  Result<void> add_batch(const BatchRecord& batch) override;

  Result<std::optional<wire::ItemKind>> kind_of(RoundId round, ItemId item) override;
  Result<Recorded> record_item(ItemId item, const crypto::Hash& content_hash, RoundId round,
                               wire::ItemKind kind) override;
  Result<void> add_to_outbox(const SealedItem& item) override;
  Result<std::vector<SealedItem>> outbox_block(std::size_t items_max) override;
  Result<std::optional<SealedItem>> find_in_outbox(ItemId item) override;
  Result<void> remove_from_outbox(ItemId item) override;
  Result<std::uint64_t> outbox_size() override;
  Result<void> quarantine(const QuarantinedItem& item) override;
  Result<std::map<std::string, std::uint64_t>> quarantine_causes() override;
  Result<std::vector<QuarantinedItem>> list_quarantine() override;
  Result<bool> requeue(const QuarantinedItem& item) override;

  Result<void> add_intake(RoundId round, CentreId centre, const std::string& name,
                          std::uint64_t count) override;
  Result<Intake> intake_of(RoundId round, CentreId centre) override;
  Result<void> add_accepted(DeviceId device, RoundId round, std::uint64_t count) override;

  Result<void> add_instrument(std::uint32_t number, std::uint32_t version,
                              const std::map<std::string, std::string>& files) override;
  Result<std::map<std::string, std::string>> find_instrument(std::uint32_t number,
                                                             std::uint32_t version) override;

  Result<bool> keep_status(const StatusRecord& record) override;
  Result<std::vector<StatusRecord>> statuses(RoundId round) override;
  Result<std::uint64_t> completed_elsewhere(RoundId round, const Device& device) override;
  Result<std::vector<StatusRecord>> statuses_of(DeviceId device) override;
  Result<std::vector<CounterCell>> counter_levels(RoundId round) override;

  Result<Books> books(RoundId round) override;

  Result<void> copy_to(const std::string& path) override { return database_.copy_to(path); }
  Result<void> set_backed_up(DeviceId device, std::uint64_t receipt_number) override;
  Result<void> note_backups() override;
  Result<bool> makes_backups() override;
  Result<void> leap(WallTime now) override;
  Result<void> check_integrity() override { return database_.check_integrity(); }

  // Writes the refusals; moves the write-ahead log into the file, and with it whatever was deleted out of it.
  Result<void> tidy() override;

  // A new file with what results and progress are read from, and nothing of single items.
  Result<void> copy_for_reading(const std::string& path);

  // Whether the answers are in a file of their own. They were not in the first released versions.
  Result<bool> has_answers_apart();
  Result<void> note_answers_apart();
  // Moves the answers of before into `answers`, then notes it. Cut short and tried again it does the same.
  Result<void> move_answers_to(SqliteAnswerStore& answers);

 private:
  explicit SqliteCollectorStore(store::Database database) : database_(std::move(database)) {}

  Result<std::optional<RoundDocument>> newest_document(const std::string& sql,
                                                       const std::vector<store::Parameter>& of);
  Result<void> settled(Result<void> done);
  Result<void> write_refusals();
  Result<void> add_refusals(const std::string& table);
  Result<std::int64_t> next_id(const char* table, const char* above);
  Result<std::map<std::string, std::uint64_t>> counts_by_name(const std::string& sql);
  Result<void> keep_earlier_round(const StatusRecord& record, const wire::EarlierRound& earlier);
  Result<void> keep_counters(DeviceId device, RoundId round,
                             const std::map<std::string, std::uint64_t>& counters);
  Result<std::vector<StatusRecord>> read_statuses(const std::string& sql, const store::Parameter& of);

  store::Database database_;
  std::map<std::string, std::uint64_t> refusals_;  // by cause, not written yet
};

}  // namespace vantrum::collector
