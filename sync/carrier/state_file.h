// carrier-state.json: what the staff page of the kiosk and a technician may want to know about the carrying.
//
//   { "format": 1, "last_contact_hour": "2026-11-02T08:00:00Z" | null, "waiting": 2, "delivered": 0,
//     "problem": { "code": "S1", "words": "…", "what_to_do": "…", "document": "…" } | null }
//
// "document" is there where the problem is one document's: its name in the outbox. Such a problem stands
// while the document waits, whatever else is answered.
//
// Hours, not minutes: the file lies where a thief can read it, and must not tell when somebody was in the
// room. It is written only when it changes, because cards wear.
#pragma once

#include <optional>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/file_system.h"
#include "sync/carrier/cycle.h"

namespace vantrum::carrier {

class StateFile {
 public:
  // Takes over the last contact of an earlier run, if the file can be read.
  StateFile(FileSystem& files, std::string path);

  Result<void> update(const PassReport& report, WallTime now);

 private:
  std::string to_json() const;

  FileSystem& files_;
  std::string path_;
  std::optional<std::string> last_contact_hour_;
  int waiting_ = 0;
  int delivered_ = 0;
  Problem problem_ = Problem::none;
  std::string document_;
  std::string written_;
};

}  // namespace vantrum::carrier
