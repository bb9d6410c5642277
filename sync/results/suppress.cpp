#include "sync/results/suppress.h"

#include <algorithm>
#include <map>

#include "shared/survey/local_block.h"
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

// Which of these groups must be hidden (P-16). `adds_up`: they are parts of a total that is known, or nearly
// so.
std::vector<bool> hidden_groups(const std::vector<std::uint64_t>& groups, std::uint64_t k, bool adds_up) {
  std::vector<bool> hidden(groups.size());
  std::uint64_t hidden_people = 0;
  std::size_t hidden_count = 0;
  auto hide = [&](std::size_t i) {
    hidden[i] = true;
    hidden_people += groups[i];
    ++hidden_count;
  };
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] > 0 && groups[i] < k) hide(i);
  }
  if (hidden_count == 0 || !adds_up) return hidden;
  while (hidden_count < 2 || hidden_people < k) {
    std::optional<std::size_t> smallest;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (hidden[i] || groups[i] == 0) continue;
      if (!smallest || groups[i] < groups[*smallest]) smallest = i;
    }
    if (!smallest) return std::vector<bool>(groups.size(), true);
    hide(*smallest);
  }
  return hidden;
}

PublishedQuestion name_only(const survey::Instrument& instrument, const survey::Question& question) {
  PublishedQuestion published;
  published.id = question.id;
  published.words = swedish(instrument).at(question.id + ".text");
  published.background = question.background;
  published.type = question.type;
  published.scale = question.scale;
  published.goals = question.goals;
  for (const auto& option : question.options) {
    if (option.dont_know) continue;
    published.options.push_back(
        {option.code, label_of(instrument, question, option), {}, {}, option.positive, option.weight});
  }
  return published;
}

bool is_counted(const survey::Question& question) { return question.linkage == survey::Linkage::counter; }

// "language:en" has no question in the instrument; its options are the languages there are texts for.
PublishedCounter language_counter(const survey::Instrument& instrument) {
  PublishedCounter counter{"language", "Språk som valdes", {}};
  for (const auto& [language, texts] : instrument.texts)
    counter.options.push_back({language, texts.own_name, {}, {}, false, {}});
  return counter;
}

std::vector<PublishedCounter> empty_counters(const survey::Instrument& instrument) {
  std::vector<PublishedCounter> counters;
  for (const auto& question : instrument.questions) {
    if (!is_counted(question)) continue;
    PublishedCounter counter{question.id, swedish(instrument).at(question.id + ".text"), {}};
    for (const auto& option : question.options) {
      counter.options.push_back({option.code, label_of(instrument, question, option), {}, {}, false, {}});
    }
    counters.push_back(std::move(counter));
  }
  counters.push_back(language_counter(instrument));
  return counters;
}

// What every place shows before anything is counted: words alone. Looked up once, copied for each place.
struct Form {
  explicit Form(const survey::Instrument& given) : instrument(given), counters(empty_counters(given)) {
    for (const auto& question : instrument.questions) {
      const bool is_linked = question.linkage == survey::Linkage::linked;
      questions.push_back(is_linked ? name_only(instrument, question) : PublishedQuestion());
    }
    for (const auto& counter : counters) {
      for (const auto& option : counter.options) counter_cells.push_back(counter.id + ":" + option.code);
    }
  }
  const PublishedQuestion& of(const survey::Question& question) const {
    return questions[static_cast<std::size_t>(&question - instrument.questions.data())];
  }

  const survey::Instrument& instrument;
  std::vector<PublishedQuestion> questions;  // in the instrument's order; empty where not linked
  std::vector<PublishedCounter> counters;
  std::vector<std::string> counter_cells;  // "services:bvc"; of all counters, one after the other
};

// `shows_question`: the place has k responses at least.
PublishedQuestion publish(const Form& form, const survey::Question& question, const QuestionTally& tally,
                          bool shows_question, const Policy& policy) {
  auto published = form.of(question);
  if (!shows_question || tally.valid < policy.k) return published;
  published.detail = tally.valid < policy.distribution() ? Detail::merged : Detail::full;
  published.n = tally.valid;
  published.dont_know = tally.dont_know;
  published.dont_know_percent = percent(tally.dont_know, tally.valid + tally.dont_know);
  published.no_answer = tally.no_answer;
  if ((published.positive = positive_count(question, tally)))
    published.positive_percent = percent(*published.positive, tally.valid);
  if (published.detail == Detail::merged) return published;

  published.index = index_of(question, tally);
  if (question.type == survey::QuestionType::rating && published.index) {
    published.mean = *published.index / 100 * survey::rating_max;
    published.index.reset();
  }
  auto options = valid_options(question, tally);
  std::vector<std::uint64_t> groups;
  for (const auto& option : options) groups.push_back(option.count);
  // Where several may be chosen the counts do not add up to n, so nothing can be computed from it.
  auto hidden = question.background
                    ? hidden_groups(groups, policy.k, question.type != survey::QuestionType::select_many)
                    : std::vector<bool>(options.size());
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

std::vector<PublishedCounter> publish_counters(const Form& form, const std::vector<Counter>& counted,
                                               const Policy& policy) {
  std::map<std::string_view, std::uint64_t> by_name;
  for (const auto& counter : counted) by_name[counter.name] = counter.count;
  auto counters = form.counters;
  auto cell = form.counter_cells.begin();
  for (auto& counter : counters) {
    std::vector<std::uint64_t> groups;
    for (std::size_t i = 0; i < counter.options.size(); ++i) {
      const auto found = by_name.find(*cell++);
      groups.push_back(found == by_name.end() ? 0 : found->second);
    }
    const auto* question = form.instrument.find(counter.id);
    const bool chooses_one = !question || question->type != survey::QuestionType::select_many;
    auto hidden = hidden_groups(groups, policy.k, chooses_one);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (groups[i] >= policy.k && !hidden[i]) counter.options[i].count = groups[i];
    }
  }
  return counters;
}

bool is_for_region_only(const Tally& tally, const survey::Question& question) {
  return results::is_for_region_only(tally.round, tally.instrument, question);
}

// A centre's own questions are its own: neither the region nor another centre shows them (S29).
void keep_local_questions_local(PublishedPlace& place) {
  const auto is_foreign = [&](const auto& asked) {
    const auto centre = survey::local_centre_of(asked.id);
    return centre && (!place.centre || place.centre->value != *centre);
  };
  std::erase_if(place.questions, is_foreign);
  std::erase_if(place.counters, is_foreign);
}

PublishedQuestion* find(std::vector<PublishedQuestion>& questions, const std::string& id) {
  auto it = std::find_if(questions.begin(), questions.end(),
                         [&](const auto& question) { return question.id == id; });
  return it == questions.end() ? nullptr : &*it;
}

// A question that only some were asked tells about those who were not: of all responses, at most so many are
// theirs as did not answer it. Where that is few, the groups its rule is about are not shown at all, and how
// many passed over it is shown only where it tells nothing (P-16).
void hide_group_sizes(const Form& form, const CentreTally& centre, const Policy& policy,
                      std::vector<PublishedQuestion>& questions) {
  const auto& instrument = form.instrument;
  auto tells = [&](std::size_t i) {
    return !instrument.questions[i].when.is_empty() && centre.questions[i].skipped > 0 &&
           instrument.questions[i].linkage == survey::Linkage::linked;
  };
  for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
    if (!tells(i) || centre.questions[i].no_answer + centre.questions[i].skipped >= policy.k) continue;
    if (!find(questions, instrument.questions[i].id)->n) continue;
    for (const auto& reference : instrument.questions[i].when.references()) {
      auto* group = find(questions, reference.question);
      if (!group || group->detail == Detail::full) continue;
      *group = form.of(*instrument.find(reference.question));
      group->centres = 1;
    }
  }
  const bool shows_all_groups = std::all_of(questions.begin(), questions.end(), [](const auto& question) {
    return !question.background || question.detail == Detail::full;
  });
  for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
    if (!tells(i)) continue;
    const auto& counted = centre.questions[i];
    if (counted.skipped < policy.k || !shows_all_groups || counted.is_held)
      find(questions, instrument.questions[i].id)->no_answer.reset();
  }
}

PublishedPlace publish_centre(const Tally& tally, const Form& form, const CentreTally& centre,
                              const Policy& policy) {
  const auto& instrument = tally.instrument;
  PublishedPlace place;
  place.centre = centre.centre.id;
  place.name = centre.centre.name;
  place.quota = centre.centre.quota;
  bool shown = centre.responses >= policy.k;
  if (shown) place.responses = centre.responses;
  for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
    const auto& question = instrument.questions[i];
    if (question.linkage != survey::Linkage::linked) continue;
    const bool is_withheld = is_for_region_only(tally, question);
    auto published = publish(form, question, centre.questions[i], shown && !is_withheld, policy);
    published.centres = 1;
    place.questions.push_back(std::move(published));
  }
  hide_group_sizes(form, centre, policy, place.questions);
  place.counters = publish_counters(form, centre.counters, policy);
  return place;
}

// The centres' tallies of one question that may be pooled, summed, and how many they are.
template <class MayPool>
std::pair<QuestionTally, std::size_t> pooled(const Tally& tally, std::size_t question, MayPool may_pool) {
  QuestionTally sum;
  sum.options.resize(tally.instrument.questions[question].options.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < tally.centres.size(); ++i) {
    if (!may_pool(i)) continue;
    sum = std::move(sum) + tally.centres[i].questions[question];
    ++count;
  }
  return {sum, count};
}

// Of the centres' published rows of one question: the pooled row of the region, from what they show.
PublishedQuestion pool(const Tally& tally, const Form& form, std::size_t question_index,
                       std::size_t row_index, const std::vector<PublishedPlace>& centres,
                       const Policy& policy) {
  const auto& question = tally.instrument.questions[question_index];
  if (is_for_region_only(tally, question)) {
    auto [all, count] =
        pooled(tally, question_index, [&](std::size_t i) { return centres[i].responses.has_value(); });
    auto published = publish(form, question, all, count >= census_centres_min, policy);
    published.no_answer.reset();  // with n it would tell how many of the others did not answer
    published.centres = count;
    return published;
  }
  auto with = [&](Detail detail) {
    return [&centres, row_index, detail](std::size_t i) {
      return centres[i].questions[row_index].detail == detail;
    };
  };
  auto no_answer_is_shown = [&](Detail detail) {
    return std::all_of(centres.begin(), centres.end(), [&](const auto& centre) {
      const auto& row = centre.questions[row_index];
      return row.detail != detail || row.no_answer.has_value();
    });
  };
  auto [full, full_count] = pooled(tally, question_index, with(Detail::full));
  if (full_count > 0) {
    auto published = publish(form, question, full, true, policy);
    if (!no_answer_is_shown(Detail::full)) published.no_answer.reset();
    published.centres = full_count;
    return published;
  }
  auto [merged, merged_count] = pooled(tally, question_index, with(Detail::merged));
  auto published = publish(form, question, merged, merged_count > 0, policy);
  if (!no_answer_is_shown(Detail::merged)) published.no_answer.reset();
  published.centres = merged_count;
  // However many they are together, no centre shows its distribution, so neither does their sum.
  if (published.detail != Detail::hidden) published.detail = Detail::merged;
  published.index.reset();
  published.mean.reset();
  for (auto& option : published.options) option.count.reset(), option.percent.reset();
  return published;
}

void set_rate(const RoundFacts& round, PublishedPlace& place) {
  if (round.for_staff && place.responses && place.quota > 0)
    place.rate_percent = percent(*place.responses, place.quota);
}

PublishedPlace publish_region(const Tally& tally, const Form& form,
                              const std::vector<PublishedPlace>& centres, const Policy& policy) {
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
    region.questions.push_back(pool(tally, form, i, row++, centres, policy));
  }
  region.counters = form.counters;
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

// A centre's staff know each other, so who is a manager is told for the region only.
bool is_for_region_only(const RoundFacts& round, const survey::Instrument& instrument,
                        const survey::Question& question) {
  return (round.for_staff || instrument.audience == survey::Audience::staff) && question.background;
}

PublishedResults suppress(const Tally& tally, const Policy& policy) {
  const Form form(tally.instrument);
  std::vector<PublishedPlace> centres;
  for (const auto& centre : tally.centres) centres.push_back(publish_centre(tally, form, centre, policy));
  PublishedResults results;
  results.round_ = tally.round;
  results.policy_ = policy;
  results.instrument_ = {tally.instrument.id, swedish(tally.instrument).at("title"), tally.instrument.credit,
                         tally.instrument.version};
  results.places_.push_back(publish_region(tally, form, centres, policy));
  for (auto& centre : centres) results.places_.push_back(std::move(centre));
  for (auto& place : results.places_) set_rate(tally.round, place);
  for (auto& place : results.places_) keep_local_questions_local(place);
  results.notes_ = notes_for(tally, results.places_, policy);
  return results;
}

}  // namespace vantrum::results
