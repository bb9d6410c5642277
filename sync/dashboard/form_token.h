// The token that stands in every form. Of a session it is made from the session's own (sign_in.h); before
// anybody has signed in, from a random cookie that only the same browser has.
#pragma once

#include <string>

#include "sync/accounts/secrets.h"

namespace vantrum::dashboard {

inline constexpr const char* token_field = "token";

inline std::string door_token(const accounts::Secrets& secrets, const std::string& cookie) {
  if (cookie.empty()) return {};
  return to_hex(crypto::authenticate(secrets.forms(), view_of("door " + cookie)).view());
}

}  // namespace vantrum::dashboard
