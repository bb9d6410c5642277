// One pass over the outbox: every document that is due goes out, every reply comes into the inbox.
//
// The cycle never removes a document and never reads one: the kiosk takes a document away when it has checked
// the receipt. Until then the cycle remembers, in memory only, that these bytes were answered. After a
// restart it sends them again, which is safe. Reply files are named after what they hold, so the same reply
// twice is one file.
#pragma once

#include <map>
#include <string>

#include "shared/base/file_system.h"
#include "sync/carrier/retry.h"
#include "sync/carrier/verdict.h"

namespace vantrum::carrier {

// A kiosk that is down must not let the replies to its resent documents fill the disk.
constexpr std::size_t inbox_files_max = 1000;
// So many lost or broken exchanges one after the other are the network's fault and end the pass.
constexpr int faults_in_a_row_max = 3;

struct CycleOptions {
  std::string outbox;  // the kiosk writes <name>.cose here
  std::string inbox;   // replies become <name>-<fingerprint>.cborseq here
  RetryPolicy retry;
  std::chrono::seconds resend{300};  // an answered document that still lies there goes out again after this
};

struct PassReport {
  int answered = 0;   // in this pass
  int waiting = 0;    // in the outbox and not answered, after this pass
  int delivered = 0;  // in the outbox and answered: not taken away yet (the status document never is)
  bool was_stopped = false;
  Problem problem = Problem::none;  // the last one of this pass
  std::string document;             // … of which document in the outbox; empty: of the way
  std::string detail;               // for the journal: which document, and the transport's words
  // Of the document that has waited longest with a problem of its own, from whichever pass: it stands until
  // that document is answered or taken away.
  Problem standing = Problem::none;
  std::string standing_document;
};

class Cycle {
 public:
  // Borrowed for the cycle's life.
  Cycle(const CycleOptions& options, FileSystem& files, Transport& transport, Clock& clock, Entropy& entropy);

  // Carries what is due. Documents that failed least go first, in name order: a poisonous one comes last.
  PassReport pass();

  // When the next pass could do something, if no new document comes before.
  MonotonicTime next_due() const;

  // No document leaves before this time.
  void hold_until(MonotonicTime time) { hold_until_ = time; }

 private:
  struct Letter {
    std::uint64_t fingerprint = 0;  // of its bytes; the name may be used again for others
    bool is_answered = false;
    MonotonicTime resend_at{0};
    Backoff backoff;
    Problem problem = Problem::none;  // its own, not the way's
    bool is_due(MonotonicTime now) const { return is_answered ? now >= resend_at : backoff.is_due(now); }
  };

  bool is_link_due(MonotonicTime now) const { return link_.is_due(now) && now >= hold_until_; }
  Result<std::vector<std::string>> look_into_outbox();
  std::vector<std::string> due_letters(const std::vector<std::string>& names, MonotonicTime now) const;
  Verdict carry(const std::string& name, PassReport& report);
  Result<void> keep_reply(const std::string& name, ByteView body);
  void note_failure(const std::string& name, const Verdict& verdict);
  void count_letters(PassReport& report) const;

  CycleOptions options_;
  FileSystem& files_;
  Transport& transport_;
  Clock& clock_;
  Entropy& entropy_;
  std::map<std::string, Letter> letters_;  // exactly the documents in the outbox
  Backoff link_;
  MonotonicTime hold_until_{0};
};

}  // namespace vantrum::carrier
