// Who this kiosk is: its signing key, where it belongs, and whom it trusts. One small file (0600), written
// whole at each step of enrolment and apart from the database: a damaged database must not cost the
// identity. Afterwards it is written again only where serials begin a new block, so that it knows what a lost
// database had given out.
#pragma once

#include <optional>
#include <string>

#include "shared/base/entropy.h"
#include "shared/base/file_system.h"
#include "shared/wire/documents.h"

namespace vantrum::kiosk {

// What is known once the collector has answered.
struct Membership {
  CentreId centre;
  std::string centre_name;
  crypto::VerifyKey collector_key;
};

struct Identity {
  std::string region;
  DeviceId device;
  crypto::SigningKey signing_key;
  std::string label;
  crypto::MacKey code_key;  // from the one-time code; proves the reply
  std::string code_handle;  // the code's public part, which names it to the collector
  std::optional<Membership> membership;
  // Whom the kiosk was before, while what lies beside this file may still be that one's
  // (kiosk/effects/device_again.cpp).
  std::optional<crypto::VerifyKey> before = {};
  std::uint64_t serial_block = 0;  // of the serials in use (shared/wire/serial_block.h)

  // A new device that asks to be let in with this code.
  static Result<Identity> make(const wire::EnrolmentCode& code, const std::string& region,
                               const std::string& label, Entropy& entropy);

  Bytes enrolment_document() const;  // the same bytes each time
  // `untrusted` unless the reply was made by someone who knows the code, for this device.
  Result<Membership> accept_reply(ByteView document) const;
};

Result<std::optional<Identity>> load_identity(FileSystem& files, const std::string& path);
Result<void> save_identity(FileSystem& files, const std::string& path, const Identity& identity);

}  // namespace vantrum::kiosk
