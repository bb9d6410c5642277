#include "kiosk/effects/staff_round.h"

#include "shared/base/log.h"

namespace vantrum::kiosk {

void StaffRound::load(const Identity& identity, std::uint32_t epoch_min) {
  forget();
  const auto document = files_->read(path(), wire::document_bytes_max);
  if (!document) return;
  const auto header = wire::peek_header(*document);
  const auto round = read_round(*document, identity, epoch_min);
  if (!header || !round || !round->survey->for_staff) {
    log_error("{} cannot be used; the collector sends it again", staff_round_name);
    static_cast<void>(files_->remove(path()));
    return;
  }
  survey_ = round->survey;
  seal_to_ = round->seal_to;
  assets_ = round->assets;
  serial_ = header->serial;
}

void StaffRound::forget() {
  survey_.reset();
  seal_to_ = {};
  assets_.clear();
  serial_ = 0;
}

Result<void> StaffRound::drop() {
  forget();
  return files_->remove(path());
}

Result<bool> StaffRound::take(std::uint64_t serial, ByteView document, const ReadRound& round) {
  if (serial <= serial_) return false;
  TRY(files_->write_atomic(path(), document));
  survey_ = round.survey;
  seal_to_ = round.seal_to;
  assets_ = round.assets;
  serial_ = serial;
  log_info("staff round {} in use (document {})", survey_->round.value, serial_);
  return true;
}

}  // namespace vantrum::kiosk
