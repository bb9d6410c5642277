#include "shared/voice/pack.h"

#include <fmt/format.h>

#include "shared/wire/codec.h"

namespace vantrum::voice {
namespace {

constexpr std::uint32_t format = 1;
constexpr std::size_t language_bytes_max = 16, words_bytes_max = 4 * 1024, speaker_bytes_max = 64;

Error too_long() {
  return Error::invalid(
      fmt::format("the recordings are longer than {} MiB together; record them with fewer "
                  "bits a second (16 to 24 kbit/s is enough for speech)",
                  pack_bytes_max / 1024 / 1024));
}

Result<PackedRecording> parse_recording(const wire::Value& value) {
  const auto refused = Error::untrusted("recordings: expected words, speaker and size");
  const auto* parts = std::get_if<wire::Array>(&value.data);
  if (!parts || parts->size() != 3) return refused;
  const auto* words = std::get_if<std::string>(&(*parts)[0].data);
  const auto* speaker = std::get_if<std::string>(&(*parts)[1].data);
  const auto* bytes = std::get_if<std::uint64_t>(&(*parts)[2].data);
  if (!words || words->empty() || words->size() > words_bytes_max || !speaker ||
      speaker->size() > speaker_bytes_max || !bytes || *bytes < 1 || *bytes > recording_bytes_max)
    return refused;
  return PackedRecording{*words, *speaker, 0, static_cast<std::uint32_t>(*bytes)};
}

Result<Bytes> read_recording(FileSystem& files, const std::string& folder, const ManifestLine& line) {
  const auto path = folder + "/" + line.file;
  auto bytes = files.read(path, recording_bytes_max);
  const bool is_known = bytes && fingerprint_of(*bytes) == line.fingerprint;
  if (is_known && !bytes->empty()) return bytes;
  if (!bytes && bytes.error().kind == ErrorKind::storage) return bytes;
  return Error::invalid(
      fmt::format("{} {} Run vantrum-voices on the folder first: it says what is missing or stale.", path,
                  bytes ? "is another file than recordings.tsv knows, so nobody knows its words."
                        : "is named in recordings.tsv and cannot be read."));
}

}  // namespace

Result<Bytes> make_pack(FileSystem& files, const std::string& folder, const std::string& language) {
  const auto base = folder + "/" + language, list = base + "/" + std::string(manifest_name);
  const auto lines = TRY(parse_manifest(list, text_of(TRY(files.read(list, manifest_bytes_max)))));
  if (lines.empty()) return Error::invalid(list + ": names no recording");
  if (lines.size() > pack_recordings_max)
    return Error::invalid(fmt::format("{}: more than {} recordings", list, pack_recordings_max));
  wire::Array recordings;
  Bytes behind;
  for (const auto& line : lines) {
    if (line.words.size() > words_bytes_max || line.speaker.size() > speaker_bytes_max)
      return Error::invalid(fmt::format("{}: the words or the speaker of {} are too long", list, line.file));
    const auto bytes = TRY(read_recording(files, base, line));
    recordings.push_back(wire::Array{line.words, line.speaker, static_cast<std::uint32_t>(bytes.size())});
    if (behind.size() + bytes.size() > pack_bytes_max) return too_long().while_doing(base);
    behind.insert(behind.end(), bytes.begin(), bytes.end());
  }
  auto pack = wire::encode(wire::Map{{1, format}, {2, language}, {3, std::move(recordings)}});
  if (pack.size() > pack_head_bytes_max || pack.size() + behind.size() > pack_bytes_max)
    return too_long().while_doing(base);
  pack.insert(pack.end(), behind.begin(), behind.end());
  return pack;
}

Result<PackHead> parse_pack(ByteView bytes) {
  return parse_pack_head(bytes.first(std::min(bytes.size(), pack_head_bytes_max)), bytes.size());
}

Result<Pack> open_pack(FileSystem& files, const std::string& path, std::uint64_t size) {
  const auto first = TRY(files.read_part(path, 0, std::min<std::uint64_t>(size, pack_head_bytes_max)));
  auto head = parse_pack_head(first, size);
  if (!head) return head.error().while_doing(path);
  return Pack{path, std::move(*head)};
}

Result<PackHead> parse_pack_head(ByteView first, std::uint64_t size) {
  if (size > pack_bytes_max) return Error::untrusted("recordings: longer than allowed");
  const auto head = TRY(wire::decode_prefix(first, {.bytes_max = pack_head_bytes_max}));
  auto r = TRY(wire::Reader::of(head.value, "recordings"));
  if (TRY(r.take_uint(1, "format", UINT32_MAX)) != format)
    return Error::untrusted("recordings: of another format than this program reads");
  PackHead pack;
  pack.language = TRY(r.take_text(2, "language", language_bytes_max));
  std::uint64_t offset = head.size_bytes;
  for (const auto& value : TRY(r.take_array(3, "recordings", pack_recordings_max))) {
    auto recording = TRY(parse_recording(value));
    recording.offset = static_cast<std::uint32_t>(offset);
    offset += recording.bytes;
    if (offset > size) break;
    pack.recordings.push_back(std::move(recording));
  }
  TRY(r.finish());
  if (offset != size) return Error::untrusted("recordings: the sizes do not add up to the whole");
  return pack;
}

}  // namespace vantrum::voice
