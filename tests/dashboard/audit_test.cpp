// The audit log: what was written is found as it was, and anything else is found out.
#include "tests/dashboard/staff_support.h"

namespace vantrum::accounts {
namespace {

// A log of six lines, and the file under somebody's hands.
struct Log : StaffSite {
  Log() {
    for (int i = 1; i <= 6; ++i)
      must(staff->log.add("anna", "stängde omgång", "omgång " + std::to_string(i)));
    head = must(staff->log.head());
  }

  void change(const std::vector<std::string>& statements) {
    staff.reset();
    {
      auto database = must(store::Database::open(path(), {0x564e4431, true, 10'000, 4096, nullptr, {}}));
      for (const auto& sql : statements) must(database.run(sql));
      must(database.checkpoint());
    }
    reopen();
  }

  std::vector<std::string> findings(const std::optional<AuditHead>& noted = std::nullopt) {
    return must(staff->log.verify(noted)).findings;
  }

  AuditHead head;
};

using Words = std::vector<std::string>;

TEST_CASE("row 37: an untouched log has no findings, also after a restart and with a noted head") {
  Log log;
  CHECK(log.findings().empty());
  log.reopen();
  must(log.staff->log.add("anna", "loggade in", ""));
  CHECK(log.findings(log.head).empty());
  CHECK(must(log.staff->log.verify()).lines == 7);
}

TEST_CASE("a changed line of the log is found, whichever column it is") {
  for (const char* column : {"actor = 'bo'", "action = 'tittade'", "details = 'omgång 9'", "at = at + 1"}) {
    Log log;
    log.change({std::string("UPDATE audit SET ") + column + " WHERE number = 3"});
    CHECK(log.findings() == Words{"Rad 3 är ändrad, insatt eller flyttad."});
  }
}

TEST_CASE("a removed line of the log is found, also when those after it move up") {
  Log log;
  log.change({"DELETE FROM audit WHERE number = 3"});
  CHECK(log.findings() == Words{"Rad 3 saknas."});
  Log moved;
  moved.change({"DELETE FROM audit WHERE number = 3", "UPDATE audit SET number = number - 1 WHERE number = 4",
                "UPDATE audit SET number = number - 1 WHERE number = 5",
                "UPDATE audit SET number = number - 1 WHERE number = 6", "UPDATE audit_head SET number = 5"});
  CHECK(moved.findings().size() >= 2);
}

TEST_CASE("lines of the log that changed places are found") {
  Log log;
  log.change({"UPDATE audit SET number = 100 WHERE number = 2",
              "UPDATE audit SET number = 2 WHERE number = 5",
              "UPDATE audit SET number = 5 WHERE number = 100"});
  auto findings = log.findings();
  REQUIRE(findings.size() >= 2);
  CHECK(findings.front() == "Rad 2 är ändrad, insatt eller flyttad.");
}

TEST_CASE("a line put into the log is found") {
  Log log;
  log.change({"INSERT INTO audit SELECT 7, at, actor, action, details, mac FROM audit WHERE number = 6",
              "UPDATE audit_head SET number = 7"});
  CHECK(!log.findings().empty());
}

TEST_CASE("a log whose end was cut off is found, unless the mark of its end went back with it") {
  Log log;
  log.change({"DELETE FROM audit WHERE number > 4"});
  CHECK(log.findings() == Words{"Loggens slut saknas: raderna efter 4 till och med 6."});
  Log marked;
  marked.change({"DELETE FROM audit WHERE number > 4", "DELETE FROM audit_head"});
  CHECK(marked.findings() == Words{"Uppgiften om loggens slut saknas."});
  Log rewound;  // the whole file as it was: only a head that was noted elsewhere tells
  rewound.change({"DELETE FROM audit", "DELETE FROM audit_head"});
  CHECK(rewound.findings().empty());
  CHECK(rewound.findings(rewound.head) == Words{"Loggen slutar före den antecknade raden 6."});
  Log emptied;
  must(emptied.staff->accounts.add("test", {"anna", Role::lead, {}}, std::chrono::hours(24)));
  emptied.change({"DELETE FROM audit", "DELETE FROM audit_head"});
  CHECK(emptied.findings() == Words{"Loggen är tom fast det finns konton."});
}

TEST_CASE("a log written with another key does not verify") {
  Log log;
  log.staff.reset();
  must(log.files->remove(log.folder.path() + "/dashboard.key"));
  log.reopen();
  CHECK(log.findings().size() == 7);
}

TEST_CASE("a head of the log survives being printed and typed") {
  Log log;
  auto typed = must(AuditHead::parse(log.head.text()));
  CHECK(typed.number == 6);
  CHECK(typed.mac == log.head.mac);
  for (const char* wrong : {"", "6", "6:", ":00", "6:zz", "x:00"}) CHECK(!AuditHead::parse(wrong));
}

TEST_CASE("the newest lines of the log come first, page by page") {
  Log log;
  auto page = must(log.staff->log.latest(4));
  REQUIRE(page.size() == 4);
  CHECK(page.front().details == "omgång 6");
  page = must(log.staff->log.latest(4, page.back().number));
  REQUIRE(page.size() == 2);
  CHECK(page.back().number == 1);
}

}  // namespace
}  // namespace vantrum::accounts
