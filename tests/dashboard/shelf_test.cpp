// The archives that leads make on a page: what becomes of one when a disk fails, the power goes, or another
// lead makes it anew (P-23).
#include <filesystem>

#include "tests/dashboard/old_round.h"

namespace vantrum::dashboard {
namespace {

namespace fs = std::filesystem;
using namespace collector;

}  // namespace

TEST_CASE("P-23: an archive that is made anew while it is packed gives no ZIP of two archives") {
  Old site;
  auto& files = *site.site.files;
  const auto old = must(shelve_archive(site.site.collector, files, site.round));
  site.site.clock.jump_wall(std::chrono::minutes(1));
  const auto now = must(shelve_archive(site.site.collector, files, site.round));
  REQUIRE(old.digest != now.digest);
  CHECK(zip_of_archive(files, old).error().kind == ErrorKind::unavailable);
  CHECK(zip_of_archive(files, now));
  const auto file = now.path + "/resultat.csv";
  must(files.write_atomic(file, view_of("x")));
  CHECK(zip_of_archive(files, now).error().kind == ErrorKind::unavailable);
  fs::remove(file);
  CHECK(zip_of_archive(files, now).error().kind == ErrorKind::unavailable);
}

TEST_CASE(
    "P-21, P-23: the archive on the server cannot be read now: nobody is told that it is damaged, and it "
    "stays") {
  Old site;
  site.browser->post("/gallring/1/arkiv");
  const auto receipt = site.receipt();
  BadDisk disk(*site.site.files);
  site.pages = std::make_unique<Dashboard>(House{site.site.collector, *site.staff, &disk});
  site.site.clock.jump_wall(std::chrono::minutes(1));
  for (const char* file : {"/SHA256SUMS", "/resultat.csv"}) {
    disk.unreadable = file;
    const auto shown = site.browser->get("/gallring/1");
    CHECK_MESSAGE(shown.status == 503, file);
    CHECK_FALSE(shown.says("inte som det skrevs"));
    CHECK_MESSAGE(site.browser->post("/gallring/1/arkiv").status == 503, file);
    CHECK_MESSAGE(site.purge("texts", "RS 1", receipt, round_name).status == 503, file);
  }
  disk.unreadable.clear();
  CHECK(site.receipt() == receipt);
  site.check_nothing_gone();
  CHECK(site.purge("texts", "RS 1", receipt, round_name).says("2 gallrade"));
}

TEST_CASE("P-21, P-23: a new archive could not be written: the one before stays") {
  Old site;
  site.browser->post("/gallring/1/arkiv");
  const auto receipt = site.receipt();
  BadDisk full(*site.site.files);
  full.full_at = "/resultat.csv";
  CHECK(shelve_archive(site.site.collector, full, site.round).error().kind == ErrorKind::storage);
  CHECK(site.receipt() == receipt);
  // Why it was not made is told, also where the one before cannot be put back at once; then it is later.
  full.unmoved = "omgang-1";
  const auto not_made = shelve_archive(site.site.collector, full, site.round);
  CHECK(not_made.error().message == "no room");
  CHECK(find_shelved(site.site.collector, full, site.round).error().kind == ErrorKind::storage);
  CHECK(site.receipt() == receipt);
  CHECK(site.purge("texts", "RS 1", receipt, round_name).says("2 gallrade"));
}

TEST_CASE(
    "row 37: an archive is made at once; its ZIP waits its turn, and one that got none is logged as that") {
  Old site;
  collector::PageRequest request;
  request.method = "POST";
  request.target = "/gallring/1/arkiv";
  for (const auto& [name, value] : site.browser->cookies) request.cookie += name + "=" + value;
  site.browser->get("/gallring/1");
  request.form = "token=" + site.browser->token;
  const auto made = site.pages->handle(request);
  REQUIRE(made.reply);
  CHECK(made.reply->status == 303);
  CHECK(find_shelved(site.site.collector, *site.site.files, site.round));
  request.method = "GET";
  request.target += ".zip";
  request.form.clear();
  const auto zip = site.pages->handle(request);
  REQUIRE(zip.otherwise);
  const auto busy = zip.otherwise();
  CHECK(busy.status == 503);
  CHECK(has(std::string(text_of(busy.body)), "Servern hinner inte just nu"));
  CHECK(has(site.log(), "lead: det gick inte – hämtade arkiv\n"));
}

TEST_CASE("P-21, P-23: the power goes while an archive is made anew: the one before is found again") {
  Old site;
  site.browser->post("/gallring/1/arkiv");
  const auto receipt = site.receipt();
  const auto path = site.site.data.shelf() + "/vantrum-arkiv-kalmar-omgang-1";
  const auto cut = [&] { fs::rename(path, path + ".before"); };
  cut();
  CHECK(site.browser->get("/gallring/1").says("Gallra för gott"));
  CHECK(site.receipt() == receipt);
  // Tried again on a disk that is still full, and nobody looked meanwhile.
  cut();
  BadDisk full(*site.site.files);
  full.full_at = "/resultat.csv";
  CHECK(shelve_archive(site.site.collector, full, site.round).error().message == "no room");
  CHECK(fs::exists(path));
  CHECK(site.receipt() == receipt);
  // With room, the new one takes its place, and nothing is left beside it.
  cut();
  site.site.clock.jump_wall(std::chrono::minutes(1));
  CHECK(site.browser->post("/gallring/1/arkiv").location == "/gallring/1");
  CHECK(site.receipt() != receipt);
  CHECK_FALSE(fs::exists(path + ".before"));
}

}  // namespace vantrum::dashboard
