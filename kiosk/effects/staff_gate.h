// The door to the staff's screens: a PIN of the centre, or a key file on a USB stick, which needs no memory
// (A47). Set when the kiosk is enrolled; there is no factory PIN, and without one nobody comes in.
//
// The door guards counts and buttons, never answers: those are sealed to a key that the kiosk does not have.
//
// A wrong PIN costs time. The number of wrong ones in a row is written durably BEFORE a PIN is looked at, so
// that pulling the plug does not take a try back; and after every start the delay begins anew, whatever the
// clock says, so that it does not shorten it either. Two files in the data folder, none of them with the PIN:
//
//   staff        {1: 1, 2: salt, 3: MAC of a fixed text with the key that Argon2id makes of the PIN,
//                 4: SHA-256 of the key file (optional)}, mode 0600
//   staff-tries  wrong PINs in a row, in digits
//
// One thread owns it. The PIN is in no log, no error and no document.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/entropy.h"
#include "shared/base/file_system.h"
#include "shared/crypto/passphrase.h"
#include "shared/crypto/sign.h"

namespace vantrum::kiosk {

constexpr const char* staff_key_file = "personal.key";  // in the folder `vantrum` of a stick
constexpr std::size_t staff_key_bytes_max = 256;

// Wrong PINs that cost nothing but the try; each one after them doubles the delay.
constexpr std::uint32_t free_tries = 2, tries_of_an_attack = 6;
// 30 s after the third in a row, then 1 min, 2, 4 …, an hour at most.
std::chrono::milliseconds delay_after(std::uint32_t wrong_in_a_row);

// `invalid`, with what to do, unless it is 6 to 8 digits that are neither all the same nor a row like 123456.
Result<void> check_pin(std::string_view pin);
std::string draw_pin(Entropy& entropy);  // six digits

class StaffGate {
 public:
  StaffGate(FileSystem& files, Clock& clock, std::string data,
            crypto::PassphraseCost cost = crypto::cost_of_pins)
      : files_(&files), clock_(&clock), data_(std::move(data)), cost_(cost) {}

  // At the start, and after somebody else wrote the files. What cannot be read opens nothing: a new PIN mends
  // it.
  void load();
  // Takes a PIN or a key into use that another program has set meanwhile (vantrum-kiosk pin).
  void refresh();

  bool has_pin() const { return lock_ && !lock_->pin_mac.empty(); }
  bool has_key() const { return lock_ && lock_->key_hash.has_value(); }

  // Durable when they return. A new PIN, or a new key, replaces the old one and leaves the other as it is.
  Result<void> set_pin(std::string_view pin, Entropy& entropy);
  Result<std::string> make_key(Entropy& entropy);  // what goes onto the stick

  struct Answer {
    bool let_in = false;
    std::chrono::milliseconds wait{0};  // until the next try
  };
  // While there is time to wait nothing is looked at. An error: the disk did not take the try, so nothing was
  // looked at either.
  Result<Answer> try_pin(std::string_view pin);
  bool opens(ByteView key_file) const;

  std::chrono::milliseconds wait_left() const;
  // So many wrong ones in a row that nobody has just mistyped: the leads are told.
  bool is_under_attack() const { return tries_ >= tries_of_an_attack; }

 private:
  struct Lock {
    Bytes salt, pin_mac;
    std::optional<crypto::Hash> key_hash;
  };
  std::string lock_path() const { return data_ + "/staff"; }
  std::string tries_path() const { return data_ + "/staff-tries"; }
  Result<Lock> read_lock() const;
  std::uint32_t read_tries() const;
  Result<void> write_lock(const Lock& lock);
  Result<void> write_tries(std::uint32_t tries);
  Result<crypto::Mac> mac_of(std::string_view pin, ByteView salt) const;
  Lock lock_or_new(Entropy& entropy) const;

  FileSystem* files_;
  Clock* clock_;
  std::string data_;
  crypto::PassphraseCost cost_;
  std::optional<Lock> lock_;
  std::uint32_t tries_ = 0;
  MonotonicTime closed_until_{0};
};

}  // namespace vantrum::kiosk
