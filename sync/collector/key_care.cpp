#include "sync/collector/key_care.h"

#include <fmt/format.h>

#include <filesystem>

#include "shared/base/file_system.h"
#include "sync/collector/key_files.h"
#include "sync/collector/paper_key.h"
#include "sync/collector/publish.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

constexpr std::size_t sheet_bytes_max = 64 * 1024;

Error not_that_key(std::uint32_t epoch) {
  return Error::conflict("this is not the key " + std::to_string(epoch) + " that kiosks seal to");
}

GivePublicKey giving_here(const Collector& collector, FileSystem& files) {
  return [&](std::uint32_t epoch, const crypto::SealPublicKey& key) {
    return use_public_key(collector, files, epoch, key);
  };
}

}  // namespace

Result<std::string> key_table(const Collector& collector) {
  results::TextTable table({{"nyckel", results::Align::right}, {"publik nyckel"}, {"öppnar här"}});
  for (const auto& [epoch, key] : collector.keys.seal_to) {
    table.add(
        {std::to_string(epoch), to_hex(key.view()), collector.keys.sealing.contains(epoch) ? "ja" : "nej"});
  }
  return table.text();
}

Result<std::string> new_key(FileSystem& files, const DataFolder& folder, Keys& keys, Entropy& entropy,
                            const GivePublicKey& give) {
  auto epoch = TRY(next_epoch(files, folder, keys));
  auto pair = crypto::make_seal_key_pair(entropy);
  TRY(keep_secret_key(files, folder, epoch, pair.secret_key));
  keys.sealing[epoch] = pair.secret_key;  // before anybody can seal to it
  TRY(give(epoch, pair.public_key));
  return fmt::format(
      "Nyckel {} används från och med nu; kioskerna får den vid nästa kontakt.\n"
      "Skriv ut den innan något förseglas med den: vantrum-collector key print\n",
      epoch);
}

Result<std::string> new_key(const Collector& collector, FileSystem& files) {
  return new_key(files, collector.folder, collector.keys, collector.entropy, giving_here(collector, files));
}

Result<void> use_public_key(const Collector& collector, FileSystem& files, std::uint32_t epoch,
                            const crypto::SealPublicKey& key) {
  auto& known = collector.keys.seal_to;
  if (auto same = known.find(epoch); same != known.end())
    return same->second == key ? Result<void>() : not_that_key(epoch);
  TRY(files.write_atomic(collector.folder.sealing_public_key(epoch), key.view()));
  known[epoch] = key;
  return epoch == known.rbegin()->first ? use_key(collector, epoch) : Result<void>();
}

Result<std::string> print_key(const Collector& collector, std::uint32_t asked, std::size_t need,
                              std::size_t sheets) {
  auto epoch = asked == 0 ? collector.keys.seal_to.rbegin()->first : asked;
  auto key = collector.keys.sealing.find(epoch);
  if (key == collector.keys.sealing.end())
    return Error::not_found("the secret key " + std::to_string(epoch) + " is not here; see: key list");
  std::string text;
  for (const auto& page :
       TRY(paper_key(collector.region.id, epoch, key->second, need, sheets, collector.entropy)))
    text += (text.empty() ? "" : "\n") + page;
  return text;
}

Result<std::vector<std::string>> read_sheets(FileSystem& files, const std::string& directory,
                                             const std::vector<std::string>& names) {
  std::vector<std::string> sheets;
  for (const auto& name : names) {
    const auto path = (std::filesystem::path(directory) / name).lexically_normal().string();
    sheets.emplace_back(vantrum::text_of(TRY(files.read(path, sheet_bytes_max))));
  }
  return sheets;
}

Result<std::string> check_key(const Collector& collector, const std::vector<std::string>& sheets) {
  auto joined = TRY(join_paper_key(sheets));
  auto known = collector.keys.seal_to.find(joined.epoch);
  if (known == collector.keys.seal_to.end())
    return Error::not_found("there is no key " + std::to_string(joined.epoch) + " here");
  if (known->second != crypto::public_key_of(joined.key))
    return Error::conflict("the sheets give a key, but not the one that kiosks seal to");
  return fmt::format("Arken ger nyckel {}, och den är rätt.\n", joined.epoch);
}

Result<std::string> restore_key(FileSystem& files, const DataFolder& folder, Keys& keys,
                                const std::vector<std::string>& sheets, const GivePublicKey& give) {
  const auto [epoch, key] = TRY(join_paper_key(sheets));
  const auto public_key = crypto::public_key_of(key);
  const auto known = keys.seal_to.find(epoch);
  if (known != keys.seal_to.end() && known->second != public_key) return not_that_key(epoch);
  TRY(keep_secret_key(files, folder, epoch, key));
  keys.sealing[epoch] = key;
  TRY(give(epoch, public_key));
  return fmt::format("Nyckel {} ligger åter i {}. Öppna det som väntar: quarantine requeue\n", epoch,
                     folder.answers());
}

Result<std::string> restore_key(const Collector& collector, FileSystem& files,
                                const std::vector<std::string>& sheets) {
  return restore_key(files, collector.folder, collector.keys, sheets, giving_here(collector, files));
}

}  // namespace vantrum::collector
