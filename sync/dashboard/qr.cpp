#include "sync/dashboard/qr.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

namespace vantrum::dashboard {

Result<Square> square_of(const std::string& text) {
  constexpr int border = 4;
  std::unique_ptr<QRcode, void (*)(QRcode*)> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M),
                                                  QRcode_free);
  if (!code) return Error::unavailable("no square could be made");
  Square square{code->width + 2 * border, {}};
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if ((code->data[y * code->width + x] & 1) != 0)
        square.path += fmt::format("M{} {}h1v1h-1z", x + border, y + border);
    }
  }
  return square;
}

}  // namespace vantrum::dashboard
