// A closed round of long ago whose records may go, and a lead who decides about them; and disks that fail.
#pragma once

#include "shared/base/file_system.h"
#include "sync/collector/retention.h"
#include "sync/collector/round_archive.h"
#include "sync/collector/shelf.h"
#include "tests/dashboard/written_support.h"
#include "tests/support/retention_table.h"

namespace vantrum::dashboard {

inline constexpr const char* round_name = "Besöksenkät hösten 2026";

// A closed round of long ago, and a table that lets its records go.
struct Old : Written {
  Old() {
    answer(site.oak, {12, 8, 2});
    write(site.oak, {{"woman", canary}, {"man", "Öppet oftare"}});
    close();
    must(site.files->write_atomic(
        site.data.retention(), view_of(testing::table_with(testing::gone_after_12, testing::gone_after_12))));
    site.clock.jump_wall(std::chrono::days(800));
    add("lead", Role::lead, {});
    browser.emplace(*this, "lead");
  }
  std::string receipt() {
    const auto archive = must(find_shelved(site.collector, *site.files, round));
    REQUIRE(archive);
    return receipt_of(*archive);
  }
  Shown purge(const std::string& kind, const std::string& decision, const std::string& receipt,
              const std::string& name) {
    return browser->post("/gallring/1/gallra",
                         {{"kind", kind}, {"decision", decision}, {"receipt", receipt}, {"name", name}});
  }
  std::size_t texts() { return must(site.answer_store->list_texts(round)).size(); }
  void check_nothing_gone() {
    CHECK(site.answers(round) == 22);
    CHECK(texts() == 2);
    CHECK_FALSE(has(log(), "gallra"));  // nor "gallrar"
  }
  std::optional<Browser> browser;
};

// A disk that neither takes nor gives files whose paths end so, nor moves to such a path; "": all go.
class BadDisk final : public FileSystem {
 public:
  explicit BadDisk(FileSystem& real) : real_(real) {}
  std::string full_at, unreadable, unmoved;

  Result<Bytes> read(const std::string& path, std::size_t size_max) override {
    if (!unreadable.empty() && path.ends_with(unreadable)) return Error::storage("bad sector");
    return real_.read(path, size_max);
  }
  Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode) override {
    if (!full_at.empty() && path.ends_with(full_at)) return Error::storage("no room");
    return real_.write_atomic(path, bytes, mode);
  }
  Result<std::vector<std::string>> list(const std::string& directory) override {
    return real_.list(directory);
  }
  Result<void> remove(const std::string& path) override { return real_.remove(path); }
  Result<void> make_directories(const std::string& path) override { return real_.make_directories(path); }
  Result<void> sweep(const std::string& directory) override { return real_.sweep(directory); }
  Result<void> rename(const std::string& from, const std::string& to) override {
    if (!unmoved.empty() && to.ends_with(unmoved)) return Error::storage("it does not move");
    return real_.rename(from, to);
  }

 private:
  FileSystem& real_;
};

}  // namespace vantrum::dashboard
