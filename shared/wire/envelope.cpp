#include "shared/wire/envelope.h"

namespace vantrum::wire {
namespace {

// COSE tags and header labels (RFC 9052 section 2 and 3.1; RFC 9053). Labels below -65536 are for private
// use.
constexpr std::uint64_t tag_sign1 = 18, tag_mac0 = 17;
constexpr int label_algorithm = 1, label_key_id = 4;
constexpr int algorithm_eddsa = -8, algorithm_hmac_256 = 5;
constexpr int label_type = -70001, label_version = -70002, label_region = -70003, label_serial = -70004;

struct Shape {
  bool is_mac = false;
  Header header;
  Bytes protected_bytes, payload, proof;
};

Bytes encode_header(const Header& header, int algorithm) {
  return encode(Map{{label_algorithm, algorithm},
                    {label_key_id, header.key_id},
                    {label_type, static_cast<std::uint32_t>(header.type)},
                    {label_version, format_version},
                    {label_region, header.region},
                    {label_serial, header.serial}});
}

// Sig_structure and MAC_structure (RFC 9052 sections 4.4 and 6.3), with empty external data.
Bytes to_be_proved(const char* context, ByteView protected_bytes, ByteView payload) {
  return encode(Array{context, protected_bytes, Bytes{}, payload});
}

Bytes assemble(std::uint64_t tag, Bytes protected_bytes, ByteView payload, ByteView proof) {
  return encode(Value::tagged(tag, Array{std::move(protected_bytes), Map{}, payload, proof}));
}

const Value* find(const Map& map, int label) {
  for (const auto& [key, value] : map) {
    if (key == Value(label)) return &value;
  }
  return nullptr;
}

template <class T>
const T* find_as(const Map& map, int label) {
  const Value* value = find(map, label);
  return value ? std::get_if<T>(&value->data) : nullptr;
}

Result<Header> parse_header(ByteView protected_bytes, bool is_mac) {
  auto value = TRY(decode(protected_bytes));
  const auto* map = std::get_if<Map>(&value.data);
  if (!map || map->size() != 6) return Error::untrusted("document header: expected a map of 6 entries");
  const Value* algorithm = find(*map, label_algorithm);
  if (!algorithm || *algorithm != Value(is_mac ? algorithm_hmac_256 : algorithm_eddsa)) {
    return Error::untrusted("document header: algorithm is not the one of this kind of document");
  }
  const auto* version = find_as<std::uint64_t>(*map, label_version);
  if (!version) return Error::untrusted("document header: format version is missing");
  if (*version != format_version) {
    return Error::untrusted("document of format version " + std::to_string(*version) +
                            "; this program reads version " + std::to_string(format_version));
  }
  const auto* type = find_as<std::uint64_t>(*map, label_type);
  const auto* region = find_as<std::string>(*map, label_region);
  const auto* key_id = find_as<Bytes>(*map, label_key_id);
  const auto* serial = find_as<std::uint64_t>(*map, label_serial);
  if (!type || !region || !key_id || !serial) return Error::untrusted("document header: an entry is missing");
  if (region->empty() || region->size() > region_bytes_max || key_id->empty() || key_id->size() > 32) {
    return Error::untrusted("document header: region or key id has a wrong length");
  }
  if (*serial > INT64_MAX) return Error::untrusted("document header: the serial is beyond what is kept");
  Header header{static_cast<DocumentType>(*type), *region, *key_id, *serial};
  if (*type > 255 || name_of(header.type).empty()) {
    return Error::untrusted("document of unknown type " + std::to_string(*type));
  }
  bool wants_mac = header.type == DocumentType::enrolment || header.type == DocumentType::enrolment_reply;
  if (wants_mac != is_mac)
    return Error::untrusted("document of type " + std::string(name_of(header.type)) +
                            " in the wrong envelope");
  return header;
}

Result<Shape> parse_shape(ByteView document) {
  auto value = TRY(decode(document, {.bytes_max = document_bytes_max}));
  auto* tagged = std::get_if<std::vector<Tagged>>(&value.data);
  if (!tagged) return Error::untrusted("not a document: no COSE tag");
  Shape shape;
  if (tagged->front().tag != tag_sign1 && tagged->front().tag != tag_mac0) {
    return Error::untrusted("not a document: COSE tag " + std::to_string(tagged->front().tag));
  }
  shape.is_mac = tagged->front().tag == tag_mac0;
  auto* parts = std::get_if<Array>(&tagged->front().value.data);
  if (!parts || parts->size() != 4) return Error::untrusted("not a document: expected four parts");
  auto* protected_bytes = std::get_if<Bytes>(&(*parts)[0].data);
  auto* payload = std::get_if<Bytes>(&(*parts)[2].data);
  auto* proof = std::get_if<Bytes>(&(*parts)[3].data);
  if (!protected_bytes || (*parts)[1] != Value(Map{}) || !payload || !proof) {
    return Error::untrusted("not a document: a part is of the wrong kind");
  }
  shape.header = TRY(parse_header(*protected_bytes, shape.is_mac));
  shape.protected_bytes = std::move(*protected_bytes);
  shape.payload = std::move(*payload);
  shape.proof = std::move(*proof);
  return shape;
}

Result<Shape> parse_expected(ByteView document, DocumentType type, const std::string& region) {
  auto shape = TRY(parse_shape(document));
  if (shape.header.type != type) {
    return Error::untrusted("expected a document of type " + std::string(name_of(type)) + ", got " +
                            std::string(name_of(shape.header.type)));
  }
  if (shape.header.region != region) return Error::untrusted("the document belongs to another region");
  return shape;
}

}  // namespace

std::string_view name_of(DocumentType type) {
  switch (type) {
    case DocumentType::enrolment:
      return "enrolment";
    case DocumentType::batch:
      return "batch";
    case DocumentType::status:
      return "status";
    case DocumentType::enrolment_reply:
      return "enrolment-reply";
    case DocumentType::receipt:
      return "receipt";
    case DocumentType::round:
      return "round";
    case DocumentType::centre:
      return "centre";
    case DocumentType::order:
      return "order";
    case DocumentType::asset:
      return "asset";
    case DocumentType::reflection:
      return "reflection";
    case DocumentType::reflection_receipt:
      return "reflection-receipt";
    case DocumentType::asset_request:
      return "asset-request";
  }
  return {};
}

Bytes sign_document(const Header& header, ByteView payload, const crypto::SigningKey& key) {
  auto protected_bytes = encode_header(header, algorithm_eddsa);
  auto signature = crypto::sign(key, to_be_proved("Signature1", protected_bytes, payload));
  return assemble(tag_sign1, std::move(protected_bytes), payload, signature.view());
}

Bytes mac_document(const Header& header, ByteView payload, const crypto::MacKey& key) {
  auto protected_bytes = encode_header(header, algorithm_hmac_256);
  auto mac = crypto::authenticate(key, to_be_proved("MAC0", protected_bytes, payload));
  return assemble(tag_mac0, std::move(protected_bytes), payload, mac.view());
}

Result<Header> peek_header(ByteView document) { return TRY(parse_shape(document)).header; }

Result<Document> verify_document(ByteView document, DocumentType type, const std::string& region,
                                 const crypto::VerifyKey& key) {
  auto shape = TRY(parse_expected(document, type, region));
  auto signature = TRY(crypto::Signature::from(shape.proof));
  if (shape.is_mac ||
      !crypto::verify(key, to_be_proved("Signature1", shape.protected_bytes, shape.payload), signature)) {
    return Error::untrusted("the signature does not verify");
  }
  return Document{std::move(shape.header), std::move(shape.payload)};
}

Result<Document> verify_mac_document(ByteView document, DocumentType type, const std::string& region,
                                     const crypto::MacKey& key) {
  auto shape = TRY(parse_expected(document, type, region));
  auto mac = TRY(crypto::Mac::from(shape.proof));
  if (!shape.is_mac ||
      !crypto::check_mac(key, to_be_proved("MAC0", shape.protected_bytes, shape.payload), mac)) {
    return Error::untrusted("the code does not match");
  }
  return Document{std::move(shape.header), std::move(shape.payload)};
}

Result<std::vector<Bytes>> split_sequence(ByteView sequence) {
  std::vector<Bytes> documents;
  while (!sequence.empty()) {
    if (documents.size() == documents_max)
      return Error::untrusted("more documents than allowed in one reply");
    auto prefix = TRY(decode_prefix(sequence, {.bytes_max = document_bytes_max}));
    documents.push_back(to_bytes(sequence.first(prefix.size_bytes)));
    sequence = sequence.subspan(prefix.size_bytes);
  }
  return documents;
}

}  // namespace vantrum::wire
