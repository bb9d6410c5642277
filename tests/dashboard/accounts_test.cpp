// Accounts, links, signing in and sessions.
#include <algorithm>

#include "tests/dashboard/staff_support.h"

namespace vantrum::accounts {
namespace {

using namespace std::chrono_literals;

bool is_wrong(StaffSite& site, const std::string& name, const std::string& password) {
  return !site.sign_in(name, password, site.code()) && !site.wait;
}

TEST_CASE("codes are those of RFC 6238 and RFC 4226") {
  TotpSecret secret;
  std::copy_n("12345678901234567890", 20, secret.bytes.begin());
  // RFC 4226, appendix D.
  const char* expected[] = {"755224", "287082", "359152", "969429", "338314", "254676"};
  for (std::uint64_t step = 0; step < 6; ++step) CHECK(code_at(secret, step) == expected[step]);
  CHECK(code_at(secret, 1111111109 / step_s) == "081804");  // RFC 6238, appendix B, the last six of eight
  CHECK(base32_of(secret) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
  CHECK(address_of(secret, "Väntrum", "anna@x") ==
        "otpauth://totp/"
        "V%C3%A4ntrum:anna%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=V%C3%A4ntrum&digits=6"
        "&period=30");
}

TEST_CASE("a code is good for its half minute and the ones beside it, and once") {
  TotpSecret secret;
  WallTime now(900s);
  for (std::uint64_t step = 26; step <= 34; ++step) {
    bool is_near = step >= 29 && step <= 31;
    CHECK(find_step(secret, code_at(secret, step), now, 0).has_value() == is_near);
  }
  CHECK(find_step(secret, code_at(secret, 30).insert(3, " "), now, 29) == 30);
  CHECK(!find_step(secret, code_at(secret, 30), now, 30));
  for (const char* wrong : {"", "1", "0000000", "abcdef"}) CHECK(!find_step(secret, wrong, now, 0));
}

TEST_CASE("an account is opened with its link, once, by who can show a code") {
  StaffSite site;
  auto link = must(site.staff->accounts.add("kommandorad", {"anna", Role::lead, {}}, 24h));
  CHECK(link.token.size() == 52);
  auto offer = must(site.staff->accounts.find_offer(link.token));
  REQUIRE(offer.has_value());
  site.secret = offer->secret;
  auto salt = site.staff->accounts.new_salt();
  auto key = site.stretched(good_password, salt);
  CHECK(!must(site.staff->accounts.accept(link.token, salt, key, "000000")));
  CHECK(is_wrong(site, "anna", good_password));  // not yet
  CHECK(must(site.staff->accounts.accept(link.token, salt, key, site.code())));
  CHECK(!must(site.staff->accounts.find_offer(link.token)));
  CHECK(site.staff->accounts.accept(link.token, salt, key, site.code()).error().kind == ErrorKind::not_found);
  site.next_code();
  CHECK(site.sign_in("anna", good_password, site.code()));
}

TEST_CASE("a link ends with its time, with a newer one, and after ten wrong codes") {
  StaffSite site;
  auto first = must(site.staff->accounts.add("x", {"anna", Role::lead, {}}, 24h));
  auto second = must(site.staff->accounts.renew("x", first.account.id, 24h));
  CHECK(!must(site.staff->accounts.find_offer(first.token)));
  CHECK(must(site.staff->accounts.find_offer(second.token)));
  auto salt = site.staff->accounts.new_salt();
  auto key = site.stretched(good_password, salt);
  for (std::uint32_t i = 0; i < link_tries; ++i)
    CHECK(!must(site.staff->accounts.accept(second.token, salt, key, "1")));
  CHECK(!must(site.staff->accounts.find_offer(second.token)));
  auto third = must(site.staff->accounts.renew("x", first.account.id, 24h));
  site.clock.advance(24h + 1s);
  CHECK(!must(site.staff->accounts.find_offer(third.token)));
}

TEST_CASE("signing in takes the name, the password and a code, and a code only once") {
  StaffSite site;
  site.join("anna", Role::lead);
  CHECK(!site.sign_in("anna", good_password, site.code()));  // the code that the link was used with
  site.next_code();
  CHECK(is_wrong(site, "anna", "bord stol lampa duk"));
  CHECK(is_wrong(site, "bertil", good_password));
  CHECK(!site.sign_in("anna", good_password, "123456"));
  auto session = site.sign_in("anna", good_password, site.code());
  REQUIRE(session);
  CHECK(must(site.staff->sign_in.find_session(session->token))->account.name == "anna");
  CHECK(!site.sign_in("anna", good_password, site.code()));
}

TEST_CASE(
    "after five failures a name waits, longer each time and an hour at most, whether anybody has it or not") {
  CHECK(wait_after(4) == 0s);
  CHECK(wait_after(5) == 30s);
  CHECK(wait_after(6) == 60s);
  CHECK(wait_after(12) == 3600s);
  CHECK(wait_after(4'000'000'000) == 3600s);
  StaffSite site;
  site.join("anna", Role::lead);
  for (const char* name : {"anna", "nobody"}) {
    site.next_code();
    for (std::uint32_t i = 0; i < free_failures; ++i) CHECK(is_wrong(site, name, "wrong wrong wrong"));
    CHECK(!site.sign_in(name, good_password, site.code()));
    CHECK(site.wait == 30s);
    site.reopen();  // ending the server gains nothing
    CHECK(!site.sign_in(name, good_password, site.code()));
    CHECK(site.wait);
    site.clock.advance(31s);
    CHECK(is_wrong(site, name, "wrong wrong wrong"));
    CHECK(!site.sign_in(name, good_password, site.code()));
    CHECK(*site.wait == 60s);
  }
  site.clock.advance(61s);
  CHECK(site.sign_in("anna", good_password, site.code()));  // and all is forgotten
  CHECK(must(site.staff->sign_in.begin("anna")).wait == std::nullopt);
}

TEST_CASE("a try is counted before anything is compared") {
  StaffSite site;
  site.join("anna", Role::lead);
  for (std::uint32_t i = 0; i < free_failures; ++i)
    must(site.staff->sign_in.begin("anna"));  // and the power goes
  CHECK(must(site.staff->sign_in.begin("anna")).wait);
}

TEST_CASE("a try that was taken back never was: neither a failure nor the beginning of a wait") {
  StaffSite site;
  site.join("anna", Role::lead);
  auto& door = site.staff->sign_in;
  for (std::uint32_t i = 0; i < 3 * free_failures; ++i) must(door.take_back(must(door.begin("anna"))));
  CHECK(!must(door.begin("anna")).wait);  // counted: the first failure
  for (std::uint32_t i = 1; i < free_failures; ++i) must(door.begin("anna"));
  CHECK(must(door.begin("anna")).wait == 30s);
  site.clock.advance(30s);
  for (int i = 0; i < 2; ++i) {
    auto attempt = must(door.begin("anna"));
    REQUIRE(!attempt.wait);  // the wait that is over does not begin anew
    CHECK(must(door.begin("anna")).wait == 60s);
    must(door.take_back(attempt));
  }
  // A try that was counted meanwhile keeps its wait, and one that succeeded has nothing to take back.
  auto first = must(door.begin("anna"));
  site.clock.advance(60s);
  must(door.begin("anna"));
  must(door.take_back(first));
  CHECK(must(door.begin("anna")).wait == 60s);
  site.clock.advance(60s);
  auto late = must(door.begin("anna"));
  site.clock.advance(120s);
  site.next_code();
  CHECK(site.sign_in("anna", good_password, site.code()));
  must(door.take_back(must(door.begin("anna"))));
  must(door.take_back(late));
  CHECK(!must(door.begin("anna")).wait);
  // Of two in one second the one that was compared still counts.
  auto lost = must(door.begin("eva"));
  must(door.begin("eva"));
  must(door.take_back(lost));
  for (std::uint32_t i = 1; i < free_failures; ++i) must(door.begin("eva"));
  CHECK(must(door.begin("eva")).wait);
}

TEST_CASE("a clock that is set back locks nobody out for longer than the rule") {
  StaffSite site;
  site.join("anna", Role::lead);
  for (std::uint32_t i = 0; i < free_failures; ++i) must(site.staff->sign_in.begin("anna"));
  site.clock.jump_wall(-std::chrono::hours(1000));
  CHECK(*must(site.staff->sign_in.begin("anna")).wait <= 30s);
  site.clock.advance(31s);
  CHECK(!must(site.staff->sign_in.begin("anna")).wait);
}

TEST_CASE("a session ends after half an hour of rest, after ten hours, and when somebody signs out") {
  StaffSite site;
  site.join("anna", Role::lead);
  auto enter = [&] {
    site.next_code();
    return site.sign_in("anna", good_password, site.code())->token;
  };
  auto is_open = [&](const std::string& token) {
    return must(site.staff->sign_in.find_session(token)).has_value();
  };
  auto token = enter();
  site.clock.advance(idle_max);
  CHECK(is_open(token));
  site.clock.advance(idle_max + 1s);
  CHECK(!is_open(token));
  token = enter();
  for (auto passed = 0s; passed + 20min < session_max; passed += 20min) {
    site.clock.advance(20min);
    REQUIRE(is_open(token));
  }
  site.clock.advance(21min);
  CHECK(!is_open(token));
  token = enter();
  must(site.staff->sign_in.end_session(token));
  CHECK(!is_open(token));
  CHECK(!is_open(""));
  CHECK(!is_open("0000"));
  token = enter();
  site.clock.jump_wall(-60s);
  CHECK(is_open(token));
  site.clock.jump_wall(-24h);  // would otherwise be good for a day
  CHECK(!is_open(token));
}

TEST_CASE("a closed account is out at once, and the last lead stays") {
  StaffSite site;
  auto anna = site.join("anna", Role::lead);
  site.next_code();
  auto token = site.sign_in("anna", good_password, site.code())->token;
  CHECK(site.staff->accounts.set_active("anna", anna.id, false).error().kind == ErrorKind::refused);
  CHECK(site.staff->accounts.change("anna", anna.id, Role::compiler, {}).error().kind == ErrorKind::refused);
  // One whose link is not used may never come in; but that one may go.
  auto cia = must(site.staff->accounts.add("anna", {"cia", Role::lead, {}}, 24h));
  CHECK(site.staff->accounts.set_active("anna", anna.id, false).error().kind == ErrorKind::refused);
  must(site.staff->accounts.set_active("anna", cia.account.id, false));
  site.join("bertil", Role::lead);
  must(site.staff->accounts.set_active("bertil", anna.id, false));
  CHECK(!must(site.staff->sign_in.find_session(token)));
  site.next_code();
  CHECK(is_wrong(site, "anna", good_password));
}

TEST_CASE("a renewed account is out at once, too") {
  StaffSite site;
  auto anna = site.join("anna", Role::lead);
  site.next_code();
  auto token = site.sign_in("anna", good_password, site.code())->token;
  must(site.staff->accounts.renew("kommandorad", anna.id, 24h));
  CHECK(!must(site.staff->sign_in.find_session(token)));
  site.next_code();
  CHECK(is_wrong(site, "anna", good_password));
}

TEST_CASE("centres and accounts are many to many (S11), and only what is given may be seen") {
  StaffSite site;
  must(site.staff->accounts.add("x", {"anna", Role::centre_reader, {CentreId{1}, CentreId{3}}}, 24h));
  must(site.staff->accounts.add("x", {"bertil", Role::county_reader, {CentreId{1}}}, 24h));
  must(site.staff->accounts.add("x", {"cecilia", Role::operations, {}}, 24h));
  auto accounts = must(site.staff->accounts.list());
  REQUIRE(accounts.size() == 3);
  CHECK(accounts[0].may_see(CentreId{3}));
  CHECK(!accounts[0].may_see(CentreId{2}));
  CHECK(accounts[1].may_see(CentreId{1}));
  CHECK(!accounts[1].may_see(CentreId{3}));
  CHECK(accounts[2].may_see(CentreId{99}));
  must(site.staff->accounts.change("x", accounts[0].id, Role::centre_reader, {CentreId{2}}));
  CHECK(must(site.staff->accounts.find("anna"))->centres == std::set{CentreId{2}});
  CHECK(!site.staff->accounts.add("x", {"david", Role::centre_reader, {}}, 24h));
  CHECK(!site.staff->accounts.add("x", {"anna", Role::lead, {}}, 24h));
  for (const char* name : {"", "a", "Anna", "an na", "å", "a<b"})
    CHECK(site.staff->accounts.add("x", {name, Role::lead, {}}, 24h).error().kind == ErrorKind::invalid);
}

TEST_CASE("passwords are long, and not what everybody takes") {
  CHECK(!password_problem(good_password, "anna"));
  CHECK(!password_problem("åäöåäöåäö bcd", "anna"));
  for (const char* bad :
       {"", "kort", "elva tecken", "aaaaaaaaaaaaaaaa", "mitt Lösenord 1", "ANNALENA sommar"})
    CHECK(password_problem(bad, "annalena@region.example"));
  CHECK(password_problem(std::string(201, 'x') + good_password, "anna"));
}

TEST_CASE("a copied database holds no password, no code, no session and no link that could be used") {
  StaffSite site;
  site.join("anna", Role::lead);
  auto link = must(site.staff->accounts.add("x", {"bertil", Role::lead, {}}, 24h));
  site.next_code();
  auto token = site.sign_in("anna", good_password, site.code())->token;
  must(site.staff->tidy());
  auto bytes = must(site.files->read(site.path(), 10'000'000));
  auto contains = [&](ByteView needle) {
    return std::search(bytes.begin(), bytes.end(), needle.begin(), needle.end()) != bytes.end();
  };
  CHECK(contains(view_of("anna")));
  CHECK(!contains(view_of(good_password)));
  CHECK(!contains(view_of(token)));
  CHECK(!contains(view_of(link.token)));
  CHECK(!contains(site.secret.view()));
}

TEST_CASE("everything that happens to an account is in the log, with who did it") {
  StaffSite site;
  auto anna = site.join("anna", Role::lead);
  site.next_code();
  auto session = site.sign_in("anna", good_password, site.code());
  is_wrong(site, "anna", "wrong wrong wrong");
  is_wrong(site, "hemligt lösenord", "wrong wrong wrong");
  auto bertil = must(site.staff->accounts.add("anna", {"bertil", Role::compiler, {CentreId{2}}}, 24h));
  must(site.staff->accounts.change("anna", bertil.account.id, Role::operations, {}));
  must(site.staff->accounts.renew("anna", bertil.account.id, 24h));
  must(site.staff->accounts.set_active("anna", bertil.account.id, false));
  must(site.staff->sign_in.end_session(session->token));
  std::string log;
  must(site.staff->log.each([&](const AuditEntry& entry) -> Result<void> {
    log += entry.actor + ": " + entry.action + (entry.details.empty() ? "" : " – " + entry.details) + "\n";
    return {};
  }));
  CHECK(log ==
        "test: lade upp konto – anna · Utvecklingsledare · alla familjecentraler\n"
        "anna: valde lösenord\n"
        "anna: loggade in – med lösenord och kod\n"
        "anna: kunde inte logga in\n"
        "okänt namn: kunde inte logga in\n"
        "anna: lade upp konto – bertil · Sammanställare · familjecentral 2\n"
        "anna: ändrade konto – bertil · Driftansvarig · alla familjecentraler\n"
        "anna: gav ny engångslänk – bertil · Driftansvarig · alla familjecentraler\n"
        "anna: stängde konto – bertil · Driftansvarig · alla familjecentraler\n"
        "anna: loggade ut\n");
  CHECK(must(site.staff->log.verify()).findings.empty());
}

}  // namespace
}  // namespace vantrum::accounts
