// The square that an authenticator app reads, as the path of an SVG. The only includer of libqrencode.
#pragma once

#include <string>

#include "shared/base/result.h"

namespace vantrum::dashboard {

struct Square {
  int side = 0;      // in modules, with the quiet border of four
  std::string path;  // one unit a module
};
Result<Square> square_of(const std::string& text);

}  // namespace vantrum::dashboard
