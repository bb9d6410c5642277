#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

constexpr const char* instrument_folder = "config/instruments/besoksenkat";
const WallTime start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 2) + std::chrono::hours(8);

}  // namespace

const survey::InstrumentFiles& survey_files() {
  static const auto files = must(survey::read_instrument_files(*real_file_system(), instrument_folder));
  return files;
}

const survey::Instrument& survey_instrument() {
  static const auto instrument = must(survey::parse_instrument(survey_files()));
  return instrument;
}

Site::Site()
    : data{folder.path() + "/collector"},
      files(real_file_system()),
      clock(start),
      entropy(7),
      store([&] {
        must(initialise(*files, entropy, clock, data, {"kalmar", "Region Kalmar län"},
                        {"127.0.0.1", "localhost"}));
        return must(SqliteCollectorStore::open(data.database()));
      }()),
      answer_store(must(open_answers(*files, data, *store))),
      keys(must(load_keys(*files, data))),
      collector{*store, keys, must(store->load_region()), clock, entropy, answer_store.get(), data},
      oak(must(store->add_centre("Eken", 50))),
      pine(must(store->add_centre("Tallen", 80))) {}

RoundId Site::open_round() {
  RoundPlan plan;
  plan.name = "Besöksenkät hösten 2026";
  plan.receiver = "Regionstyrelsen";
  plan.files = survey_files();
  plan.languages = {"sv", "en"};
  plan.allow_unreviewed = true;
  return must(collector::open_round(collector, plan));
}

std::uint64_t Site::refused(const std::string& cause) { return must(store->refusals())[cause]; }

std::size_t Site::answers(RoundId round) {
  std::size_t sum = 0;
  for (const auto& [centre, count] : must(answer_store->count_answers(round))) sum += count;
  return sum;
}

std::vector<Answer> Site::all_answers(RoundId round) {
  std::vector<Answer> all;
  must(answer_store->each_answer(round, [&](const Answer& answer) -> Result<void> {
    all.push_back(answer);
    return {};
  }));
  return all;
}

std::vector<CounterCell> Site::all_counters(RoundId round) {
  must(answer_store->release_counters(round, {1, 0}, must(store->counter_levels(round))));
  return must(answer_store->released_counters(round));
}

survey::Response a_response(Entropy& entropy, RoundId round, CentreId centre, survey::Answers answers) {
  survey::Response response;
  response.item = entropy.random_id<ItemId>();
  response.round = round;
  response.centre = centre;
  response.instrument_number = survey_instrument().number;
  response.instrument_version = survey_instrument().version;
  response.week = IsoWeek{2026, 45};
  response.answers = std::move(answers);
  return response;
}

Kiosk::Kiosk(Entropy& entropy)
    : id(entropy.random_id<DeviceId>()), entropy_(entropy), key_(crypto::make_signing_key(entropy)) {}

void Kiosk::enrol(Site& site, CentreId centre) {
  auto code = must(issue_code(site.collector, centre, "Väntrummet", std::chrono::minutes(10)));
  must(site.send(enrolment(code.printed)));
}

Bytes Kiosk::enrolment(const std::string& typed_code, const std::string& region) const {
  auto code = must(wire::EnrolmentCode::parse(typed_code));
  auto payload = wire::encode(wire::Enrolment{id, crypto::verify_key_of(key_), "Väntrummet"});
  return wire::mac_document({wire::DocumentType::enrolment, region, to_bytes(view_of(code.handle)), 1},
                            payload, must(code.mac_key(region)));
}

wire::Batch Kiosk::batch_of(RoundId round, std::vector<Bytes> sealed) {
  wire::Batch batch;
  batch.batch = entropy_.random_id<BatchId>();
  batch.round = round;
  for (auto& bytes : sealed) batch.items.push_back({wire::ItemKind::response, std::move(bytes)});
  return batch;
}

Bytes Kiosk::sign(wire::DocumentType type, std::uint64_t serial, ByteView payload,
                  const std::string& region) const {
  return wire::sign_document({type, region, to_bytes(id.view()), serial}, payload, key_);
}

Bytes sealed(Site& site, const survey::Response& response) {
  const auto& instrument = survey_instrument();
  wire::SealTo to{1, crypto::public_key_of(site.keys.sealing.at(1)), wire::padded_bytes_for(instrument)};
  return must(wire::seal_response(response, instrument, to));
}

std::vector<Bytes> sealed_visits(Site& site, RoundId round, CentreId centre, std::size_t count) {
  std::vector<Bytes> items;
  for (std::size_t i = 0; i < count; ++i) {
    items.push_back(
        sealed(site, a_response(site.entropy, round, centre, {{"acc", {"full"}}, {"wel", {"mostly"}}})));
  }
  return items;
}

wire::Receipt receipt_in(const Site& site, const Bytes& reply) {
  auto documents = must(wire::split_sequence(reply));
  REQUIRE(documents.size() == 1);
  auto verified =
      must(wire::verify_document(documents.front(), wire::DocumentType::receipt, "kalmar", site.keys.verify));
  return must(wire::parse_receipt(verified.payload));
}

}  // namespace vantrum::collector
