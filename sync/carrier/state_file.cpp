#include "sync/carrier/state_file.h"

#include <nlohmann/json.hpp>

namespace vantrum::carrier {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t state_bytes_max = 16 * 1024;

std::optional<std::string> last_contact_in(ByteView file);

}  // namespace

StateFile::StateFile(FileSystem& files, std::string path) : files_(files), path_(std::move(path)) {
  auto earlier = files_.read(path_, state_bytes_max);
  if (earlier) last_contact_hour_ = last_contact_in(*earlier);
}

Result<void> StateFile::update(const PassReport& report, WallTime now) {
  waiting_ = report.waiting;
  delivered_ = report.delivered;
  if (report.answered > 0) last_contact_hour_ = to_text(std::chrono::floor<std::chrono::hours>(now));
  // A pass that had nothing due has no problem of its own: that of the way stands until something gets
  // through, and that of a document as long as this document waits.
  if (report.problem != Problem::none) {
    problem_ = report.problem;
    document_ = report.document;
  } else if (report.answered > 0 || report.waiting == 0 || !document_.empty()) {
    problem_ = report.standing;
    document_ = report.standing_document;
  }
  std::string content = to_json();
  if (content == written_) return {};
  TRY(files_.write_atomic(path_, view_of(content)));
  written_ = std::move(content);
  return {};
}

std::string StateFile::to_json() const {
  Json json;
  json["format"] = 1;
  json["last_contact_hour"] = last_contact_hour_ ? Json(*last_contact_hour_) : Json(nullptr);
  json["waiting"] = waiting_;
  json["delivered"] = delivered_;
  json["problem"] = nullptr;
  if (problem_ != Problem::none) {
    const auto words = words_of(problem_);
    json["problem"] = Json{{"code", words.code}, {"words", words.words}, {"what_to_do", words.what_to_do}};
    if (!document_.empty()) json["problem"]["document"] = document_;
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

namespace {

std::optional<std::string> last_contact_in(ByteView file) {
  const auto json = Json::parse(text_of(file), nullptr, false);
  if (!json.is_object()) return std::nullopt;
  auto found = json.find("last_contact_hour");
  if (found == json.end() || !found->is_string()) return std::nullopt;
  auto text = found->get<std::string>();
  if (text.size() != std::string_view("2026-11-02T08:00:00Z").size()) return std::nullopt;
  return text;
}

}  // namespace
}  // namespace vantrum::carrier
