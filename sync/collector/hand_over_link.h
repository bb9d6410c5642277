// The Unix socket DIR/hand_over.sock: how a user that opens, in a process of its own (desk.h), gets sealed
// items from the server that received them, and says what became of them. A server listens there only where
// it opens nothing itself (`serve --no-open`). Whoever is of the folder's group may connect (mode 0660).
//
// Requests and replies are messages of local_socket.h that hold CBOR. A request is {1: what, 2 …: its
// arguments}, a reply {1: true, 2: value} or {1: false, 2: kind of error, 3: words}:
//
//   1 block     2: items at most             → [[item, round, kind, sealed] …]
//   2 settle    2: [[item, cause] …]         → null          (hand_over.h)
//   4 keys                                   → [[epoch, public key] …] that kiosks seal to
//   5 new key   2: epoch  3: public key      → null          one that was made, or put back
//   6 backup    2: folder                    → the path of an unfinished backup, for the answers
//   7 finished  2: that path                 → [path, devices, receipts]
//   8 log       2: 1 if it failed  3: command → null         one line of the audit log
//   9 note      2: action  3: details        → null          a line of the audit log, which is the server's
//  10 given up  2: path of a backup          → null          it, and what else was left unfinished beside it
//  11 copy      2: offset                    → [a piece of a database for reading, whether it is the last]
//  12 region                                 → [id, name]
//  13 round     2: round                     → null or [who reads texts, [[file, text] …]]
//  14 centres   2: round                     → [centre …] that take part
//  15 files     2: instrument  3: version    → [[file, text] …]
//
// Opening needs 1, 2, 4 and 12 to 15, which do not grow with what was received. The database, without
// anything of single items, does, so it goes in pieces.
//
// Nothing here gives out which kiosk an item came from, or a secret.
#pragma once

#include <functional>
#include <set>

#include "sync/collector/backup.h"
#include "sync/collector/hand_over.h"
#include "sync/collector/local_socket.h"

namespace vantrum::collector {

// At the server.
using HandOverHandler = std::function<std::string(const std::string& request)>;
std::string answer_hand_over(const Collector& collector, SqliteCollectorStore& store, FileSystem& files,
                             const std::string& request);
Result<unix_socket::acceptor> listen_for_hand_over(net::io_context& io, const DataFolder& folder);
// Those connected now. Closing them loses nothing: whatever was asked can be asked again.
using Desks = std::set<unix_socket::socket*>;
net::awaitable<void> accept_hand_over(unix_socket::acceptor& acceptor, const HandOverHandler& handler,
                                      Desks& desks);

// At the desk. Every call is `unavailable` if the server is gone.
class HandOverLink {
 public:
  // `unavailable` if no server runs there that only receives.
  static Result<std::unique_ptr<HandOverLink>> connect(const DataFolder& folder);

  Result<std::vector<SealedItem>> block(std::size_t items_max);
  Result<void> settle(const std::vector<Settled>& items);
  // A copy of what was received, into a file that this user may write.
  Result<void> copy_to(const std::string& path);
  Result<Region> region();
  Result<std::optional<RoundRecord>> find_round(RoundId round);  // only what opening needs of it
  Result<std::vector<RoundCentre>> centres_of(RoundId round);    // their numbers
  Result<std::map<std::string, std::string>> find_instrument(std::uint32_t number, std::uint32_t version);
  Result<std::map<std::uint32_t, crypto::SealPublicKey>> keys();
  Result<void> new_key(std::uint32_t epoch, const crypto::SealPublicKey& key);
  Result<std::string> begin_backup(const std::string& folder);
  Result<BackupDone> finish_backup(const std::string& part);
  Result<void> give_up_backup(const std::string& part);
  // A command of the desk, before it is carried out, or once more after it failed.
  Result<void> log(const std::string& command, bool has_failed);
  Result<void> note(const std::string& action, const std::string& details);

 private:
  HandOverLink() : socket_(io_) {}
  net::io_context io_;
  unix_socket::socket socket_;
};

// All of it over the link.
class RemoteHandOver final : public HandOver {
 public:
  explicit RemoteHandOver(HandOverLink& link) : link_(link) {}

  Result<std::vector<SealedItem>> block(std::size_t items_max) override { return link_.block(items_max); }
  Result<std::optional<RoundRecord>> find_round(RoundId round) override { return link_.find_round(round); }
  Result<std::vector<RoundCentre>> centres_of(RoundId round) override { return link_.centres_of(round); }
  Result<std::map<std::string, std::string>> find_instrument(std::uint32_t number,
                                                             std::uint32_t version) override {
    return link_.find_instrument(number, version);
  }
  Result<void> settle(const std::vector<Settled>& items) override { return link_.settle(items); }

 private:
  HandOverLink& link_;
};

}  // namespace vantrum::collector
