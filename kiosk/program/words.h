// What the screens say and write with, from its folders.
#pragma once

#include <memory>

#include "kiosk/app/survey.h"
#include "kiosk/typing/keyboard.h"
#include "shared/base/file_system.h"
#include "shared/survey/reflection.h"

namespace vantrum::kiosk {

struct Words {
  Texts texts;
  std::shared_ptr<const Keyboards> keyboards;                           // none: nothing can be written
  std::shared_ptr<const survey::ReflectionInstrument> reflection = {};  // none: not offered
};

// Every <language>.toml of assets/texts and every keyboard of assets/keyboards. Refused whole when one of
// them is faulty.
Result<Words> load_words(FileSystem& files, const std::string& assets);

// The statements of the staff's self-reflection; none where there is no such file, or a faulty one, which is
// logged.
std::shared_ptr<const survey::ReflectionInstrument> load_reflection(FileSystem& files,
                                                                    const std::string& path);

}  // namespace vantrum::kiosk
