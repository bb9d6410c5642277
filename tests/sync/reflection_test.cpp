// Self-reflections at the collector: from a kiosk, from a form, and read.
#include <fmt/format.h>

#include <algorithm>

#include "shared/wire/reflection.h"
#include "sync/collector/commands.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

using wire::DocumentType;

constexpr const char* statements = "config/reflection/sjalvreflektion.toml";

const survey::ReflectionInstrument& instrument() {
  static const auto loaded = must(survey::load_reflection_instrument(*real_file_system(), statements));
  return loaded;
}

survey::Reflection a_reflection(Site& site, CentreId centre, std::uint32_t year, std::uint32_t step) {
  survey::Reflection reflection;
  reflection.id = site.entropy.random_id<survey::ReflectionId>();
  reflection.centre = centre;
  reflection.year = year;
  reflection.instrument_number = instrument().number;
  reflection.instrument_version = instrument().version;
  reflection.participants = 9;
  for (const auto& heading : instrument().headings) {
    for (const auto& statement : heading.statements) reflection.values[statement.id] = {step, ""};
  }
  reflection.values["language"].comment = fmt::format("Språkkafé {}", year);
  reflection.priorities[0] = {"language", fmt::format("Mål {}", year), "Antal tillfällen", "4", "18"};
  reflection.priorities[1] = {"attend", "Fler pappor", "Andel besök", "", ""};
  return reflection;
}

wire::SealedReflection sealed(Site& site, const survey::Reflection& reflection) {
  return must(wire::seal_reflection(reflection, instrument(),
                                    {1, crypto::public_key_of(site.keys.sealing.at(1)), 0}));
}

Bytes document(Kiosk& kiosk, const wire::SealedReflection& reflection, std::uint64_t serial = 1) {
  return kiosk.sign(DocumentType::reflection, serial, wire::encode(reflection));
}

wire::ReflectionReceipt receipt_of(Site& site, const Bytes& reply) {
  const auto verified =
      must(wire::verify_document(reply, DocumentType::reflection_receipt, "kalmar", site.keys.verify));
  return must(wire::parse_reflection_receipt(verified.payload));
}

CommandOutput run(Site& site, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--data", site.data.path});
  auto parsed = parse_command_line(arguments);
  if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
  return execute(site.collector, *site.files, std::get<Invocation>(parsed).command, ".");
}

}  // namespace

TEST_CASE("a reflection survives its seal, and nothing but the group's word is inside (S46)") {
  Site site;
  const auto reflection = a_reflection(site, site.oak, 2026, 2);
  const auto box = sealed(site, reflection);
  CHECK(box.sealed.size() % 1024 == crypto::seal_overhead_bytes);
  CHECK(must(wire::open_reflection(box, site.keys.sealing.at(1), instrument())) == reflection);
  const auto version = must(wire::instrument_of_reflection(box, site.keys.sealing.at(1)));
  CHECK((version.number == 4 && version.version == 1));
  auto flipped = box;
  flipped.sealed[60] ^= 1;
  CHECK_FALSE(wire::open_reflection(flipped, site.keys.sealing.at(1), instrument()));
  auto renamed = box;
  renamed.reflection = site.entropy.random_id<survey::ReflectionId>();
  CHECK_FALSE(wire::open_reflection(renamed, site.keys.sealing.at(1), instrument()));
}

TEST_CASE("a kiosk's reflection is kept before it is answered, and the same one again is the same") {
  Site site;
  Kiosk kiosk(site.entropy);
  kiosk.enrol(site, site.oak);
  const auto bytes = document(kiosk, sealed(site, a_reflection(site, site.oak, 2026, 2)));
  for (int i = 0; i < 2; ++i) {
    const auto receipt = receipt_of(site, must(site.send(bytes)));
    CHECK(receipt.device == kiosk.id);
    CHECK(receipt.document == crypto::hash_of(bytes));
    site.clock.jump_wall(std::chrono::hours(1));
  }
  CHECK(must(site.store->list_reflections()).size() == 1);
  const auto contact = must(site.store->find_device(kiosk.id))->last_contact;
  CHECK(contact == site.clock.wall() - std::chrono::hours(2));  // sent again, it is no sign of life
}

TEST_CASE(
    "the same id with other content is a conflict, and a stranger's or a revoked kiosk's is not taken") {
  Site site;
  Kiosk kiosk(site.entropy), stranger(site.entropy);
  kiosk.enrol(site, site.oak);
  auto reflection = a_reflection(site, site.oak, 2026, 2);
  must(site.send(document(kiosk, sealed(site, reflection))));
  reflection.participants = 3;
  const auto other = site.send(document(kiosk, sealed(site, reflection), 2));
  REQUIRE_FALSE(other);
  CHECK(other.error().kind == ErrorKind::conflict);
  CHECK_FALSE(site.send(document(stranger, sealed(site, a_reflection(site, site.oak, 2026, 2)))));
  must(site.store->set_device_state(kiosk.id, DeviceState::revoked));
  CHECK_FALSE(site.send(document(kiosk, sealed(site, a_reflection(site, site.oak, 2026, 2)), 3)));
  CHECK(must(site.store->list_reflections()).size() == 1);
}

TEST_CASE("the page has thirty rows with last year beside, and both years' two areas (S47, S50)") {
  Site site;
  Kiosk kiosk(site.entropy);
  kiosk.enrol(site, site.oak);
  must(site.send(document(kiosk, sealed(site, a_reflection(site, site.oak, 2025, 4)), 1)));
  site.clock.advance(std::chrono::hours(24 * 300));
  must(site.send(document(kiosk, sealed(site, a_reflection(site, site.oak, 2026, 3)), 2)));
  site.clock.advance(std::chrono::hours(24));
  must(site.send(document(kiosk, sealed(site, a_reflection(site, site.oak, 2026, 2)), 3)));  // done once more
  const auto page = run(site, {"reflection", "show", "--centre", "1"});
  REQUIRE(page.exit_code == 0);
  INFO(page.out);
  CHECK(page.out.find("Självreflektion 2026 · Eken") != std::string::npos);
  CHECK(page.out.find("Språkkafé 2026") != std::string::npos);
  CHECK(page.out.find("Kurator – Kurator slussar") != std::string::npos);  // two have the label "Kurator"
  CHECK(page.out.find("Mål 2026") < page.out.find("Mål 2025"));
  CHECK(page.out.find("Mål 2025") != std::string::npos);
  std::size_t rows = 0;
  for (auto at = page.out.find("+2"); at != std::string::npos; at = page.out.find("+2", at + 1)) ++rows;
  CHECK(rows == 30);  // from 4 to 2
  const auto before = run(site, {"reflection", "show", "--centre", "1", "--year", "2025"});
  CHECK(before.out.find("Förra årets prioriterade områden\n  –") != std::string::npos);
  CHECK(run(site, {"reflection", "show", "--centre", "2"}).exit_code != 0);
  const auto list = run(site, {"reflection", "list"});
  CHECK(std::ranges::count(list.out, '\n') >= 4);
}

TEST_CASE("a kiosk cannot speak for another centre") {
  Site site;
  Kiosk kiosk(site.entropy);
  kiosk.enrol(site, site.oak);
  must(site.send(document(kiosk, sealed(site, a_reflection(site, site.pine, 2026, 2)))));
  CHECK(run(site, {"reflection", "show", "--centre", "2"}).exit_code != 0);
  CHECK(run(site, {"reflection", "list"}).out.find("1 kan inte öppnas") != std::string::npos);
}

TEST_CASE("a form is printed, filled in, taken and shown; a faulty one is refused with its line") {
  Site site;
  auto form = run(site, {"reflection", "form", "--centre", "2", "--year", "2026"});
  REQUIRE(form.exit_code == 0);
  const auto fill = [&](const std::string& from, const std::string& to) {
    const auto at = form.out.find(from);
    REQUIRE(at != std::string::npos);
    form.out.replace(at, from.size(), to);
  };
  const auto path = site.folder.path() + "/form.toml";
  must(site.files->write_atomic(path, view_of(form.out)));
  const auto empty = run(site, {"reflection", "add", path});
  CHECK(empty.exit_code != 0);
  CHECK(empty.err.find("form.toml:") != std::string::npos);
  fill("participants = 0", "participants = 7");
  fill("statement = \"health\"\nstep = 0", "statement = \"health\"\nstep = 2");
  for (const auto* statement : {"language", "attend"}) {
    fill("statement = \"\"\ngoal = \"\"\nmeasure = \"\"",
         fmt::format("statement = \"{}\"\ngoal = \"Fler\"\nmeasure = \"Antal\"", statement));
  }
  must(site.files->write_atomic(path, view_of(form.out)));
  const auto added = run(site, {"reflection", "add", path});
  INFO(added.err);
  REQUIRE(added.exit_code == 0);
  CHECK(run(site, {"reflection", "show", "--centre", "2", "--year", "2026"}).out.find("Antal deltagare: 7") !=
        std::string::npos);
}

}  // namespace vantrum::collector
