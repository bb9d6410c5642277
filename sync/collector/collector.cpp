#include "sync/collector/collector.h"

namespace vantrum::collector {

Result<Bytes> Collector::sign(wire::DocumentType type, ByteView payload) const {
  return sign_with(type, TRY(store.next_serial(type)), payload);
}

Result<Bytes> Collector::sign_with(wire::DocumentType type, std::uint64_t serial, ByteView payload) const {
  auto document =
      wire::sign_document({type, region.id, crypto::key_id_of(keys.verify), serial}, payload, keys.signing);
  if (document.size() > wire::document_bytes_max) {
    return Error::invalid("the document \"" + std::string(name_of(type)) + "\" would be " +
                          std::to_string(document.size()) + " bytes long; at most " +
                          std::to_string(wire::document_bytes_max) + " are allowed");
  }
  return document;
}

Result<AnswerStore*> Collector::opened_answers() const {
  if (!answers)
    return Error::refused("this process only receives and can read no answer; see docs/opening.md");
  return answers;
}

}  // namespace vantrum::collector
