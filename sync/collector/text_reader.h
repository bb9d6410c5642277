// Who reads a round's free texts (P-12, S39): the one account whose name the round gives. Leads may name
// another one (docs/quotes.md).
//
// No kiosk is told the name: the signed document of a round says only that there is free text, so none is
// issued anew. The file the round was opened with stays as it was read; it says who was named then, and the
// log who was named when.
#pragma once

#include <string>
#include <vector>

#include "sync/accounts/accounts.h"
#include "sync/collector/collector.h"

namespace vantrum::collector {

// Accounts that may be a round's reader: open, a lead's or a compiler's, whose pages show free texts.
Result<std::vector<accounts::Account>> possible_readers(const Collector& collector);
// Can the account of that name read now: one of them, whose link was used? If a round's cannot, nobody reads
// its free texts.
Result<bool> can_read_texts(const Collector& collector, const std::string& name);

// From the next request on the new one reads and the one before, whose name is given back, does not. The
// caller has written the line of the log. `not_found` if there is no such round or account, `refused` if the
// round asks for no free text, if the account may not be a reader, or reads them already.
Result<std::string> change_text_reader(const Collector& collector, RoundId round, const std::string& name);

}  // namespace vantrum::collector
