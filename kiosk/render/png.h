// A picture as a PNG file's bytes. The same picture gives the same bytes with the same libpng and zlib.
#pragma once

#include "kiosk/render/renderer.h"
#include "shared/base/bytes.h"

namespace vantrum::kiosk {

Result<Bytes> encode_png(const Image& image);

}  // namespace vantrum::kiosk
