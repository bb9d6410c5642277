// The staff's round beside the visitors': another document, with a serial of its own, kept as a file like the
// orders, so that a damaged database does not forget it. A file that does not verify counts as not there; the
// status then asks for it again. One thread owns it.
#pragma once

#include <memory>
#include <string>

#include "kiosk/effects/round_reader.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

inline constexpr const char* staff_round_name = "staff-round.cose";

class StaffRound {
 public:
  StaffRound(FileSystem& files, std::string data) : files_(&files), data_(std::move(data)) {}

  void load(const Identity& identity, std::uint32_t epoch_min);
  void forget();        // after a wipe
  Result<void> drop();  // the file, too

  // Durable when it returns. False: an old one, which changes nothing.
  Result<bool> take(std::uint64_t serial, ByteView document, const ReadRound& round);

  // What a sitting of the staff asks; none, or not open: there is nothing to start. Never shown to visitors
  // (S30).
  std::shared_ptr<const Survey> survey() const { return survey_; }
  const wire::SealTo& seal_to() const { return seal_to_; }
  std::uint64_t serial() const { return serial_; }
  const std::vector<wire::AssetName>& assets() const { return assets_; }
  bool is(RoundId round) const { return survey_ && survey_->round == round; }

 private:
  std::string path() const { return data_ + "/" + staff_round_name; }

  FileSystem* files_;
  std::string data_;
  std::shared_ptr<const Survey> survey_;
  wire::SealTo seal_to_;
  std::vector<wire::AssetName> assets_;
  std::uint64_t serial_ = 0;
};

}  // namespace vantrum::kiosk
