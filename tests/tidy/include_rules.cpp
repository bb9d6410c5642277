#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include "tests/tidy/rules.h"

namespace vantrum::tidy {
namespace {

// Folder → what it may include besides itself. A main.cpp may include its whole half of the house.
const std::map<std::string, std::vector<std::string>> directions = {
    {"shared/base", {}},
    {"shared/survey", {"shared/base"}},
    {"shared/crypto", {"shared/base"}},
    {"shared/store", {"shared/base"}},
    {"shared/wire", {"shared/base", "shared/crypto", "shared/survey"}},
    {"shared/voice", {"shared/base", "shared/wire"}},
    {"kiosk/typing", {"shared/base", "shared/survey"}},
    {"kiosk/app", {"kiosk/typing", "shared/base", "shared/survey"}},
    {"kiosk/store", {"shared/base", "shared/crypto", "shared/survey", "shared/wire", "shared/store"}},
    {"kiosk/effects",
     {"kiosk/app", "kiosk/store", "shared/base", "shared/crypto", "shared/survey", "shared/voice",
      "shared/wire"}},
    {"kiosk/text", {"shared/base"}},
    {"kiosk/render", {"shared/base"}},
    {"kiosk/audio", {"kiosk/app", "shared/base", "shared/voice"}},
    {"kiosk/voices", {"kiosk/app", "kiosk/audio", "shared/base", "shared/survey", "shared/voice"}},
    {"kiosk/screens", {"kiosk/app", "kiosk/text", "kiosk/render", "shared/base"}},
    {"kiosk/platform", {"kiosk/app", "kiosk/text", "kiosk/render", "kiosk/screens", "shared/base"}},
    {"kiosk/program", {"kiosk/", "shared/base", "shared/survey"}},
    {"kiosk", {"kiosk/", "shared/"}},
    {"sync/carrier", {"shared/base"}},
    {"sync/store", {"shared/base", "shared/crypto", "shared/survey", "shared/wire", "shared/store"}},
    {"sync/results", {"shared/base", "shared/survey"}},
    {"sync/exports", {"shared/base", "shared/survey", "sync/results"}},
    {"sync/year",
     {"shared/base", "shared/crypto", "shared/store", "shared/survey", "sync/results", "sync/exports"}},
    {"sync/accounts", {"shared/base", "shared/crypto", "shared/store"}},
    {"sync/collector", {"shared/", "sync/store", "sync/results", "sync/exports", "sync/year", "sync/accounts"}},
    {"sync/dashboard",
     {"shared/", "sync/store", "sync/results", "sync/exports", "sync/year", "sync/accounts", "sync/collector"}},
};

struct Door {
  std::string library;
  std::regex header;
  std::vector<std::string> may;  // beginnings of paths; tests/ may knock at every door
};

const std::vector<Door>& doors() {
  static const std::vector<Door> all = {
      {"Dear ImGui",
       std::regex("^imgui|^imstb"),
       {"kiosk/screens/", "kiosk/text/draw_text", "kiosk/render/", "kiosk/platform/"}},
      {"SDL", std::regex("^SDL"), {"kiosk/platform/", "kiosk/audio/sdl_sink"}},
      {"OpenGL ES", std::regex("^(GLES|EGL|KHR|GL)/"), {"kiosk/render/gles2", "kiosk/platform/"}},
      {"FreeType", std::regex("^(ft2build|freetype)"), {"kiosk/text/"}},
      {"HarfBuzz", std::regex("^hb"), {"kiosk/text/"}},
      {"FriBidi", std::regex("^fribidi"), {"kiosk/text/"}},
      {"ICU", std::regex("^unicode/"), {"kiosk/text/", "kiosk/typing/graphemes"}},
      {"opusfile", std::regex("^opus"), {"kiosk/audio/opus"}},
      {"libpng", std::regex("^png"), {"kiosk/render/png"}},
      {"SQLite", std::regex("^(sqlite3|SQLiteCpp)"), {"shared/store/database"}},
      {"libsodium", std::regex("^sodium"), {"shared/crypto/"}},
      {"libcbor", std::regex("^cbor"), {"shared/wire/codec"}},
      {"curl", std::regex("^curl/"), {"sync/carrier/curl_transport"}},
      {"Boost", std::regex("^boost/"), {"sync/collector/net", "sync/collector/tls"}},
      {"OpenSSL",
       std::regex("^openssl/"),
       {"sync/collector/net", "sync/collector/tls", "sync/collector/certificates"}},
      {"liboath", std::regex("^liboath/"), {"sync/accounts/totp"}},
      {"libqrencode", std::regex("^qrencode"), {"sync/dashboard/qr"}},
      {"toml++", std::regex("^toml"), {"shared/base/toml"}},
      {"nlohmann/json",
       std::regex("^nlohmann/"),
       {"sync/", "kiosk/program/control", "kiosk/effects/carrier_state"}},
      {"libxlsxwriter", std::regex("^xlsxwriter"), {"sync/exports/xlsx"}},
      {"ReadStat", std::regex("^readstat"), {"sync/exports/sav"}},
      {"libzip", std::regex("^zip\\.h"), {"sync/exports/archive"}},
      {"mustache", std::regex("^kainjow/"), {"sync/exports/report", "sync/dashboard/templates"}},
      {"doctest", std::regex("^doctest"), {}},
  };
  return all;
}

bool begins_with_any(std::string_view text, const std::vector<std::string>& beginnings) {
  return std::ranges::any_of(beginnings, [&](const auto& beginning) { return text.starts_with(beginning); });
}

std::string joined(const std::vector<std::string>& words) {
  return words.empty() ? "nothing" : fmt::format("{}", fmt::join(words, ", "));
}

bool is_main(std::string_view path) { return path.ends_with("/main.cpp"); }
bool is_test(std::string_view path) { return path.starts_with("tests/"); }
std::string half_of(std::string_view path) { return std::string(path.substr(0, path.find('/'))); }

}  // namespace

Findings check_directions(const SourceTree& tree) {
  Findings findings;
  for (const auto& [path, lines] : tree) {
    if (!is_cpp(path) || is_test(path)) continue;
    const auto folder = folder_of(path);
    const auto allowed = directions.find(folder);
    if (allowed == directions.end()) {
      complain(findings, path, 0, folder + " is a new folder",
               "say in tests/tidy/include_rules.cpp and docs/architecture.md what it may include");
      continue;
    }
    for (const auto& include : includes_of(lines)) {
      if (!include.is_ours || folder_of(include.name) == folder) continue;
      const auto target = folder_of(include.name);
      const bool may_all = is_main(path) && (half_of(target) == half_of(path) || half_of(target) == "shared");
      const bool may = std::ranges::any_of(allowed->second, [&](const std::string& other) {
        return other.ends_with('/') ? target.starts_with(other) : target == other;
      });
      if (may || may_all) continue;
      complain(findings, path, include.line_index,
               fmt::format("{} may not include \"{}\"", folder, include.name),
               fmt::format("write it from the root, and take only from {}", joined(allowed->second)));
    }
  }
  return findings;
}

Findings check_wiring(const SourceTree& tree) {
  static const std::regex concrete(
      R"(\b(real_file_system\s*\(|SystemClock\b|SystemEntropy\b|CurlTransport\b))");
  Findings findings;
  for (const auto& [path, lines] : tree) {
    if (!is_cpp(path) || is_test(path) || is_main(path) || path.starts_with("shared/base/") ||
        path.starts_with("sync/carrier/curl_transport")) {
      continue;
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto code = code_of(lines[i]);
      std::smatch match;
      if (!std::regex_search(code, match, concrete)) continue;
      complain(findings, path, i, fmt::format("names {}, which only a main.cpp may", match[1].str()),
               "take a FileSystem&, a Clock&, an Entropy& or a Transport& instead");
    }
  }
  return findings;
}

Findings check_doors(const SourceTree& tree) {
  Findings findings;
  for (const auto& [path, lines] : tree) {
    if (!is_cpp(path) || is_test(path)) continue;
    for (const auto& include : includes_of(lines)) {
      for (const auto& door : doors()) {
        if (include.is_ours || !std::regex_search(include.name, door.header)) continue;
        if (begins_with_any(path, door.may)) continue;
        complain(findings, path, include.line_index, fmt::format("{} has another door", door.library),
                 fmt::format("go through {}", joined(door.may)));
      }
    }
  }
  return findings;
}

Findings check_purity(const SourceTree& tree) {
  static const std::set<std::string> impure = {
      "thread", "random", "fstream",    "iostream", "cstdio",  "ctime",  "mutex",
      "future", "atomic", "filesystem", "unistd.h", "fcntl.h", "time.h", "condition_variable"};
  static const std::set<std::string> impure_of_ours = {"shared/base/file_system.h", "shared/base/entropy.h",
                                                       "shared/base/log.h"};
  static const std::regex impure_call(R"(_clock::now|\b(rand|srand|time|getenv|fopen|printf)\s*\()");
  Findings findings;
  for (const auto& [path, lines] : tree) {
    if (!is_cpp(path) || !path.starts_with("kiosk/app/")) continue;
    constexpr std::string_view instead = "return an effect, and let the effect runner do it";
    for (const auto& include : includes_of(lines)) {
      if (!(include.is_ours ? impure_of_ours : impure).contains(include.name)) continue;
      complain(findings, path, include.line_index, "kiosk/app is pure and knows no " + include.name, instead);
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (std::regex_search(code_of(lines[i]), impure_call)) {
        complain(findings, path, i, "kiosk/app is pure: no clock, chance, files or environment", instead);
      }
    }
  }
  return findings;
}

Findings check_no_sockets(const SourceTree& tree) {
  static const std::regex network(R"(^(sys/socket|netinet/|arpa/|netdb|sys/un)\b)");
  Findings findings;
  for (const auto& [path, lines] : tree) {
    if (!is_cpp(path) || !(path.starts_with("kiosk/") || path.starts_with("shared/"))) continue;
    if (path.starts_with("kiosk/program/watchdog")) continue;  // a local one, to the service manager
    for (const auto& include : includes_of(lines)) {
      if (!std::regex_search(include.name, network)) continue;
      complain(findings, path, include.line_index, "the kiosk opens no socket",
               "put a document into the outbox; the carrier does the rest");
    }
  }
  return findings;
}

Findings check_nothing_unused(const SourceTree& tree) {
  static const std::regex source(R"([\w./-]+\.cpp\b)");
  std::set<std::string> built, included;
  for (const auto& [path, lines] : tree) {
    if (is_cpp(path)) {
      for (const auto& include : includes_of(lines)) included.insert(include.name);
    }
    if (!path.ends_with("CMakeLists.txt")) continue;
    for (const auto& line : lines) {
      for (std::sregex_iterator it(line.begin(), line.end(), source), end; it != end; ++it) {
        built.insert((std::filesystem::path(folder_of(path)) / it->str()).lexically_normal().string());
      }
    }
  }
  Findings findings;
  for (const auto& [path, lines] : tree) {
    if (path.ends_with(".cpp") && !built.contains(path)) {
      complain(findings, path, 0, "no CMakeLists.txt builds it", "name it in its folder's, or remove it");
    }
    if (path.ends_with(".h") && !included.contains(path)) {
      complain(findings, path, 0, "nobody includes it", "use it or remove it");
    }
  }
  return findings;
}

}  // namespace vantrum::tidy
