#include "tests/support/medium.h"

#include <algorithm>
#include <thread>

namespace vantrum::testing {
namespace {

constexpr std::size_t sector_bytes = 512;
constexpr std::size_t pending_max = 4096;  // of a file

// A write, or a new size, that may or may not have reached the medium.
struct Change {
  std::size_t offset = 0;
  Bytes bytes;
  std::optional<std::size_t> new_size;
};

void write_into(Bytes& content, std::size_t offset, ByteView bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

class Medium::File {
 public:
  Bytes seen, durable;
  std::vector<Change> pending;
  std::vector<Change> forgotten;  // still seen, never to be durable
  std::string first_path;

  void make_durable() {
    for (const auto& change : pending) keep(change);
    pending.clear();
  }
  // As a kernel writes back what has lain for long without a sync: the older half.
  void write_back() {
    const auto half = pending.begin() + static_cast<std::ptrdiff_t>(pending.size() / 2);
    std::for_each(pending.begin(), half, [&](const Change& change) { keep(change); });
    pending.erase(pending.begin(), half);
  }
  void keep(const Change& change) {
    if (change.new_size)
      durable.resize(*change.new_size);
    else
      write_into(durable, change.offset, change.bytes);
  }
  // What differs lies where something was pending: copying only that keeps a cut cheap in a large file.
  void forget(const std::vector<Change>& gone) {
    seen.resize(durable.size());
    for (const auto& change : gone) {
      std::size_t begin = change.new_size ? std::min(*change.new_size, durable.size()) : change.offset;
      std::size_t end = change.new_size ? durable.size() : change.offset + change.bytes.size();
      end = std::min(end, durable.size());
      if (begin < end)
        std::copy(durable.begin() + std::ptrdiff_t(begin), durable.begin() + std::ptrdiff_t(end),
                  seen.begin() + std::ptrdiff_t(begin));
    }
  }
};

Medium::FilePointer Medium::find(const std::string& path) const {
  auto found = names_.find(path);
  return found == names_.end() ? nullptr : found->second;
}

Answer Medium::create(const std::string& path, FilePointer& made) {
  made = find(path);
  if (made) return off_ ? Answer::off : Answer::ok;
  if (auto answer = begin(true); answer != Answer::ok) return answer;
  made = std::make_shared<File>();
  made->first_path = path;
  pending_names_.push_back({"", path, made});
  apply(names_, pending_names_.back());
  return Answer::ok;
}

Answer Medium::read(const FilePointer& file, std::size_t offset, std::span<std::uint8_t> into,
                    std::size_t& got) {
  got = 0;
  if (auto answer = begin(false, file.get()); answer != Answer::ok) return answer;
  if (offset >= file->seen.size()) return Answer::ok;
  got = std::min(into.size(), file->seen.size() - offset);
  std::copy_n(file->seen.begin() + static_cast<std::ptrdiff_t>(offset), got, into.begin());
  return Answer::ok;
}

Answer Medium::write(const FilePointer& file, std::size_t offset, ByteView bytes) {
  std::size_t end = offset + bytes.size();
  std::size_t grows = end > file->seen.size() ? end - file->seen.size() : 0;
  bool was_off = off_;
  auto answer = begin_growing(grows, file.get());
  if (answer == Answer::full) {
    // As write(2): what still fits is written.
    bytes = bytes.first(bytes.size() - grows + bytes_free());
  } else if (answer != Answer::ok && (answer != Answer::off || was_off)) {
    return answer;
  }
  if (bytes.empty()) return answer;
  // The write during which power goes is pending like the others: some of its sectors may be there.
  if (file->pending.size() >= pending_max) file->write_back();
  file->pending.push_back({offset, to_bytes(bytes), std::nullopt});
  write_into(file->seen, offset, bytes);
  bytes_written_ += bytes.size();
  return answer;
}

Answer Medium::truncate(const FilePointer& file, std::size_t size) {
  if (auto answer = begin(true, file.get()); answer != Answer::ok) return answer;
  file->pending.push_back({0, {}, size});
  file->seen.resize(size);
  return Answer::ok;
}

Answer Medium::sync(const FilePointer& file) {
  if (auto wait = dawdle_ms_.load(); wait > 0) std::this_thread::sleep_for(std::chrono::milliseconds(wait));
  if (auto answer = begin(true, file.get()); answer != Answer::ok) return answer;
  ++syncs_;
  if (std::exchange(forgets_, false)) {
    file->forgotten.insert(file->forgotten.end(), file->pending.begin(), file->pending.end());
    file->pending.clear();
    return Answer::io_error;
  }
  if (ignores_syncs_) return Answer::ok;
  file->make_durable();
  for (std::size_t i = pending_names_.size(); i > 0; --i) {
    if (pending_names_[i - 1].file == file) {
      keep_names(i);
      break;
    }
  }
  return Answer::ok;
}

Answer Medium::rename(const std::string& from, const std::string& to) {
  if (auto answer = begin(true); answer != Answer::ok) return answer;
  auto file = find(from);
  if (!file) return Answer::io_error;
  pending_names_.push_back({from, to, file});
  apply(names_, pending_names_.back());
  return Answer::ok;
}

Answer Medium::remove(const std::string& path) {
  if (auto answer = begin(true); answer != Answer::ok) return answer;
  pending_names_.push_back({path, "", find(path)});
  apply(names_, pending_names_.back());
  return Answer::ok;
}

Answer Medium::sync_names() {
  if (auto answer = begin(true); answer != Answer::ok) return answer;
  ++syncs_;
  if (!ignores_syncs_) keep_names(pending_names_.size());
  return Answer::ok;
}

std::size_t Medium::size_of(const FilePointer& file) const { return file->seen.size(); }

std::vector<std::string> Medium::paths() const {
  std::vector<std::string> all;
  for (const auto& [path, file] : names_) all.push_back(path);
  return all;
}

void Medium::cut_after(std::uint64_t changes) { cut_at_ = changes_ + changes; }

void Medium::cut_now() {
  off_ = true;
  cut_at_.reset();
}

void Medium::power_on() {
  check(off_);
  off_ = false;
  cut_at_.reset();
  fail_at_.reset();
  auto kept = pending_names_.empty() ? 0 : below(static_cast<std::uint32_t>(pending_names_.size()) + 1);
  std::vector<FilePointer> files;
  for (const auto& [path, file] : names_) files.push_back(file);
  for (const auto& [path, file] : durable_names_) files.push_back(file);
  for (const auto& change : pending_names_) {
    if (change.file) files.push_back(change.file);
  }
  keep_names(kept);
  pending_names_.clear();
  names_ = durable_names_;
  for (const auto& file : files) settle(*file);
}

// One cut in four keeps everything, one in four nothing; the others keep sectors by chance, in any order.
void Medium::settle(File& file) {
  auto pending = std::move(file.pending);
  file.pending.clear();
  auto order = pending;
  pending.insert(pending.end(), file.forgotten.begin(), file.forgotten.end());
  file.forgotten.clear();
  if (pending.empty()) return;
  auto mood = below(4);
  if (mood == 0) {
    for (const auto& change : order) file.keep(change);
  } else if (mood > 1) {
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[below(static_cast<std::uint32_t>(i))]);
    }
    for (const auto& change : order) {
      if (below(2) == 0) continue;
      if (change.new_size || below(3) > 0) {
        file.keep(change);
        continue;
      }
      for (std::size_t at = 0; at < change.bytes.size(); at += sector_bytes) {
        if (below(2) == 0) continue;
        auto size = std::min(sector_bytes, change.bytes.size() - at);
        write_into(file.durable, change.offset + at, ByteView(change.bytes).subspan(at, size));
      }
    }
  }
  file.forget(pending);
}

void Medium::fail_calls(std::uint64_t nth, std::uint64_t calls) {
  fail_at_ = calls_ + nth;
  fail_until_ = *fail_at_ + calls;
}

std::uint64_t Medium::bytes_used() const {
  std::uint64_t sum = 0;
  for (const auto& [path, file] : names_) sum += file->seen.size();
  return sum;
}

Bytes Medium::content(const std::string& path) const {
  auto file = find(path);
  return file ? file->seen : Bytes();
}

void Medium::flip_bit(const std::string& path, std::size_t bit) {
  auto file = find(path);
  check(file && bit / 8 < file->durable.size() && file->pending.empty());
  file->durable[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  file->seen = file->durable;
}

void Medium::put(const std::string& path, ByteView bytes) {
  auto file = std::make_shared<File>();
  file->seen = file->durable = to_bytes(bytes);
  file->first_path = path;
  names_[path] = durable_names_[path] = file;
}

Answer Medium::begin(bool changes, const File* file) {
  if (off_) return Answer::off;
  ++calls_;
  if (fail_at_ && calls_ >= *fail_at_ && calls_ < fail_until_) return Answer::io_error;
  if (failing_path_ && file && file->first_path.starts_with(*failing_path_)) return Answer::io_error;
  if (!changes) return Answer::ok;
  if (cut_at_ && changes_ >= *cut_at_) {
    off_ = true;
    return Answer::off;
  }
  ++changes_;
  return Answer::ok;
}

std::uint64_t Medium::bytes_free() const {
  return bytes_max_ ? *bytes_max_ - std::min(*bytes_max_, bytes_used()) : UINT64_MAX;
}

Answer Medium::begin_growing(std::size_t bytes, const File* file) {
  auto answer = begin(true, file);
  if (answer == Answer::ok && bytes > 0 && bytes_max_ && bytes_used() + bytes > *bytes_max_) {
    return Answer::full;
  }
  return answer;
}

void Medium::apply(Names& names, const NameChange& change) {
  if (!change.from.empty()) names.erase(change.from);
  if (!change.to.empty()) names[change.to] = change.file;
}

void Medium::keep_names(std::size_t first) {
  for (std::size_t i = 0; i < first; ++i) apply(durable_names_, pending_names_[i]);
  pending_names_.erase(pending_names_.begin(), pending_names_.begin() + static_cast<std::ptrdiff_t>(first));
}

}  // namespace vantrum::testing
