#include "sync/collector/stick_import.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/log.h"
#include "shared/base/stick.h"
#include "sync/collector/ingest.h"

namespace vantrum::collector {
namespace {

constexpr std::string_view document_suffix = ".cose";
constexpr const char* reply_suffix = ".cborseq";
constexpr std::size_t entries_max = 5'000;  // of one folder
constexpr std::size_t fingerprint_bytes = 8;

bool is_failure(const Error& error) { return error.kind == ErrorKind::storage; }

// Statuses last: what they are answered with then counts what the batches brought.
void statuses_last(std::vector<std::string>& names) {
  std::stable_partition(names.begin(), names.end(),
                        [](const auto& name) { return !name.starts_with("status"); });
}

class Import {
 public:
  Import(const Collector& collector, const StickFolder& vantrum) : collector_(collector), vantrum_(vantrum) {}

  Result<void> run() {
    auto outbox = vantrum_.enter("outbox");
    if (!outbox) return is_failure(outbox.error()) ? Result<void>(outbox.error()) : Result<void>();
    auto listing = TRY(outbox->list(entries_max));
    done_.left_out += listing.left_out + listing.files.size();
    for (const auto& name : listing.folders) {
      auto kiosk = outbox->enter(name);
      if (!kiosk) return kiosk.error();
      TRY(receive_all(*kiosk, name));
    }
    return {};
  }
  StickImport& done() { return done_; }

 private:
  Result<void> receive_all(const StickFolder& kiosk, const std::string& folder) {
    auto listing = TRY(kiosk.list(entries_max));
    done_.left_out += listing.left_out + listing.folders.size();
    statuses_last(listing.files);
    bool has_documents = false;
    for (const auto& name : listing.files) {
      if (!name.ends_with(document_suffix)) {
        ++done_.left_out;
        continue;
      }
      has_documents = true;
      auto document = kiosk.read(name, wire::document_bytes_max);
      if (!document && is_failure(document.error())) return document.error();
      auto reply = document ? exchange_document(collector_, *document) : Result<Bytes>(document.error());
      if (!reply && is_failure(reply.error())) return reply.error();
      if (!reply) {
        log_warning("a document on a stick was not accepted: {}", reply.error().message);
        ++done_.refused;
        continue;
      }
      ++done_.received;
      TRY(answer(folder, name, *reply));
    }
    done_.kiosks += has_documents;
    return {};
  }

  Result<void> answer(const std::string& folder, const std::string& name, const Bytes& reply) {
    if (reply.empty()) return {};
    auto inbox = TRY(TRY(vantrum_.make_and_enter("inbox")).make_and_enter(folder));
    auto fingerprint = to_hex(crypto::hash_of(reply).view().first(fingerprint_bytes));
    auto stem =
        name.substr(0, std::min(name.size() - document_suffix.size(), StickFolder::name_bytes_max / 2));
    return inbox.write(stem + "-" + fingerprint + reply_suffix, reply);
  }

  const Collector& collector_;
  const StickFolder& vantrum_;
  StickImport done_;
};

}  // namespace

Result<StickImport> import_stick(const Collector& collector, const std::string& path) {
  auto stick = StickFolder::open(path);
  if (!stick) return Error::not_found("there is no stick at " + path);
  auto vantrum = stick->enter("vantrum");
  if (!vantrum && !is_failure(vantrum.error()))
    return Error::not_found("the stick at " + path + " has no folder named vantrum; nothing was changed");
  if (!vantrum) return vantrum.error();
  Import import(collector, *vantrum);
  auto ran = import.run();
  if (!ran) {
    import.done().is_complete = false;
    import.done().failure = ran.error().message;
  }
  return std::move(import.done());
}

std::string words_of(const StickImport& done) {
  auto text = fmt::format("{} dokument från {} kiosker mottagna.\n", done.received, done.kiosks);
  if (done.refused > 0) {
    text += fmt::format("{} dokument togs inte emot: skadade, eller inte från den här regionens kiosker.\n",
                        done.refused);
  }
  if (done.left_out > 0) text += fmt::format("{} andra filer lämnades orörda.\n", done.left_out);
  if (!done.is_complete) {
    return text + "Avbrutet: " + done.failure + "\nInget är förlorat. Sätt i stickan igen och gör om.\n";
  }
  return text + "Klart. Ta ut stickan och sätt den i kiosken igen, så hämtar den sina kvitton.\n";
}

}  // namespace vantrum::collector
