#include "kiosk/store/identity.h"

namespace vantrum::kiosk {
namespace {

constexpr std::size_t identity_bytes_max = 4096;
constexpr std::uint32_t identity_version = 1;
constexpr std::uint64_t serial_block_max = 1'000'000'000;

}  // namespace

Result<Identity> Identity::make(const wire::EnrolmentCode& code, const std::string& region,
                                const std::string& label, Entropy& entropy) {
  if (region.empty() || region.size() > wire::region_bytes_max) {
    return Error::invalid("the region's id must have 1 to 32 characters");
  }
  if (label.empty() || label.size() > wire::label_bytes_max) {
    return Error::invalid("the kiosk's label must have 1 to 64 bytes, for example \"Väntrummet\"");
  }
  Identity identity;
  identity.region = region;
  identity.label = label;
  identity.device = entropy.random_id<DeviceId>();
  identity.signing_key = crypto::make_signing_key(entropy);
  identity.code_key = TRY(code.mac_key(region));
  identity.code_handle = code.handle;
  return identity;
}

Bytes Identity::enrolment_document() const {
  wire::Enrolment enrolment{device, crypto::verify_key_of(signing_key), label};
  wire::Header header{wire::DocumentType::enrolment, region, to_bytes(view_of(code_handle)), 1};
  return wire::mac_document(header, wire::encode(enrolment), code_key);
}

Result<Membership> Identity::accept_reply(ByteView document) const {
  auto verified =
      TRY(wire::verify_mac_document(document, wire::DocumentType::enrolment_reply, region, code_key));
  auto reply = TRY(wire::parse_enrolment_reply(verified.payload));
  if (reply.device != device) return Error::untrusted("the enrolment reply is for another device");
  return Membership{reply.centre, reply.centre_name, reply.collector_key};
}

Result<std::optional<Identity>> load_identity(FileSystem& files, const std::string& path) {
  auto bytes = files.read(path, identity_bytes_max);
  if (!bytes && bytes.error().kind == ErrorKind::not_found) return std::optional<Identity>();
  if (!bytes) return bytes.error();
  auto r = TRY(wire::Reader::parse(*bytes, path));
  if (TRY(r.take_uint(1, "version", UINT32_MAX)) != identity_version) {
    return Error::conflict(path + " was written by a newer version of this program");
  }
  Identity identity;
  identity.region = TRY(r.take_text(2, "region", wire::region_bytes_max));
  identity.device = TRY(r.take_id<DeviceId>(3, "device"));
  identity.signing_key = TRY(r.take_key<crypto::SigningKey>(4, "signing key"));
  identity.label = TRY(r.take_text(5, "label", wire::label_bytes_max));
  identity.code_key = TRY(r.take_key<crypto::MacKey>(6, "code key"));
  identity.code_handle = TRY(r.take_text(7, "code handle", 16));
  if (r.has(8)) {
    Membership membership;
    membership.centre.value = static_cast<std::uint32_t>(TRY(r.take_uint(8, "centre", UINT32_MAX)));
    membership.centre_name = TRY(r.take_text(9, "centre name", 200));
    membership.collector_key = TRY(r.take_key<crypto::VerifyKey>(10, "collector key"));
    identity.membership = membership;
  }
  if (r.has(11)) identity.before = TRY(r.take_key<crypto::VerifyKey>(11, "key before"));
  if (r.has(12)) identity.serial_block = TRY(r.take_uint(12, "serial block", serial_block_max));
  TRY(r.finish());
  return std::optional<Identity>(std::move(identity));
}

Result<void> save_identity(FileSystem& files, const std::string& path, const Identity& identity) {
  wire::Map map{{1, identity_version},       {2, identity.region},
                {3, identity.device.view()}, {4, identity.signing_key.view()},
                {5, identity.label},         {6, identity.code_key.view()},
                {7, identity.code_handle}};
  if (identity.membership) {
    map.emplace_back(8, identity.membership->centre.value);
    map.emplace_back(9, identity.membership->centre_name);
    map.emplace_back(10, identity.membership->collector_key.view());
  }
  if (identity.before) map.emplace_back(11, identity.before->view());
  if (identity.serial_block > 0) map.emplace_back(12, identity.serial_block);
  return files.write_atomic(path, wire::encode(std::move(map)), 0600);
}

}  // namespace vantrum::kiosk
