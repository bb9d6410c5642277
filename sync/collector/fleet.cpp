#include "sync/collector/fleet.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "shared/wire/serial_block.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

using results::Align;
using results::TextTable;

constexpr std::uint64_t clock_hours_ahead_max = 2;

std::string words_of_alarm(const std::string& name, std::uint64_t count) {
  if (name == "storage")
    return "Ett svar kunde inte sparas. Kiosken frågar ingen förrän den har startats om.";
  if (name == "damaged") {
    return fmt::format("Skadade databaser ligger undan på kiosken: {}. Byt minneskortet.", count);
  }
  if (name == "disk") return "Kioskens minneskort är fullt eller nästan fullt.";
  if (name == "slots")
    return "Mindre än en femtedel av platserna för svar är lediga. Se till att kiosken får nät.";
  if (name == "wiped") return "Kiosken har tömts.";
  if (name == "paused") return "Personalen har pausat kiosken.";
  if (name == "door")
    return "Någon har försökt komma in på personalens sidor med fel kod, många gånger i rad.";
  if (name == "chain") return "Ett kvitto hörde inte till kioskens kedja. Kortet kan vara kopierat.";
  return fmt::format("Kiosken larmar: {} ({}).", name, count);
}

std::uint64_t hours_of(WallTime time) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.time_since_epoch().count() / 3600));
}

void find_alarms(KioskHealth& kiosk, WallTime now, bool makes_backups) {
  const auto& device = kiosk.device;
  if (device.copies > 0) {
    kiosk.alarms.emplace_back(
        "Två kiosker använder samma nyckel; kortet kan vara kopierat. Låt kiosken först lämna allt, med nät "
        "eller USB-minne: spärras den raderas det som väntar på den. Spärra den sedan och anslut den på "
        "nytt.");
  }
  if (kiosk.is_silent) {
    kiosk.alarms.push_back(
        fmt::format("Har inte hörts på {} dygn.",
                    (now - device.last_contact.value_or(device.enrolled_at)) / std::chrono::days(1)));
  }
  if (!kiosk.missing.empty()) {
    kiosk.alarms.push_back(fmt::format("Sändning {} har aldrig kommit fram.", gaps_text(kiosk.missing)));
  }
  if (!kiosk.status) return;
  if (kiosk.status->receipt_number > kiosk.last_receipt) {
    kiosk.alarms.push_back(fmt::format(
        "Har kvitto {}, men här är det senaste {}. Läs in säkerhetskopian med restore, inte för hand.",
        kiosk.status->receipt_number, kiosk.last_receipt));
  }
  if (device.state == DeviceState::retiring && makes_backups && device.backed_up < kiosk.last_receipt &&
      kiosk.status->waiting == 0 && kiosk.status->receipt_number == kiosk.last_receipt) {
    kiosk.alarms.emplace_back(
        "Kiosken har lämnat allt och väntar på en säkerhetskopia (backup) innan den tömmer sig.");
  }
  for (const auto& [name, count] : kiosk.status->counters) {
    bool is_expected = name == "alarm:wiped" && device.state == DeviceState::retired;
    if (name.starts_with(wire::alarm_prefix) && !is_expected)
      kiosk.alarms.push_back(words_of_alarm(name.substr(wire::alarm_prefix.size()), count));
  }
  auto contact = device.last_contact.value_or(now);
  bool is_ahead = kiosk.status->hour > hours_of(contact) + clock_hours_ahead_max;
  bool is_behind = kiosk.status->hour + clock_hours_ahead_max < hours_of(device.enrolled_at);
  if (is_ahead || is_behind) kiosk.alarms.emplace_back("Kioskens klocka går fel.");
}

std::string name_of_kiosk(const Device& device) {
  return fmt::format("{} ({})", device.label, device.id.hex().substr(0, 8));
}

std::string contact_text(const std::optional<WallTime>& time) { return time ? to_text(*time) : "–"; }

// Ids of the responses that receipts to a device name, by round; what kiosks count are responses, no texts.
Result<std::map<RoundId, std::set<ItemId>>> receipted(const Collector& collector, DeviceId device) {
  std::map<RoundId, std::set<ItemId>> items;
  TRY(collector.store.each_batch(device, [&](const BatchRecord& batch) -> Result<void> {
    auto verified = wire::verify_document(batch.receipt, wire::DocumentType::receipt, collector.region.id,
                                          collector.keys.verify);
    if (!verified) return Error::damaged("a receipt in the ledger is not as it was signed");
    const auto receipt = TRY(wire::parse_receipt(verified->payload));
    for (const auto& item : receipt.items) {
      if (TRY(collector.store.kind_of(batch.round, item.item)) == wire::ItemKind::response)
        items[batch.round].insert(item.item);
    }
    return {};
  }));
  return items;
}

Result<void> compare(const Collector& collector, const KioskHealth& kiosk, Reconciliation& result) {
  auto name = name_of_kiosk(kiosk.device);
  auto differ = [&](const std::string& words) { result.differences.push_back(name + ": " + words); };
  if (!kiosk.given_up.empty()) {
    result.explained.push_back(fmt::format(
        "{}: sändning {} kommer aldrig. Kioskens lagring har varit skadad; det som gick att rädda kommer i "
        "andra sändningar.",
        name, gaps_text(kiosk.given_up)));
  }
  if (!kiosk.missing.empty()) differ(fmt::format("sändning {} saknas här.", gaps_text(kiosk.missing)));
  if (kiosk.device.copies > 0) differ("två kiosker använder samma nyckel.");
  auto last = kiosk.last_receipt;
  if (kiosk.status && kiosk.status->receipt_number > last) {
    differ(
        fmt::format("kiosken har kvitto {}, men här är det senaste {}. En äldre säkerhetskopia har lästs in.",
                    kiosk.status->receipt_number, last));
  }
  auto here = TRY(receipted(collector, kiosk.device.id));
  bool has_unnamed = here.contains(RoundId{});  // received before rounds were noted in the ledger
  for (const auto& record : TRY(collector.store.statuses_of(kiosk.device.id))) {
    const auto& status = record.status;
    if (status.round.value == 0 || has_unnamed) continue;
    auto delivered = status.completed - std::min(status.waiting, status.completed);
    auto arrived = here[status.round].size();
    if (arrived < delivered) {
      differ(fmt::format("kiosken säger att {} svar i omgång {} är levererade, men {} finns här.", delivered,
                         status.round.value, arrived));
    }
  }
  return {};
}

}  // namespace

std::string gaps_text(const CollectorStore::Gaps& gaps) {
  std::string text;
  for (const auto& [from, to] : gaps) {
    text += text.empty() ? "" : ", ";
    text += from == to ? std::to_string(from) : fmt::format("{}–{}", from, to);
  }
  return text;
}

std::string words_of(DeviceState state) {
  switch (state) {
    case DeviceState::active:
      return "aktiv";
    case DeviceState::paused:
      return "pausad";
    case DeviceState::retiring:
      return "avvecklas";
    case DeviceState::retired:
      return "avvecklad";
    case DeviceState::revoked:
      return "spärrad";
  }
  return {};
}

std::string alarms_text(const std::vector<KioskHealth>& fleet) {
  std::string text;
  for (const auto& kiosk : fleet) {
    for (const auto& alarm : kiosk.alarms)
      text += fmt::format("  {}: {}\n", name_of_kiosk(kiosk.device), alarm);
  }
  return text;
}

Result<std::vector<KioskHealth>> look_at_fleet(const Collector& collector) {
  std::vector<KioskHealth> fleet;
  auto now = collector.clock.wall();
  const bool makes_backups = TRY(collector.store.makes_backups());
  for (auto& device : TRY(collector.store.list_devices())) {
    KioskHealth kiosk;
    kiosk.last_receipt = TRY(collector.store.last_receipt(device.id)).number;
    auto statuses = TRY(collector.store.statuses_of(device.id));
    if (!statuses.empty()) kiosk.status = statuses.back().status;
    const auto block = statuses.empty() ? 0 : wire::block_of(statuses.back().serial);
    for (const auto& gap : TRY(collector.store.missing_batches(device.id)))
      (wire::block_of(gap.first) < block ? kiosk.given_up : kiosk.missing).push_back(gap);
    bool is_in_use = device.state != DeviceState::retired && device.state != DeviceState::revoked;
    kiosk.is_silent = is_in_use && now - device.last_contact.value_or(device.enrolled_at) > silent_after;
    kiosk.device = std::move(device);
    find_alarms(kiosk, now, makes_backups);
    fleet.push_back(std::move(kiosk));
  }
  return fleet;
}

Result<std::string> device_table(const Collector& collector) {
  std::map<CentreId, std::string> names;
  for (const auto& centre : TRY(collector.store.list_centres())) names[centre.id] = centre.name;
  auto fleet = TRY(look_at_fleet(collector));
  TextTable table({{"id"},
                   {"kiosk"},
                   {"familjecentral"},
                   {"läge"},
                   {"ansluten"},
                   {"senaste kontakt"},
                   {"saknade sändningar"}});
  for (const auto& kiosk : fleet) {
    const auto& device = kiosk.device;
    auto missing = gaps_text(kiosk.missing);
    table.add({device.id.hex(), device.label, names[device.centre], words_of(device.state),
               to_text(device.enrolled_at), contact_text(device.last_contact),
               missing.empty() ? "–" : missing});
  }
  auto alarms = alarms_text(fleet);
  return fmt::format("{}\nLarm:{}", table.text(), alarms.empty() ? " inga\n" : "\n" + alarms);
}

Result<Reconciliation> reconcile(const Collector& collector) {
  Reconciliation result;
  for (const auto& kiosk : TRY(look_at_fleet(collector))) {
    ++result.kiosks;
    TRY(compare(collector, kiosk, result));
  }
  for (const auto& round : TRY(collector.store.list_rounds())) {
    ++result.rounds;
    if (!collector.answers) continue;  // only whoever opens can say whether all of them are there
    auto books = TRY(collector.store.books(round.id));
    auto found = books.waiting + books.set_aside;
    for (const auto& [centre, count] : TRY(collector.answers->count_answers(round.id))) found += count;
    for (const auto& gone : TRY(collector.answers->destroyed(round.id)))  // under a decision
      if (gone.kind == Destroyable::answers) found += gone.count;
    if (found >= books.items) continue;
    result.differences.push_back(fmt::format("Omgång {}: {} svar har tagits emot, men {} finns kvar.",
                                             round.id.value, books.items, found));
  }
  return result;
}

std::string reconciliation_text(const Reconciliation& result) {
  std::string text;
  for (const auto& explained : result.explained) text += explained + "\n";
  for (const auto& difference : result.differences) text += difference + "\n";
  text += fmt::format(
      "{} kiosker och {} omgångar jämförda: {}.\n", result.kiosks, result.rounds,
      result.differences.empty() ? "allt stämmer" : fmt::format("{} skillnader", result.differences.size()));
  return text;
}

}  // namespace vantrum::collector
