#include "sync/collector/assets.h"

namespace vantrum::collector {

Result<Bytes> handle_asset_request(const Collector& collector, const Device& sender, ByteView document) {
  const auto verified = TRY(wire::verify_document(document, wire::DocumentType::asset_request,
                                                  collector.region.id, sender.verify_key));
  const auto request = TRY(wire::parse_asset_request(verified.payload));
  if (sender.state == DeviceState::retired || sender.state == DeviceState::revoked)
    return Error::refused("the kiosk is retired or revoked; it gets nothing more");
  auto bytes = TRY(collector.store.find_asset_piece(sender.centre, request.asset, request.piece));
  if (!bytes) return Bytes();
  const wire::AssetPiece piece{request.asset, request.piece, std::move(*bytes)};
  return collector.sign_with(wire::DocumentType::asset, piece.serial(), wire::encode(piece));
}

}  // namespace vantrum::collector
