#include "sync/collector/round_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "shared/survey/local_block.h"
#include "sync/collector/text_reader.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

using results::Align;
using results::TextTable;
using Given = RoundWindow::Given;

class Preparation {
 public:
  Preparation(const Collector& collector, FileSystem& files, const std::string& directory,
              const std::string& where, const RoundFile& file)
      : collector_(collector), files_(files), directory_(directory), where_(where), file_(file) {}

  Result<PreparedRound> run() {
    TRY(find_centres());
    TRY(read_instrument());
    TRY(add_local_blocks());
    TRY(check_languages());
    TRY(check_linked());
    TRY(check_audience());
    if (file_.free_text.is_on && round_.instrument.free_text_info_key.empty())
      return wrong("free_text", "the instrument asks for no free text; expected on = false");
    TRY(look_for_open_rounds());
    TRY(look_for_reader());
    fill_plan();
    return std::move(round_);
  }

 private:
  Error wrong(std::string_view key, const std::string& what) const {
    return Error::invalid(fmt::format("{}: {}: {}", where_, key, what));
  }
  Error wrong_at(const RoundFile::Place& place, const std::string& what) const {
    if (place.line == 0)
      return Error::invalid(fmt::format("{}: centre {}: {}", where_, place.centre.value, what));
    return Error::invalid(fmt::format("{}:{}: {}", where_, place.line, what));
  }

  std::string folder(const std::string& typed) const {
    auto path = (std::filesystem::path(directory_) / typed).lexically_normal().string();
    if (path.ends_with('/')) path.pop_back();
    return path;
  }

  Result<void> find_centres() {
    const auto known = TRY(collector_.store.list_centres());
    for (const auto& place : file_.centres) {
      const bool is_known = std::any_of(known.begin(), known.end(),
                                        [&](const Centre& centre) { return centre.id == place.centre; });
      if (!is_known) {
        return wrong_at(place, fmt::format("there is no centre {}; see: vantrum-collector centre list",
                                           place.centre.value));
      }
    }
    return {};
  }

  Result<void> read_instrument() {
    auto instrument = survey::load_instrument(files_, folder(file_.instrument));
    if (!instrument) return instrument.error().while_doing(where_ + ": instrument");
    base_ = TRY(survey::read_instrument_files(files_, folder(file_.instrument)));
    return {};
  }

  Result<void> add_local_blocks() {
    std::vector<survey::LocalBlock> all;
    for (const auto& place : file_.centres) {
      if (place.local.empty()) continue;
      auto block = survey::read_instrument_files(files_, folder(place.local));
      if (!block) return wrong_at(place, "local: " + block.error().message);
      all.push_back({place.centre, std::move(*block)});
      auto own = survey::with_local_blocks(base_, {all.back()});
      if (!own) return wrong_at(place, own.error().message);
      round_.plan.own_files[place.centre] = std::move(*own);
    }
    auto together = survey::with_local_blocks(base_, all);
    if (!together) return together.error().while_doing(where_);
    if (!all.empty()) {
      for (const auto& place : file_.centres) round_.plan.own_files.try_emplace(place.centre, base_);
    }
    round_.plan.files = std::move(*together);
    round_.instrument = TRY(survey::parse_instrument(round_.plan.files));
    return {};
  }

  Result<void> check_languages() {
    std::vector<std::string> unreviewed;
    for (const auto& language : file_.languages) {
      const auto texts = round_.instrument.texts.find(language);
      if (texts == round_.instrument.texts.end()) {
        std::vector<std::string> there;
        for (const auto& [tag, unused] : round_.instrument.texts) there.push_back(tag);
        return wrong("languages", fmt::format("the instrument has no texts in \"{}\"; expected some of {}",
                                              language, fmt::join(there, ", ")));
      }
      if (texts->second.review != survey::ReviewState::reviewed) unreviewed.push_back(language);
      if (!texts->second.missing.empty()) {
        round_.missing.push_back(fmt::format("{}: {} missing, shown in Swedish: {}", language,
                                             texts->second.missing.size(),
                                             fmt::join(texts->second.missing, ", ")));
      }
    }
    if (!unreviewed.empty() && !file_.allow_unreviewed) {
      return Error::refused(
          fmt::format("{}: languages: nobody has reviewed {} yet; leave them out, have them reviewed, "
                      "or set allow_unreviewed = true (R12)",
                      where_, fmt::join(unreviewed, ", ")));
    }
    return {};
  }

  Result<void> check_linked() {
    std::set<std::string> linked;
    for (const auto& question : round_.instrument.questions) {
      if (question.background && question.linkage == survey::Linkage::linked) linked.insert(question.id);
    }
    if (linked == std::set<std::string>(file_.linked.begin(), file_.linked.end())) return {};
    return wrong(
        "linked",
        fmt::format("[{}]; expected [{}]: what the instrument keeps beside the answers, and the leads "
                    "agree to (P-31)",
                    fmt::join(file_.linked, ", "), fmt::join(linked, ", ")));
  }

  Result<void> check_audience() {
    const bool for_staff = round_.instrument.audience == survey::Audience::staff;
    for (const auto& place : file_.centres) {
      if (for_staff && !place.is_headcount)
        return wrong_at(place, "quota in a staff survey; expected headcount: how many work there (S30)");
      if (!for_staff && place.is_headcount)
        return wrong_at(place, "headcount in a visitors' survey; expected quota: the answers wanted (S26)");
    }
    if (for_staff && file_.stop_at_quota)
      return wrong("at_quota", "a staff survey asks everybody; expected \"continue\" (S30)");
    return {};
  }

  Result<void> look_for_open_rounds() {
    const bool for_staff = round_.instrument.audience == survey::Audience::staff;
    for (const auto& round : TRY(collector_.store.list_rounds())) {
      if (!round.is_open || round.for_staff != for_staff) continue;
      for (const auto& taking : TRY(collector_.store.centres_of(round.id))) {
        const bool is_ours = std::any_of(file_.centres.begin(), file_.centres.end(),
                                         [&](const auto& place) { return place.centre == taking.centre; });
        if (is_ours) {
          round_.waits.push_back(
              fmt::format("{}: omgång {} ({}) pågår. Stäng den först: round close --round {}", taking.name,
                          round.id.value, round.name, round.id.value));
        }
      }
    }
    return {};
  }

  // No refusal: the account may come later, and whoever reads by commands needs none. But a routine for
  // concern for a child works only where somebody reads.
  Result<void> look_for_reader() {
    const auto& reader = file_.free_text.reader;
    if (!file_.free_text.is_on || !collector_.staff || TRY(can_read_texts(collector_, reader))) return {};
    round_.unread = fmt::format(
        "Ingen kan läsa fritexterna på sidorna ännu, så rutinen för oro för barn fungerar inte. Kontot {} "
        "finns "
        "inte, är stängt, har inte använt sin engångslänk eller har en annan roll än utvecklingsledare eller "
        "sammanställare. Ordna det innan kioskerna frågar (account), eller byt läsare när omgången är öppnad "
        "(round reader).\n",
        reader);
    return {};
  }

  void fill_plan() {
    auto& plan = round_.plan;
    plan.name = file_.name;
    plan.receiver = file_.receiver;
    plan.languages = file_.languages;
    plan.stop_at_quota = file_.stop_at_quota;
    plan.review = file_.review_page;
    plan.allow_unreviewed = file_.allow_unreviewed;
    plan.free_text = file_.free_text.is_on;
    plan.text_reader = file_.free_text.reader;
    plan.text_routine = file_.free_text.routine;
    if (file_.window.given != Given::until_closed) plan.window = file_.window.days;
    plan.idle_s = file_.idle_s;
    plan.answer_s = file_.answer_s;
    plan.file_text = round_file_text(file_);
    for (const auto& place : file_.centres) {
      plan.centres.push_back(place.centre);
      plan.quotas[place.centre] = place.quota;
    }
  }

  const Collector& collector_;
  FileSystem& files_;
  const std::string& directory_;
  const std::string& where_;
  const RoundFile& file_;
  survey::InstrumentFiles base_;
  PreparedRound round_;
};

std::string linked_words(const RoundFile& file, const survey::Instrument& instrument) {
  if (file.linked.empty()) return "ingen";
  std::size_t cells = 1;
  std::vector<std::string> parts;
  for (const auto& id : file.linked) {
    const auto options = instrument.find(id)->options.size();
    cells *= options;
    parts.push_back(fmt::format("{} ({})", id, options));
  }
  return fmt::format("{} = {} grupper", fmt::join(parts, " × "), cells);
}

std::string again_words(const RoundFile& file) {
  if (file.window.every_months == 0) return {};
  auto next = next_round(file);
  if (!next) return fmt::format("Nästa gång: går inte att räkna ut ({})\n", next.error().message);
  return fmt::format("Nästa gång: {}\n", window_words(next->window));
}

std::string full_date(survey::Day day) { return survey::day_in_words(day, survey::Day{}); }

}  // namespace

std::string window_words(const RoundWindow& window) {
  if (window.given == Given::until_closed) return "tills den stängs";
  auto words = fmt::format("{} till {}", full_date(window.days.first), full_date(window.days.last));
  if (window.given != Given::weeks) return words;
  if (window.first_week == window.last_week) return words + fmt::format(" (vecka {})", window.first_week);
  return words + fmt::format(" (vecka {}–{})", window.first_week, window.last_week);
}

Result<PreparedRound> prepare_round(const Collector& collector, FileSystem& files,
                                    const std::string& directory, const std::string& where,
                                    const RoundFile& file) {
  return Preparation(collector, files, directory, where, file).run();
}

std::string round_page(const RoundFile& file, const PreparedRound& prepared) {
  const auto& instrument = prepared.instrument;
  const bool for_staff = instrument.audience == survey::Audience::staff;
  const auto common = std::ranges::count_if(
      instrument.questions, [](const auto& question) { return !survey::local_centre_of(question.id); });
  auto text = fmt::format("{}\n\nFrågas: {}\n{}", file.name, window_words(file.window), again_words(file));
  text += fmt::format("Instrument: {} version {}, {} frågor, {}\n", instrument.id, instrument.version, common,
                      for_staff ? "för personalen; visas aldrig för besökare" : "för besökare");
  text += fmt::format("Svaren går till: {}\n", file.receiver);
  text += fmt::format("Språk: {}\n", fmt::join(file.languages, ", "));
  text += fmt::format("Bakgrund vid svaren: {}\n", linked_words(file, instrument));
  text += file.free_text.is_on
              ? fmt::format("Fritext: på. Beslut: {}. Läses av: {}. Rutin för oro för barn: {}\n",
                            file.free_text.decision, file.free_text.reader, file.free_text.routine)
              : "Fritext: av\n";
  if (!for_staff)
    text +=
        fmt::format("Vid målet: {}\n", file.stop_at_quota ? "kiosken slutar fråga" : "kiosken frågar vidare");
  text += "\n";
  TextTable table({{"nr", Align::right},
                   {for_staff ? "antal anställda" : "mål", Align::right},
                   {"egna frågor", Align::right}});
  std::uint64_t sum = 0;
  for (const auto& place : file.centres) {
    const auto own = std::count_if(
        instrument.questions.begin(), instrument.questions.end(),
        [&](const auto& question) { return survey::local_centre_of(question.id) == place.centre.value; });
    table.add({std::to_string(place.centre.value), std::to_string(place.quota), std::to_string(own)});
    sum += place.quota;
  }
  text += table.text() + fmt::format("{} familjecentraler, tillsammans {}\n", file.centres.size(), sum);
  for (const auto& line : prepared.missing) text += line + "\n";
  text += prepared.unread;
  for (const auto& line : prepared.waits) text += line + "\n";
  return text + (prepared.waits.empty() ? "\nInget hindrar att omgången öppnas.\n"
                                        : "\nOmgången kan inte öppnas än.\n");
}

}  // namespace vantrum::collector
