// What the rounds in use name by its SHA-256 (recordings for Lyssna), on its way here and here:
//
//   outbox/want-<name>-<piece>.cose   a question, until its answer is durable (shared/wire/asset_document.h)
//   assets/<SHA-256>-<piece>          a piece; written beside and renamed, so there whole or not at all
//   assets/<SHA-256>                  all of it, its SHA-256 checked; only this is ever used
//
// The folder is the whole memory: after a power cut what lies there is gone on with, and what no round in use
// names is removed. Files of their own in place of one that grows, because then nothing can be torn, and
// pieces may come in any order, by network and by stick.
//
// Recordings never stand in the way of answers: no more than a few questions lie in the outbox (their names
// come after the batches'), nothing is asked for unless the disk has room for it beyond what is kept free, an
// error here is told and forgotten, and when the disk is full all of it goes. A piece that is wrong is
// dropped; the carrier asks again at its own pace. A whole that is wrong is fetched again after an hour, two,
// four, at most a day.
//
// One thread owns it.
#pragma once

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/file_system.h"
#include "shared/wire/asset_document.h"

namespace vantrum::kiosk {

class Assets {
 public:
  static constexpr std::size_t asked_at_once = 16;    // 1 MiB on its way
  static constexpr std::size_t asked_by_stick = 512;  // 32 MiB: a stick comes by seldom

  Assets(FileSystem& files, const std::string& data);

  // What the rounds in use name, in the order they are fetched. Reads the folders.
  void want(std::vector<wire::AssetName> named);
  void forget() { wanted_.clear(), asked_.clear(); }  // after a wipe (orders.h), which takes the files

  // Durable when it returns true; false for one that is not lacking. `untrusted` if it has another size.
  Result<bool> take(const wire::AssetPiece& piece);

  // Puts together what has come, checks what lay here at the start, and asks for what is lacking, as far as
  // `bytes_free` allow. `sign` makes the document. Costs nothing when all is here, and reads no more than one
  // whole file: answers wait behind it, and so does the watchdog. `has_more` tells of others.
  using Sign = std::function<Bytes(const wire::AssetRequest&)>;
  void tend(std::uint64_t bytes_free, MonotonicTime now, std::size_t asked_max, const Sign& sign);
  bool is_complete() const;
  bool has_more(MonotonicTime now) const;  // another `tend` would check one, or put one together

  // The disk is full: all of it goes, and is fetched again when `tend` is called.
  void make_way();

  std::size_t missing() const;  // of those named
  struct Whole {
    std::string path;
    std::uint32_t bytes = 0;
  };
  std::vector<Whole> whole() const;  // those that may be used, in their order

 private:
  struct Wanted {
    wire::AssetName name;
    std::set<std::uint32_t> lacking;
    bool is_here = false, is_checked = false;  // the whole of it; since the start
    MonotonicTime not_before{0};
    std::chrono::hours wait{1};
  };
  Wanted* find(const crypto::Hash& sha256);
  std::string path_of(const Wanted& wanted) const;
  std::string path_of(const Wanted& wanted, std::uint32_t piece) const;
  void look_around();
  void look_at_file(const std::string& name);
  static bool is_to_check(const Wanted& wanted) { return wanted.is_here && !wanted.is_checked; }
  static bool is_to_finish(const Wanted& wanted, MonotonicTime now) {
    return !wanted.is_here && wanted.lacking.empty() && now >= wanted.not_before;
  }
  void finish(Wanted& wanted, MonotonicTime now);
  Result<void> put_together(const Wanted& wanted) const;
  void check(Wanted& wanted);
  void start_over(Wanted& wanted);
  void ask(const std::vector<wire::AssetRequest>& questions, std::size_t asked_max, const Sign& sign);
  void remove(const std::string& path);

  FileSystem* files_;
  std::string folder_, outbox_;
  std::vector<Wanted> wanted_;
  std::set<std::string> asked_;  // names of the questions in the outbox
};

// The folder in the kiosk's data folder.
inline constexpr const char* assets_name = "assets";

}  // namespace vantrum::kiosk
