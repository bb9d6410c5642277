// Any bytes as a payload of one type of document, as an envelope, as a reply or as a sealed item; the
// variable VANTRUM_FUZZ_DOCUMENT names the type, so that one program is a target for each. Whatever is taken
// must encode to the very bytes it was read from.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "shared/base/check.h"
#include "shared/voice/pack.h"
#include "shared/wire/discard_item.h"
#include "shared/wire/documents.h"
#include "shared/wire/reflection.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace vantrum;
using namespace vantrum::wire;

template <class Parsed>
void look_at(const Parsed& parsed, ByteView input) {
  if (parsed) check(encode(*parsed) == to_bytes(input));
}

struct enrolment {
  static void read(ByteView input) { look_at(parse_enrolment(input), input); }
};
struct batch {
  static void read(ByteView input) { look_at(parse_batch(input), input); }
};
struct status {
  static void read(ByteView input) { look_at(parse_status(input), input); }
};
struct enrolment_reply {
  static void read(ByteView input) { look_at(parse_enrolment_reply(input), input); }
};
struct receipt {
  static void read(ByteView input) { look_at(parse_receipt(input), input); }
};
struct round_document {
  static void read(ByteView input) { look_at(parse_round(input), input); }
};
struct centre {
  static void read(ByteView input) { look_at(parse_centre(input), input); }
};
struct order {
  static void read(ByteView input) { look_at(parse_order(input), input); }
};
struct reflection {
  static void read(ByteView input) { look_at(parse_sealed_reflection(input), input); }
};
struct reflection_receipt {
  static void read(ByteView input) { look_at(parse_reflection_receipt(input), input); }
};
struct asset_request {
  static void read(ByteView input) { look_at(parse_asset_request(input), input); }
};
struct asset {
  static void read(ByteView input) { look_at(parse_asset_piece(input), input); }
};
struct voice_pack {
  static void read(ByteView input) {
    const auto pack = voice::parse_pack(input);
    if (!pack || pack->recordings.empty()) return;
    std::uint64_t end = pack->recordings.front().offset;
    for (const auto& recording : pack->recordings) {
      check(recording.offset == end && recording.bytes > 0);
      end += recording.bytes;
    }
    check(end == input.size());
  }
};
struct envelope {
  static void read(ByteView input) {
    static const crypto::VerifyKey key;
    auto header = peek_header(input);
    if (header) check(!name_of(header->type).empty());
    check(!verify_document(input, DocumentType::batch, "kalmar", key));
    if (auto documents = split_sequence(input)) {
      std::size_t total = 0;
      for (const auto& document : *documents) total += document.size();
      check(total == input.size() && documents->size() <= documents_max);
    }
  }
};
struct item {
  static void read(ByteView input) {
    static const crypto::SealSecretKey key;
    static_cast<void>(bool(parse_item_head(input)));
    check(!instrument_of(input, key));
    check(!open_discard(input, key));
  }
};

using Read = void (*)(ByteView);
Read chosen() {
  const char* asked = std::getenv("VANTRUM_FUZZ_DOCUMENT");
  check(asked != nullptr);
  const std::pair<const char*, Read> known[] = {{"enrolment", enrolment::read},
                                                {"batch", batch::read},
                                                {"status", status::read},
                                                {"enrolment_reply", enrolment_reply::read},
                                                {"receipt", receipt::read},
                                                {"round_document", round_document::read},
                                                {"centre", centre::read},
                                                {"order", order::read},
                                                {"reflection", reflection::read},
                                                {"reflection_receipt", reflection_receipt::read},
                                                {"asset", asset::read},
                                                {"asset_request", asset_request::read},
                                                {"voice_pack", voice_pack::read},
                                                {"envelope", envelope::read},
                                                {"item", item::read}};
  for (const auto& [name, read] : known) {
    if (std::strcmp(name, asked) == 0) return read;
  }
  check(false);  // there is no such target
  return nullptr;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Read read = chosen();
  read({data, size});
  return 0;
}
