// Just enough of a collector to answer a kiosk in tests.
#pragma once

#include "kiosk/store/identity.h"
#include "shared/survey/instrument_file.h"
#include "shared/wire/documents.h"

namespace vantrum::kiosk {

// The documents are real, the books are kept in variables.
struct LittleCollector {
  static constexpr const char* region = "kalmar";
  SeededEntropy entropy{77};
  crypto::SigningKey key = crypto::make_signing_key(entropy);
  crypto::SealKeyPair sealing = crypto::make_seal_key_pair(entropy);
  std::uint64_t receipts = 0, serial = 0;
  crypto::Hash last_receipt;

  Bytes reply_to_enrolment(const Identity& identity) {
    wire::EnrolmentReply reply{identity.device, CentreId{12}, "Norr", crypto::verify_key_of(key)};
    return wire::mac_document(
        {wire::DocumentType::enrolment_reply, region, crypto::key_id_of(crypto::verify_key_of(key)), 1},
        wire::encode(reply), identity.code_key);
  }
  Bytes sign(wire::DocumentType type, ByteView payload) {
    return wire::sign_document({type, region, crypto::key_id_of(crypto::verify_key_of(key)), ++serial},
                               payload, key);
  }
  wire::Round round() {
    auto files = *survey::read_instrument_files(*real_file_system(), "config/instruments/besoksenkat");
    auto padded = wire::padded_bytes_for(*survey::parse_instrument(files));
    return {RoundId{3},
            "Höst",
            true,
            CentreId{12},
            "Norr",
            "Region Kalmar län",
            50,
            false,
            {"sv", "en"},
            false,
            {1, sealing.public_key, padded},
            files};
  }
  wire::Receipt receipt_for(const wire::Batch& batch, const DeviceId& device) {
    // With a backup of everything, so that the kiosk need not keep what it named.
    wire::Receipt receipt{device, receipts + 1, last_receipt, batch.batch, {}, WallTime(), receipts + 1};
    for (const auto& item : batch.items) {
      receipt.items.push_back({wire::parse_item_head(item.sealed)->item, wire::Outcome::stored, ""});
    }
    return receipt;
  }
  Bytes sign_receipt(const wire::Receipt& receipt) {
    auto document = sign(wire::DocumentType::receipt, wire::encode(receipt));
    ++receipts;
    last_receipt = crypto::hash_of(document);
    return document;
  }
};

}  // namespace vantrum::kiosk
