// The yearly reports on the pages: typed in by those who may, read by those who may, frozen by leads.
#include <fmt/format.h>

#include <regex>

#include "tests/dashboard/dashboard_support.h"
#include "tests/dashboard/year_setup.h"

namespace vantrum::dashboard {
namespace {

struct Years : Desk {
  Years() {
    set_up_years(site);
    add("lead", Role::lead, {});
    add("compiler", Role::compiler, {site.oak});
    add("reader", Role::centre_reader, {site.oak});
    add("county", Role::county_reader, {site.oak});
    add("technician", Role::operations, {});
    round = site.open_round();
    collector::Kiosk kiosk(site.entropy);
    kiosk.enrol(site, site.oak);
    testing::must(
        site.send(kiosk.sign(kiosk.batch_of(round, collector::sealed_visits(site, round, site.oak, 12)))));
    testing::must(collector::close_round(site.collector, round));
  }
  RoundId round;
};

constexpr const char* of_oak = "/arsberattelser/2026/1";

}  // namespace

TEST_CASE("S57: a compiler types the numbers of the own centre once, and they stand in its report") {
  Years desk;
  Browser compiler(desk, "compiler");
  CHECK(compiler.get("/arsberattelser").says("Eken"));
  CHECK_FALSE(compiler.get("/arsberattelser").says("Tallen"));
  const auto form = compiler.get(std::string(of_oak) + "/fyll/tal");
  CHECK(form.status == 200);
  CHECK(form.says("Antal gravida inskrivna i mödrahälsovården"));
  CHECK(form.says("<option value=\"1\" selected>"));  // the latest closed round
  auto saved = compiler.post(std::string(of_oak) + "/fyll/tal", {{"tal-visits", "1 240"},
                                                                 {"tal-support", "3"},
                                                                 {"visitors", "1"},
                                                                 {"staff", "0"},
                                                                 {"mal-1", "Språkkafé"},
                                                                 {"mats-1", "Antal träffar"}});
  CHECK(saved.location == of_oak);
  CHECK(compiler.get(std::string(of_oak) + "/fyll/tal").says("name=\"tal-visits\" value=\"1240\""));
  const auto report = compiler.get(std::string(of_oak) + "/rapport.html");
  CHECK(report.status == 200);
  CHECK(report.says("1\u00a0240"));
  CHECK(report.says("färre än 5"));
  CHECK(report.says("12 svar av 50"));
  CHECK(report.says("Språkkafé"));
}

TEST_CASE(
    "S63, P-10: texts keep their paragraphs; a fault is told, nothing is saved, and nothing typed is lost") {
  Years desk;
  Browser compiler(desk, "compiler");
  const auto path = std::string(of_oak) + "/fyll/texter";
  compiler.get(path);
  CHECK(compiler.post(path, {{"text-analysis", "Ett stycke.\r\n\r\nEtt <b>till</b>."}}).location == of_oak);
  const auto form = compiler.get(path);
  CHECK(form.says("Ett stycke.\n\nEtt &lt;b&gt;till&lt;/b&gt;."));
  auto wrong =
      compiler.post(path, {{"text-analysis", "Ring 070-123 45 67."}, {"text-own", "Också skrivet."}});
  CHECK(wrong.status == 422);
  CHECK(wrong.says("Inget är sparat"));
  CHECK(wrong.says("Också skrivet."));
  CHECK(compiler.get(path).says("Ett stycke."));
  CHECK_FALSE(compiler.get(path).says("Också skrivet."));
  compiler.get(path);
  wrong = compiler.post(path, {{"text-own", std::string(3001, 'x')}});
  CHECK(wrong.says("3001 tecken; det får vara högst 3000"));
  const auto numbers = std::string(of_oak) + "/fyll/tal";
  compiler.get(numbers);
  compiler.post(numbers, {{"tal-visits", "1240"}, {"visitors", "1"}, {"staff", "0"}});
  compiler.get(numbers);
  wrong = compiler.post(numbers, {{"tal-visits", "många"}, {"tal-support", "7"}});
  CHECK(wrong.status == 422);
  CHECK(wrong.says("behöver ett helt tal"));
  CHECK(wrong.says(
      "name=\"tal-visits\" value=\"många\""));  // and not the old number, which would be kept again
  CHECK(wrong.says("name=\"tal-support\" value=\"7\""));
  CHECK(compiler.get(numbers).says("name=\"tal-visits\" value=\"1240\""));
}

TEST_CASE("S63: a fault calls a field what the form calls it") {
  Years desk;
  Browser compiler(desk, "compiler");
  const auto path = std::string(of_oak) + "/fyll/aktiviteter";
  static const std::regex field("<label for=\"(mal-[^\"]+)\">([^<]+)</label>");
  const auto form = compiler.get(path).text;
  std::size_t fields = 0;
  for (std::sregex_iterator it(form.begin(), form.end(), field), end; it != end; ++it, ++fields) {
    const auto wrong = compiler.post(path, {{(*it)[1], std::string(5001, 'x')}});
    CHECK(wrong.status == 422);
    CHECK_MESSAGE(wrong.says("Inget är sparat: ”" + (*it)[2].str() + "” är 5001 tecken"), (*it)[1].str());
  }
  CHECK(fields > 0);
}

TEST_CASE("P-22: a year that somebody typed for stays within reach, however many have come since") {
  Years desk;
  Browser compiler(desk, "compiler");
  for (const char* year : {"2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022"}) {
    const auto path = "/arsberattelser/" + std::string(year) + "/1/fyll/texter";
    compiler.get(path);
    CHECK(compiler.post(path, {{"text-own", "Ett år."}}).status == 303);
  }
  auto page = compiler.get("/arsberattelser");
  CHECK(page.says("/arsberattelser/2019/1"));
  CHECK_FALSE(page.says("/arsberattelser/2018/1"));
  REQUIRE(page.says("href=\"/arsberattelser?fore=2019\""));
  page = compiler.get("/arsberattelser?fore=2019");
  for (const char* year : {"2018", "2017", "2016", "2015"})
    CHECK_MESSAGE(page.says("/arsberattelser/" + std::string(year) + "/1"), year);
  CHECK_FALSE(page.says("/arsberattelser/2019/1"));
  CHECK_FALSE(page.says("?fore="));
}

TEST_CASE("what was typed is not in the log, that it was typed is") {
  Years desk;
  Browser compiler(desk, "compiler");
  compiler.get(std::string(of_oak) + "/fyll/texter");
  compiler.post(std::string(of_oak) + "/fyll/texter", {{"text-own", "Hemliga tankar"}});
  const auto entry = testing::must(desk.staff->log.latest(1)).front();
  CHECK(entry.actor == "compiler");
  CHECK(entry.action == "fyllde i årsberättelse");
  CHECK(entry.details.find("Hemliga") == std::string::npos);
}

TEST_CASE("S59: a lead freezes, once; afterwards typing changes the draft and not the frozen") {
  Years desk;
  Browser lead(desk, "lead"), reader(desk, "reader");
  auto page = lead.get("/sammanstallningar/2026");
  CHECK(page.says("0 av 2"));
  lead.get(std::string(of_oak) + "/fyll/tal");
  lead.post(std::string(of_oak) + "/fyll/tal", {{"tal-visits", "1240"}, {"visitors", "1"}, {"staff", "0"}});
  CHECK(lead.get("/sammanstallningar/2026").says("1 av 2"));
  CHECK(lead.post("/sammanstallningar/2026", {{"part", "1"}}).status == 422);  // not said to be sure
  CHECK(lead.post("/sammanstallningar/2026", {{"part", "1"}, {"sure", "on"}}).location ==
        "/sammanstallningar/2026");
  const auto frozen = lead.get("/sammanstallningar/2026/1.html").text;
  lead.get(std::string(of_oak) + "/fyll/tal");
  lead.post(std::string(of_oak) + "/fyll/tal", {{"tal-visits", "99"}, {"visitors", "1"}, {"staff", "0"}});
  CHECK(lead.get("/sammanstallningar/2026/1.html").text == frozen);
  CHECK(lead.get("/sammanstallningar/2026/utkast.html").text != frozen);
  page = lead.get("/sammanstallningar/2026");
  CHECK(page.says("Kontrollsumma"));
  CHECK_FALSE(page.says("name=\"part\" value=\"1\""));
  CHECK(lead.post("/sammanstallningar/2026", {{"part", "1"}, {"sure", "on"}}).status == 409);
  CHECK(reader.get(of_oak).says("fryst-1.pdf"));
  CHECK(reader.get(std::string(of_oak) + "/fryst-1.html").says("1\u00a0240"));
  CHECK_FALSE(reader.get(of_oak).says("/fyll/"));
}

TEST_CASE(
    "S49: the calendar says what is near, and can be taken along; without a setup the pages say what to do") {
  Years desk;
  Browser reader(desk, "reader");
  const auto page = reader.get("/kalender");
  CHECK(page.says("Föräldraenkäten delas ut"));
  CHECK(page.says("pågår"));  // the clock stands in week 45
  CHECK(page.says("1 december 2026–31 januari 2027"));
  CHECK(reader.get("/kalender/arshjul.ics").says("BEGIN:VCALENDAR"));
  Desk bare;
  bare.add("lead", Role::lead, {});
  Browser lead(bare, "lead");
  CHECK(lead.get("/arsberattelser").says("vantrum-collector year setup"));
  CHECK(lead.get("/kalender").says("vantrum-collector year setup"));
  CHECK(lead.get(of_oak).status == 404);
}

}  // namespace vantrum::dashboard
