// The audit log's lines for what somebody does on a page: one before the deed, one more if it then failed.
#pragma once

#include "sync/dashboard/call.h"

namespace vantrum::dashboard {

// `action` in Swedish, "stängde omgång"; beside it what the path and the form say it is done to, but no
// secret. The caller gives up if this fails: what cannot be logged is not done.
Result<void> note_deed(Call& call, const char* action);

// Nothing if no deed was noted.
Result<void> note_failure(const Call& call);

}  // namespace vantrum::dashboard
