// What an exchange means: is the document answered, and if not, what is the matter and with whom?
//
// Only a whole 200 of type application/cbor-seq is an answer. Everything else is a problem of the network or
// of the other side, and never a reason to give a document up. Whether the answer is true is not decided
// here: the kiosk checks the signatures.
#pragma once

#include <string_view>

#include "sync/carrier/transport.h"

namespace vantrum::carrier {

enum class Problem {
  none,
  no_network,         // nobody reached
  not_our_collector,  // the certificate is not ours
  broken_off,         // lost midway, or half a reply
  portal,             // a log-in page or a redirect stands in between
  strange_reply,      // a 200 that is no answer: wrong type, encoded, too long
  refused,            // the collector does not take this document (4xx)
  overloaded,         // the collector asks for time (429, 503)
  collector_fault,    // the collector or something before it is broken (5xx)
  document_too_long,  // ours, in the outbox
  disk,               // our own disk
  inbox_full,         // the kiosk does not take its replies
};

// Whom a failure tells something about.
enum class Scope {
  none,      // answered, or stopped: nobody is to blame
  document,  // go on with the next one; this one waits longer
  link,      // end the pass: the next document would fare the same
};

struct Verdict {
  bool is_answered = false;
  Problem problem = Problem::none;
  Scope scope = Scope::none;
  std::optional<std::chrono::seconds> retry_after;
};

Verdict judge(const Exchange& exchange);

// For the staff, in Swedish: what is the matter, and what to do about it. `code` is what they read out on the
// phone.
struct ProblemWords {
  std::string_view code;
  std::string_view words;
  std::string_view what_to_do;
};
ProblemWords words_of(Problem problem);

}  // namespace vantrum::carrier
