// The recordings of one language in one file: made from a folder, read back, and refused when anything is
// off.
#include <doctest/doctest.h>

#include "shared/voice/pack.h"
#include "shared/wire/codec.h"
#include "tests/support/must.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::voice {
namespace {

using testing::must;

struct Folder {
  testing::TemporaryFolder temporary;
  std::unique_ptr<FileSystem> files = real_file_system();
  std::vector<ManifestLine> lines;

  void add(const std::string& file, const std::string& words, const std::string& speaker,
           const Bytes& bytes) {
    must(files->make_directories(path("sv")));
    must(files->write_atomic(path("sv/" + file), bytes));
    lines.push_back({fingerprint_of(bytes), speaker, file, words});
    must(files->write_atomic(path("sv/recordings.tsv"), view_of(format_manifest(lines))));
  }
  std::string path(const std::string& name) const { return temporary.path() + "/" + name; }
  Result<Bytes> pack() { return make_pack(*files, temporary.path(), "sv"); }
};

Bytes some(std::size_t size, std::uint8_t first) {
  Bytes bytes(size);
  for (auto& byte : bytes) byte = first++;
  return bytes;
}

}  // namespace

TEST_CASE("a folder's recordings come out of their pack as they went in, with words and speaker") {
  Folder folder;
  folder.add("a.opus", "Tillbaka", "espeak-ng", some(300, 1));
  folder.add("b.opus", "Det är lätt.", std::string(person), some(70'000, 2));
  const auto bytes = must(folder.pack());
  const auto pack = must(parse_pack(bytes));
  CHECK(pack.language == "sv");
  REQUIRE(pack.recordings.size() == 2);
  CHECK(pack.recordings[0].words == "Tillbaka");
  CHECK(pack.recordings[1].speaker == person);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& recording = pack.recordings[i];
    const auto content = must(folder.files->read(folder.path("sv/" + folder.lines[i].file), 1 << 20));
    CHECK(to_bytes(ByteView(bytes).subspan(recording.offset, recording.bytes)) == content);
  }
  CHECK(must(folder.pack()) == bytes);  // so that the same folder is the same asset
}

TEST_CASE("A15: a recording whose words nobody knows for sure is not packed") {
  Folder folder;
  CHECK(folder.pack().error().kind == ErrorKind::not_found);
  folder.add("a.opus", "Tillbaka", "espeak-ng", some(300, 1));
  REQUIRE(folder.pack());
  must(folder.files->write_atomic(folder.path("sv/a.opus"), some(300, 7)));  // replaced since
  CHECK(folder.pack().error().message.find("a.opus") != std::string::npos);
  CHECK(folder.pack().error().kind == ErrorKind::invalid);
  must(folder.files->remove(folder.path("sv/a.opus")));
  CHECK(folder.pack().error().message.find("cannot be read") != std::string::npos);
  must(folder.files->write_atomic(folder.path("sv/recordings.tsv"), view_of("nonsense\n")));
  CHECK(folder.pack().error().message.find("recordings.tsv:1:") != std::string::npos);
}

TEST_CASE("more than a pack may hold is refused before it is sent") {
  Folder folder;
  for (int i = 0; i < 3; ++i)
    folder.add(std::to_string(i) + ".opus", "ord " + std::to_string(i), "person", Bytes(3 << 20, 1));
  CHECK(folder.pack().error().message.find("8 MiB") != std::string::npos);
}

TEST_CASE("a pack that is cut, followed by something or flipped in its head is refused, never misread") {
  Folder folder;
  folder.add("a.opus", "Tillbaka", "espeak-ng", some(40, 1));
  folder.add("b.opus", "Nästa", "person", some(9, 2));
  const auto good = must(folder.pack());
  for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(parse_pack(ByteView(good).first(size)));
  auto longer = good;
  longer.push_back(0);
  CHECK_FALSE(parse_pack(longer));
  const auto head = good.size() - 49;
  for (std::size_t at = 0; at < head; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto flipped = good;
      flipped[at] ^= static_cast<std::uint8_t>(1 << bit);
      const auto pack = parse_pack(flipped);
      if (!pack || pack->recordings.empty()) continue;  // other words perhaps, but always inside of the file
      CHECK(pack->recordings.back().offset + pack->recordings.back().bytes == good.size());
    }
  }
  const auto other = wire::encode(wire::Map{{1, 2}, {2, "sv"}, {3, wire::Array{}}});
  CHECK(parse_pack(other).error().message.find("another format") != std::string::npos);
  CHECK(parse_pack(Bytes(pack_bytes_max + 1)).error().kind == ErrorKind::untrusted);
}

}  // namespace vantrum::voice
