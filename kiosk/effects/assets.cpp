#include "kiosk/effects/assets.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

constexpr std::string_view question_prefix = "want-";
constexpr std::size_t short_name_bytes = 8;
constexpr std::chrono::hours wait_max{24};
constexpr std::size_t hex_size = 2 * crypto::Hash::size;

std::string question_name(const wire::AssetRequest& question) {
  return fmt::format("{}{}-{:04}.cose", question_prefix,
                     to_hex(question.asset.view().first(short_name_bytes)), question.piece);
}

// "<SHA-256>" and "<SHA-256>-<piece>"; nullopt for other names.
struct FileName {
  crypto::Hash sha256;
  std::optional<std::uint32_t> piece;
};
std::optional<FileName> parse_name(const std::string& name) {
  const auto bytes = parse_hex(name.substr(0, hex_size));
  const auto sha256 = bytes ? crypto::Hash::from(*bytes) : Result<crypto::Hash>(bytes.error());
  if (!sha256) return std::nullopt;
  if (name.size() == hex_size) return FileName{*sha256, std::nullopt};
  std::uint32_t piece = 0;
  const char* last = name.data() + name.size();
  const auto [rest, problem] = std::from_chars(name.data() + hex_size + 1, last, piece);
  if (name[hex_size] != '-' || problem != std::errc() || rest != last) return std::nullopt;
  return FileName{*sha256, piece};
}

std::set<std::uint32_t> all_pieces(const wire::AssetName& asset) {
  std::set<std::uint32_t> pieces;
  for (std::uint32_t piece = 0; piece < wire::pieces_of(asset); ++piece) pieces.insert(pieces.end(), piece);
  return pieces;
}

}  // namespace

Assets::Assets(FileSystem& files, const std::string& data)
    : files_(&files), folder_(data + "/" + assets_name), outbox_(data + "/outbox") {}

void Assets::want(std::vector<wire::AssetName> named) {
  std::vector<Wanted> wanted;
  for (auto& name : named) {
    const auto is_it = [&](const Wanted& other) { return other.name.sha256 == name.sha256; };
    if (std::ranges::any_of(wanted, is_it)) continue;  // two rounds may name the same
    const auto* known = find(name.sha256);
    if (known && known->name == name) {
      wanted.push_back(*known);
      continue;
    }
    auto lacking = all_pieces(name);
    wanted.push_back({std::move(name), std::move(lacking), false, false, MonotonicTime(0)});
  }
  wanted_ = std::move(wanted);
  look_around();
}

void Assets::look_around() {
  if (!wanted_.empty()) {
    if (auto made = files_->make_directories(folder_); !made) log_warning("{}", made.error().message);
    if (auto swept = files_->sweep(folder_); !swept) log_warning("{}", swept.error().message);
  }
  const auto here = files_->list(folder_);
  for (const auto& name : here ? *here : std::vector<std::string>()) look_at_file(name);
  asked_.clear();
  const auto out = files_->list(outbox_);
  for (const auto& name : out ? *out : std::vector<std::string>()) {
    if (name.starts_with(question_prefix)) asked_.insert(name);
  }
}

// What no round names, what is not ours, and pieces of what is here whole are removed.
void Assets::look_at_file(const std::string& name) {
  const auto file = parse_name(name);
  auto* wanted = file ? find(file->sha256) : nullptr;
  if (wanted && !file->piece) {
    wanted->is_here = true;
    wanted->lacking.clear();
  } else if (wanted && !wanted->is_here && *file->piece < wire::pieces_of(wanted->name)) {
    wanted->lacking.erase(*file->piece);
  } else {
    remove(folder_ + "/" + name);
  }
}

Result<bool> Assets::take(const wire::AssetPiece& piece) {
  auto* wanted = find(piece.asset);
  if (!wanted || !wanted->lacking.contains(piece.piece)) return false;  // a late twin, or of another round
  if (piece.bytes.size() != wire::bytes_of_piece(wanted->name, piece.piece))
    return Error::untrusted("a piece of a recording has another size than the round says");
  TRY(files_->write_atomic(path_of(*wanted, piece.piece), piece.bytes));
  wanted->lacking.erase(piece.piece);
  const auto question = question_name({piece.asset, piece.piece});
  if (asked_.erase(question) > 0) remove(outbox_ + "/" + question);
  return true;
}

void Assets::finish(Wanted& wanted, MonotonicTime now) {
  const auto done = put_together(wanted);
  if (done) {
    wanted.is_here = wanted.is_checked = true;
    for (const auto piece : all_pieces(wanted.name)) remove(path_of(wanted, piece));
    log_info("recordings in {} are here", wanted.name.language);
    return;
  }
  log_error("recordings in {}: {}", wanted.name.language, done.error().message);
  wanted.not_before = now + wanted.wait;
  wanted.wait = std::min(2 * wanted.wait, wait_max);
  // Without room the pieces are as good as they were; else who knows which of them is wrong.
  if (done.error().fault != StorageFault::full) start_over(wanted);
}

Result<void> Assets::put_together(const Wanted& wanted) const {
  Bytes whole;
  whole.reserve(wanted.name.bytes);
  for (const auto piece : all_pieces(wanted.name)) {
    const auto bytes = TRY(files_->read(path_of(wanted, piece), wire::asset_piece_bytes));
    whole.insert(whole.end(), bytes.begin(), bytes.end());
  }
  if (crypto::hash_of(whole) != wanted.name.sha256)
    return Error::untrusted("what came is not what the round names");
  return files_->write_atomic(path_of(wanted), whole);
}

// What lay here at the start may have rotted since it was checked.
void Assets::check(Wanted& wanted) {
  const auto whole = files_->read(path_of(wanted), wanted.name.bytes);
  wanted.is_checked = whole && crypto::hash_of(*whole) == wanted.name.sha256;
  if (wanted.is_checked) return;
  log_error("recordings in {} are damaged; they are fetched again", wanted.name.language);
  start_over(wanted);
}

void Assets::start_over(Wanted& wanted) {
  if (wanted.is_here) remove(path_of(wanted));
  for (const auto piece : all_pieces(wanted.name)) {
    if (!wanted.is_here && !wanted.lacking.contains(piece)) remove(path_of(wanted, piece));
  }
  wanted.is_here = wanted.is_checked = false;
  wanted.lacking = all_pieces(wanted.name);
}

void Assets::tend(std::uint64_t bytes_free, MonotonicTime now, std::size_t asked_max, const Sign& sign) {
  std::vector<wire::AssetRequest> questions;
  bool has_read = false;
  for (auto& wanted : wanted_) {
    if (!has_read && is_to_check(wanted)) {
      has_read = true;
      check(wanted);
    }
    if (!has_read && is_to_finish(wanted, now)) {
      has_read = true;
      finish(wanted, now);
    }
    if (wanted.is_here) continue;
    // What is still to come, and once more all of it when it is put together.
    const auto room = wanted.lacking.size() * wire::asset_piece_bytes + wanted.name.bytes;
    if (now < wanted.not_before || bytes_free < room) continue;
    bytes_free -= room;
    for (const auto piece : wanted.lacking) questions.push_back({wanted.name.sha256, piece});
  }
  ask(questions, asked_max, sign);
}

// In the outbox lie only questions that may be asked now, and no more than that are added; those that a stick
// was given stay, although they are more.
void Assets::ask(const std::vector<wire::AssetRequest>& questions, std::size_t asked_max, const Sign& sign) {
  std::set<std::string> names;
  for (const auto& question : questions) names.insert(question_name(question));
  for (auto it = asked_.begin(); it != asked_.end();) {
    if (!names.contains(*it)) remove(outbox_ + "/" + *it);
    it = names.contains(*it) ? std::next(it) : asked_.erase(it);
  }
  for (const auto& question : questions) {
    if (asked_.size() >= asked_max) return;
    const auto name = question_name(question);
    if (asked_.contains(name)) continue;
    const auto put = files_->write_atomic(outbox_ + "/" + name, sign(question));
    if (!put) return log_warning("{}", put.error().message);
    asked_.insert(name);
  }
}

void Assets::make_way() {
  for (auto& wanted : wanted_) start_over(wanted);
  ask({}, 0, {});
}

std::size_t Assets::missing() const {
  return static_cast<std::size_t>(std::ranges::count(wanted_, false, &Wanted::is_here));
}

bool Assets::is_complete() const {
  return std::ranges::all_of(wanted_, &Wanted::is_checked) && asked_.empty();
}

bool Assets::has_more(MonotonicTime now) const {
  return std::ranges::any_of(wanted_,
                             [&](const Wanted& one) { return is_to_check(one) || is_to_finish(one, now); });
}

std::vector<Assets::Whole> Assets::whole() const {
  std::vector<Whole> files;
  for (const auto& wanted : wanted_) {
    if (wanted.is_checked) files.push_back({path_of(wanted), wanted.name.bytes});
  }
  return files;
}

Assets::Wanted* Assets::find(const crypto::Hash& sha256) {
  const auto it = std::ranges::find(wanted_, sha256, [](const Wanted& one) { return one.name.sha256; });
  return it == wanted_.end() ? nullptr : &*it;
}

std::string Assets::path_of(const Wanted& wanted) const {
  return folder_ + "/" + to_hex(wanted.name.sha256.view());
}

std::string Assets::path_of(const Wanted& wanted, std::uint32_t piece) const {
  return fmt::format("{}-{:04}", path_of(wanted), piece);
}

// What cannot be removed now is removed after the next start.
void Assets::remove(const std::string& path) {
  if (auto removed = files_->remove(path); !removed) log_warning("{}", removed.error().message);
}

}  // namespace vantrum::kiosk
