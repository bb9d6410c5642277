// Nothing that a known kiosk sends is refused: it is taken in and counted as what it is, or put aside with a
// cause that a person understands, and taken up again once the cause is gone.
#include <algorithm>
#include <filesystem>

#include "sync/collector/commands.h"
#include "sync/collector/fleet.h"
#include "sync/collector/quarantine.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) { kiosk.enrol(*this, oak); }

  wire::Receipt deliver(std::vector<Bytes> items) { return deliver(round, std::move(items)); }
  wire::Receipt deliver(RoundId to, std::vector<Bytes> items) {
    return receipt_in(*this, must(send(kiosk.sign(kiosk.batch_of(to, std::move(items))))));
  }
  std::vector<Bytes> visits(std::size_t count) { return sealed_visits(*this, round, oak, count); }
  Bytes visit() { return visits(1).front(); }

  std::size_t set_aside(const std::string& cause) { return must(store->quarantine_causes())[cause]; }
  CommandOutput run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.path});
    auto parsed = parse_command_line(arguments);
    if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute(collector, *files, std::get<Invocation>(parsed).command, ".");
  }
  void check_cause(const wire::Receipt& receipt, const std::string& cause) {
    REQUIRE(receipt.items.size() == 1);
    CHECK(receipt.items.front().outcome == wire::Outcome::quarantined);
    CHECK(receipt.items.front().cause == cause);
  }

  RoundId round;
  Kiosk kiosk;
};

}  // namespace

TEST_CASE("what comes late, over the quota or from a paused kiosk is taken in and counted as such (S26)") {
  Ready site;
  site.deliver(site.visits(48));
  site.deliver(site.visits(5));  // Eken's quota is 50
  must(site.store->set_device_state(site.kiosk.id, DeviceState::paused));
  site.deliver(site.visits(2));
  must(close_round(site.collector, site.round));
  auto receipt = site.deliver(site.visits(4));
  CHECK(std::all_of(receipt.items.begin(), receipt.items.end(),
                    [](const auto& item) { return item.outcome == wire::Outcome::stored; }));
  CHECK(must(site.store->intake_of(site.round, site.oak)) ==
        Intake{{intake::accepted, 59}, {intake::over_quota, 9}, {intake::paused, 6}, {intake::late, 4}});
  must(Opener(site.collector).run());
  CHECK(site.answers(site.round) == 59);
  auto shown = site.run({"progress"}).out;
  CHECK(shown.find("Eken: 4 efter stängning, 9 över kvoten, 6 från pausad kiosk") != std::string::npos);
}

TEST_CASE("a resend counts nothing twice") {
  Ready site;
  auto document = site.kiosk.sign(site.kiosk.batch_of(site.round, site.visits(3)));
  must(site.send(document));
  must(site.send(document));
  CHECK(must(site.store->intake_of(site.round, site.oak)) == Intake{{intake::accepted, 3}});
}

TEST_CASE("items of an unknown round wait until the round is known again") {
  Ready site;
  RoundId later{site.round.value + 1};
  site.check_cause(site.deliver(later, sealed_visits(site, later, site.oak, 1)), cause::unknown_round);
  CHECK(site.run({"quarantine", "requeue"}).out.find("1 ligger kvar: orsaken är inte borta") !=
        std::string::npos);
  must(close_round(site.collector, site.round));
  REQUIRE(site.open_round() == later);
  CHECK(site.run({"quarantine", "requeue"}).out == "1 försökta, 1 öppnade, 0 åter i karantän\n");
  CHECK(site.answers(later) == 1);
  CHECK(must(site.store->intake_of(later, site.oak))[intake::accepted] == 1);
}

TEST_CASE("what a revoked kiosk sent is taken in only when a person has decided so") {
  Ready site;
  must(site.store->set_device_state(site.kiosk.id, DeviceState::revoked));
  site.check_cause(site.deliver({site.visit()}), cause::device_revoked);
  CHECK(must(site.store->intake_of(site.round, site.oak)) == Intake{{intake::quarantined, 1}});
  CHECK(site.run({"quarantine", "requeue"}).out.find("kräver ditt beslut") != std::string::npos);
  CHECK(site.answers(site.round) == 0);
  CHECK(site.run({"quarantine", "requeue", "--accept"}).out == "1 försökta, 1 öppnade, 0 åter i karantän\n");
  CHECK(site.answers(site.round) == 1);
  CHECK(site.set_aside(cause::device_revoked) == 0);
}

TEST_CASE("two kiosks with one key are noticed, and both their answers are kept (row 25)") {
  Ready site;
  auto copy = site.kiosk;  // a card that was copied after the first batch
  site.deliver(site.visits(2));
  auto receipt = receipt_in(site, must(site.send(copy.sign(copy.batch_of(site.round, {site.visit()})))));
  site.check_cause(receipt, cause::device_copied);
  CHECK(must(site.store->find_device(site.kiosk.id))->copies == 1);
  const auto listed = site.run({"device", "list"}).out;
  CHECK(listed.find("Två kiosker använder samma nyckel") != std::string::npos);
  // Revoking wipes what waits on the true one, so whoever is told to do that is told what comes before.
  for (const auto& advice : {listed, words_of(cause::device_copied).what_to_do}) {
    CAPTURE(advice);
    const auto deliver_first = advice.find("först lämna allt, med nät eller USB-minne");
    CHECK(deliver_first != std::string::npos);
    CHECK(advice.find("Spärra den sedan") > deliver_first);
    CHECK(advice.find("raderas det som väntar") != std::string::npos);
  }
  CHECK(site.run({"reconcile"}).exit_code == 1);
  must(Opener(site.collector).run());
  CHECK(site.answers(site.round) == 2);
  CHECK(site.run({"quarantine", "requeue", "--accept"}).exit_code == 0);
  CHECK(site.answers(site.round) == 3);
}

TEST_CASE("the same id with other bytes never replaces what is there, and is kept beside it") {
  Ready site;
  auto visit = a_response(site.entropy, site.round, site.oak, {{"acc", {"full"}}});
  site.deliver({sealed(site, visit)});
  visit.answers = {{"acc", {"not"}}};
  site.check_cause(site.deliver({sealed(site, visit)}), cause::conflict);
  must(Opener(site.collector).run());
  CHECK(site.run({"quarantine", "requeue"}).out.find("kräver ditt beslut") != std::string::npos);
  CHECK(site.answers(site.round) == 1);
  CHECK(site.run({"reconcile"}).exit_code == 0);
  CHECK(site.run({"quarantine", "requeue", "--accept"}).exit_code == 0);
  CHECK(site.answers(site.round) == 2);
}

TEST_CASE("a conflict is not taken in while the other item of its id still waits to be opened") {
  Ready site;
  auto visit = a_response(site.entropy, site.round, site.oak, {{"acc", {"full"}}});
  site.deliver({sealed(site, visit)});
  site.deliver({sealed(site, visit)});  // sealed anew: other bytes
  auto count = must(requeue(site.collector, {{}, {}, true}));
  CHECK(count.remain == 1);
  CHECK(site.set_aside(cause::conflict) == 1);
}

TEST_CASE("items of a key that is not here wait for the key") {
  Ready site;
  auto first_key = site.keys.sealing;
  auto next = crypto::make_seal_key_pair(site.entropy);
  auto visit = a_response(site.entropy, site.round, site.oak, {{"acc", {"full"}}});
  wire::SealTo to{2, next.public_key, wire::padded_bytes_for(survey_instrument())};
  site.deliver({must(wire::seal_response(visit, survey_instrument(), to))});
  must(Opener(site.collector).run());
  CHECK(site.set_aside(cause::unknown_epoch) == 1);
  CHECK(site.run({"quarantine", "list"}).out.find("Nyckeln som öppnar saknas här.") != std::string::npos);
  site.keys.sealing[2] = next.secret_key;
  CHECK(site.run({"quarantine", "requeue", "--cause", cause::unknown_epoch}).exit_code == 0);
  CHECK(site.answers(site.round) == 1);
}

TEST_CASE("an answer that came under two rounds counts once its key is back, in its own round") {
  Ready site;
  auto key = site.keys.sealing;
  auto visits = site.visits(1);
  site.deliver(visits);
  must(close_round(site.collector, site.round));
  auto next = site.open_round();
  site.check_cause(site.deliver(next, visits), cause::conflict);
  site.keys.sealing.clear();
  must(Opener(site.collector).run());
  CHECK(site.set_aside(cause::unknown_epoch) == 1);
  CHECK(must(reconcile(site.collector)).differences.empty());
  site.keys.sealing = key;
  for (int times = 0; times < 2; ++times) {  // of one id one waits at a time
    CHECK(site.run({"quarantine", "requeue", "--accept"}).exit_code == 0);
    CHECK(must(reconcile(site.collector)).differences.empty());
  }
  CHECK(site.answers(site.round) == 1);
  CHECK(site.answers(next) == 0);
  CHECK(site.set_aside(cause::other_round) == 1);
}

TEST_CASE("a seal that does not open waits for the right key, or for good") {
  Ready site;
  auto good_key = site.keys.sealing[1];
  site.keys.sealing[1] = crypto::make_seal_key_pair(site.entropy).secret_key;  // mixed up
  wire::SealTo to{1, crypto::public_key_of(good_key), wire::padded_bytes_for(survey_instrument())};
  auto visit = a_response(site.entropy, site.round, site.oak, {{"acc", {"full"}}});
  auto item = must(wire::seal_response(visit, survey_instrument(), to));
  auto altered = item;
  altered.back() ^= 1;
  altered[7] ^= 1;  // an id of its own
  site.deliver({item, altered});
  must(Opener(site.collector).run());
  CHECK(site.set_aside(cause::unreadable_seal) == 2);
  site.keys.sealing[1] = good_key;
  CHECK(site.run({"quarantine", "requeue"}).out == "2 försökta, 1 öppnade, 1 åter i karantän\n");
  CHECK(site.set_aside(cause::unreadable_seal) == 1);
  CHECK(site.answers(site.round) == 1);
}

TEST_CASE("items of a later program wait for it") {
  Ready site;
  auto later = site.visit();
  later.front() = 9;
  site.check_cause(site.deliver({later}), cause::unreadable_head);
  CHECK(site.run({"quarantine", "requeue"}).out == "1 försökta, 0 öppnade, 1 åter i karantän\n");
  CHECK(site.set_aside(cause::unreadable_head) == 1);
}

TEST_CASE("answers to a version of the survey that is not here wait for it, and are read with it") {
  Ready site;
  std::filesystem::create_directories(site.folder.path() + "/later");
  auto copied = site.folder.path() + "/later/besoksenkat";
  std::filesystem::copy("config/instruments/besoksenkat", copied);
  auto path = copied + "/instrument.toml";
  auto text = std::string(text_of(must(site.files->read(path, 1 << 20))));
  auto at = text.find("\nversion = ");
  REQUIRE(at != std::string::npos);
  text.replace(at, text.find('\n', at + 1) - at, "\nversion = 41");
  must(site.files->write_atomic(path, view_of(text)));
  auto later = must(survey::load_instrument(*site.files, copied));
  auto visit = a_response(site.entropy, site.round, site.oak, {{"acc", {"full"}}});
  visit.instrument_version = 41;
  wire::SealTo to{1, crypto::public_key_of(site.keys.sealing.at(1)), wire::padded_bytes_for(later)};
  site.deliver({must(wire::seal_response(visit, later, to))});
  must(Opener(site.collector).run());
  CHECK(site.set_aside(cause::unknown_version) == 1);
  CHECK(site.run({"instrument", "add", "--folder", copied}).exit_code == 0);
  CHECK(site.run({"instrument", "add", "--folder", copied}).exit_code == 0);
  CHECK(site.run({"quarantine", "requeue"}).out == "1 försökta, 1 öppnade, 0 åter i karantän\n");
  CHECK(site.run({"round", "close"}).exit_code == 0);
  CHECK(site.run({"results"}).exit_code == 0);
  text += "\n# the same version with other words\n";
  must(site.files->write_atomic(path, view_of(text)));
  CHECK(site.run({"instrument", "add", "--folder", copied}).exit_code == 73);
}

TEST_CASE("the list and the page of the quarantine say what is the matter, what to do, and never an answer") {
  Ready site;
  CHECK(site.run({"quarantine", "list"}).out == "Inget ligger i karantän.\n");
  must(site.store->set_device_state(site.kiosk.id, DeviceState::revoked));
  auto receipt = site.deliver({site.visit()});
  auto id = receipt.items.front().item.hex();
  auto list = site.run({"quarantine", "list"}).out;
  CHECK(list.find("Kiosken är spärrad.") != std::string::npos);
  CHECK(list.find(id) != std::string::npos);
  CHECK(list.find("2026-11-02") != std::string::npos);
  auto page = site.run({"quarantine", "show", "--item", id.substr(0, 6)}).out;
  CHECK(page.find("Väntrummet (" + site.kiosk.id.hex().substr(0, 8)) != std::string::npos);
  CHECK(page.find("omgång     1") != std::string::npos);
  CHECK(site.run({"quarantine", "show", "--item", "zz"}).exit_code != 0);
}

TEST_CASE("every cause has words of its own and says what to do") {
  for (const char* known :
       {cause::unknown_round, cause::device_revoked, cause::device_copied, cause::conflict,
        cause::unreadable_head, cause::unknown_epoch, cause::unreadable_seal, cause::unknown_version,
        cause::does_not_fit, cause::other_round, cause::foreign_centre, cause::no_free_text}) {
    CAPTURE(known);
    CHECK(words_of(known).words.find("Okänd orsak") == std::string::npos);
    CHECK_FALSE(words_of(known).what_to_do.empty());
  }
  CHECK(words_of("something new").words == "Okänd orsak: something new");
}

}  // namespace vantrum::collector
