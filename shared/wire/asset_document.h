// Bytes that a round names by their SHA-256 (recordings for Lyssna) and that are too long for its document.
// The kiosk asks for them piece by piece, the collector answers each question with that piece. Every piece
// but the last is asset_piece_bytes long, so which one it is says where it belongs, whatever the order they
// come in. What the pieces make together is believed only when its SHA-256 is the one that the round names.
//
// Pieces are small, because an exchange that is cut brings nothing: one of 64 KiB gets through a link that
// carries 20 kbit/s. A question and its answer are the same bytes each time (their serial is the piece's
// number + 1), so that a repeated one is known as such by whoever carries it. FORMAT.md is normative.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/crypto/keys.h"
#include "shared/wire/codec.h"

namespace vantrum::wire {

constexpr std::size_t assets_max = 16;  // of a round
constexpr std::size_t asset_bytes_max = 8 * 1024 * 1024;
constexpr std::size_t asset_piece_bytes = 64 * 1024;
constexpr std::size_t asset_language_bytes_max = 16;

// In a round document.
struct AssetName {
  crypto::Hash sha256;
  std::uint32_t bytes = 0;  // 1…asset_bytes_max
  std::string language;     // of the recordings in it
  bool operator==(const AssetName&) const = default;
};
std::uint32_t pieces_of(const AssetName& asset);
std::size_t bytes_of_piece(const AssetName& asset, std::uint32_t piece);  // piece < pieces_of(asset)

// kiosk → collector, type `asset_request`
struct AssetRequest {
  crypto::Hash asset;
  std::uint32_t piece = 0;
  std::uint64_t serial() const { return std::uint64_t{piece} + 1; }
  bool operator==(const AssetRequest&) const = default;
};

// collector → kiosk, type `asset`; the same for every kiosk.
struct AssetPiece {
  crypto::Hash asset;
  std::uint32_t piece = 0;
  Bytes bytes;  // 1…asset_piece_bytes
  std::uint64_t serial() const { return std::uint64_t{piece} + 1; }
  bool operator==(const AssetPiece&) const = default;
};

Bytes encode(const AssetRequest& value);
Bytes encode(const AssetPiece& value);
Result<AssetRequest> parse_asset_request(ByteView payload);
Result<AssetPiece> parse_asset_piece(ByteView payload);

// The list in a round document: one to assets_max, no SHA-256 twice.
Array encoded(const std::vector<AssetName>& assets);
Result<std::vector<AssetName>> parse_assets(const Array& array);

}  // namespace vantrum::wire
