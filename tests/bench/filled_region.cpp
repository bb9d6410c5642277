#include "tests/bench/filled_region.h"

#include <fmt/format.h>

#include "sync/collector/publish.h"
#include "sync/store/answer_content.h"
#include "tests/bench/real_server.h"

namespace vantrum::bench {
namespace {

constexpr int different_visitors = 1000;
constexpr std::uint64_t answers_a_commit = 100'000;
constexpr std::uint32_t passed_over_one_in = 20, quota = 50;

}  // namespace

std::vector<const survey::Question*> linked_questions(const survey::Instrument& instrument) {
  std::vector<const survey::Question*> all;
  for (const auto& question : instrument.questions) {
    if (question.linkage == survey::Linkage::linked) all.push_back(&question);
  }
  return all;
}

FilledRegion::FilledRegion(const std::string& folder, std::uint32_t centres) {
  const collector::DataFolder data{folder};
  must(collector::initialise(*files_, entropy_, clock_, data, {"bench", "Region"}, {"127.0.0.1"}));
  store_ = must(collector::SqliteCollectorStore::open(data.database()));
  answers_ = must(collector::open_answers(*files_, data, *store_));
  keys_ = must(collector::load_keys(*files_, data));
  collector_.emplace(collector::Collector{*store_, keys_, must(store_->load_region()), clock_, entropy_,
                                          answers_.get(), data});
  files_of_survey_ = must(survey::read_instrument_files(*files_, instrument_folder));
  instrument_ = must(survey::parse_instrument(files_of_survey_));
  for (std::uint32_t centre = 1; centre <= centres; ++centre)
    must(store_->add_centre(fmt::format("Familjecentralen {}", centre), quota));
  collector::RoundPlan plan;
  plan.name = "Bench";
  plan.receiver = "Nämnden";
  plan.files = files_of_survey_;
  for (const auto& [language, texts] : instrument_.texts) plan.languages.push_back(language);
  plan.allow_unreviewed = true;
  round_ = must(collector::open_round(*collector_, plan));
  must(store_->in_transaction([&]() -> Result<void> {
    for (std::uint32_t centre = 1; centre <= centres; ++centre) add_kiosk(centre);
    return {};
  }));
  must(collector::close_round(*collector_, round_));
  for (int i = 0; i < different_visitors; ++i) {
    survey::Answers given;
    for (const auto* question : linked_questions(instrument_)) {
      const auto option = entropy_.random_below(static_cast<std::uint32_t>(question->options.size()));
      if (entropy_.random_below(passed_over_one_in) > 0)
        given[question->id] = {question->options[option].code};
    }
    visitors_.push_back(collector::encode_answers(given, instrument_));
  }
}

void FilledRegion::add_kiosk(std::uint32_t centre) {
  collector::Device device;
  device.id = entropy_.random_id<DeviceId>();
  device.verify_key = crypto::verify_key_of(crypto::make_signing_key(entropy_));
  device.centre = CentreId{centre};
  device.label = "Entrén";
  device.enrolled_at = clock_.wall();
  must(store_->add_device(device));
  must(store_->note_contact(device.id, clock_.wall()));
  wire::Status status;
  status.round = round_;
  status.completed = quota;
  status.software = "vantrum-kiosk 0.1.0";
  for (const auto& question : instrument_.questions) {
    if (question.linkage == survey::Linkage::counter)
      for (const auto& option : question.options) status.counters[question.id + ":" + option.code] = 10;
  }
  status.counters["language:sv"] = quota;
  status.counters["left:" + instrument_.questions.front().id] = 2;
  must(store_->keep_status({device.id, 1, status}));
}

void FilledRegion::add(std::uint64_t responses) {
  const auto centres = must(store_->centres_of(round_)).size();
  for (std::uint64_t at = 0; at < responses;) {
    must(answers_->in_transaction([&]() -> Result<void> {
      for (std::uint64_t i = 0; i < answers_a_commit && at < responses; ++i, ++at) {
        const CentreId centre{1 + entropy_.random_below(static_cast<std::uint32_t>(centres))};
        TRY(answers_->add_answer(
            entropy_.random_id<collector::AnswerId>(),
            {round_, centre, {}, {}, visitors_[entropy_.random_below(different_visitors)]}));
      }
      return {};
    }));
    must(answers_->tidy());
  }
}

}  // namespace vantrum::bench
