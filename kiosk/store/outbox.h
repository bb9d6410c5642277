// Documents on their way: files that the carrier takes and brings. The database is the truth; the outbox is
// derived from it and mended at start, so a power cut between the two loses nothing.
#pragma once

#include <string>
#include <vector>

#include "kiosk/store/response_store.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

class Outbox {
 public:
  static Result<Outbox> open(FileSystem& files, std::string directory);

  // Each request has a name of its own, so that the carrier's word about one is not taken for another's.
  static std::string name_of_enrolment(ByteView document);
  Result<void> put_enrolment(ByteView document);  // in place of any other
  Result<void> remove_enrolment() { return remove_enrolments_but({}); }
  Result<void> put_status(ByteView document) { return put("status.cose", document); }
  // Of the status that lies there; 0 if none that can be read does.
  std::uint64_t status_serial();

  // Of every batch that lies there and can be read: where the database is lost nothing else has them.
  Result<std::vector<Bytes>> batches();
  // Afterwards the batch files are exactly these: missing ones written, others (receipted) removed.
  Result<void> match(const std::vector<StoredBatch>& batches);

 private:
  Outbox(FileSystem& files, std::string directory) : files_(&files), directory_(std::move(directory)) {}
  Result<void> put(const std::string& name, ByteView document);
  Result<void> remove_enrolments_but(const std::string& kept);

  FileSystem* files_;
  std::string directory_;
};

// What is in one reply that the carrier left; nothing if the file is no sequence of documents. Untrusted until
// verified, and of any number and size that a stick holds: read one, apply it, remove it, then the next.
Result<std::vector<Bytes>> read_reply(FileSystem& files, const std::string& path);

}  // namespace vantrum::kiosk
