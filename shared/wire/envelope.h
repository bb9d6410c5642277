// The signed envelope around every document: COSE_Sign1 (RFC 9052) with Ed25519, or COSE_Mac0 with
// HMAC-SHA-256 for enrolment, where no signing key is known yet. FORMAT.md is normative for the bytes.
#pragma once

#include <cstdint>
#include <string>

#include "shared/crypto/sign.h"
#include "shared/wire/codec.h"

namespace vantrum::wire {

constexpr std::uint32_t format_version = 1;
constexpr std::size_t document_bytes_max = 256 * 1024;
constexpr std::size_t region_bytes_max = 32;

// On the wire; never renumber.
enum class DocumentType : std::uint8_t {
  enrolment = 1,            // kiosk → collector, COSE_Mac0
  batch = 2,                // kiosk → collector
  status = 3,               // kiosk → collector
  reflection = 4,           // kiosk → collector
  asset_request = 5,        // kiosk → collector
  enrolment_reply = 16,     // collector → kiosk, COSE_Mac0
  receipt = 17,             // collector → kiosk
  round = 18,               // collector → kiosk
  centre = 19,              // collector → kiosk
  order = 20,               // collector → kiosk
  asset = 21,               // collector → kiosk
  reflection_receipt = 22,  // collector → kiosk
};
std::string_view name_of(DocumentType type);

struct Header {
  DocumentType type = DocumentType::batch;
  std::string region;        // a deployment never accepts another's documents
  Bytes key_id;              // device id, collector key id, or the public part of an enrolment code
  std::uint64_t serial = 0;  // strictly increasing per issuer and type; of assets: asset_document.h
  bool operator==(const Header&) const = default;
};

struct Document {
  Header header;
  Bytes payload;  // deterministic CBOR
};

Bytes sign_document(const Header& header, ByteView payload, const crypto::SigningKey& key);
Bytes mac_document(const Header& header, ByteView payload, const crypto::MacKey& key);

// Limits and shape only, to find out which key must verify it. NOTHING in it may be trusted yet.
// Unknown types and versions are refused by name.
Result<Header> peek_header(ByteView document);

// `untrusted` unless limits, shape, type, region and signature (or MAC) all hold.
Result<Document> verify_document(ByteView document, DocumentType type, const std::string& region,
                                 const crypto::VerifyKey& key);
Result<Document> verify_mac_document(ByteView document, DocumentType type, const std::string& region,
                                     const crypto::MacKey& key);

// A reply is a CBOR sequence (RFC 8742) of documents; at most documents_max of them.
constexpr std::size_t documents_max = 16;
Result<std::vector<Bytes>> split_sequence(ByteView sequence);

}  // namespace vantrum::wire
