#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

IssuedCode a_code(Site& site) {
  return must(issue_code(site.collector, site.oak, "Väntrummet", std::chrono::minutes(10)));
}

// Another code with the same handle: someone who guesses.
std::string guess_for(const std::string& printed) {
  auto code = must(wire::EnrolmentCode::parse(printed));
  code.secret = code.secret == "0000000000" ? "1111111111" : "0000000000";
  return code.printed();
}

}  // namespace

TEST_CASE("the right code enrols a kiosk and brings it the open round") {
  Site site;
  site.open_round();
  Kiosk kiosk(site.entropy);
  auto printed = a_code(site).printed;
  auto documents = must(wire::split_sequence(must(site.send(kiosk.enrolment(printed)))));
  REQUIRE(documents.size() == 2);

  auto code = must(wire::EnrolmentCode::parse(printed));
  auto verified = must(wire::verify_mac_document(documents[0], wire::DocumentType::enrolment_reply, "kalmar",
                                                 must(code.mac_key("kalmar"))));
  auto reply = must(wire::parse_enrolment_reply(verified.payload));
  CHECK(reply.device == kiosk.id);
  CHECK(reply.centre == site.oak);
  CHECK(reply.centre_name == "Eken");
  CHECK(reply.collector_key == site.keys.verify);

  auto round = must(wire::parse_round(
      must(wire::verify_document(documents[1], wire::DocumentType::round, "kalmar", site.keys.verify))
          .payload));
  CHECK(round.is_open);
  CHECK(round.quota == 50);
  CHECK(round.languages == std::vector<std::string>{"sv", "en"});
  CHECK(must(survey::parse_instrument(round.instrument_files)).id == "besoksenkat");
  CHECK(must(site.store->find_device(kiosk.id))->centre == site.oak);
}

TEST_CASE("the same enrolment again gets the same reply and is no second use") {
  Site site;
  site.open_round();
  Kiosk kiosk(site.entropy);
  auto document = kiosk.enrolment(a_code(site).printed);
  auto reply = must(site.send(document));
  site.clock.jump_wall(std::chrono::minutes(11));  // the kiosk tried for longer than the code was good
  CHECK(must(site.send(document)) == reply);
  CHECK(must(site.store->list_devices()).size() == 1);
}

TEST_CASE("a revoked kiosk does not get its reply again") {
  Site site;
  Kiosk kiosk(site.entropy);
  auto document = kiosk.enrolment(a_code(site).printed);
  must(site.send(document));
  must(site.store->set_device_state(kiosk.id, DeviceState::revoked));
  CHECK(site.send(document).error().kind == ErrorKind::refused);
}

TEST_CASE("a code is used once") {
  Site site;
  auto printed = a_code(site).printed;
  Kiosk first(site.entropy), second(site.entropy);
  must(site.send(first.enrolment(printed)));
  CHECK(site.send(second.enrolment(printed)).error().kind == ErrorKind::refused);
  CHECK_FALSE(must(site.store->find_device(second.id)).has_value());
  CHECK(site.refused("enrolment: code used already") == 1);
}

TEST_CASE("a wrong code costs a try, and after five even the right one is refused") {
  Site site;
  auto printed = a_code(site).printed;
  Kiosk kiosk(site.entropy);
  auto wrong = kiosk.enrolment(guess_for(printed));
  for (std::uint32_t i = 0; i < code_tries; ++i) CHECK(site.send(wrong).error().kind == ErrorKind::refused);
  CHECK(site.refused("enrolment: wrong code") == code_tries);
  CHECK(site.send(kiosk.enrolment(printed)).error().kind == ErrorKind::refused);
  CHECK(site.refused("enrolment: no tries left") == 1);
  CHECK(must(site.store->list_devices()).empty());
}

TEST_CASE("four wrong codes leave one try for the right one") {
  Site site;
  auto printed = a_code(site).printed;
  Kiosk kiosk(site.entropy);
  auto wrong = kiosk.enrolment(guess_for(printed));
  for (std::uint32_t i = 0; i + 1 < code_tries; ++i) CHECK_FALSE(site.send(wrong));
  must(site.send(kiosk.enrolment(printed)));
}

TEST_CASE("an expired code is refused") {
  Site site;
  auto printed = a_code(site).printed;
  site.clock.jump_wall(std::chrono::minutes(10) + std::chrono::seconds(1));
  CHECK(site.send(Kiosk(site.entropy).enrolment(printed)).error().kind == ErrorKind::refused);
  CHECK(site.refused("enrolment: code expired") == 1);
}

TEST_CASE("an unknown code, or one for another region, is refused") {
  Site site;
  Kiosk kiosk(site.entropy);
  CHECK(site.send(kiosk.enrolment("K7M-Q2RTX-9HWPC")).error().kind == ErrorKind::refused);
  CHECK(site.refused("enrolment: unknown code") == 1);
  CHECK(site.send(kiosk.enrolment(a_code(site).printed, "skane")).error().kind == ErrorKind::refused);
  CHECK(must(site.store->list_devices()).empty());
}

TEST_CASE("a kiosk that is enrolled already cannot enrol again with its old key") {
  Site site;
  Kiosk kiosk(site.entropy);
  must(site.send(kiosk.enrolment(a_code(site).printed)));
  auto second = a_code(site).printed;
  CHECK(site.send(kiosk.enrolment(second)).error().kind == ErrorKind::refused);
  CHECK(site.refused("enrolment: device enrolled already") == 1);
  // The code was not used up by it.
  must(site.send(Kiosk(site.entropy).enrolment(second)));
}

TEST_CASE("an enrolment with a flipped bit anywhere enrols nobody") {
  Site site;
  Kiosk kiosk(site.entropy);
  auto document = kiosk.enrolment(a_code(site).printed);
  for (std::size_t i = 0; i < document.size(); ++i) {
    auto flipped = document;
    flipped[i] ^= 1;
    CHECK_FALSE(site.send(flipped));
  }
  CHECK(must(site.store->list_devices()).empty());
}

}  // namespace vantrum::collector
