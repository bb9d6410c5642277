#include "kiosk/program/words.h"

namespace vantrum::kiosk {
namespace {

constexpr std::size_t text_file_bytes_max = 256 * 1024;

}  // namespace

Result<Texts> load_texts(FileSystem& files, const std::string& folder) {
  std::map<std::string, std::string> contents;
  for (const auto& name : TRY(files.list(folder))) {
    if (!name.ends_with(".toml")) continue;
    auto bytes = TRY(files.read(folder + "/" + name, text_file_bytes_max));
    contents[name.substr(0, name.size() - 5)] = std::string(text_of(bytes));
  }
  return Texts::parse(contents);
}

}  // namespace vantrum::kiosk
