#include "sync/collector/reflections.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "shared/base/toml.h"
#include "shared/wire/reflection.h"
#include "sync/results/text_table.h"
#include "sync/year/report.h"

namespace vantrum::collector {
namespace {

using results::Align;
using results::TextTable;
using survey::Reflection;
using survey::ReflectionInstrument;

constexpr std::size_t label_width = 40, comment_width = 48;

std::int64_t day_of(WallTime time) {
  return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

// False if it was here already.
Result<bool> keep(const Collector& collector, const wire::SealedReflection& sealed, CentreId centre,
                  const crypto::Hash& document) {
  switch (TRY(collector.store.add_reflection(
      {sealed.reflection, centre, day_of(collector.clock.wall()), sealed.epoch, document, sealed.sealed}))) {
    case Recorded::added:
      return true;
    case Recorded::same:
      return false;
    case Recorded::other:
      break;
  }
  return Error::conflict("a reflection of this id is here with other content");
}

std::string path_of(const ReflectionFiles& where, const std::string& typed) {
  return (std::filesystem::path(where.directory) / typed).lexically_normal().string();
}

Result<ReflectionInstrument> statements_in(const ReflectionFiles& where, const std::string& typed) {
  auto loaded = survey::load_reflection_instrument(where.files, path_of(where, typed));
  if (!loaded) return loaded.error().while_doing("--statements");
  return loaded;
}

struct Opened {
  std::int64_t day = 0;
  Reflection reflection;
};

// All that can be opened with these statements, oldest first; `skipped` counts the others.
Result<std::vector<Opened>> open_all(const Collector& collector, const ReflectionInstrument& statements,
                                     std::size_t& skipped) {
  TRY(collector.opened_answers());  // whoever may not open answers holds no key for these either
  std::vector<Opened> all;
  for (const auto& record : TRY(collector.store.list_reflections())) {
    const auto key = collector.keys.sealing.find(record.epoch);
    if (key == collector.keys.sealing.end()) {
      ++skipped;
      continue;
    }
    auto reflection =
        wire::open_reflection({record.id, record.epoch, record.sealed}, key->second, statements);
    // Whoever signed it said whose centre it is; what is inside must say the same.
    if (!reflection || reflection->centre != record.centre) {
      ++skipped;
      continue;
    }
    all.push_back({record.day, std::move(*reflection)});
  }
  std::ranges::stable_sort(all, {}, &Opened::day);
  return all;
}

std::string priorities_text(const Reflection& reflection, const ReflectionInstrument& statements) {
  std::string text;
  for (const auto& priority : reflection.priorities) {
    text += fmt::format("  {}: {}\n    mäts med: {}\n", year::statement_name(statements, priority.statement),
                        priority.goal, priority.measure);
    if (!priority.baseline.empty() || !priority.target.empty())
      text += fmt::format("    nu: {} · mål: {}\n", priority.baseline.empty() ? "–" : priority.baseline,
                          priority.target.empty() ? "–" : priority.target);
  }
  return text;
}

std::string page_of(const ReflectionInstrument& statements, const std::string& centre, const Reflection& now,
                    const Reflection* before) {
  auto text =
      fmt::format("Självreflektion {} · {}\nAntal deltagare: {}\nSteg 1: {} · steg {}: {}\n\n", now.year,
                  centre, now.participants, statements.best, statements.steps, statements.worst);
  const auto last_year = std::to_string(now.year - 1), this_year = std::to_string(now.year);
  for (const auto& heading : statements.headings) {
    TextTable table({{heading.title, Align::left, label_width},
                     {last_year, Align::right},
                     {this_year, Align::right},
                     {"", Align::right},
                     {"kommentar", Align::left, comment_width}});
    for (const auto& statement : heading.statements) {
      const auto value = now.values.find(statement.id);
      table.add({year::statement_name(heading, statement), year::step_of(before, statement.id),
                 year::step_of(&now, statement.id), year::change_of(before, now, statement.id),
                 value == now.values.end() ? "" : value->second.comment});
    }
    text += table.text() + "\n";
  }
  text += fmt::format("Prioriterade områden för {}\n{}", now.year + 1, priorities_text(now, statements));
  text += fmt::format("\nFörra årets prioriterade områden\n{}",
                      before ? priorities_text(*before, statements) : std::string("  –\n"));
  return text;
}

}  // namespace

Result<Bytes> handle_reflection(const Collector& collector, ByteView document, const wire::Header& header) {
  auto id = DeviceId::from(header.key_id);
  if (!id) return Error::untrusted("the key id of a kiosk's document is its device id");
  const auto sender = TRY(collector.store.find_device(*id));
  if (!sender) return Error::not_found("the device is not enrolled");
  const auto verified = TRY(wire::verify_document(document, wire::DocumentType::reflection,
                                                  collector.region.id, sender->verify_key));
  const auto sealed = TRY(wire::parse_sealed_reflection(verified.payload));
  if (sender->state == DeviceState::revoked)
    return Error::refused("the kiosk is revoked; its documents are not taken");
  const auto hash = crypto::hash_of(document);
  Bytes reply;
  TRY(collector.store.in_transaction([&]() -> Result<void> {
    if (TRY(keep(collector, sealed, sender->centre, hash)))
      TRY(collector.store.note_contact(sender->id, collector.clock.wall()));
    reply = TRY(collector.sign(wire::DocumentType::reflection_receipt,
                               wire::encode(wire::ReflectionReceipt{sender->id, sealed.reflection, hash})));
    return {};
  }));
  return reply;
}

Result<std::string> blank_reflection(const Collector& collector, const ReflectionFiles& where,
                                     const std::string& statements, CentreId centre, std::uint32_t year) {
  TRY(collector.store.load_centre(centre));
  return survey::reflection_form(TRY(statements_in(where, statements)), centre, year);
}

Result<std::string> add_reflection(const Collector& collector, const ReflectionFiles& where,
                                   const std::string& statements, const std::string& form) {
  const auto instrument = TRY(statements_in(where, statements));
  const auto bytes = TRY(where.files.read(path_of(where, form), toml_bytes_max));
  auto reflection = TRY(survey::parse_reflection_form(form, text_of(bytes), instrument));
  const auto centre = TRY(collector.store.load_centre(reflection.centre));
  reflection.id = collector.entropy.random_id<survey::ReflectionId>();
  const auto& [epoch, key] = *collector.keys.seal_to.rbegin();
  const auto sealed = TRY(wire::seal_reflection(reflection, instrument, {epoch, key, 0}));
  TRY(collector.store.in_transaction([&]() -> Result<void> {
    TRY(keep(collector, sealed, reflection.centre, crypto::hash_of(sealed.sealed)));
    return {};
  }));
  return fmt::format(
      "Självreflektion {} för {} är sparad: {} påståenden, {} deltagare, två prioriterade områden.\n",
      reflection.year, centre.name, reflection.values.size(), reflection.participants);
}

Result<std::string> reflection_table(const Collector& collector, const ReflectionFiles& where,
                                     const std::string& statements) {
  const auto instrument = TRY(statements_in(where, statements));
  std::size_t skipped = 0;
  const auto all = TRY(open_all(collector, instrument, skipped));
  TextTable table({{"nr", Align::right},
                   {"familjecentral"},
                   {"år", Align::right},
                   {"kom"},
                   {"påståenden", Align::right},
                   {"deltagare", Align::right}});
  for (const auto& opened : all) {
    const auto& reflection = opened.reflection;
    table.add({std::to_string(reflection.centre.value),
               TRY(collector.store.load_centre(reflection.centre)).name, std::to_string(reflection.year),
               to_text(WallTime(std::chrono::days(opened.day))).substr(0, 10),
               fmt::format("{} av {}", reflection.values.size(), instrument.count()),
               std::to_string(reflection.participants)});
  }
  auto text = table.text();
  if (skipped > 0)
    text += fmt::format("{} kan inte öppnas här: annan nyckel eller andra påståenden.\n", skipped);
  return text;
}

Result<std::vector<Reflection>> opened_reflections(const Collector& collector,
                                                   const ReflectionInstrument& statements) {
  std::size_t skipped = 0;
  std::vector<Reflection> all;
  for (auto& opened : TRY(open_all(collector, statements, skipped)))
    all.push_back(std::move(opened.reflection));
  return all;
}

const Reflection* latest_of(const std::vector<Reflection>& all, CentreId centre, std::uint32_t year) {
  const Reflection* latest = nullptr;
  for (const auto& one : all) {
    if (one.centre == centre && one.year == year) latest = &one;
  }
  return latest;
}

Result<std::string> reflection_page(const Collector& collector, const ReflectionFiles& where,
                                    const std::string& statements, CentreId centre, std::uint32_t year) {
  const auto instrument = TRY(statements_in(where, statements));
  const auto all = TRY(opened_reflections(collector, instrument));
  const auto place = TRY(collector.store.load_centre(centre));
  if (year == 0) {
    for (const auto& one : all) {
      if (one.centre == centre) year = std::max(year, one.year);
    }
  }
  const auto* now = latest_of(all, centre, year);
  if (!now)
    return Error::not_found(
        fmt::format("{} has no self-reflection of {}; see: reflection list", place.name, year));
  return page_of(instrument, place.name, *now, latest_of(all, centre, year - 1));
}

}  // namespace vantrum::collector
