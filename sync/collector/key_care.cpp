#include "sync/collector/key_care.h"

#include <fmt/format.h>

#include "sync/collector/paper_key.h"
#include "sync/collector/publish.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {

Result<std::string> key_table(const Collector& collector) {
  results::TextTable table({{"nyckel", results::Align::right}, {"publik nyckel"}, {"öppnar här"}});
  for (const auto& [epoch, key] : collector.keys.seal_to) {
    table.add(
        {std::to_string(epoch), to_hex(key.view()), collector.keys.sealing.contains(epoch) ? "ja" : "nej"});
  }
  return table.text();
}

Result<std::string> new_key(const Collector& collector, FileSystem& files) {
  auto epoch = collector.keys.seal_to.rbegin()->first + 1;
  auto pair = crypto::make_seal_key_pair(collector.entropy);
  TRY(collector.keys.add_sealing(files, collector.folder, epoch, pair.secret_key));
  TRY(use_key(collector, epoch));
  return fmt::format(
      "Nyckel {} används från och med nu; kioskerna får den vid nästa kontakt.\n"
      "Skriv ut den innan något förseglas med den: vantrum-collector key print\n",
      epoch);
}

Result<void> use_public_key(const Collector& collector, FileSystem& files, std::uint32_t epoch,
                            const crypto::SealPublicKey& key) {
  if (epoch != collector.keys.seal_to.rbegin()->first + 1)
    return Error::conflict("key " + std::to_string(epoch) + " is not the next one");
  TRY(files.write_atomic(collector.folder.sealing_public_key(epoch), key.view()));
  collector.keys.seal_to[epoch] = key;
  return use_key(collector, epoch);
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

Result<std::string> check_key(const Collector& collector, const std::vector<std::string>& sheets) {
  auto joined = TRY(join_paper_key(sheets));
  auto known = collector.keys.seal_to.find(joined.epoch);
  if (known == collector.keys.seal_to.end())
    return Error::not_found("there is no key " + std::to_string(joined.epoch) + " here");
  if (known->second != crypto::public_key_of(joined.key))
    return Error::conflict("the sheets give a key, but not the one that kiosks seal to");
  return fmt::format("Arken ger nyckel {}, och den är rätt.\n", joined.epoch);
}

Result<std::string> restore_key(const Collector& collector, FileSystem& files,
                                const std::vector<std::string>& sheets) {
  auto joined = TRY(join_paper_key(sheets));
  TRY(collector.keys.add_sealing(files, collector.folder, joined.epoch, joined.key));
  return fmt::format("Nyckel {} ligger åter i {}. Öppna det som väntar: quarantine requeue\n", joined.epoch,
                     collector.folder.answers());
}

}  // namespace vantrum::collector
