// A disk in memory that can lose power. What was written but not synced is only pending: at a cut any part of
// it may have reached the medium, in any order, in torn sectors; of thousands of changes to a file the older
// ones have. It can also refuse (EIO), fill up (ENOSPC), dawdle, and lie about syncing.
//
// The database gets to it through crash_vfs.h, the files of outbox and inbox through faulty_file_system.h, so
// that one cut hits both. Names (create, rename, remove) are journaled: of those not synced a cut keeps the
// first few, in order. Syncing a file syncs the names up to its own, as on ext4.
//
// Everything is drawn from one seed. Not thread-safe, except `dawdle`.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/entropy.h"

namespace vantrum::testing {

enum class Answer { ok, off, io_error, full };

class Medium {
 public:
  class File;
  using FilePointer = std::shared_ptr<File>;

  explicit Medium(std::uint64_t seed) : chance_(seed) {}

  // ── what a program does with it ──
  FilePointer find(const std::string& path) const;
  Answer create(const std::string& path, FilePointer& made);  // empty if there is one
  Answer read(const FilePointer& file, std::size_t offset, std::span<std::uint8_t> into, std::size_t& got);
  Answer write(const FilePointer& file, std::size_t offset, ByteView bytes);
  Answer truncate(const FilePointer& file, std::size_t size);
  Answer sync(const FilePointer& file);
  Answer rename(const std::string& from, const std::string& to);
  Answer remove(const std::string& path);
  Answer sync_names();
  std::size_t size_of(const FilePointer& file) const;
  std::vector<std::string> paths() const;

  // ── what happens to it ──
  void cut_after(std::uint64_t changes);  // counted from now; 0: at the next one
  void cut_now();
  void do_not_cut() { cut_at_.reset(); }
  bool is_off() const { return off_; }
  void power_on();  // there is now what the cut has left

  // The nth call from now fails, counted from 1, reading too, and those after it: `calls` of them in all.
  static constexpr std::uint64_t for_ever = UINT32_MAX;
  void fail_calls(std::uint64_t nth, std::uint64_t calls);
  void fail_path(const std::string& beginning) { failing_path_ = beginning; }  // files named so, for ever
  void stop_failing() {
    fail_at_.reset();
    failing_path_.reset();
    forgets_ = false;
  }
  // The next sync fails, and what it should have kept is gone although it can still be read ("fsyncgate").
  void forget_at_next_sync() { forgets_ = true; }
  void limit_bytes(std::optional<std::uint64_t> bytes) { bytes_max_ = bytes; }  // of all files together
  void ignore_syncs(bool ignore) { ignores_syncs_ = ignore; }
  void dawdle(std::chrono::milliseconds each_sync) { dawdle_ms_ = each_sync.count(); }

  // ── what is looked at ──
  std::uint64_t calls() const { return calls_; }
  std::uint64_t changes() const { return changes_; }
  std::uint64_t syncs() const { return syncs_; }
  std::uint64_t bytes_written() const { return bytes_written_; }
  std::uint64_t bytes_used() const;
  std::uint64_t bytes_free() const;              // of the limit, if there is one
  Bytes content(const std::string& path) const;  // as a program sees it; empty if there is none
  void flip_bit(const std::string& path, std::size_t bit);
  void put(const std::string& path, ByteView bytes);  // there before the test begins

 private:
  struct NameChange {
    std::string from, to;  // from empty: created; to empty: removed
    FilePointer file;
  };
  using Names = std::map<std::string, FilePointer>;

  Answer begin(bool changes, const File* file = nullptr);
  Answer begin_growing(std::size_t bytes, const File* file);
  std::uint32_t below(std::uint32_t n) { return chance_.random_below(n); }
  static void apply(Names& names, const NameChange& change);
  void keep_names(std::size_t first);
  void settle(File& file);

  SeededEntropy chance_;
  Names names_, durable_names_;
  std::vector<NameChange> pending_names_;
  bool off_ = false;
  bool ignores_syncs_ = false;
  std::optional<std::uint64_t> cut_at_;
  std::optional<std::uint64_t> fail_at_;
  std::uint64_t fail_until_ = 0;
  bool forgets_ = false;
  std::optional<std::string> failing_path_;
  std::optional<std::uint64_t> bytes_max_;
  std::uint64_t calls_ = 0, changes_ = 0, syncs_ = 0, bytes_written_ = 0;
  std::atomic<std::int64_t> dawdle_ms_{0};
};

}  // namespace vantrum::testing
