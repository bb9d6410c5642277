#include "sync/results/suppress.h"

#include <algorithm>
#include <map>

#include "sync/results/index.h"
#include "sync/results/notes.h"

namespace vantrum::results {
namespace {

const survey::Texts& swedish(const survey::Instrument& instrument) { return instrument.texts.at("sv"); }

std::string label_of(const survey::Instrument& instrument, const survey::Question& question,
                     const survey::Option& option) {
  auto own = survey::own_label(question, option);
  return own.empty() ? swedish(instrument).at(survey::option_key(question, option)) : own;
}

// The pairs that are shown for one question, in the instrument's order.
struct ShownOption {
  const survey::Option* option;
  std::uint64_t count;
};

std::vector<ShownOption> valid_options(const survey::Question& question, const QuestionTally& tally) {
  std::vector<ShownOption> shown;
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if (!question.options[i].dont_know) shown.push_back({&question.options[i], tally.options[i]});
  }
  return shown;
}

// Which options of a background question must be hidden (P-16).
std::vector<bool> hidden_groups(const survey::Question& question, const std::vector<ShownOption>& options) {
  std::vector<bool> hidden(options.size());
  std::uint64_t hidden_people = 0;
  std::size_t hidden_count = 0;
  auto hide = [&](std::size_t i) {
    hidden[i] = true;
    hidden_people += options[i].count;
    ++hidden_count;
  };
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i].count > 0 && options[i].count < group_min) hide(i);
  }
  // Where several may be chosen the counts do not add up to n, so nothing can be computed from it.
  if (hidden_count == 0 || question.type == survey::QuestionType::select_many) return hidden;
  while (hidden_count < 2 || hidden_people < group_min) {
    std::optional<std::size_t> smallest;
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (hidden[i] || options[i].count == 0) continue;
      if (!smallest || options[i].count < options[*smallest].count) smallest = i;
    }
    if (!smallest) return std::vector<bool>(options.size(), true);
    hide(*smallest);
  }
  return hidden;
}

PublishedQuestion name_only(const survey::Instrument& instrument, const survey::Question& question) {
  PublishedQuestion published;
  published.id = question.id;
  published.words = swedish(instrument).at(question.id + ".text");
  published.background = question.background;
  for (const auto& option : question.options) {
    if (option.dont_know) continue;
    published.options.push_back({option.code, label_of(instrument, question, option), {}, {}});
  }
  return published;
}

// `shows_question`: the place has k responses at least.
PublishedQuestion publish(const survey::Instrument& instrument, const survey::Question& question,
                          const QuestionTally& tally, bool shows_question) {
  auto published = name_only(instrument, question);
  if (!shows_question || tally.valid < group_min) return published;
  published.detail = tally.valid < distribution_min ? Detail::merged : Detail::full;
  published.n = tally.valid;
  published.dont_know = tally.dont_know;
  published.dont_know_percent = percent(tally.dont_know, tally.valid + tally.dont_know);
  published.no_answer = tally.no_answer;
  if (auto positive = positive_count(question, tally))
    published.positive_percent = percent(*positive, tally.valid);
  if (published.detail == Detail::merged) return published;

  published.index = index_of(question, tally);
  if (question.type == survey::QuestionType::rating && published.index) {
    published.mean = *published.index / 100 * survey::rating_max;
    published.index.reset();
  }
  auto options = valid_options(question, tally);
  auto hidden = question.background ? hidden_groups(question, options) : std::vector<bool>(options.size());
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (hidden[i]) {
      published.detail = Detail::partial;
      continue;
    }
    published.options[i].count = options[i].count;
    published.options[i].percent = percent(options[i].count, tally.valid);
  }
  return published;
}

bool is_counted(const survey::Question& question) { return question.linkage == survey::Linkage::counter; }

// "language:en" has no question in the instrument; its options are the languages there are texts for.
PublishedCounter language_counter(const survey::Instrument& instrument) {
  PublishedCounter counter{"language", "Språk som valdes", {}};
  for (const auto& [language, texts] : instrument.texts)
    counter.options.push_back({language, texts.own_name, {}, {}});
  return counter;
}

std::vector<PublishedCounter> empty_counters(const survey::Instrument& instrument) {
  std::vector<PublishedCounter> counters;
  for (const auto& question : instrument.questions) {
    if (!is_counted(question)) continue;
    PublishedCounter counter{question.id, swedish(instrument).at(question.id + ".text"), {}};
    for (const auto& option : question.options) {
      counter.options.push_back({option.code, label_of(instrument, question, option), {}, {}});
    }
    counters.push_back(std::move(counter));
  }
  counters.push_back(language_counter(instrument));
  return counters;
}

std::vector<PublishedCounter> publish_counters(const survey::Instrument& instrument,
                                               const std::vector<Counter>& counted) {
  std::map<std::string, std::uint64_t> by_name;
  for (const auto& counter : counted) by_name[counter.name] = counter.count;
  auto counters = empty_counters(instrument);
  for (auto& counter : counters) {
    for (auto& option : counter.options) {
      auto it = by_name.find(counter.id + ":" + option.code);
      if (it != by_name.end() && it->second >= group_min) option.count = it->second;
    }
  }
  return counters;
}

PublishedPlace publish_centre(const survey::Instrument& instrument, const CentreTally& centre) {
  PublishedPlace place;
  place.centre = centre.centre.id;
  place.name = centre.centre.name;
  place.quota = centre.centre.quota;
  bool shown = centre.responses >= group_min;
  if (shown) place.responses = centre.responses;
  for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
    const auto& question = instrument.questions[i];
    if (question.linkage != survey::Linkage::linked) continue;
    auto published = publish(instrument, question, centre.questions[i], shown);
    published.centres = 1;
    place.questions.push_back(std::move(published));
  }
  place.counters = publish_counters(instrument, centre.counters);
  return place;
}

// Of the centres' published rows of one question: the pooled row of the region, from what they show.
PublishedQuestion pool(const Tally& tally, std::size_t question_index, std::size_t row_index,
                       const std::vector<PublishedPlace>& centres) {
  const auto& question = tally.instrument.questions[question_index];
  auto pooled_from = [&](Detail detail) {
    QuestionTally sum;
    sum.options.resize(question.options.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < centres.size(); ++i) {
      if (centres[i].questions[row_index].detail != detail) continue;
      sum = sum + tally.centres[i].questions[question_index];
      ++count;
    }
    return std::pair(sum, count);
  };
  auto [full, full_count] = pooled_from(Detail::full);
  if (full_count > 0) {
    auto published = publish(tally.instrument, question, full, true);
    published.centres = full_count;
    return published;
  }
  auto [merged, merged_count] = pooled_from(Detail::merged);
  auto published = publish(tally.instrument, question, merged, merged_count > 0);
  published.centres = merged_count;
  // However many they are together, no centre shows its distribution, so neither does their sum.
  if (published.detail != Detail::hidden) published.detail = Detail::merged;
  published.index.reset();
  published.mean.reset();
  for (auto& option : published.options) option.count.reset(), option.percent.reset();
  return published;
}

PublishedPlace publish_region(const Tally& tally, const std::vector<PublishedPlace>& centres) {
  PublishedPlace region;
  region.name = tally.round.region_name;
  region.centres = 0;
  for (const auto& centre : centres) {
    if (!centre.responses) continue;
    region.responses = region.responses.value_or(0) + *centre.responses;
    region.quota += centre.quota;
    ++region.centres;
  }
  std::size_t row = 0;
  for (std::size_t i = 0; i < tally.instrument.questions.size(); ++i) {
    if (tally.instrument.questions[i].linkage != survey::Linkage::linked) continue;
    region.questions.push_back(pool(tally, i, row++, centres));
  }
  region.counters = empty_counters(tally.instrument);
  for (std::size_t c = 0; c < region.counters.size(); ++c) {
    for (std::size_t o = 0; o < region.counters[c].options.size(); ++o) {
      auto& sum = region.counters[c].options[o].count;
      for (const auto& centre : centres) {
        if (const auto& count = centre.counters[c].options[o].count) sum = sum.value_or(0) + *count;
      }
    }
  }
  return region;
}

}  // namespace

PublishedResults suppress(const Tally& tally) {
  std::vector<PublishedPlace> centres;
  for (const auto& centre : tally.centres) centres.push_back(publish_centre(tally.instrument, centre));
  PublishedResults results;
  results.round_ = tally.round;
  results.places_.push_back(publish_region(tally, centres));
  for (auto& centre : centres) results.places_.push_back(std::move(centre));
  results.notes_ = notes_for(tally, results.places_);
  return results;
}

}  // namespace vantrum::results
