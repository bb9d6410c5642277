// Coming in: links, signing in, cookies, tokens, limits; and what every page carries in its head.
#include "tests/dashboard/dashboard_support.h"

namespace vantrum::dashboard {
namespace {

using namespace std::chrono_literals;

// As an invited person does it, with the real password.
struct Invited : Desk {
  Invited() {
    auto link = testing::must(staff->accounts.add("kommandorad", {"anna", Role::lead, {}}, 24h));
    token = link.token;
    secret = testing::must(staff->accounts.find_offer(token))->secret;
  }
  std::string code() const {
    return accounts::code_at(
        secret, static_cast<std::uint64_t>(site.clock.wall().time_since_epoch().count()) / accounts::step_s);
  }
  Shown accept(Browser& browser, const std::string& password, const std::string& again) {
    browser.get("/valkommen/" + token);
    return browser.post("/valkommen/" + token, {{"password", password}, {"again", again}, {"code", code()}});
  }
  Shown sign_in(Browser& browser, const std::string& password) {
    browser.get("/logga-in");
    return browser.post("/logga-in", {{"name", "anna"}, {"password", password}, {"code", code()}});
  }
  std::string token;
  accounts::TotpSecret secret;
};

TEST_CASE("the first account: link, password, code, signed in, signed out") {
  Invited desk;
  Browser browser(desk);
  auto page = browser.get("/valkommen/" + desk.token);
  CHECK(page.status == 200);
  CHECK(page.says(accounts::base32_of(desk.secret)));
  CHECK(desk.accept(browser, "kort", "kort").says("för kort"));
  CHECK(desk.accept(browser, accounts::good_password, "annat").says("olika"));
  CHECK(browser.cookies.count(session_cookie) == 0);
  CHECK(desk.accept(browser, accounts::good_password, accounts::good_password).location == "/logga-in?klar");
  CHECK(browser.get("/valkommen/" + desk.token).status == 404);
  desk.site.clock.advance(60s);

  auto wrong = desk.sign_in(browser, "bord stol lampa duk");
  CHECK(wrong.status == 403);
  CHECK(wrong.says("stämmer inte"));
  CHECK(!wrong.says("bord stol"));
  CHECK(browser.cookies.count(session_cookie) == 0);
  CHECK(desk.sign_in(browser, accounts::good_password).location == "/omgangar");
  auto cookie = browser.cookies.at(session_cookie);
  CHECK(cookie.size() == 52);
  CHECK(browser.get("/omgangar").says("anna · Utvecklingsledare"));
  CHECK(browser.get("/logga-in").location == "/omgangar");
  browser.get("/omgangar");
  CHECK(browser.post("/logga-ut").location == "/logga-in");
  CHECK(browser.cookies.count(session_cookie) == 0);
  browser.cookies[session_cookie] = cookie;  // kept by somebody
  CHECK(browser.get("/omgangar").status == 403);
}

TEST_CASE("cookies are for this host only, and no script or other site gets them") {
  Invited desk;
  Browser browser(desk);
  auto door = browser.get("/logga-in").headers.at("Set-Cookie");
  CHECK(door.starts_with("__Host-vantrum-form="));
  CHECK(door.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"));
  desk.accept(browser, accounts::good_password, accounts::good_password);
  desk.site.clock.advance(60s);
  auto session = desk.sign_in(browser, accounts::good_password).headers.at("Set-Cookie");
  CHECK(session.starts_with("__Host-vantrum="));
  CHECK(session.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"));
}

TEST_CASE("a page loads nothing from elsewhere, runs nothing, and is framed by nobody") {
  Invited desk;
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead"), stranger(desk);
  for (const auto& shown : {lead.get("/omgangar"), stranger.get("/logga-in"), stranger.get("/omgangar"),
                            lead.get("/nowhere"), lead.get("/style.css"), lead.get("/")}) {
    CHECK(shown.headers.at("Content-Security-Policy") ==
          "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'");
    CHECK(shown.headers.at("X-Content-Type-Options") == "nosniff");
    CHECK(shown.headers.at("Referrer-Policy") == "same-origin");
    CHECK(!shown.says("<script"));
    CHECK(!shown.says("style=\""));
  }
}

TEST_CASE("signing in needs the form's own token, and the cookie that belongs to it") {
  Invited desk;
  desk.accept(*std::make_unique<Browser>(desk), accounts::good_password, accounts::good_password);
  desk.site.clock.advance(60s);
  Browser browser(desk), other(desk);
  other.get("/logga-in");
  browser.get("/logga-in");
  std::vector<std::pair<std::string, std::string>> fields{
      {"name", "anna"}, {"password", accounts::good_password}, {"code", desk.code()}, {"token", other.token}};
  CHECK(browser.post("/logga-in", fields).says("gäller inte längre"));
  fields.back().second = browser.token;
  browser.cookies.clear();
  CHECK(browser.post("/logga-in", fields).says("gäller inte längre"));
  CHECK(testing::must(desk.staff->sign_in.begin("anna")).wait == std::nullopt);  // it did not even count
}

TEST_CASE("one address may try ten times, then once in five seconds; others are not held up") {
  Desk desk;
  Browser guesser(desk), other(desk);
  other.address = "192.0.2.2";
  auto tries = [](Browser& browser) {
    browser.get("/logga-in");
    return browser.post("/logga-in", {{"name", ""}, {"token", "wrong"}}).status;
  };
  for (int i = 0; i < 10; ++i) CHECK(tries(guesser) == 403);
  CHECK(tries(guesser) == 429);
  CHECK(tries(other) == 403);
  desk.site.clock.advance(5s);
  CHECK(tries(guesser) == 403);
  CHECK(tries(guesser) == 429);
}

TEST_CASE("after five wrong tries the page says how long to wait, for any name") {
  Desk desk;
  for (int i = 0; i < 5; ++i) testing::must(desk.staff->sign_in.begin("nobody"));
  Browser browser(desk);
  browser.get("/logga-in");
  auto shown = browser.post("/logga-in", {{"name", "nobody"}, {"password", "x"}, {"code", "1"}});
  CHECK(shown.status == 429);
  CHECK(shown.says("Vänta en minut"));
}

TEST_CASE("a session is over after its time, and its cookie is worth nothing afterwards") {
  Desk desk;
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  CHECK(lead.get("/omgangar").status == 200);
  desk.site.clock.advance(accounts::idle_max + 1s);
  auto shown = lead.get("/omgangar");
  CHECK(shown.status == 403);
  CHECK(shown.says("Du är inte inloggad"));
}

TEST_CASE("requests that make no sense are refused in words") {
  Desk desk;
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  for (const char* target :
       {"/nowhere", "//", "/omgangar/", "/omgangar/x", "/omgangar/99", "/omgangar/-1", "/../etc",
        "/omgangar/1/2/3", "", "omgangar", "/%00", "/rapporter/99/resultat.csv", "/konton/99"}) {
    auto shown = lead.get(target);
    CHECK_MESSAGE(shown.status == 404, target);
    CHECK_MESSAGE(shown.says("Sidan finns inte"), target);
  }
  CHECK(lead.post("/omgangar").status == 405);
}

}  // namespace
}  // namespace vantrum::dashboard
