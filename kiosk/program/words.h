// The interface's words from their folder.
#pragma once

#include "kiosk/app/survey.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

// Every <language>.toml of the folder. Refused whole when one of them is faulty.
Result<Texts> load_texts(FileSystem& files, const std::string& folder);

}  // namespace vantrum::kiosk
