#include "sync/collector/stick_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "shared/base/log.h"
#include "shared/base/stick.h"
#include "sync/collector/ingest.h"

namespace vantrum::collector {
namespace {

constexpr std::string_view document_suffix = ".cose";
constexpr const char* reply_suffix = ".cborseq";
constexpr const char* note_name = "import-next";  // in the folder `vantrum`: FOLDER/FILE
constexpr std::size_t entries_max = 5'000;        // of one folder
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
    const auto noted = noted_place();
    const auto& folders = listing.folders;
    const auto start = std::ranges::lower_bound(folders, noted.folder);
    const bool is_amid = start != folders.end() && *start == noted.folder && !noted.file.empty();
    for (auto it = start; it != folders.end(); ++it)
      TRY(receive_all(*outbox, {*it, is_amid && it == start ? noted.file : ""}));
    done_.has_more = is_full_;
    if (!done_.has_more && !noted.folder.empty()) note_failure(vantrum_.remove(note_name));
    has_come_round_ = true;
    for (auto it = folders.begin(); it != start; ++it) TRY(receive_all(*outbox, {*it, ""}));
    return is_amid ? receive_all(*outbox, {*start, ""}, noted.file) : Result<void>();
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

  // A file of a kiosk's folder; none: its first.
  struct Place {
    std::string folder, file;
  };

  // Where the import before this one stopped; the beginning if it did not.
  Place noted_place() const {
    const auto note = vantrum_.read(note_name, 2 * StickFolder::name_bytes_max + 1);
    if (!note) return {};
    const auto text = std::string(text_of(*note));
    const auto folder_size = std::min(text.find('/'), text.size());
    Place place{text.substr(0, folder_size), text.substr(std::min(folder_size + 1, text.size()))};
    return is_stick_name(place.folder) ? place : Place();
  }

  // Notes the place if it is the first that there is no room for.
  bool is_full_at(const Place& place) {
    if (is_full_) return true;
    is_full_ =
        documents_ >= import_documents_max || bytes_ >= import_bytes_max || entries_ >= import_entries_max;
    if (is_full_ && !has_come_round_)
      note_failure(vantrum_.write(note_name, view_of(place.folder + "/" + place.file)));
    return is_full_;
  }

  void note_failure(const Result<void>& done) {
    if (!done) miss(done.error());
  }

  // A kiosk's documents from that file on, and up to the other one; a file that is not there is its first.
  Result<void> receive_all(const StickFolder& outbox, const Place& from, const std::string& to = {}) {
    if (is_full_at(from)) return {};
    const auto kiosk = TRY(given(outbox.enter(from.folder)));
    auto listing = kiosk ? TRY(given(kiosk->list(entries_max))) : std::nullopt;
    if (!listing) return {};
    done_.left_out += listing->left_out + listing->folders.size();
    entries_ += listing->left_out + listing->folders.size() + listing->files.size();
    statuses_last(listing->files);
    const auto& files = listing->files;
    const auto place_of = [&](const std::string& name, auto otherwise) {
      const auto it = std::ranges::find(files, name);
      return it == files.end() ? otherwise : it;
    };
    Answers answers{from.folder, std::nullopt};
    const auto end = to.empty() ? files.end() : place_of(to, files.begin());
    for (auto it = place_of(from.file, files.begin()); it != end; ++it) {
      if (!it->ends_with(document_suffix)) {
        ++done_.left_out;
        continue;
      }
      if (is_full_at({from.folder, *it})) break;
      kiosks_.insert(from.folder);
      if (auto received = receive(*kiosk, *it, answers); !received) {
        // What cannot be read here does not keep the next import from what lies behind it.
        note_failure(vantrum_.write(note_name, view_of(from.folder + "/" + *it)));
        return received;
      }
    }
    done_.kiosks = kiosks_.size();
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
    ++documents_;
    bytes_ += read ? read->size() : 0;
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
  std::size_t unread_in_a_row_ = 0, documents_ = 0, bytes_ = 0, entries_ = 0;
  bool is_full_ = false, has_come_round_ = false;
  std::set<std::string> kiosks_;
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
  if (done.has_more) {
    return text +
           "Inte klart: på stickan ligger mer än vad som tas in på en gång. Resten väntar. Låt stickan sitta "
           "i och "
           "läs in den en gång till.\n";
  }
  return text + "Klart. Ta ut stickan och sätt den i kiosken igen, så hämtar den sina kvitton.\n";
}

}  // namespace vantrum::collector
