// What a stick that somebody prepared lays into the inbox: applied one by one, in little memory, while the
// watchdog sees the work go on.
#include <unistd.h>

#include <fstream>
#include <map>

#include "shared/base/forwarding_file_system.h"
#include "tests/kiosk/ordered_tablet.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

std::size_t resident_bytes() {
  std::size_t size = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// As full as a reply may be: four byte strings of CBOR that are no documents.
Bytes full_reply() {
  Bytes reply;
  while (reply.size() < stick_reply_bytes_max) {
    reply.insert(reply.end(), {0x5a, 0x00, 0x03, 0xff, 0xfb});
    reply.resize(reply.size() + wire::document_bytes_max - 5, 0x20);
  }
  return reply;
}

// An inbox with more in it than the memory has room for. It is made when it is read.
class FullInbox final : public ForwardingFileSystem {
 public:
  FullInbox(FileSystem& files, std::string inbox) : ForwardingFileSystem(files), inbox_(std::move(inbox)) {}

  void lay(const std::string& name, Bytes reply = {}) { replies[inbox_ + "/" + name] = std::move(reply); }
  Result<std::vector<std::string>> list(const std::string& directory) override {
    if (directory != inbox_) return ForwardingFileSystem::list(directory);
    std::vector<std::string> names;
    for (const auto& [path, reply] : replies) names.push_back(path.substr(inbox_.size() + 1));
    return names;
  }
  Result<Bytes> read(const std::string& path, std::size_t size_max) override {
    const auto it = replies.find(path);
    if (it == replies.end()) return ForwardingFileSystem::read(path, size_max);
    resident_max = std::max(resident_max, resident_bytes());
    return it->second.empty() ? full_reply() : it->second;
  }
  Result<void> remove(const std::string& path) override {
    return replies.erase(path) > 0 ? Result<void>() : ForwardingFileSystem::remove(path);
  }

  std::map<std::string, Bytes> replies;  // an empty one stands for a full one
  std::size_t resident_max = 0;

 private:
  std::string inbox_;
};

}  // namespace

TEST_CASE("a thousand full replies are read one at a time, and what is honest among them is applied") {
  testing::Quiet quiet;
  LittleCollector collector;
  Tablet tablet(collector, 3);
  tablet.take(collector.round());
  const auto real = real_file_system();
  auto* inbox = new FullInbox(*real, tablet.path("inbox"));
  tablet.device.reset();
  tablet.files.reset(inbox);
  tablet.start();
  tablet.answer(5);
  REQUIRE(tablet.batches().size() == 1);
  const auto document = *real->read(tablet.path("outbox/" + tablet.batches().front()), 1 << 20);
  const auto batch =
      *wire::parse_batch(wire::verify_document(document, DocumentType::batch, "kalmar",
                                               crypto::verify_key_of(tablet.identity.signing_key))
                             ->payload);
  for (int i = 100; i < 1'100; ++i) inbox->lay("stick-" + std::to_string(i) + ".cborseq");
  inbox->lay("stick-600.cborseq",
             collector.sign_receipt(collector.receipt_for(batch, tablet.identity.device)));
  const wire::Order pause{tablet.identity.device, wire::OrderAction::pause, "Nytt golv", 0, {}, 0};
  inbox->lay("stick-999.cborseq", collector.sign(DocumentType::order, wire::encode(pause)));
  const auto before = resident_bytes();
  REQUIRE(tablet.device->tend());
  CHECK(inbox->replies.empty());
  CHECK(tablet.device->counts()->waiting == 0);
  CHECK(tablet.batches().empty());
  CHECK_FALSE(tablet.asks());
  CHECK(tablet.device->orders().words() == "Nytt golv");
  constexpr std::size_t grown_max = 400 * 1024 * 1024;  // a sanitizer keeps 256 MiB of what was freed
  CHECK(inbox->resident_max < before + grown_max);
}

}  // namespace vantrum::kiosk
