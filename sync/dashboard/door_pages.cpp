// Coming in and going out: signing in, the one-time link, the start, the page about Väntrum.
#include "shared/base/entropy.h"
#include "sync/accounts/token.h"
#include "sync/dashboard/assets.h"
#include "sync/dashboard/dashboard.h"
#include "sync/dashboard/handlers.h"
#include "sync/dashboard/qr.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

using accounts::Offer;

constexpr std::size_t name_bytes_max = 200;

Page sign_in_page(Call& call, const std::string& problem, bool is_welcome = false) {
  Page page{"sign_in", "Logga in", {{"name", call.form.get("name").substr(0, name_bytes_max)}}};
  if (!problem.empty()) page.model["problem"] = problem;
  page.model["is_welcome"] = is_welcome;
  page.new_cookie = accounts::new_token(call.house.collector.entropy);
  return page;
}

std::string wait_words(std::chrono::seconds wait) {
  auto minutes = (wait.count() + 59) / 60;
  return "För många försök. Vänta " +
         (minutes == 1 ? std::string("en minut") : std::to_string(minutes) + " minuter") +
         " och försök igen.";
}

Page dead_link_page() {
  return error_page(404, "Länken gäller inte",
                    "Den är använd, för gammal eller felskriven. Be en utvecklingsledare om en ny.");
}

Result<Page> welcome_page(Call& call, const Offer& offer, const std::string& problem) {
  auto address =
      accounts::address_of(offer.secret, "Vantrum " + call.house.collector.region.name, offer.account.name);
  auto square = TRY(square_of(address));
  Page page{"welcome",
            "Välkommen",
            {{"name", offer.account.name},
             {"role", std::string(words_of(offer.account.role))},
             {"secret", accounts::base32_of(offer.secret)},
             {"address", address},
             {"side", square.side},
             {"square", square.path},
             {"chars_min", accounts::password_chars_min}}};
  if (!problem.empty()) page.model["problem"] = problem;
  page.new_cookie = accounts::new_token(call.house.collector.entropy);
  return page;
}

}  // namespace

Result<Answer> style(Call&) {
  return Answer(File{"text/css; charset=utf-8", "", to_bytes(view_of(assets().at("style.css"))), false});
}

Result<Answer> icon(Call&) {
  return Answer(File{"image/svg+xml", "", to_bytes(view_of(assets().at("icon.svg"))), false});
}

Result<Answer> show_sign_in(Call& call) {
  if (call.session) return Answer(Redirect{"/omgangar"});
  return Answer(sign_in_page(call, "", call.query.has("klar")));
}

Result<Answer> sign_in(Call& call) {
  auto& door = call.house.staff.sign_in;
  auto attempt = TRY(door.begin(trimmed(call.form.get("name"))));
  if (attempt.wait) {
    auto page = sign_in_page(call, wait_words(*attempt.wait));
    page.status = 429;
    return Answer(std::move(page));
  }
  auto go_on = [attempt](Call& again, const crypto::MacKey& key) -> Result<std::variant<Page, Redirect>> {
    auto session = TRY(again.house.staff.sign_in.finish(attempt, key, again.form.get("code")));
    if (session) return std::variant<Page, Redirect>(Redirect{"/omgangar", session->token});
    auto page = sign_in_page(
        again, "Namn, lösenord eller kod stämmer inte. Koden byts var trettionde sekund och gäller en gång.");
    page.status = 403;
    return std::variant<Page, Redirect>(std::move(page));
  };
  auto undo = [attempt](Call& again) { return again.house.staff.sign_in.take_back(attempt); };
  return Answer(Stretch{call.form.get("password").substr(0, accounts::password_bytes_max), attempt.salt,
                        std::move(go_on), std::move(undo)});
}

Result<Answer> show_welcome(Call& call) {
  auto offer = TRY(call.house.staff.accounts.find_offer(call.values.at("token")));
  if (!offer) return Answer(dead_link_page());
  return Answer(TRY(welcome_page(call, *offer, "")));
}

Result<Answer> welcome(Call& call) {
  auto& staff = call.house.staff;
  auto offer = TRY(staff.accounts.find_offer(call.values.at("token")));
  if (!offer) return Answer(dead_link_page());
  auto password = call.form.get("password");
  auto problem = accounts::password_problem(password, offer->account.name);
  if (!problem && password != call.form.get("again")) problem = "De två lösenorden är olika.";
  if (problem) {
    auto page = TRY(welcome_page(call, *offer, *problem));
    page.status = 422;
    return Answer(std::move(page));
  }
  auto salt = staff.accounts.new_salt();
  auto go_on = [salt](Call& again, const crypto::MacKey& key) -> Result<std::variant<Page, Redirect>> {
    auto& accounts = again.house.staff.accounts;
    const auto& token = again.values.at("token");
    auto accepted = accounts.accept(token, salt, key, again.form.get("code"));
    if (!accepted && accepted.error().kind != ErrorKind::not_found) return accepted.error();
    if (accepted && *accepted) return std::variant<Page, Redirect>(Redirect{"/logga-in?klar"});
    auto still = TRY(accounts.find_offer(token));
    if (!still) return std::variant<Page, Redirect>(dead_link_page());
    auto page = TRY(welcome_page(again, *still, "Koden stämmer inte. Skriv den som appen visar just nu."));
    page.status = 422;
    return std::variant<Page, Redirect>(std::move(page));
  };
  return Answer(Stretch{std::move(password), salt, std::move(go_on)});
}

Result<Answer> go_to_start(Call&) { return Answer(Redirect{"/omgangar"}); }

Result<Answer> sign_out(Call& call) {
  TRY(call.house.staff.sign_in.end_session(call.session_token));
  return Answer(Redirect{"/logga-in", ""});
}

Result<Answer> show_about(Call& call) {
  return Answer(Page{"about", "Om Väntrum", {{"region", call.house.collector.region.name}}});
}

}  // namespace vantrum::dashboard
