#include "sync/store/sqlite_collector_store.h"

#include "sync/store/collector_schema.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t start = 0; start < text.size();) {
    auto end = std::min(text.find(',', start), text.size());
    words.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

// On disk; never rename.
constexpr std::pair<DeviceState, const char*> device_states[] = {{DeviceState::active, "active"},
                                                                 {DeviceState::paused, "paused"},
                                                                 {DeviceState::retiring, "retiring"},
                                                                 {DeviceState::retired, "retired"},
                                                                 {DeviceState::revoked, "revoked"}};

const char* text_of(DeviceState state) {
  for (const auto& [known, text] : device_states) {
    if (known == state) return text;
  }
  check(false);
  return "";
}

Result<DeviceState> device_state(const std::string& text) {
  for (const auto& [state, known] : device_states) {
    if (text == known) return state;
  }
  return Error::storage("a device in the database is in a state that this program does not know");
}

constexpr const char* device_columns =
    "id, verify_key, centre, label, state, enrolled_at, last_contact, copies, backed_up";
constexpr const char* round_columns =
    "id, name, receiver, is_open, stop_at_quota, languages, unreviewed, seal_epoch, padded_bytes, "
    "text_reader, text_routine, review, for_staff";

Result<Device> read_device(const store::Row& row) {
  Device device;
  device.id = TRY(rows::id<DeviceId>(row, 0));
  device.verify_key = TRY(rows::key<crypto::VerifyKey>(row, 1));
  device.centre.value = rows::small(row, 2);
  device.label = row.text(3);
  device.state = TRY(device_state(row.text(4)));
  device.enrolled_at = rows::time(row, 5);
  if (!row.is_null(6)) device.last_contact = rows::time(row, 6);
  device.copies = rows::count(row, 7);
  device.backed_up = rows::count(row, 8);
  return device;
}

RoundRecord read_round(const store::Row& row) {
  RoundRecord round;
  round.id.value = rows::small(row, 0);
  round.name = row.text(1);
  round.receiver = row.text(2);
  round.is_open = row.integer(3) != 0;
  round.stop_at_quota = row.integer(4) != 0;
  round.languages = split(row.text(5));
  round.unreviewed = split(row.text(6));
  round.seal_epoch = rows::small(row, 7);
  round.padded_bytes = rows::small(row, 8);
  round.text_reader = row.text(9);
  round.text_routine = row.text(10);
  round.review = row.integer(11) != 0;
  round.for_staff = row.integer(12) != 0;
  return round;
}

}  // namespace

Result<std::unique_ptr<SqliteCollectorStore>> SqliteCollectorStore::open(const std::string& path,
                                                                         const char* vfs) {
  auto database = TRY(store::Database::open(path, {.application_id = collector_application_id, .vfs = vfs}));
  // What a failed sync left in the log can be read, and may be gone after the next power cut: moved into the
  // file it is safe, before any of it becomes a receipt.
  TRY(database.checkpoint());
  TRY(store::migrate(database, collector_migrations()));
  return std::unique_ptr<SqliteCollectorStore>(new SqliteCollectorStore(std::move(database)));
}

Result<void> SqliteCollectorStore::in_transaction(const std::function<Result<void>()>& work) {
  auto transact = [&]() -> Result<void> {
    auto transaction = TRY(store::Transaction::begin(database_));
    TRY(work());
    return transaction.commit();
  };
  return settled(transact());
}

// Never go on with a connection that met an error: it may still be inside the transaction, and show as kept
// what is not.
Result<void> SqliteCollectorStore::settled(Result<void> done) {
  if (!done && done.error().kind == ErrorKind::storage) database_.close();
  return done;
}

Result<void> SqliteCollectorStore::set_region(const Region& region) {
  for (const auto& [name, value] : {std::pair("region", region.id), std::pair("region_name", region.name)}) {
    if (TRY(database_.run("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
                          {name, value})) == 0) {
      return Error::conflict("the region is set already");
    }
  }
  return {};
}

Result<Region> SqliteCollectorStore::load_region() {
  std::map<std::string, std::string> settings;
  TRY(database_.each("SELECT name, value FROM setting", {}, [&](const store::Row& row) -> Result<void> {
    settings[row.text(0)] = row.text(1);
    return {};
  }));
  if (!settings.contains("region")) return Error::not_found("the collector has no region yet");
  return Region{settings["region"], settings["region_name"]};
}

Result<std::uint64_t> SqliteCollectorStore::next_serial(wire::DocumentType type) {
  auto last =
      TRY(database_.find_integer("INSERT INTO serial (document_type, last) VALUES (?, 1) "
                                 "ON CONFLICT (document_type) DO UPDATE SET last = last + 1 RETURNING last",
                                 {static_cast<std::int64_t>(type)}));
  if (!last) return Error::storage("no serial was given out");
  return static_cast<std::uint64_t>(*last);
}

Result<CentreId> SqliteCollectorStore::add_centre(const std::string& name, std::uint32_t quota) {
  auto next = TRY(next_id("centre", "centre_above"));
  auto id = TRY(database_.find_integer(
      "INSERT INTO centre (id, name, quota) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
      {next, name, quota}));
  if (!id) return Error::conflict("there is a centre named \"" + name + "\" already");
  return CentreId{static_cast<std::uint32_t>(*id)};
}

Result<Centre> SqliteCollectorStore::load_centre(CentreId centre) {
  for (auto& known : TRY(list_centres())) {
    if (known.id == centre) return std::move(known);
  }
  return Error::not_found("there is no centre " + std::to_string(centre.value) + "; see: centre list");
}

Result<std::vector<Centre>> SqliteCollectorStore::list_centres() {
  std::vector<Centre> centres;
  TRY(database_.each("SELECT id, name, quota FROM centre ORDER BY id", {},
                     [&](const store::Row& row) -> Result<void> {
                       centres.push_back({CentreId{rows::small(row, 0)}, row.text(1), rows::small(row, 2)});
                       return {};
                     }));
  return centres;
}

Result<void> SqliteCollectorStore::add_code(const OneTimeCode& code, WallTime now) {
  TRY(database_.run("DELETE FROM enrolment_code WHERE handle = ? AND expires_at < ?",
                    {code.handle, number(now)}));
  int added =
      TRY(database_.run("INSERT INTO enrolment_code (handle, mac_key, centre, label, expires_at, tries_left) "
                        "VALUES (?, ?, ?, ?, ?, ?) "
                        "ON CONFLICT DO NOTHING",
                        {code.handle, code.mac_key.view(), number(code.centre), code.label,
                         number(code.expires_at), code.tries_left}));
  if (added == 0) return Error::conflict("a code with these first characters is in use");
  return {};
}

Result<std::optional<OneTimeCode>> SqliteCollectorStore::find_code(const std::string& handle) {
  std::optional<OneTimeCode> found;
  TRY(database_.each(
      "SELECT handle, mac_key, centre, label, expires_at, tries_left, device, document_hash, reply "
      "FROM enrolment_code WHERE handle = ?",
      {handle}, [&](const store::Row& row) -> Result<void> {
        OneTimeCode code;
        code.handle = row.text(0);
        code.mac_key = TRY(rows::key<crypto::MacKey>(row, 1));
        code.centre.value = rows::small(row, 2);
        code.label = row.text(3);
        code.expires_at = rows::time(row, 4);
        code.tries_left = rows::small(row, 5);
        if (!row.is_null(6)) {
          code.device = TRY(rows::id<DeviceId>(row, 6));
          code.document_hash = TRY(rows::key<crypto::Hash>(row, 7));
          code.reply = row.blob(8);
        }
        found = std::move(code);
        return {};
      }));
  return found;
}

Result<void> SqliteCollectorStore::take_try(const std::string& handle) {
  TRY(database_.run("UPDATE enrolment_code SET tries_left = max(tries_left - 1, 0) WHERE handle = ?",
                    {handle}));
  return {};
}

Result<void> SqliteCollectorStore::use_code(const std::string& handle, DeviceId device,
                                            const crypto::Hash& document_hash, ByteView reply) {
  const crypto::MacKey zeros;
  int changed =
      TRY(database_.run("UPDATE enrolment_code SET device = ?, document_hash = ?, reply = ?, mac_key = ? "
                        "WHERE handle = ? AND device IS NULL",
                        {device.view(), document_hash.view(), reply, zeros.view(), handle}));
  if (changed == 0) return Error::conflict("the code was used already");
  return {};
}

Result<void> SqliteCollectorStore::add_device(const Device& device) {
  int added = TRY(database_.run(
      "INSERT INTO device (id, verify_key, centre, label, state, enrolled_at) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING",
      {device.id.view(), device.verify_key.view(), number(device.centre), device.label, text_of(device.state),
       number(device.enrolled_at)}));
  if (added == 0) return Error::conflict("the device or its key is enrolled already");
  return {};
}

Result<std::optional<Device>> SqliteCollectorStore::find_device(DeviceId device) {
  std::optional<Device> found;
  TRY(database_.each(std::string("SELECT ") + device_columns + " FROM device WHERE id = ?", {device.view()},
                     [&](const store::Row& row) -> Result<void> {
                       found = TRY(read_device(row));
                       return {};
                     }));
  return found;
}

Result<std::vector<Device>> SqliteCollectorStore::list_devices() {
  std::vector<Device> devices;
  TRY(database_.each(std::string("SELECT ") + device_columns + " FROM device ORDER BY centre, label, id", {},
                     [&](const store::Row& row) -> Result<void> {
                       devices.push_back(TRY(read_device(row)));
                       return {};
                     }));
  return devices;
}

Result<void> SqliteCollectorStore::set_device_state(DeviceId device, DeviceState state) {
  int changed =
      TRY(database_.run("UPDATE device SET state = ? WHERE id = ?", {text_of(state), device.view()}));
  if (changed == 0) return Error::not_found("there is no such device; see: device list");
  return {};
}

Result<void> SqliteCollectorStore::note_contact(DeviceId device, WallTime now) {
  TRY(database_.run("UPDATE device SET last_contact = ? WHERE id = ?", {number(now), device.view()}));
  return {};
}

Result<void> SqliteCollectorStore::note_copy(DeviceId device) {
  TRY(database_.run("UPDATE device SET copies = copies + 1 WHERE id = ?", {device.view()}));
  return {};
}

Result<void> SqliteCollectorStore::count_refusal(const std::string& cause) {
  ++refusals_[cause];
  return {};
}

Result<std::map<std::string, std::uint64_t>> SqliteCollectorStore::refusals() {
  auto counts = TRY(counts_by_name("SELECT cause, count FROM refusal"));
  for (const auto& [cause, count] : refusals_) counts[cause] += count;
  return counts;
}

Result<void> SqliteCollectorStore::add_refusals(const std::string& table) {
  for (const auto& [cause, count] : refusals_) {
    TRY(database_.run("INSERT INTO " + table + " (cause, count) VALUES (?, ?) " +
                          "ON CONFLICT (cause) DO UPDATE SET count = count + excluded.count",
                      {cause, number(count)}));
  }
  return {};
}

Result<void> SqliteCollectorStore::write_refusals() {
  if (refusals_.empty()) return {};
  TRY(in_transaction([&] { return add_refusals("main.refusal"); }));
  refusals_.clear();
  return {};
}

Result<void> SqliteCollectorStore::tidy() {
  const auto written = write_refusals();  // on a full disk the log must be moved all the same
  TRY(settled(database_.checkpoint()));
  return written;
}

Result<std::map<std::string, std::uint64_t>> SqliteCollectorStore::counts_by_name(const std::string& sql) {
  std::map<std::string, std::uint64_t> counts;
  TRY(database_.each(sql, {}, [&](const store::Row& row) -> Result<void> {
    counts[row.text(0)] = rows::count(row, 1);
    return {};
  }));
  return counts;
}

Result<RoundId> SqliteCollectorStore::add_round(const RoundRecord& round,
                                                const std::vector<RoundCentre>& centres) {
  auto next = TRY(next_id("round", "round_above"));
  auto added = TRY(database_.find_integer(
      "INSERT INTO round (id, name, receiver, is_open, stop_at_quota, languages, unreviewed, seal_epoch, "
      "padded_bytes, text_reader, text_routine, review, for_staff) "
      "VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
      {next, round.name, round.receiver, std::int64_t{round.stop_at_quota}, joined(round.languages),
       joined(round.unreviewed), round.seal_epoch, round.padded_bytes, round.text_reader, round.text_routine,
       std::int64_t{round.review}, std::int64_t{round.for_staff}}));
  if (!added) return Error::storage("no round id was given out");
  RoundId id{static_cast<std::uint32_t>(*added)};
  for (const auto& [name, content] : round.instrument_files) {
    TRY(database_.run("INSERT INTO round_file (round, name, content) VALUES (?, ?, ?)",
                      {number(id), name, content}));
  }
  for (const auto& centre : centres) {
    int joined_round = TRY(database_.run(
        "INSERT INTO round_centre (round, centre, quota, is_open, for_staff) VALUES (?, ?, ?, 1, ?) "
        "ON CONFLICT DO NOTHING",
        {number(id), number(centre.centre), centre.quota, std::int64_t{round.for_staff}}));
    if (joined_round == 0) {
      return Error::conflict("centre " + std::to_string(centre.centre.value) +
                             " has an open round already; close that one first");
    }
  }
  return id;
}

Result<void> SqliteCollectorStore::set_round_key(RoundId round, std::uint32_t seal_epoch) {
  TRY(database_.run("UPDATE round SET seal_epoch = ? WHERE id = ?", {seal_epoch, number(round)}));
  return {};
}

Result<void> SqliteCollectorStore::close_round(RoundId round) {
  int closed =
      TRY(database_.run("UPDATE round SET is_open = 0 WHERE id = ? AND is_open = 1", {number(round)}));
  if (closed == 0) return Error::refused("round " + std::to_string(round.value) + " is not open");
  TRY(database_.run("UPDATE round_centre SET is_open = 0 WHERE round = ?", {number(round)}));
  return {};
}

Result<void> SqliteCollectorStore::set_text_reader(RoundId round, const std::string& reader) {
  const int changed = TRY(database_.run("UPDATE round SET text_reader = ? WHERE id = ? AND text_reader <> ''",
                                        {reader, number(round)}));
  if (changed == 0)
    return Error::not_found("there is no round " + std::to_string(round.value) + " that asks for free text");
  return {};
}

Result<std::optional<RoundRecord>> SqliteCollectorStore::find_round(RoundId id) {
  std::optional<RoundRecord> round;
  TRY(database_.each(std::string("SELECT ") + round_columns + " FROM round WHERE id = ?", {number(id)},
                     [&](const store::Row& row) -> Result<void> {
                       round = read_round(row);
                       return {};
                     }));
  if (!round) return round;
  TRY(database_.each("SELECT name, content FROM round_file WHERE round = ?", {number(id)},
                     [&](const store::Row& row) -> Result<void> {
                       round->instrument_files[row.text(0)] = row.text(1);
                       return {};
                     }));
  return round;
}

Result<std::optional<RoundPlace>> SqliteCollectorStore::find_place(RoundId round, CentreId centre) {
  std::optional<RoundPlace> place;
  TRY(
      database_.each("SELECT round.is_open, coalesce(quota, 0) FROM round LEFT JOIN round_centre "
                     "ON round_centre.round = round.id AND centre = ?2 WHERE round.id = ?1",
                     {number(round), number(centre)}, [&](const store::Row& row) -> Result<void> {
                       place = RoundPlace{row.integer(0) != 0, rows::small(row, 1)};
                       return {};
                     }));
  return place;
}

Result<std::vector<RoundRecord>> SqliteCollectorStore::list_rounds() {
  std::vector<RoundRecord> rounds;
  TRY(database_.each(std::string("SELECT ") + round_columns + " FROM round ORDER BY id", {},
                     [&](const store::Row& row) -> Result<void> {
                       rounds.push_back(read_round(row));
                       return {};
                     }));
  return rounds;
}

Result<std::vector<RoundCentre>> SqliteCollectorStore::centres_of(RoundId round) {
  std::vector<RoundCentre> centres;
  TRY(database_.each(
      "SELECT centre.id, centre.name, round_centre.quota FROM round_centre JOIN centre ON centre.id = centre "
      "WHERE round = ? ORDER BY centre.id",
      {number(round)}, [&](const store::Row& row) -> Result<void> {
        centres.push_back({CentreId{rows::small(row, 0)}, row.text(1), rows::small(row, 2)});
        return {};
      }));
  return centres;
}

Result<void> SqliteCollectorStore::add_round_document(const RoundDocument& document) {
  TRY(database_.run(
      "INSERT INTO round_document (serial, round, centre, bytes) VALUES (?, ?, ?, ?)",
      {number(document.serial), number(document.round), number(document.centre), ByteView(document.bytes)}));
  return {};
}

}  // namespace vantrum::collector
