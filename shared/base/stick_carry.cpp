#include "shared/base/stick_carry.h"

#include <algorithm>
#include <set>

namespace vantrum {
namespace {

constexpr std::string_view document_suffix = ".cose", reply_suffix = ".cborseq";
constexpr std::size_t entries_max = 5'000;
constexpr std::size_t name_bytes = 8;
constexpr std::size_t unread_in_a_row_max = 50;  // then it was pulled out, or is worn through

Result<StickFolder> open_vantrum(const std::string& path) {
  auto stick = StickFolder::open(path);
  if (!stick) return Error::not_found("hittar ingen sticka i " + path + ". Sätt i den och försök igen.");
  auto folder = stick->enter("vantrum");
  if (folder) return folder;
  if (folder.error().kind == ErrorKind::storage) return folder;
  return Error::not_found(
      "stickan har ingen mapp som heter vantrum. Gör en tom mapp med det namnet, eller ta en annan "
      "sticka. Inget har ändrats.");
}

// What this data folder is called on sticks.
Result<std::string> name_on_sticks(FileSystem& files, Entropy& entropy, const std::string& data) {
  auto path = data + "/stick-name";
  auto known = files.read(path, 64);
  if (!known && known.error().kind == ErrorKind::storage) return known.error();
  if (known) {
    auto name = std::string(text_of(*known));
    if (is_stick_name(name)) return name;
  }
  Bytes random(name_bytes);
  entropy.fill(random);
  auto name = "kiosk-" + to_hex(random);
  TRY(files.write_atomic(path, view_of(name)));
  return name;
}

void miss(StickReport& report, const Error& error) {
  if (report.is_complete) report.failure = error.message;
  report.is_complete = false;
}

// Where one cannot be read the next may; where our own disk takes none, the others wait on the stick.
void fetch_replies(FileSystem& files, const StickFolder& from, const std::string& inbox, StickReport& report,
                   const StickProgress& progress) {
  auto listing = from.list(entries_max);
  if (!listing) return miss(report, listing.error());
  auto waiting = files.list(inbox);
  if (!waiting) return miss(report, waiting.error());
  report.left_out += listing->left_out + listing->folders.size();
  std::size_t there = waiting->size(), bytes = 0, unread_in_a_row = 0;
  for (const auto& name : listing->files) {
    if (!name.ends_with(reply_suffix)) {
      ++report.left_out;
      continue;
    }
    report.has_more = report.has_more || there >= stick_inbox_files_max;
    if (report.has_more) continue;
    if (progress) progress(0, 0);
    auto reply = from.read(name, stick_reply_bytes_max);
    if (!reply && reply.error().kind == ErrorKind::storage) {
      miss(report, reply.error());
      if (++unread_in_a_row == unread_in_a_row_max) return;
      continue;
    }
    unread_in_a_row = 0;
    if (!reply) {
      ++report.left_out;
      continue;
    }
    report.has_more = bytes + reply->size() > stick_fetched_bytes_max;
    if (report.has_more) continue;
    if (auto kept = files.write_atomic(inbox + "/stick-" + name, *reply); !kept)
      return miss(report, kept.error());
    bytes += reply->size();
    ++there;
    ++report.fetched;
    if (auto removed = from.remove(name); !removed) miss(report, removed.error());  // it lies on our disk
  }
}

Result<std::vector<std::string>> documents_in(FileSystem& files, const std::string& outbox) {
  auto names = TRY(files.list(outbox));
  std::erase_if(names, [](const std::string& name) {
    return !name.ends_with(document_suffix) || !is_stick_name(name);
  });
  return names;
}

// Whether it lies on the stick now; false, too, if the kiosk took it away just now.
Result<bool> bring(FileSystem& files, const std::string& path, const StickFolder& to,
                   const std::string& name) {
  auto document = files.read(path, stick_document_bytes_max);
  if (!document && document.error().kind == ErrorKind::storage) return document.error();
  if (!document) return false;
  auto there = to.read(name, stick_document_bytes_max);
  if (!there || *there != *document) TRY(to.write(name, *document));  // sticks wear too
  return true;
}

Result<void> bring_documents(FileSystem& files, const std::string& outbox, const StickFolder& to,
                             StickReport& report, const StickProgress& progress) {
  std::set<std::string> ours;
  const auto names = TRY(documents_in(files, outbox));
  std::size_t at = 0;
  for (const auto& name : names) {
    if (progress) progress(at++, names.size());
    const auto brought = bring(files, outbox + "/" + name, to, name);
    if (!brought) miss(report, brought.error());
    report.brought += brought && *brought;
    if (!brought || *brought) ours.insert(name);
  }
  for (const auto& name : TRY(to.list(entries_max)).files) {
    if (ours.contains(name)) continue;
    if (progress) progress(at, names.size());
    if (auto removed = to.remove(name); !removed) miss(report, removed.error());  // receipted since
  }
  return {};
}

}  // namespace

Result<StickReport> carry_by_stick(FileSystem& files, Entropy& entropy, const std::string& data,
                                   const std::string& stick, const StickProgress& progress) {
  auto vantrum = TRY(open_vantrum(stick));
  auto name = TRY(name_on_sticks(files, entropy, data));
  StickReport report;
  auto inbox = vantrum.enter("inbox");
  auto own = inbox ? inbox->enter(name) : Result<StickFolder>(inbox.error());
  if (!own && own.error().kind == ErrorKind::storage) miss(report, own.error());
  if (own) fetch_replies(files, *own, data + "/inbox", report, progress);
  auto outbox = TRY(TRY(vantrum.make_and_enter("outbox")).make_and_enter(name));
  if (auto brought = bring_documents(files, data + "/outbox", outbox, report, progress); !brought)
    miss(report, brought.error());
  return report;
}

}  // namespace vantrum
