#include "kiosk/program/words.h"

namespace vantrum::kiosk {
namespace {

constexpr std::size_t text_file_bytes_max = 256 * 1024;

// Name without its ending → content.
Result<std::map<std::string, std::string>> load_folder(FileSystem& files, const std::string& folder) {
  std::map<std::string, std::string> contents;
  for (const auto& name : TRY(files.list(folder))) {
    if (!name.ends_with(".toml")) continue;
    auto bytes = TRY(files.read(folder + "/" + name, text_file_bytes_max));
    contents[name.substr(0, name.size() - 5)] = std::string(text_of(bytes));
  }
  return contents;
}

}  // namespace

Result<Words> load_words(FileSystem& files, const std::string& assets) {
  auto texts = TRY(Texts::parse(TRY(load_folder(files, assets + "/texts"))));
  auto keyboards = TRY(Keyboards::parse(TRY(load_folder(files, assets + "/keyboards"))));
  return Words{std::move(texts), std::make_shared<const Keyboards>(std::move(keyboards))};
}

}  // namespace vantrum::kiosk
