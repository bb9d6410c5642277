#include "shared/wire/asset_document.h"

#include <algorithm>

namespace vantrum::wire {
namespace {

constexpr std::uint32_t pieces_max = asset_bytes_max / asset_piece_bytes;
static_assert(asset_bytes_max % asset_piece_bytes == 0);

Result<AssetName> parse_asset(const Value& value) {
  const auto refused = Error::untrusted("round: assets: expected SHA-256, size and language");
  const auto* parts = std::get_if<Array>(&value.data);
  if (!parts || parts->size() != 3) return refused;
  const auto* sha256 = std::get_if<Bytes>(&(*parts)[0].data);
  const auto* bytes = std::get_if<std::uint64_t>(&(*parts)[1].data);
  const auto* language = std::get_if<std::string>(&(*parts)[2].data);
  if (!sha256 || !bytes || *bytes < 1 || *bytes > asset_bytes_max || !language || language->empty() ||
      language->size() > asset_language_bytes_max)
    return refused;
  return AssetName{TRY(crypto::Hash::from(*sha256)), static_cast<std::uint32_t>(*bytes), *language};
}

}  // namespace

std::uint32_t pieces_of(const AssetName& asset) {
  return static_cast<std::uint32_t>((asset.bytes + asset_piece_bytes - 1) / asset_piece_bytes);
}

std::size_t bytes_of_piece(const AssetName& asset, std::uint32_t piece) {
  return std::min(asset_piece_bytes, asset.bytes - piece * asset_piece_bytes);
}

Bytes encode(const AssetRequest& v) { return encode(Map{{1, v.asset.view()}, {2, v.piece}}); }

Result<AssetRequest> parse_asset_request(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "asset request"));
  AssetRequest v;
  v.asset = TRY(r.take_key<crypto::Hash>(1, "SHA-256"));
  v.piece = static_cast<std::uint32_t>(TRY(r.take_uint(2, "piece", pieces_max - 1)));
  TRY(r.finish());
  return v;
}

Bytes encode(const AssetPiece& v) { return encode(Map{{1, v.asset.view()}, {2, v.piece}, {3, v.bytes}}); }

Result<AssetPiece> parse_asset_piece(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "asset"));
  AssetPiece v;
  v.asset = TRY(r.take_key<crypto::Hash>(1, "SHA-256"));
  v.piece = static_cast<std::uint32_t>(TRY(r.take_uint(2, "piece", pieces_max - 1)));
  v.bytes = TRY(r.take_bytes(3, "bytes", 1, asset_piece_bytes));
  TRY(r.finish());
  return v;
}

Array encoded(const std::vector<AssetName>& assets) {
  Array array;
  for (const auto& asset : assets) array.push_back(Array{asset.sha256.view(), asset.bytes, asset.language});
  return array;
}

Result<std::vector<AssetName>> parse_assets(const Array& array) {
  std::vector<AssetName> assets;
  for (const auto& value : array) {
    auto asset = TRY(parse_asset(value));
    if (std::ranges::find(assets, asset.sha256, &AssetName::sha256) != assets.end())
      return Error::untrusted("round: assets: one is there twice");
    assets.push_back(std::move(asset));
  }
  if (assets.empty()) return Error::untrusted("round: assets: expected at least one, or the key left out");
  return assets;
}

}  // namespace vantrum::wire
