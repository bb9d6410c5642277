#include "sync/collector/round_voices.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "shared/voice/pack.h"
#include "sync/collector/publish.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

using results::Align;
using results::TextTable;

// Keeps the recordings of one language; nullopt if the folder has none.
Result<std::optional<wire::AssetName>> keep_language(const Collector& collector, FileSystem& files,
                                                     const std::string& folder, const std::string& language) {
  const auto pack = voice::make_pack(files, folder, language);
  if (!pack && pack.error().kind == ErrorKind::not_found) return std::optional<wire::AssetName>();
  if (!pack) return pack.error();
  const wire::AssetName name{crypto::hash_of(*pack), static_cast<std::uint32_t>(pack->size()), language};
  TRY(collector.store.add_asset(name.sha256, *pack));
  return std::optional(name);
}

// What one kiosk last said. It tells of what it lacks in one number, for the visitors' round and the staff's.
std::string words_of(const std::vector<StatusRecord>& statuses, const RoundRecord& round,
                     std::uint64_t serial) {
  if (statuses.empty()) return "har inte hörts";
  const auto& status = statuses.back().status;
  if ((round.for_staff ? status.staff_serial : status.round_serial) < serial) return "vet inte om dem än";
  if (status.assets_missing == 0) return "har alla";
  return fmt::format("saknar {} (av alla omgångar)", status.assets_missing);
}

Result<std::string> kiosks_text(const Collector& collector, const RoundRecord& round) {
  TextTable table({{"familjecentral"}, {"kiosk"}, {"inspelningar"}});
  const auto devices = TRY(collector.store.list_devices());
  for (const auto& centre : TRY(collector.store.centres_of(round.id))) {
    const auto document = TRY(collector.store.round_document_of(round.id, centre.centre));
    for (const auto& device : devices) {
      const bool is_in_use = device.state != DeviceState::revoked && device.state != DeviceState::retired;
      if (device.centre != centre.centre || !is_in_use) continue;
      const auto statuses = TRY(collector.store.statuses_of(device.id));
      table.add({centre.name, device.label, words_of(statuses, round, document ? document->serial : 0)});
    }
  }
  return table.text();
}

}  // namespace

Result<std::string> send_voices(const Collector& collector, FileSystem& files, RoundId id,
                                const std::string& folder) {
  const auto round = TRY(find_known(collector, id));
  TRY(collector.store.in_transaction([&]() -> Result<void> {
    std::vector<wire::AssetName> assets;
    for (const auto& language : round.languages) {
      if (auto asset = TRY(keep_language(collector, files, folder, language))) assets.push_back(*asset);
    }
    if (assets.empty()) {
      return Error::not_found(
          fmt::format("{} has no recordings in a language of round {} ({}): expected for example {}/sv/{}; "
                      "vantrum-voices makes such a folder",
                      folder, id.value, fmt::join(round.languages, ", "), folder, voice::manifest_name));
    }
    if (assets.size() > wire::assets_max)
      return Error::invalid(fmt::format("recordings in at most {} languages", wire::assets_max));
    return name_assets(collector, id, assets);
  }));
  return TRY(voices_text(collector, id)) + "\nKioskerna hämtar inspelningarna själva, efter svaren.\n";
}

Result<std::string> take_voices_back(const Collector& collector, RoundId id) {
  TRY(collector.store.in_transaction([&] { return name_assets(collector, id, {}); }));
  return fmt::format("Omgång {} har inga egna inspelningar längre.\n", id.value);
}

Result<std::string> voices_text(const Collector& collector, RoundId id) {
  const auto round = TRY(find_known(collector, id));
  const auto assets = TRY(collector.store.assets_of(id));
  if (assets.empty()) return fmt::format("Omgång {} har inga egna inspelningar.\n", id.value);
  TextTable table({{"språk"}, {"kB", Align::right}, {"SHA-256"}});
  for (const auto& asset : assets) {
    table.add({asset.language, std::to_string((asset.bytes + 1023) / 1024),
               to_hex(asset.sha256.view()).substr(0, 16)});
  }
  return fmt::format("Inspelningar i omgång {}, {}\n\n{}\n{}", id.value, round.name, table.text(),
                     TRY(kiosks_text(collector, round)));
}

}  // namespace vantrum::collector
