// Every address there is, one row each: who may use it, whether it concerns a centre, and how it is logged.
// What is no row does not exist, and a role that a row does not name is refused (row 37).
#pragma once

#include <span>

#include "sync/dashboard/call.h"

namespace vantrum::dashboard {

enum class Concern {
  nothing,         // lists show what the account may see
  centre_in_path,  // {centre}
  centre_in_form,  // field "centre"
  device_in_path,  // {device}: its centre
  reader_in_path,  // {round}: the account is the one it names as reader of its free texts (P-12)
};

enum class Logged {
  no,      // shows what is no secret among staff
  yes,     // the row's words, before the page does anything
  itself,  // the page's function writes the line, or what it calls
};

struct Endpoint {
  const char* method;
  const char* path;
  bool is_public;  // no account needed; then `roles` is not asked
  accounts::Roles roles;
  Concern concern;
  Logged logged;
  const char* action;  // Swedish: "stängde omgång"; of a row that is logged
  Handler handler;
};

std::span<const Endpoint> endpoints();

struct Found {
  const Endpoint* endpoint = nullptr;         // null: no such address
  std::map<std::string, std::string> values;  // of its path
  bool other_method = false;                  // the address is there, but not for this method
};
Found find_endpoint(std::string_view method, std::string_view path);

}  // namespace vantrum::dashboard
