#include "sync/dashboard/deed.h"

#include <fmt/format.h>

#include "sync/dashboard/form_token.h"

namespace vantrum::dashboard {
namespace {

constexpr std::size_t detail_bytes_max = 200;

std::string word_of(const std::string& field) {
  constexpr std::pair<const char*, const char*> fields[] = {{"account", "konto"},
                                                            {"accept", "utrett"},
                                                            {"cause", "orsak"},
                                                            {"allow_unreviewed", "även ogranskade språk"},
                                                            {"centre", "familjecentral"},
                                                            {"device", "kiosk"},
                                                            {"file", "fil"},
                                                            {"label", "namn"},
                                                            {"name", "namn"},
                                                            {"order", "order"},
                                                            {"part", "del"},
                                                            {"quota", "kvot"},
                                                            {"round", "omgång"},
                                                            {"reader", "läsare"},
                                                            {"receiver", "mottagare"},
                                                            {"review", "visa svaren igen"},
                                                            {"source", "frågor från omgång"},
                                                            {"stop_at_quota", "sluta vid kvoten"},
                                                            {"sure", "bekräftat"},
                                                            {"words", "ord"},
                                                            {"year", "år"}};
  for (const auto& [known, word] : fields) {
    if (field == known) return word;
  }
  if (field.starts_with("quota-")) return "kvot för familjecentral " + field.substr(6);
  return field;
}

// What a deed was done to: the path's values and the form's fields, but no secret.
std::string details_of(const Call& call) {
  std::string details;
  auto add = [&](const std::string& name, const std::string& value) {
    if (value.empty()) return;
    details +=
        fmt::format("{}{}: {}", details.empty() ? "" : " · ", word_of(name),
                    value == "on" || value == "yes" ? "ja" : accounts::shortened(value, detail_bytes_max));
  };
  for (const auto& [name, value] : call.values) add(name, value);
  for (const auto& [name, value] : call.form.fields()) {
    if (name != token_field && name != "password" && name != "again" && name != "code") add(name, value);
  }
  return details;
}

}  // namespace

Result<void> note_deed(Call& call, const char* action) {
  TRY(call.house.staff.log.add(call.account().name, action, details_of(call)));
  call.deed = action;
  return {};
}

Result<void> note_failure(const Call& call) {
  if (!call.deed) return {};
  return call.house.staff.log.add(call.account().name, "det gick inte", call.deed);
}

}  // namespace vantrum::dashboard
