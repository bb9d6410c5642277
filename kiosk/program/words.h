// What the screens say and write with, from its folders.
#pragma once

#include <memory>

#include "kiosk/app/survey.h"
#include "kiosk/typing/keyboard.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

struct Words {
  Texts texts;
  std::shared_ptr<const Keyboards> keyboards;  // none: nothing can be written
};

// Every <language>.toml of assets/texts and every keyboard of assets/keyboards. Refused whole when one of
// them is faulty.
Result<Words> load_words(FileSystem& files, const std::string& assets);

}  // namespace vantrum::kiosk
