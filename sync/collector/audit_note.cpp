#include "sync/collector/audit_note.h"

#include "sync/accounts/staff.h"

namespace vantrum::collector {

AuditNote notes_of(const Collector& collector, std::string actor) {
  return [staff = collector.staff, actor = std::move(actor)](const std::string& action,
                                                             const std::string& details) -> Result<void> {
    if (!staff) return Error::refused("there is no log here, and nothing of this is done without one");
    return staff->log.add(actor, action, details);
  };
}

}  // namespace vantrum::collector
