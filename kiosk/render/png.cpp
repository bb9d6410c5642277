#include "kiosk/render/png.h"

#include <png.h>

namespace vantrum::kiosk {

// libpng's simplified interface: it reports errors as values, the full one jumps out of frames.
Result<Bytes> encode_png(const Image& image) {
  check(image.rgba.size() ==
        static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 4);
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(image.width);
  header.height = static_cast<png_uint_32>(image.height);
  header.format = PNG_FORMAT_RGBA;

  const auto failed = [&] { return Error::storage("encoding a PNG: " + std::string(header.message)); };
  png_alloc_size_t length = 0;
  if (!png_image_write_to_memory(&header, nullptr, &length, 0, image.rgba.data(), 0, nullptr))
    return failed();
  Bytes bytes(length);
  if (!png_image_write_to_memory(&header, bytes.data(), &length, 0, image.rgba.data(), 0, nullptr))
    return failed();
  bytes.resize(length);
  return bytes;
}

}  // namespace vantrum::kiosk
