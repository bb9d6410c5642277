// What staff did, one line each, in a chain: every line's MAC covers the line before it, under a key that is
// not in the database. So a line that was changed, taken out, put in or moved is found (`vantrum-collector
// audit verify`).
//
// A line says who, when, what, and of which round, centre, kiosk or account; never what somebody answered,
// never a password or a code. It is written before the deed: what cannot be logged is not done.
//
// What the chain cannot show by itself: the whole file put back as it was on an earlier day. Note the head
// (`audit head`) somewhere else now and then, and give it to `verify`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/crypto/sign.h"
#include "shared/store/database.h"

namespace vantrum::accounts {

struct AuditEntry {
  std::uint64_t number = 0;  // 1, 2, 3 …
  WallTime at;
  std::string actor;    // an account's name, or "kommandorad"
  std::string action;   // Swedish, a few words: "stängde omgång"
  std::string details;  // what it was done to; may be empty
};

// At most so many bytes, and whole characters; what was longer ends with "…", which is not counted.
std::string shortened(const std::string& text, std::size_t bytes_max);

struct AuditHead {
  std::uint64_t number = 0;  // 0: the log is empty
  crypto::Mac mac;           // zeros then
  std::string text() const;  // "17:5f0c…"
  static Result<AuditHead> parse(const std::string& text);
};

struct AuditCheck {
  std::uint64_t lines = 0;
  AuditHead head;
  std::vector<std::string> findings;  // Swedish sentences; empty: all is as it was written
};

class AuditLog {
 public:
  // Both are borrowed.
  AuditLog(store::Database& database, const crypto::MacKey& chain, const Clock& clock)
      : database_(database), chain_(chain), clock_(clock) {}

  Result<void> add(const std::string& actor, const std::string& action, const std::string& details);
  // The same inside a transaction of the caller on the same database.
  Result<void> add_inside(const std::string& actor, const std::string& action, const std::string& details);

  // Newest first, at most `count`, those before line `before` (0: from the newest on).
  Result<std::vector<AuditEntry>> latest(std::size_t count, std::uint64_t before = 0);
  // Every line, oldest first.
  Result<void> each(const std::function<Result<void>(const AuditEntry&)>& each);

  Result<AuditHead> head();
  // Reads all of it. `noted` is a head that was written down earlier.
  Result<AuditCheck> verify(const std::optional<AuditHead>& noted = std::nullopt);

 private:
  crypto::Mac mac_of(const AuditEntry& entry, const crypto::Mac& before) const;
  crypto::Mac mac_of_head(std::uint64_t number, const crypto::Mac& last) const;

  store::Database& database_;
  const crypto::MacKey& chain_;
  const Clock& clock_;
};

}  // namespace vantrum::accounts
