// The one secret that accounts need, keys/dashboard.key: a copied dashboard.db alone gives no password to
// guess at, no code to compute and no line of the audit log that verifies.
#pragma once

#include <string>

#include "shared/crypto/seal.h"
#include "shared/crypto/sign.h"
#include "sync/accounts/totp.h"

namespace vantrum {
class FileSystem;
class Entropy;
}  // namespace vantrum

namespace vantrum::accounts {

class Secrets {
 public:
  // Makes the file (mode 0600) if it is not there.
  static Result<Secrets> load_or_make(FileSystem& files, Entropy& entropy, const std::string& path);

  // What is kept of a password: HMAC over what Argon2id made of it.
  crypto::Mac verifier_of(const crypto::MacKey& stretched) const;
  bool is_right(const crypto::MacKey& stretched, const crypto::Mac& verifier) const;

  Bytes wrap(const TotpSecret& secret) const;
  Result<TotpSecret> unwrap(ByteView wrapped) const;

  const crypto::MacKey& chain() const { return chain_; }  // of the audit log
  const crypto::MacKey& forms() const { return forms_; }  // of the forms that are open to everybody

 private:
  explicit Secrets(const crypto::MacKey& master);
  crypto::MacKey pepper_, chain_, forms_;
  crypto::SealSecretKey codes_;
};

}  // namespace vantrum::accounts
