// What the collector has ordered and counted for this kiosk: signed documents, kept as files beside the
// database so that a damaged database does not forget that the kiosk is paused. A file that does not verify
// counts as not there; the status then asks for it again.
//
// Reliability-security 5c, FORMAT.md (centre, order). One thread owns it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kiosk/store/identity.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

class Orders {
 public:
  Orders(FileSystem& files, std::string data) : files_(&files), data_(std::move(data)) {}

  void load(const Identity& identity);
  void forget();        // after a wipe
  Result<void> drop();  // the files, too: for a kiosk that takes another identity

  // Durable when it returns. nullopt: an old one, which changes nothing. `untrusted` unless it is the pinned
  // collector's and for this device. `obey` comes before the order is kept as obeyed: if power goes between
  // the two, the status does not name it, and the collector sends it again. Obeying twice must do no harm.
  using Obey = std::function<Result<void>(const wire::Order&)>;
  Result<std::optional<wire::Order>> take(ByteView document, const Identity& identity, const Obey& obey);
  Result<std::optional<wire::CentreCount>> take_centre(ByteView document, const Identity& identity);

  bool may_ask() const { return !standing_ || standing_->action == wire::OrderAction::resume; }
  bool is_paused() const { return standing_ && standing_->action == wire::OrderAction::pause; }
  bool is_retiring() const { return standing_ && standing_->action == wire::OrderAction::retire; }
  bool is_revoked() const { return standing_ && standing_->action == wire::OrderAction::revoke; }
  std::string words() const { return standing_ ? standing_->words : std::string(); }  // for staff

  const std::optional<wire::CentreCount>& centre() const { return centre_; }
  std::uint64_t serial() const { return serial_; }
  std::uint64_t centre_serial() const { return centre_serial_; }
  // The collector makes backups: it has told of them, or was read back from one.
  bool knows_of_backups() const {
    return floor_ > 0 || (centre_ && (centre_->backed_up > 0 || centre_->awaits_backup));
  }
  // The count was made when the collector had given that receipt out. If it tells of no backup, any that is
  // made later holds what the receipt names.
  bool is_centre_after(std::uint64_t receipt) const { return centre_ && centre_->receipt_number >= receipt; }
  // What the count says of the backup is in the numbers of now: it was not given out before the last order to
  // go back. Reading a backup back lifts the serials of all documents alike.
  bool is_centre_of_now() const { return centre_ && centre_serial_ >= floor_; }

 private:
  std::string path(const char* name) const { return data_ + "/" + name; }

  FileSystem* files_;
  std::string data_;
  std::optional<wire::Order> standing_;  // the last of pause, resume, retire, revoke
  std::optional<wire::CentreCount> centre_;
  std::uint64_t serial_ = 0, centre_serial_ = 0;
  std::uint64_t floor_ = 0;  // receipt_serial of the last order to go back
};

// Takes away all that this kiosk was: sealed answers, keys, documents, damaged databases. Only the status in
// the outbox stays, which says so. The order that asked for it goes last: if the power is cut, the next start
// goes on. On flash this is as good as the disk encryption below it; what lay there was sealed.
Result<void> wipe(FileSystem& files, const std::string& data);

}  // namespace vantrum::kiosk
