// What a page is given and what it gives back.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "sync/accounts/staff.h"
#include "sync/collector/collector.h"
#include "sync/dashboard/form.h"
#include "sync/dashboard/json.h"

namespace vantrum::dashboard {

// Borrowed for as long as the server runs.
struct House {
  const collector::Collector& collector;
  accounts::Staff& staff;
  FileSystem* files = nullptr;  // for what lies beside the databases
};

struct Call {
  const House& house;
  std::string path;                           // of the request
  std::map<std::string, std::string> values;  // of the {} in the endpoint's path
  Fields query, form;
  std::optional<accounts::Session> session;  // none: on a page that is open to everybody
  std::string session_token;                 // of the cookie
  std::optional<CentreId> centre;            // which it concerns; the session may see it
  std::string origin = {};     // of a form that was sent: "https://kollektor.region.example:8443"
  const char* deed = nullptr;  // the action that was noted in the audit log (deed.h)

  const accounts::Account& account() const { return session->account; }
  collector::CollectorStore& store() const { return house.collector.store; }
  // `not_found` if there is no such round.
  Result<collector::RoundRecord> round() const;
  bool may_see(CentreId id) const { return account().may_see(id); }
};

struct Page {
  std::string name;  // of the template
  std::string title;
  Json model = Json::object();
  unsigned status = 200;
  std::string new_cookie = {};  // the pre-session cookie of a form that is open to everybody
};

struct Redirect {
  std::string to;
  std::optional<std::string> session_token = {};  // set: the session's cookie from now on; empty: forget it
};

struct File {
  std::string type, name;
  Bytes body;
  bool is_attachment = true;
};

// Of what an export gives.
inline File file_of(std::string type, std::string name, const std::string& bytes) {
  return {std::move(type), std::move(name), to_bytes(view_of(bytes))};
}

// A file that takes seconds to write, on another thread; `work` touches nothing that anybody else does.
struct Make {
  std::function<Result<File>()> work;
};

// Go on once the password has been stretched on another thread; `undo`, if there is one, where it was not.
struct Stretch;
using Answer = std::variant<Page, Redirect, File, Make, Stretch>;
struct Stretch {
  std::string password, salt;
  std::function<Result<std::variant<Page, Redirect>>(Call&, const crypto::MacKey&)> then;
  std::function<Result<void>(Call&)> undo = {};
};

using Handler = Result<Answer> (*)(Call&);

}  // namespace vantrum::dashboard
