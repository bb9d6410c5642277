#include "kiosk/store/outbox.h"

#include <fmt/format.h>

#include <set>

#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

constexpr std::size_t reply_bytes_max = 1024 * 1024;
constexpr std::string_view batch_prefix = "batch-", enrolment_prefix = "enrolment-";

std::string batch_name(std::uint64_t serial) { return fmt::format("{}{:010}.cose", batch_prefix, serial); }

}  // namespace

Result<Outbox> Outbox::open(FileSystem& files, std::string directory) {
  TRY(files.make_directories(directory));
  TRY(files.sweep(directory));
  return Outbox(files, std::move(directory));
}

Result<void> Outbox::put(const std::string& name, ByteView document) {
  return files_->write_atomic(directory_ + "/" + name, document);
}

std::string Outbox::name_of_enrolment(ByteView document) {
  return std::string(enrolment_prefix) + to_hex(crypto::hash_of(document).view().first(8)) + ".cose";
}

Result<void> Outbox::put_enrolment(ByteView document) {
  const auto name = name_of_enrolment(document);
  TRY(put(name, document));
  return remove_enrolments_but(name);
}

Result<void> Outbox::remove_enrolments_but(const std::string& kept) {
  for (const auto& name : TRY(files_->list(directory_))) {
    if (name.starts_with("enrolment") && name != kept) TRY(files_->remove(directory_ + "/" + name));
  }
  return {};
}

std::uint64_t Outbox::status_serial() {
  auto document = files_->read(directory_ + "/status.cose", wire::document_bytes_max);
  auto header = document ? wire::peek_header(*document) : Result<wire::Header>(document.error());
  return header ? header->serial : 0;
}

Result<std::vector<Bytes>> Outbox::batches() {
  std::vector<Bytes> documents;
  for (const auto& name : TRY(files_->list(directory_))) {
    if (!name.starts_with(batch_prefix)) continue;
    auto document = files_->read(directory_ + "/" + name, wire::document_bytes_max);
    if (document)
      documents.push_back(std::move(*document));
    else
      log_error("outbox: {}: {}", name, document.error().message);
  }
  return documents;
}

Result<void> Outbox::match(const std::vector<StoredBatch>& batches) {
  auto names = TRY(files_->list(directory_));
  std::set<std::string> present(names.begin(), names.end());
  std::set<std::string> wanted;
  for (const auto& batch : batches) {
    auto name = batch_name(batch.serial);
    if (!present.contains(name)) TRY(put(name, batch.document));
    wanted.insert(name);
  }
  for (const auto& name : names) {
    bool is_batch = name.rfind(batch_prefix, 0) == 0;
    if (is_batch && !wanted.contains(name)) TRY(files_->remove(directory_ + "/" + name));
  }
  return {};
}

Result<std::vector<Bytes>> read_reply(FileSystem& files, const std::string& path) {
  auto bytes = files.read(path, reply_bytes_max);
  if (!bytes && bytes.error().kind != ErrorKind::untrusted) return bytes.error();
  auto documents = bytes ? wire::split_sequence(*bytes) : Result<std::vector<Bytes>>(bytes.error());
  if (documents) return documents;
  log_warning("inbox: {}: {}", path, documents.error().message);
  return std::vector<Bytes>();
}

}  // namespace vantrum::kiosk
