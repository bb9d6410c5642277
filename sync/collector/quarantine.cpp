#include "sync/collector/quarantine.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sync/collector/intake.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

using results::Align;
using results::TextTable;

struct Entry {
  const char* cause;
  CauseWords words;
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = {
      {cause::unknown_round,
       {"Omgången finns inte här.",
        "Det händer när en äldre säkerhetskopia har lästs in. Läs in en nyare, eller ring supporten.",
        false}},
      {cause::device_revoked,
       {"Kiosken är spärrad.",
        "Låt dem ligga om surfplattan är stulen. Vet du att svaren är riktiga: quarantine requeue --accept.",
        true}},
      {cause::device_copied,
       {"Två kiosker har samma nyckel; kortet kan vara kopierat.",
        "Låt kiosken först lämna allt, med nät eller USB-minne: spärras den raderas det som väntar på den. "
        "Spärra den sedan (device revoke) och anslut den på nytt. Är svaren riktiga: quarantine requeue "
        "--accept.",
        true}},
      {cause::conflict,
       {"Ett svar med samma nummer men annat innehåll finns redan.",
        "Inget har skrivits över. Är det ena en kassering av det andra: låt det ligga, det som kom först "
        "gäller. Är båda riktiga svar: quarantine requeue --accept.",
        true}},
      {cause::unreadable_head,
       {"Skrivet av en nyare version av programmet.", "Uppdatera insamlaren, sedan: quarantine requeue.",
        false}},
      {cause::unknown_epoch,
       {"Nyckeln som öppnar saknas här.",
        "Den som öppnar svar lägger tillbaka den från arken: vantrum-collector key restore. Sedan: "
        "quarantine "
        "requeue.",
        false}},
      {cause::unreadable_seal,
       {"Förseglingen går inte att öppna: skadad, eller fel nyckel.",
        "Jämför nyckelfilen med reserven (key check), sedan: quarantine requeue.", false}},
      {cause::unknown_version,
       {"Besvarat med en version av enkäten som inte finns här.",
        "Lägg till versionen (instrument add), sedan: quarantine requeue.", false}},
      {cause::does_not_fit,
       {"Svaret passar inte enkätens frågor.", "Ring supporten; svaret ligger kvar.", false}},
      {cause::other_round,
       {"Svaret hör till en annan omgång än det skickades för.", "Ring supporten; svaret ligger kvar.",
        false}},
      {cause::foreign_centre,
       {"Familjecentralen deltar inte i omgången.", "Ring supporten; svaret ligger kvar.", false}},
      {cause::no_free_text, {"Fritext är inte påslagen i omgången.", "Texten ligger kvar oläst.", false}},
  };
  return all;
}

std::string text_of(std::optional<std::int64_t> day) {
  if (!day) return "–";
  return to_text(WallTime(std::chrono::days(*day))).substr(0, 10);
}

Result<std::vector<QuarantinedItem>> chosen(const Collector& collector, const std::string& item,
                                            const std::string& cause) {
  std::vector<QuarantinedItem> items;
  for (auto& known : TRY(collector.store.list_quarantine())) {
    if (known.id.hex().starts_with(item) && (cause.empty() || known.cause == cause))
      items.push_back(std::move(known));
  }
  // What was opened and is another round's comes last: of one id one waits at a time, and it must not keep
  // out the one that may be true.
  std::stable_partition(items.begin(), items.end(),
                        [](const auto& one) { return one.cause != cause::other_round; });
  return items;
}

std::string label_of(const std::optional<Device>& device) {
  return device ? fmt::format("{} ({})", device->label, device->id.hex().substr(0, 8)) : "–";
}

std::string_view word_of(wire::ItemKind kind) {
  switch (kind) {
    case wire::ItemKind::response:
      return "svar";
    case wire::ItemKind::text:
      return "fritext";
    case wire::ItemKind::discard:
      return "kasserat svar";
  }
  return "okänd";
}

}  // namespace

CauseWords words_of(const std::string& cause) {
  for (const auto& entry : entries()) {
    if (cause == entry.cause) return entry.words;
  }
  return {"Okänd orsak: " + cause, "Ring supporten.", false};
}

Result<Requeued> requeue(const Collector& collector, const RequeuePlan& plan) {
  auto& store = collector.store;
  Requeued count;
  TRY(store.in_transaction([&]() -> Result<void> {
    for (const auto& item : TRY(chosen(collector, plan.item, plan.cause))) {
      if (words_of(item.cause).needs_a_person && !plan.accept) {
        ++count.undecided;
      } else if (!TRY(store.find_place(item.round, {})) || !TRY(store.requeue(item))) {
        ++count.remain;
      } else {
        ++count.tried;
        // What was put aside when it came was not counted then. Texts are in no count (P-11).
        auto device = item.device ? TRY(store.find_device(*item.device)) : std::nullopt;
        if (device && item.kind == wire::ItemKind::response)
          TRY(count_accepted(collector, *device, item.round, 1));
      }
    }
    return {};
  }));
  return count;
}

Result<std::string> quarantine_table(const Collector& collector) {
  struct Group {
    std::size_t count = 0;
    std::optional<std::int64_t> since;
  };
  std::map<std::string, Group> groups;
  auto items = TRY(collector.store.list_quarantine());
  for (const auto& item : items) {
    auto& group = groups[item.cause];
    ++group.count;
    if (item.day && (!group.since || *item.day < *group.since)) group.since = item.day;
  }
  if (groups.empty()) return std::string("Inget ligger i karantän.\n");
  TextTable table({{"antal", Align::right}, {"sedan"}, {"orsak"}, {"betyder"}});
  std::string advice, ids;
  for (const auto& [cause, group] : groups) {
    auto words = words_of(cause);
    table.add({std::to_string(group.count), text_of(group.since), cause, words.words});
    advice += fmt::format("  {}: {}\n", cause, words.what_to_do);
  }
  for (const auto& item : items) ids += fmt::format("  {}  {}\n", item.id.hex(), item.cause);
  return fmt::format("{}\nVad du gör:\n{}\nVart och ett (quarantine show --item ID):\n{}", table.text(),
                     advice, ids);
}

Result<std::string> quarantine_page(const Collector& collector, const std::string& item) {
  auto items = TRY(chosen(collector, item, {}));
  if (item.empty() || items.empty())
    return Error::not_found("nothing in quarantine has an id like that; see: quarantine list");
  std::string text;
  for (const auto& found : items) {
    auto device = found.device ? TRY(collector.store.find_device(*found.device)) : std::nullopt;
    auto words = words_of(found.cause);
    auto head = wire::parse_item_head(found.sealed);
    text += fmt::format(
        "{}{}\n  orsak      {}: {}\n  gör så här {}\n  sort       {}\n  omgång     {}\n  kiosk      {}\n"
        "  sedan      {}\n  nyckel     {}\n  storlek    {} byte, SHA-256 {}\n",
        text.empty() ? "" : "\n", found.id.hex(), found.cause, words.words, words.what_to_do,
        word_of(found.kind), found.round.value, label_of(device), text_of(found.day),
        head ? std::to_string(head->epoch) : "–", found.sealed.size(),
        to_hex(crypto::hash_of(found.sealed).view()));
  }
  return text;
}

}  // namespace vantrum::collector
