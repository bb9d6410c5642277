#include "sync/accounts/secrets.h"

#include "shared/base/entropy.h"
#include "shared/base/file_system.h"

namespace vantrum::accounts {
namespace {

constexpr unsigned secret_mode = 0600;

// Each use has a key of its own; the words are in files for good, never change one.
template <class Key>
Key derive(const crypto::MacKey& master, std::string_view use) {
  Key key;
  key.bytes = crypto::authenticate(master, view_of(use)).bytes;
  return key;
}

}  // namespace

Secrets::Secrets(const crypto::MacKey& master)
    : pepper_(derive<crypto::MacKey>(master, "vantrum password 1")),
      chain_(derive<crypto::MacKey>(master, "vantrum audit 1")),
      forms_(derive<crypto::MacKey>(master, "vantrum forms 1")),
      codes_(derive<crypto::SealSecretKey>(master, "vantrum totp 1")) {}

Result<Secrets> Secrets::load_or_make(FileSystem& files, Entropy& entropy, const std::string& path) {
  auto bytes = files.read(path, crypto::MacKey::size);
  if (bytes) {
    auto master = crypto::MacKey::from(*bytes);
    crypto::wipe(*bytes);
    if (!master) return master.error().while_doing("reading " + path);
    return Secrets(*master);
  }
  if (bytes.error().kind != ErrorKind::not_found) return bytes.error();
  crypto::MacKey master;
  entropy.fill(master.bytes);
  TRY(files.write_atomic(path, master.view(), secret_mode));
  return Secrets(master);
}

crypto::Mac Secrets::verifier_of(const crypto::MacKey& stretched) const {
  return crypto::authenticate(pepper_, stretched.view());
}

bool Secrets::is_right(const crypto::MacKey& stretched, const crypto::Mac& verifier) const {
  return crypto::check_mac(pepper_, stretched.view(), verifier);
}

Bytes Secrets::wrap(const TotpSecret& secret) const {
  return crypto::seal(crypto::public_key_of(codes_), secret.view());
}

Result<TotpSecret> Secrets::unwrap(ByteView wrapped) const {
  auto plain = TRY(crypto::open(codes_, wrapped));
  auto secret = TotpSecret::from(plain);
  crypto::wipe(plain);
  return secret;
}

}  // namespace vantrum::accounts
