// What the pages say when something was not done: in Swedish, with the head of every page, and the log says
// it too.
#include "sync/collector/fleet.h"
#include "tests/dashboard/written_support.h"

namespace vantrum::dashboard {
namespace {

using collector::PageRequest;

PageRequest get_of(const Browser& browser, const std::string& target) {
  PageRequest request;
  request.method = "GET";
  request.target = target;
  for (const auto& [name, value] : browser.cookies) request.cookie += name + "=" + value;
  return request;
}

void check_page(const collector::Reply& reply, unsigned status, const std::string& words) {
  CHECK(reply.status == status);
  CHECK(reply.content_type == "text/html; charset=utf-8");
  const auto is_policy = [](const auto& field) { return field.first == "Content-Security-Policy"; };
  CHECK(std::any_of(reply.headers.begin(), reply.headers.end(), is_policy));
  CHECK_MESSAGE(text_of(reply.body).find(words) != std::string::npos, text_of(reply.body));
}

TEST_CASE("row 37: a file that was logged and then not written has \"det gick inte\" after it") {
  Desk desk;
  desk.site.open_round();
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  for (const char* path :
       {"/rapporter/1/resultat.csv", "/resultat/1/1/rapport.docx", "/resultat/1/1/diagram-1.png"}) {
    auto step = desk.pages->handle(get_of(lead, path));
    REQUIRE(step.otherwise);
    CHECK(testing::must(desk.staff->log.latest(1)).front().action != "det gick inte");
    auto reply = step.otherwise();
    check_page(reply, 503, "Servern hinner inte just nu");
    CHECK(reply.retry_after_s > 0);
    const auto last = testing::must(desk.staff->log.latest(2));
    CHECK(last[0].action == "det gick inte");
    CHECK(last[0].details == last[1].action);
  }
}

TEST_CASE(
    "somebody who cannot sign in because the server is busy reads so, no deed is noted, no try is counted") {
  Desk desk;
  desk.add("lead", Role::lead, {});
  Browser stranger(desk);
  stranger.get("/logga-in");
  auto request = get_of(stranger, "/logga-in");
  request.method = "POST";
  request.form = "name=lead&password=bord&code=1&token=" + stranger.token;
  const auto before = testing::must(desk.staff->log.head()).number;
  for (std::uint32_t i = 0; i <= accounts::free_failures; ++i) {
    auto step = desk.pages->handle(request);
    REQUIRE(step.otherwise);
    check_page(step.otherwise(), 503, "Servern hinner inte just nu");
  }
  CHECK(testing::must(desk.staff->log.head()).number == before);
  CHECK(!testing::must(desk.staff->sign_in.begin("lead")).wait);
}

TEST_CASE("a form that is too large is told so in words, by its own size, and does nothing") {
  Desk desk;
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  auto request = get_of(lead, "/familjecentraler");
  request.method = "POST";
  request.is_too_large = true;
  const auto before = testing::must(desk.staff->log.head()).number;
  auto step = desk.pages->handle(request);
  REQUIRE(step.reply);
  check_page(*step.reply, 413, "För mycket på en gång");
  CHECK(text_of(step.reply->body).find("lead · Utvecklingsledare") != std::string::npos);
  CHECK(testing::must(desk.staff->log.head()).number == before);
}

TEST_CASE("refused tries are told in Swedish, every cause that there is") {
  Desk desk;
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  auto& site = desk.site;
  const auto code = [&] {
    return must(collector::issue_code(site.collector, site.oak, "Hallen", std::chrono::minutes(10))).printed;
  };
  collector::Kiosk known(site.entropy), stranger(site.entropy);
  const auto used = code();
  must(site.send(known.enrolment(used)));
  CHECK_FALSE(site.send(stranger.sign(wire::Status{})));  // not enrolled
  CHECK_FALSE(site.send(stranger.enrolment(used)));
  CHECK_FALSE(site.send(known.enrolment(code())));  // enrolled already
  CHECK_FALSE(site.send(stranger.enrolment("K7M-Q2RTX-9HWPC")));
  auto wrong = must(wire::EnrolmentCode::parse(code()));
  wrong.secret = wrong.secret == "0000000000" ? "1111111111" : "0000000000";
  for (std::uint32_t i = 0; i <= collector::code_tries; ++i)
    CHECK_FALSE(site.send(stranger.enrolment(wrong.printed())));
  const auto late = code();
  site.clock.jump_wall(std::chrono::minutes(11));
  CHECK_FALSE(site.send(stranger.enrolment(late)));
  must(site.store->count_refusal("document does not verify"));
  const auto causes = must(site.store->refusals());
  CHECK(causes.size() == 8);
  auto page = lead.get("/karantan");
  for (const auto& [cause, count] : causes) CHECK_MESSAGE(!page.says(">" + cause), cause);
  CHECK_FALSE(page.says("<dt lang=\"en\">"));
  CHECK(page.says("Kod som redan var använd"));
  CHECK(page.says("Kod som inte finns"));
  must(site.store->count_refusal("something new"));
  CHECK(lead.get("/karantan").says("<dt lang=\"en\">something new"));
}

TEST_CASE("S39: a quote that was refused is a page of its own status, for whoever cannot read it") {
  Written written;
  written.add("lasare", Role::compiler, {written.site.oak});
  written.answer(written.site.oak, {12, 8, 0});
  written.write(written.site.oak, {{"woman", "Fikat är gott."}});
  const auto path =
      "/fritexter/1/" + must(written.site.answer_store->texts_by_id(written.round)).begin()->first.hex();
  Browser reader(written, "lasare");
  reader.get(path);
  const auto refused = reader.post(path, {{"what", "redact"}, {"quote", "Fikat är inte gott."}});
  CHECK(refused.status == 422);
  CHECK(refused.says("Inget har ändrats"));
  CHECK(reader.get(path).status == 200);
}

TEST_CASE(
    "row 43: where another user opens, every page that needs answers says who reads them, and with what") {
  Written desk;
  desk.close();
  desk.add(desk.reader, Role::lead, {});
  desk.site.collector.answers = nullptr;
  Browser lead(desk, desk.reader);
  for (const char* path : {"/arsberattelser", "/kalender", "/omgangar/1", "/familjecentraler/1",
                           "/resultat/1", "/resultat/1/1", "/fritexter/1", "/gallring/1"}) {
    const auto shown = lead.get(path);
    CHECK_MESSAGE(shown.status == 409, path);
    for (const char* command : {"progress", "results", "reports", "year", "calendar", "quotes", "retention"})
      CHECK_MESSAGE(shown.says(command), path, " ", command);
    CHECK_MESSAGE(shown.says("Fritexter läser omgångens läsare själv"), path);  // P-12: nobody else
  }
  const auto table = lead.get("/gallring");
  CHECK(table.status == 200);
  CHECK(table.says("Arkiv och gallring görs av driftansvarig, med vantrum-collector retention."));
  CHECK_FALSE(table.says("/gallring/1"));
}

}  // namespace
}  // namespace vantrum::dashboard
