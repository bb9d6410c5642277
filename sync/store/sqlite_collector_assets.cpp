// What rounds name by its SHA-256.
#include "sync/store/sqlite_collector_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

Result<void> SqliteCollectorStore::add_asset(const crypto::Hash& sha256, ByteView bytes) {
  for (std::int64_t piece = 0; !bytes.empty(); ++piece) {
    const auto part = bytes.first(std::min(bytes.size(), wire::asset_piece_bytes));
    TRY(database_.run(
        "INSERT INTO asset_piece (sha256, piece, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        {sha256.view(), piece, part}));
    bytes = bytes.subspan(part.size());
  }
  return {};
}

Result<void> SqliteCollectorStore::name_assets(RoundId round, const std::vector<wire::AssetName>& assets) {
  TRY(database_.run("DELETE FROM round_asset WHERE round = ?", {number(round)}));
  std::int64_t position = 0;
  for (const auto& asset : assets) {
    TRY(database_.run(
        "INSERT INTO round_asset (round, position, sha256, bytes, language) VALUES (?, ?, ?, ?, ?)",
        {number(round), position++, asset.sha256.view(), number(asset.bytes), asset.language}));
  }
  TRY(database_.run("DELETE FROM asset_piece WHERE sha256 NOT IN (SELECT sha256 FROM round_asset)"));
  return {};
}

Result<std::vector<wire::AssetName>> SqliteCollectorStore::assets_of(RoundId round) {
  std::vector<wire::AssetName> assets;
  TRY(database_.each(
      "SELECT sha256, bytes, language FROM round_asset WHERE round = ? ORDER BY position", {number(round)},
      [&](const store::Row& row) -> Result<void> {
        assets.push_back({TRY(rows::key<crypto::Hash>(row, 0)), rows::small(row, 1), row.text(2)});
        return {};
      }));
  return assets;
}

Result<std::optional<Bytes>> SqliteCollectorStore::find_asset_piece(CentreId centre,
                                                                    const crypto::Hash& sha256,
                                                                    std::uint32_t piece) {
  return database_.find_blob(
      "SELECT bytes FROM asset_piece WHERE sha256 = ?1 AND piece = ?2 AND EXISTS (SELECT 1 FROM round_asset "
      "JOIN round_centre USING (round) WHERE round_asset.sha256 = ?1 AND centre = ?3)",
      {sha256.view(), std::int64_t{piece}, number(centre)});
}

}  // namespace vantrum::collector
