// A dashboard.db in a folder of its own, with a clock that stands still and a person who can sign in.
#pragma once

#include <doctest/doctest.h>

#include <map>

#include "shared/base/file_system.h"
#include "shared/crypto/passphrase.h"
#include "sync/accounts/staff.h"
#include "tests/support/must.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::accounts {

using testing::must;

inline constexpr const char* good_password = "bord stol lampa matta";

struct StaffSite {
  StaffSite() { reopen(); }

  void reopen() {
    staff.reset();
    staff = must(Staff::open(*files, path(), folder.path() + "/dashboard.key", clock, entropy));
  }
  std::string path() const { return folder.path() + "/dashboard.db"; }

  // An account whose link was used; its codes come from `secret`.
  Account join(const std::string& name, Role role, std::set<CentreId> centres = {}) {
    auto link = must(staff->accounts.add("test", {name, role, std::move(centres)}, std::chrono::hours(24)));
    secret = must(staff->accounts.find_offer(link.token))->secret;
    auto salt = staff->accounts.new_salt();
    REQUIRE(must(staff->accounts.accept(link.token, salt, stretched(good_password, salt), code())));
    return *must(staff->accounts.find(name));
  }

  // Argon2id takes a fifth of a second, so each password and salt is stretched once.
  crypto::MacKey stretched(const std::string& password, const std::string& salt) {
    auto& key = stretched_[password + "\n" + salt];
    if (!key) key = must(crypto::key_from_code(password, salt));
    return *key;
  }

  std::string code() const { return code_at(secret, step()); }
  std::uint64_t step() const {
    return static_cast<std::uint64_t>(clock.wall().time_since_epoch().count()) / step_s;
  }
  void next_code() { clock.advance(std::chrono::seconds(step_s)); }

  // nullopt: refused; `wait` tells whether for a while.
  std::optional<NewSession> sign_in(const std::string& name, const std::string& password,
                                    const std::string& typed) {
    auto attempt = must(staff->sign_in.begin(name));
    wait = attempt.wait;
    if (wait) return std::nullopt;
    return must(staff->sign_in.finish(attempt, stretched(password, attempt.salt), typed));
  }

  testing::TemporaryFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();
  ManualClock clock{WallTime(std::chrono::seconds(1'795'000'000))};
  SeededEntropy entropy{7};
  std::unique_ptr<Staff> staff;
  TotpSecret secret;
  std::optional<std::chrono::seconds> wait;

 private:
  std::map<std::string, std::optional<crypto::MacKey>> stretched_;
};

}  // namespace vantrum::accounts
