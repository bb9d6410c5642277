// The pages without sockets: a collector with two centres, an account of each role, and a browser that keeps
// its cookies and fills in forms as a person's does.
#pragma once

#include "sync/dashboard/dashboard.h"
#include "tests/dashboard/staff_support.h"
#include "tests/sync/collector_support.h"

namespace vantrum::dashboard {

using accounts::Role;

struct Desk {
  Desk();

  // An account of the role, ready to sign in, for these centres.
  void add(const std::string& name, Role role, std::set<CentreId> centres);

  collector::Site site;
  std::unique_ptr<accounts::Staff> staff;
  std::unique_ptr<Dashboard> pages;
  std::map<std::string, accounts::TotpSecret> secrets;
};

struct Shown {
  unsigned status = 0;
  std::string type, text, location;
  std::map<std::string, std::string> headers;

  bool says(const std::string& words) const { return text.find(words) != std::string::npos; }
  std::string token() const;  // of the last form on the page
};

class Browser {
 public:
  explicit Browser(Desk& desk) : desk_(desk) {}
  // Straight to the session, without the password that takes a fifth of a second.
  Browser(Desk& desk, const std::string& account);

  Shown get(const std::string& target);
  // With the token of the page that was shown last, unless the fields have one.
  Shown post(const std::string& path, std::vector<std::pair<std::string, std::string>> fields = {});
  Shown ask(collector::PageRequest request);

  std::map<std::string, std::string> cookies;
  std::string token, address = "192.0.2.1";

 private:
  Desk& desk_;
};

std::string encoded(const std::string& text);

}  // namespace vantrum::dashboard
