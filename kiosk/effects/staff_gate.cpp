#include "kiosk/effects/staff_gate.h"

#include <algorithm>
#include <charconv>

#include "shared/base/log.h"
#include "shared/wire/codec.h"

namespace vantrum::kiosk {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t lock_bytes_max = 512, salt_bytes = 16, key_bytes = 32;
constexpr std::uint32_t lock_version = 1;
constexpr std::string_view what_is_authenticated = "vantrum staff pin 1";
constexpr milliseconds first_delay = std::chrono::seconds(30), longest_delay = std::chrono::hours(1);
constexpr std::uint32_t tries_unknown = 1'000;  // a damaged counter is as bad as any

bool is_run(std::string_view digits, int step) {
  for (std::size_t i = 1; i < digits.size(); ++i) {
    if (digits[i] - digits[i - 1] != step) return false;
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  const auto end = text.find_last_not_of(" \r\n\t");
  return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

}  // namespace

milliseconds delay_after(std::uint32_t wrong_in_a_row) {
  if (wrong_in_a_row <= free_tries) return milliseconds(0);
  const auto doublings = std::min(wrong_in_a_row - free_tries - 1, 20u);
  return std::min(first_delay * (std::int64_t{1} << doublings), longest_delay);
}

Result<void> check_pin(std::string_view pin) {
  const bool is_digits = std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_digits || pin.size() < 6 || pin.size() > 8)
    return Error::invalid("koden ska ha 6 till 8 siffror och inget annat");
  if (is_run(pin, 0) || is_run(pin, 1) || is_run(pin, -1))
    return Error::invalid("koden är för lätt att gissa; ta inte samma siffra hela vägen eller siffror i rad");
  return {};
}

std::string draw_pin(Entropy& entropy) {
  for (;;) {
    std::string pin;
    while (pin.size() < 6) pin += static_cast<char>('0' + entropy.random_below(10));
    if (check_pin(pin)) return pin;
  }
}

void StaffGate::load() {
  refresh();
  tries_ = read_tries();
  closed_until_ = clock_->monotonic() + delay_after(tries_);
}

void StaffGate::refresh() {
  auto lock = read_lock();
  const bool is_new = lock && lock_ && lock->pin_mac != lock_->pin_mac;  // set by another program
  lock_.reset();
  if (lock) {
    lock_ = std::move(*lock);
  } else if (lock.error().kind != ErrorKind::not_found) {
    log_error("the staff's door stays closed until a new PIN is set (vantrum-kiosk pin): {}",
              lock.error().message);
  }
  if (!is_new) return;
  tries_ = read_tries();
  closed_until_ = clock_->monotonic() + delay_after(tries_);
}

Result<StaffGate::Lock> StaffGate::read_lock() const {
  auto bytes = TRY(files_->read(lock_path(), lock_bytes_max));
  auto r = TRY(wire::Reader::parse(bytes, lock_path()));
  if (TRY(r.take_uint(1, "version", UINT32_MAX)) != lock_version)
    return Error::conflict(lock_path() + " was written by a newer version of this program");
  Lock lock;
  lock.salt = TRY(r.take_bytes(2, "salt", salt_bytes, salt_bytes));
  if (r.has(3)) lock.pin_mac = TRY(r.take_bytes(3, "pin", crypto::Mac::size, crypto::Mac::size));
  if (r.has(4)) lock.key_hash = TRY(r.take_key<crypto::Hash>(4, "key file"));
  TRY(r.finish());
  return lock;
}

std::uint32_t StaffGate::read_tries() const {
  auto bytes = files_->read(tries_path(), 16);
  if (!bytes && bytes.error().kind == ErrorKind::not_found) return 0;
  if (!bytes) return tries_unknown;
  auto text = trimmed(text_of(*bytes));
  std::uint32_t tries = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), tries);
  return error == std::errc() && end == text.data() + text.size() ? tries : tries_unknown;
}

Result<void> StaffGate::write_lock(const Lock& lock) {
  wire::Map map{{1, lock_version}, {2, lock.salt}};
  if (!lock.pin_mac.empty()) map.emplace_back(3, lock.pin_mac);
  if (lock.key_hash) map.emplace_back(4, lock.key_hash->view());
  TRY(files_->write_atomic(lock_path(), wire::encode(std::move(map)), 0600));
  lock_ = lock;
  return {};
}

Result<void> StaffGate::write_tries(std::uint32_t tries) {
  TRY(files_->write_atomic(tries_path(), view_of(std::to_string(tries) + "\n"), 0600));
  tries_ = tries;
  return {};
}

Result<crypto::Mac> StaffGate::mac_of(std::string_view pin, ByteView salt) const {
  auto key = TRY(crypto::key_from_code(pin, text_of(salt), cost_));
  return crypto::authenticate(key, view_of(what_is_authenticated));
}

StaffGate::Lock StaffGate::lock_or_new(Entropy& entropy) const {
  if (lock_) return *lock_;
  Lock lock;
  lock.salt.resize(salt_bytes);
  entropy.fill(lock.salt);
  return lock;
}

Result<void> StaffGate::set_pin(std::string_view pin, Entropy& entropy) {
  TRY(check_pin(pin));
  auto lock = lock_or_new(entropy);
  entropy.fill(lock.salt);
  lock.pin_mac = to_bytes(TRY(mac_of(pin, lock.salt)).view());
  TRY(write_tries(0));  // first, so that a new PIN always finds its own
  TRY(write_lock(lock));
  closed_until_ = clock_->monotonic();
  return {};
}

Result<std::string> StaffGate::make_key(Entropy& entropy) {
  Bytes random(key_bytes);
  entropy.fill(random);
  auto text = to_hex(random);
  auto lock = lock_or_new(entropy);
  lock.key_hash = crypto::hash_of(view_of(text));
  TRY(write_lock(lock));
  return text + "\n";
}

Result<StaffGate::Answer> StaffGate::try_pin(std::string_view pin) {
  if (auto wait = wait_left(); wait.count() > 0) return Answer{false, wait};
  if (!has_pin()) return Answer{};
  TRY(write_tries(tries_ + 1));
  const auto mac = TRY(mac_of(pin, lock_->salt));
  if (to_bytes(mac.view()) == lock_->pin_mac) {
    // The PIN is right, whatever the disk says to that.
    if (auto forgiven = write_tries(0); !forgiven) log_error("{}", forgiven.error().message);
    return Answer{true, {}};
  }
  log_warning("a wrong PIN at the staff's door, {} in a row", tries_);
  closed_until_ = clock_->monotonic() + delay_after(tries_);
  return Answer{false, wait_left()};
}

bool StaffGate::opens(ByteView key_file) const {
  if (!has_key()) return false;
  return crypto::hash_of(view_of(trimmed(text_of(key_file)))) == *lock_->key_hash;
}

milliseconds StaffGate::wait_left() const {
  return std::max(closed_until_ - clock_->monotonic(), MonotonicTime(0));
}

}  // namespace vantrum::kiosk
