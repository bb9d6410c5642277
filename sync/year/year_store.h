// What is typed in about the years, and the compilations that were frozen: answers/year.db.
//
// It lies with the answers and belongs to whoever opens them (docs/opening.md): a report is made of results,
// self-reflections and quotes, and a typed number may be small. The server that stands in the net needs none
// of it. It is a file of its own because answers are purged one day and a compilation is kept (P-21).
//
// Nothing typed is lost: every version stays, the latest counts. A frozen paper cannot be changed or taken
// away through any connection, by triggers in the schema; whoever writes into the file past them is found by
// the checksum. One thread owns a store.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/ids.h"
#include "shared/crypto/keys.h"
#include "shared/store/database.h"

namespace vantrum::year {

constexpr std::uint32_t year_application_id = 0x56594541;  // "VYEA", on disk

// What a region has set up, as the files' texts; names on disk.
namespace form {
constexpr const char* outline = "outline";
constexpr const char* calendar = "calendar";
constexpr const char* statements = "statements";  // of the self-reflection
}  // namespace form

struct TypedYear {
  CentreId centre;
  std::uint32_t year = 0;
  WallTime at;  // the latest version
  std::string text;
};

struct FrozenPaper {
  std::optional<CentreId> centre;  // none: the county's
  std::string name;                // of the place, as it was
  std::string bytes;               // exports::paper_json
};

struct Compilation {
  std::uint32_t year = 0, part = 0;
  WallTime at;
  std::string reader;
  crypto::Hash hash;  // SHA-256 over the papers' hashes, the county's first, then by centre
};

class YearStore {
 public:
  // Makes the file if it is missing; mode 0600.
  static Result<std::unique_ptr<YearStore>> open(const std::string& path);

  Result<void> keep_form(const std::string& name, const std::string& text, WallTime now);
  Result<std::optional<std::string>> find_form(const std::string& name);

  Result<void> keep_year(CentreId centre, std::uint32_t year, const std::string& text, WallTime now);
  Result<std::optional<std::string>> find_year(CentreId centre, std::uint32_t year);
  Result<std::vector<TypedYear>> list_years();  // the latest of each, newest year first, then by centre

  // All of them or none. `conflict` if that part of the year is frozen already, `invalid` unless the part is
  // 1 or 2.
  Result<Compilation> freeze(std::uint32_t year, std::uint32_t part, const std::string& reader,
                             const std::vector<FrozenPaper>& papers, WallTime now);
  Result<std::vector<Compilation>> list_frozen();  // newest first
  // `damaged` unless every paper is, byte for byte, what was frozen; `not_found` if nothing was.
  Result<std::vector<FrozenPaper>> load_frozen(std::uint32_t year, std::uint32_t part);  // the county's first

  Result<void> check_integrity() { return database_.check_integrity(); }
  Result<void> copy_to(const std::string& path) { return database_.copy_to(path); }
  Result<void> tidy() { return database_.checkpoint(); }

 private:
  explicit YearStore(store::Database database) : database_(std::move(database)) {}
  Result<void> in_transaction(const std::function<Result<void>()>& work);

  store::Database database_;
};

}  // namespace vantrum::year
