#include "kiosk/effects/heartbeat.h"

namespace vantrum::kiosk {
namespace {

constexpr const char* software = "vantrum-kiosk 0.1.0";

std::uint64_t hour_of(WallTime wall) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, wall.time_since_epoch().count() / 3600));
}

}  // namespace

// The id is random, so it needs no hashing.
std::chrono::seconds phase_of(DeviceId device) {
  const auto bytes = device.view();
  return std::chrono::seconds(((bytes[0] << 16) + (bytes[1] << 8) + bytes[2]) % 3600);
}

Result<void> Heartbeat::write(Result<wire::Status> now, const std::map<std::string, std::uint64_t>& alarms,
                              const Identity& identity, Outbox& outbox, WallTime wall,
                              const std::function<Result<std::uint64_t>(std::uint64_t after)>& next_serial) {
  if (now) last_ = *now;
  auto status = last_;
  for (const auto& [name, count] : alarms) {
    if (count > 0) status.counters["alarm:" + name] = count;
  }
  status.software = software;
  status.hour = hour_of(wall + phase_of(identity.device));
  auto told = wire::encode(status);
  if (told == last_told_) return {};
  status.hour = hour_of(wall);
  serial_ = now ? TRY(next_serial(serial_)) : serial_ + 1;
  wire::Header header{wire::DocumentType::status, identity.region, to_bytes(identity.device.view()), serial_};
  TRY(outbox.put_status(wire::sign_document(header, wire::encode(status), identity.signing_key)));
  last_told_ = std::move(told);
  return {};
}

}  // namespace vantrum::kiosk
