#include "sync/collector/hand_over_link.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "shared/base/log.h"
#include "shared/wire/codec.h"
#include "sync/accounts/staff.h"
#include "sync/collector/audit_note.h"
#include "sync/collector/key_care.h"
#include "sync/collector/staff_commands.h"

namespace vantrum::collector {
namespace {

using wire::Array;
using wire::Map;
using wire::Value;

constexpr const char* socket_name = "hand_over.sock";
constexpr std::size_t request_bytes_max = 256 * 1024;
constexpr std::size_t reply_bytes_max = 1024 * 1024 * 1024;
constexpr std::size_t block_items_max = 1000, cause_bytes_max = 100, path_bytes_max = 4096,
                      command_bytes_max = 4096, note_bytes_max = 1000;
constexpr std::size_t piece_bytes_max = 256 * 1024;
constexpr const char* copy_name = "hand_over_copy.db";

// Between one version and the next the two programs may differ; never renumber.
enum What {
  what_block = 1,
  what_settle,
  what_keys = 4,  // 3 was a copy in one message
  what_new_key,
  what_backup,
  what_finished,
  what_log,
  what_note,
  what_given_up,
  what_copy,
  what_region,
  what_round,
  what_centres,
  what_instrument
};
enum Key { key_what = 1, key_first, key_second };
enum ReplyKey { key_is_good = 1, key_value, key_words };
enum ItemField { field_item, field_round, field_kind, field_sealed, item_fields };

template <class T>
Result<T> as(const Value& value) {
  if (const auto* held = std::get_if<T>(&value.data)) return *held;
  return Error::untrusted("hand-over: a value of another type was expected");
}
Result<Array> as_row(const Value& value, std::size_t fields) {
  auto row = TRY(as<Array>(value));
  if (row.size() != fields) return Error::untrusted("hand-over: a row of another length was expected");
  return row;
}

Value value_of(const std::vector<SealedItem>& items) {
  Array rows;
  for (const auto& item : items)
    rows.emplace_back(Array{item.id.view(), item.round.value, static_cast<std::uint64_t>(item.kind),
                            ByteView(item.sealed)});
  return rows;
}

using Files = std::map<std::string, std::string>;

Value value_of(const Files& files) {
  Array rows;
  for (const auto& [name, text] : files) rows.emplace_back(Array{name, text});
  return rows;
}

Result<Files> as_files(const Value& value) {
  Files files;
  for (const auto& one : TRY(as<Array>(value))) {
    auto row = TRY(as_row(one, 2));
    files[TRY(as<std::string>(row[0]))] = TRY(as<std::string>(row[1]));
  }
  return files;
}

Result<RoundId> take_round(wire::Reader& request) {
  return RoundId{static_cast<std::uint32_t>(TRY(request.take_uint(key_first, "round", UINT32_MAX)))};
}

// A piece of a copy that the first one makes and the last one removes. There is one desk at a time.
Result<Value> piece_of_copy(SqliteCollectorStore& store, FileSystem& files, const DataFolder& folder,
                            std::uint64_t offset) {
  const auto path = folder.path + "/" + copy_name;
  const auto remove = [&]() -> Result<void> {
    for (const char* end : {"", "-wal", "-journal"}) TRY(files.remove(path + end));
    return {};
  };
  if (offset == 0) {
    TRY(remove());  // one that was cut short
    TRY(store.copy_for_reading(path));
  }
  std::error_code problem;
  const auto size = std::filesystem::file_size(path, problem);
  if (problem || offset > size) return Error::invalid("there is no such piece of a copy");
  auto bytes = TRY(files.read_part(path, offset, std::min<std::uint64_t>(piece_bytes_max, size - offset)));
  const bool is_last = offset + bytes.size() == size;
  if (is_last) TRY(remove());
  return Value(Array{std::move(bytes), is_last});
}

// `causes` are words of quarantine.h from a program of the same version; they are shown and stored, never
// acted on.
Result<std::vector<Settled>> parse_settled(const Array& rows) {
  std::vector<Settled> settled;
  for (const auto& value : rows) {
    auto row = TRY(as_row(value, 2));
    auto item = ItemId::from(TRY(as<Bytes>(row[0])));
    auto cause = TRY(as<std::string>(row[1]));
    if (!item || cause.size() > cause_bytes_max) return Error::untrusted("hand-over: not a settled item");
    settled.push_back({*item, std::move(cause)});
  }
  return settled;
}

Result<Value> carry_out(const Collector& collector, SqliteCollectorStore& store, FileSystem& files,
                        wire::Reader& request) {
  LocalHandOver local(store, collector.clock);
  switch (TRY(request.take_uint(key_what, "what", what_instrument))) {
    case what_block:
      return value_of(TRY(local.block(TRY(request.take_uint(key_first, "items", block_items_max)))));
    case what_settle:
      TRY(local.settle(TRY(parse_settled(TRY(request.take_array(key_first, "items", block_items_max))))));
      return Value();
    case what_keys: {
      Array rows;
      for (const auto& [epoch, key] : collector.keys.seal_to) rows.emplace_back(Array{epoch, key.view()});
      return Value(std::move(rows));
    }
    case what_new_key: {
      auto epoch = TRY(request.take_uint(key_first, "epoch", UINT32_MAX));
      auto key = TRY(request.take_key<crypto::SealPublicKey>(key_second, "key"));
      TRY(use_public_key(collector, files, static_cast<std::uint32_t>(epoch), key));
      return Value();
    }
    case what_backup:
      return Value(
          TRY(begin_backup(collector, files, TRY(request.take_text(key_first, "folder", path_bytes_max)),
                           BackupReach::group)));
    case what_finished: {
      auto done =
          TRY(finish_backup(collector, files, TRY(request.take_text(key_first, "path", path_bytes_max))));
      return Value(Array{done.path, static_cast<std::uint64_t>(done.devices), done.receipts});
    }
    case what_log: {
      bool has_failed = TRY(request.take_uint(key_first, "failed", 1)) == 1;
      auto command = TRY(request.take_text(key_second, "command", command_bytes_max));
      if (!collector.staff) return Error::unavailable("there is no audit log");
      TRY(collector.staff->log.add(desk_actor, has_failed ? log_failure : log_command, command));
      return Value();
    }
    case what_note: {
      auto action = TRY(request.take_text(key_first, "action", note_bytes_max));
      auto details = TRY(request.take_text(key_second, "details", note_bytes_max));
      TRY(notes_of(collector, desk_actor)(action, details));
      return Value();
    }
    case what_given_up:
      TRY(give_up_backup(collector, TRY(request.take_text(key_first, "path", path_bytes_max))));
      return Value();
    case what_copy:
      return piece_of_copy(store, files, collector.folder,
                           TRY(request.take_uint(key_first, "offset", INT64_MAX)));
    case what_region:
      return Value(Array{collector.region.id, collector.region.name});
    case what_round: {
      auto round = TRY(local.find_round(TRY(take_round(request))));
      if (!round) return Value();
      return Value(Array{round->text_reader, value_of(round->instrument_files)});
    }
    case what_centres: {
      Array centres;
      for (const auto& centre : TRY(local.centres_of(TRY(take_round(request)))))
        centres.emplace_back(centre.centre.value);
      return Value(std::move(centres));
    }
    case what_instrument: {
      auto number = TRY(request.take_uint(key_first, "number", UINT32_MAX));
      auto version = TRY(request.take_uint(key_second, "version", UINT32_MAX));
      return value_of(TRY(
          local.find_instrument(static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(version))));
    }
    default:
      return Error::untrusted("hand-over: unknown request");
  }
}

struct Seat {
  Desks& desks;
  unix_socket::socket& socket;
  Seat(Desks& all, unix_socket::socket& own) : desks(all), socket(own) { desks.insert(&socket); }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  ~Seat() { desks.erase(&socket); }
};

net::awaitable<void> serve_desk(unix_socket::socket socket, const HandOverHandler& handler, Desks& desks) {
  Seat seat(desks, socket);
  for (;;) {
    MessageLength length;
    auto [length_error, length_size] = co_await net::async_read(socket, net::buffer(length), awaited);
    if (length_error || size_in(length) > request_bytes_max) co_return;
    std::string request(size_in(length), '\0');
    auto [error, size] = co_await net::async_read(socket, net::buffer(request), awaited);
    if (error) co_return;
    auto reply = handler(request);
    length = length_of(reply.size());
    std::array<net::const_buffer, 2> parts{net::buffer(length), net::buffer(reply)};
    auto [write_error, written] = co_await net::async_write(socket, parts, awaited);
    if (write_error) co_return;
  }
}

std::string text_message(const Value& value) {
  auto bytes = wire::encode(value);
  return std::string(text_of(bytes));
}

const Value* find(const Map& map, int key) {
  for (const auto& [known, value] : map)
    if (known == Value(key)) return &value;
  return nullptr;
}

Result<Value> call(unix_socket::socket& socket, const Map& request) {
  std::string message;
  if (!ask(socket, text_message(Value(request)), message, reply_bytes_max))
    return Error::unavailable("the server that receives ended before it answered; try again");
  auto reply = TRY(as<Map>(TRY(wire::decode(view_of(message), {reply_bytes_max, 8, 100'000}))));
  const auto *is_good = find(reply, key_is_good), *value = find(reply, key_value),
             *words = find(reply, key_words);
  if (!is_good || !value) return Error::untrusted("hand-over: not a reply");
  if (*is_good == Value(true)) return *value;
  auto kind = static_cast<ErrorKind>(TRY(as<std::uint64_t>(*value)));
  return Error{kind, words ? TRY(as<std::string>(*words)) : "", StorageFault::other};
}

}  // namespace

std::string answer_hand_over(const Collector& collector, SqliteCollectorStore& store, FileSystem& files,
                             const std::string& request) {
  auto answer = [&]() -> Result<Value> {
    auto reader = TRY(wire::Reader::parse(view_of(request), "hand-over"));
    auto value = TRY(carry_out(collector, store, files, reader));
    TRY(reader.finish());
    return value;
  }();
  if (answer) return text_message(Map{{key_is_good, true}, {key_value, *answer}});
  log_warning("a request for sealed items was refused: {}", answer.error().message);
  return text_message(Map{{key_is_good, false},
                          {key_value, static_cast<std::uint64_t>(answer.error().kind)},
                          {key_words, answer.error().message}});
}

Result<unix_socket::acceptor> listen_for_hand_over(net::io_context& io, const DataFolder& folder) {
  return listen_in(io, folder, socket_name, Reach::group);
}

net::awaitable<void> accept_hand_over(unix_socket::acceptor& acceptor, const HandOverHandler& handler,
                                      Desks& desks) {
  while (auto socket = co_await accept_next(acceptor)) {
    auto executor = socket->get_executor();
    net::co_spawn(executor, serve_desk(std::move(*socket), handler, desks), net::detached);
  }
}

Result<std::unique_ptr<HandOverLink>> HandOverLink::connect(const DataFolder& folder) {
  std::unique_ptr<HandOverLink> link(new HandOverLink());
  if (!connect_in(link->socket_, folder, socket_name))
    return Error::unavailable("no server that only receives (serve --no-open) runs in " + folder.path +
                              ", or this user is not of its group; see docs/opening.md");
  return link;
}

Result<std::vector<SealedItem>> HandOverLink::block(std::size_t items_max) {
  auto reply =
      TRY(call(socket_, {{key_what, what_block}, {key_first, static_cast<std::uint64_t>(items_max)}}));
  std::vector<SealedItem> items;
  for (const auto& value : TRY(as<Array>(reply))) {
    auto row = TRY(as_row(value, item_fields));
    auto id = ItemId::from(TRY(as<Bytes>(row[field_item])));
    if (!id) return Error::untrusted("hand-over: not an item");
    items.push_back({*id, RoundId{static_cast<std::uint32_t>(TRY(as<std::uint64_t>(row[field_round])))},
                     static_cast<wire::ItemKind>(TRY(as<std::uint64_t>(row[field_kind]))),
                     TRY(as<Bytes>(row[field_sealed]))});
  }
  return items;
}

Result<void> HandOverLink::settle(const std::vector<Settled>& items) {
  Array rows;
  for (const auto& settled : items) rows.emplace_back(Array{settled.item.view(), settled.cause});
  TRY(call(socket_, {{key_what, what_settle}, {key_first, std::move(rows)}}));
  return {};
}

Result<void> HandOverLink::copy_to(const std::string& path) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  for (std::uint64_t offset = 0;;) {
    auto piece = TRY(as_row(TRY(call(socket_, {{key_what, what_copy}, {key_first, offset}})), 2));
    const auto bytes = TRY(as<Bytes>(piece[0]));
    const auto text = text_of(bytes);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    offset += bytes.size();
    const bool is_last = TRY(as<bool>(piece[1]));
    if (is_last) file.close();
    if (!file) return Error::storage("writing " + path + " failed");
    if (is_last) return {};
    if (bytes.empty()) return Error::untrusted("hand-over: an empty piece of a copy");
  }
}

Result<Region> HandOverLink::region() {
  auto row = TRY(as_row(TRY(call(socket_, {{key_what, what_region}})), 2));
  auto id = TRY(as<std::string>(row[0]));  // one after the other: what fails leaves nothing half made
  auto name = TRY(as<std::string>(row[1]));
  return Region{std::move(id), std::move(name)};
}

Result<std::optional<RoundRecord>> HandOverLink::find_round(RoundId id) {
  auto reply = TRY(call(socket_, {{key_what, what_round}, {key_first, id.value}}));
  if (reply == Value()) return std::optional<RoundRecord>();
  auto row = TRY(as_row(reply, 2));
  RoundRecord round;
  round.id = id;
  round.text_reader = TRY(as<std::string>(row[0]));
  round.instrument_files = TRY(as_files(row[1]));
  return std::optional(std::move(round));
}

Result<std::vector<RoundCentre>> HandOverLink::centres_of(RoundId id) {
  std::vector<RoundCentre> centres;
  auto reply = TRY(call(socket_, {{key_what, what_centres}, {key_first, id.value}}));
  for (const auto& centre : TRY(as<Array>(reply)))
    centres.push_back({CentreId{static_cast<std::uint32_t>(TRY(as<std::uint64_t>(centre)))}, {}, 0});
  return centres;
}

Result<std::map<std::string, std::string>> HandOverLink::find_instrument(std::uint32_t number,
                                                                         std::uint32_t version) {
  return as_files(
      TRY(call(socket_, {{key_what, what_instrument}, {key_first, number}, {key_second, version}})));
}

Result<std::map<std::uint32_t, crypto::SealPublicKey>> HandOverLink::keys() {
  std::map<std::uint32_t, crypto::SealPublicKey> keys;
  auto reply = TRY(call(socket_, {{key_what, what_keys}}));
  for (const auto& value : TRY(as<Array>(reply))) {
    auto row = TRY(as_row(value, 2));
    auto epoch = static_cast<std::uint32_t>(TRY(as<std::uint64_t>(row[0])));
    keys[epoch] = TRY(crypto::SealPublicKey::from(TRY(as<Bytes>(row[1]))));
  }
  if (keys.empty()) return Error::untrusted("hand-over: no keys");
  return keys;
}

Result<void> HandOverLink::new_key(std::uint32_t epoch, const crypto::SealPublicKey& key) {
  TRY(call(socket_, {{key_what, what_new_key}, {key_first, epoch}, {key_second, key.view()}}));
  return {};
}

Result<std::string> HandOverLink::begin_backup(const std::string& folder) {
  return as<std::string>(TRY(call(socket_, {{key_what, what_backup}, {key_first, folder}})));
}

Result<void> HandOverLink::give_up_backup(const std::string& part) {
  TRY(call(socket_, {{key_what, what_given_up}, {key_first, part}}));
  return {};
}

Result<void> HandOverLink::log(const std::string& command, bool has_failed) {
  TRY(call(socket_, {{key_what, what_log}, {key_first, has_failed ? 1u : 0u}, {key_second, command}}));
  return {};
}

Result<void> HandOverLink::note(const std::string& action, const std::string& details) {
  TRY(call(socket_, {{key_what, what_note}, {key_first, action}, {key_second, details}}));
  return {};
}

Result<BackupDone> HandOverLink::finish_backup(const std::string& part) {
  auto row = TRY(as_row(TRY(call(socket_, {{key_what, what_finished}, {key_first, part}})), 3));
  return BackupDone{TRY(as<std::string>(row[0])), static_cast<std::size_t>(TRY(as<std::uint64_t>(row[1]))),
                    TRY(as<std::uint64_t>(row[2]))};
}

}  // namespace vantrum::collector
