#include "tests/dashboard/dashboard_support.h"

#include <fmt/format.h>

namespace vantrum::dashboard {

Desk::Desk() {
  staff = testing::must(accounts::Staff::open(*site.files, site.data.dashboard_database(),
                                              site.data.dashboard_key(), site.clock, site.entropy));
  site.collector.staff = staff.get();
  pages = std::make_unique<Dashboard>(House{site.collector, *staff, site.files.get()});
}

void Desk::add(const std::string& name, Role role, std::set<CentreId> centres) {
  auto link =
      testing::must(staff->accounts.add("test", {name, role, std::move(centres)}, std::chrono::hours(24)));
  auto secret = testing::must(staff->accounts.find_offer(link.token))->secret;
  auto step = static_cast<std::uint64_t>(site.clock.wall().time_since_epoch().count()) / accounts::step_s;
  crypto::MacKey stretched;  // nobody signs in with a password here
  testing::must(staff->accounts.accept(link.token, "salt", stretched, accounts::code_at(secret, step)));
  secrets[name] = secret;
}

std::string Shown::token() const {
  auto at = text.rfind("name=\"token\" value=\"");
  if (at == std::string::npos) return {};
  at += 20;
  return text.substr(at, text.find('"', at) - at);
}

Browser::Browser(Desk& desk, const std::string& account) : desk_(desk) {
  auto known = testing::must(desk.staff->accounts.find(account));
  REQUIRE(known);
  auto session = testing::must(desk.staff->sign_in.begin_session(*known, "test"));
  cookies[session_cookie] = session.token;
  token = testing::must(desk.staff->sign_in.find_session(session.token))->form_token;
}

Shown Browser::get(const std::string& target) {
  collector::PageRequest request;
  request.method = "GET";
  request.target = target;
  return ask(std::move(request));
}

Shown Browser::post(const std::string& path, std::vector<std::pair<std::string, std::string>> fields) {
  collector::PageRequest request;
  request.method = "POST";
  request.target = path;
  request.host = "localhost:8443";
  request.origin = "https://localhost:8443";
  request.site = "same-origin";
  bool has_token =
      std::any_of(fields.begin(), fields.end(), [](const auto& field) { return field.first == "token"; });
  if (!has_token) fields.emplace_back("token", token);
  for (const auto& [name, value] : fields)
    request.form += (request.form.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  return ask(std::move(request));
}

Shown Browser::ask(collector::PageRequest request) {
  for (const auto& [name, value] : cookies)
    request.cookie += (request.cookie.empty() ? "" : "; ") + name + "=" + value;
  request.address = address;
  auto step = desk_.pages->handle(request);
  if (!step.reply) {
    step.work();
    step.reply = step.then();
  }
  Shown shown{step.reply->status, step.reply->content_type, std::string(text_of(step.reply->body)), {}, {}};
  for (const auto& [name, value] : step.reply->headers) {
    shown.headers[name] = value;
    if (name == "Location") shown.location = value;
    if (name != "Set-Cookie") continue;
    auto equals = value.find('='), end = value.find(';');
    auto kept = value.substr(equals + 1, end - equals - 1);
    if (kept.empty()) {
      cookies.erase(value.substr(0, equals));
    } else {
      cookies[value.substr(0, equals)] = kept;
    }
  }
  if (auto found = shown.token(); !found.empty()) token = found;
  return shown;
}

std::string encoded(const std::string& text) {
  std::string out;
  for (char c : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

}  // namespace vantrum::dashboard
