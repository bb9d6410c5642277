#include "sync/collector/stick_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "shared/base/log.h"
#include "shared/base/stick.h"
#include "sync/collector/ingest.h"

namespace vantrum::collector {
namespace {

constexpr std::string_view document_suffix = ".cose";
constexpr const char* reply_suffix = ".cborseq";
constexpr std::size_t entries_max = 5'000;  // of one folder
constexpr std::size_t fingerprint_bytes = 8;
constexpr std::size_t unread_in_a_row_max = 50;  // then it was pulled out, or is worn through

bool is_failure(const Error& error) { return error.kind == ErrorKind::storage; }

// Statuses last: what they are answered with then counts what the batches brought.
void statuses_last(std::vector<std::string>& names) {
  std::stable_partition(names.begin(), names.end(),
                        [](const auto& name) { return !name.starts_with("status"); });
}

class Import {
 public:
  Import(const Collector& collector, const StickFolder& vantrum) : collector_(collector), vantrum_(vantrum) {}

  // An error ends it: our own disk failed, or the stick gives nothing any more.
  Result<void> run() {
    auto outbox = vantrum_.enter("outbox");
    if (!outbox) return is_failure(outbox.error()) ? Result<void>(outbox.error()) : Result<void>();
    auto listing = TRY(outbox->list(entries_max));
    done_.left_out += listing.left_out + listing.files.size();
    for (const auto& name : listing.folders) {
      if (auto kiosk = TRY(given(outbox->enter(name)))) TRY(receive_all(*kiosk, name));
    }
    return {};
  }
  StickImport& done() { return done_; }
  void miss(const Error& error) {
    if (done_.is_complete) done_.failure = error.message;
    done_.is_complete = false;
  }

 private:
  // Nothing where the stick did not give one thing: the others may be good.
  template <class T>
  Result<std::optional<T>> given(Result<T> read) {
    if (read || !is_failure(read.error())) unread_in_a_row_ = 0;
    if (read) return std::optional<T>(std::move(*read));
    if (is_failure(read.error())) {
      miss(read.error());
      ++done_.unread;
      if (++unread_in_a_row_ == unread_in_a_row_max) return read.error();
    }
    return std::optional<T>();
  }

  Result<void> receive_all(const StickFolder& kiosk, const std::string& folder) {
    auto listing = TRY(given(kiosk.list(entries_max)));
    if (!listing) return {};
    done_.left_out += listing->left_out + listing->folders.size();
    statuses_last(listing->files);
    bool has_documents = false;
    Answers answers{folder, std::nullopt};
    for (const auto& name : listing->files) {
      if (!name.ends_with(document_suffix)) {
        ++done_.left_out;
        continue;
      }
      has_documents = true;
      TRY(receive(kiosk, name, answers));
    }
    done_.kiosks += has_documents;
    return {};
  }

  // Where a kiosk's answers go, from the first of them on.
  struct Answers {
    std::string folder;
    std::optional<Result<StickFolder>> inbox;
  };

  Result<void> receive(const StickFolder& kiosk, const std::string& name, Answers& answers) {
    auto read = kiosk.read(name, wire::document_bytes_max);
    const bool is_unread = !read && is_failure(read.error());
    auto document = TRY(given(std::move(read)));
    if (is_unread) return {};
    auto reply = document ? exchange_document(collector_, *document)
                          : Result<Bytes>(Error::untrusted("no file, or too long for a document"));
    if (!reply && is_failure(reply.error())) return reply.error();
    if (!reply) {
      log_warning("a document on a stick was not accepted: {}", reply.error().message);
      ++done_.refused;
      return {};
    }
    ++done_.received;
    if (auto answered = answer(answers, name, *reply); !answered) {
      miss(answered.error());
      ++done_.unanswered;
    }
    return {};
  }

  Result<void> answer(Answers& answers, const std::string& name, const Bytes& reply) {
    if (reply.empty()) return {};
    if (!answers.inbox) answers.inbox.emplace(open_inbox(answers.folder));
    if (!*answers.inbox) return answers.inbox->error();
    auto fingerprint = to_hex(crypto::hash_of(reply).view().first(fingerprint_bytes));
    auto stem =
        name.substr(0, std::min(name.size() - document_suffix.size(), StickFolder::name_bytes_max / 2));
    return (*answers.inbox)->write(stem + "-" + fingerprint + reply_suffix, reply);
  }

  Result<StickFolder> open_inbox(const std::string& folder) const {
    return TRY(vantrum_.make_and_enter("inbox")).make_and_enter(folder);
  }

  const Collector& collector_;
  const StickFolder& vantrum_;
  StickImport done_;
  std::size_t unread_in_a_row_ = 0;
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
  if (!ran) import.miss(ran.error());
  return std::move(import.done());
}

std::string words_of(const StickImport& done) {
  auto text = fmt::format("{} dokument från {} kiosker mottagna.\n", done.received, done.kiosks);
  if (done.refused > 0) {
    text += fmt::format("{} dokument togs inte emot: skadade, eller inte från den här regionens kiosker.\n",
                        done.refused);
  }
  if (done.left_out > 0) text += fmt::format("{} andra filer lämnades orörda.\n", done.left_out);
  if (done.unread > 0) text += fmt::format("{} filer på stickan kunde inte läsas.\n", done.unread);
  if (done.unanswered > 0) {
    text += fmt::format("{} svar kunde inte läggas på stickan. Är den full eller skrivskyddad?\n",
                        done.unanswered);
  }
  if (!done.is_complete) {
    return text + "Inte klart: " + done.failure + "\nInget är förlorat. Sätt i stickan igen och gör om.\n";
  }
  return text + "Klart. Ta ut stickan och sätt den i kiosken igen, så hämtar den sina kvitton.\n";
}

}  // namespace vantrum::collector
