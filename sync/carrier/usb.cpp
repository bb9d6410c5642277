#include "sync/carrier/usb.h"

#include <fmt/format.h>

#include "sync/carrier/cycle.h"
#include "sync/carrier/transport.h"

namespace vantrum::carrier {

static_assert(stick_document_bytes_max == document_bytes_max && stick_reply_bytes_max == reply_bytes_max &&
              stick_inbox_files_max == inbox_files_max);

std::string words_of(const UsbReport& report) {
  auto text = fmt::format("{} {} dokument ligger på stickan och {} svar har hämtats från den.\n",
                          report.is_complete ? "Klart." : "Inte klart.", report.brought, report.fetched);
  if (report.left_out > 0)
    text += fmt::format("{} andra filer på stickan lämnades orörda.\n", report.left_out);
  if (report.has_more) text += "Fler svar ligger kvar på stickan. De hämtas nästa gång den sätts i.\n";
  if (!report.is_complete)
    return text + "Allt gick inte att läsa eller skriva: " + report.failure +
           "\nInget är förlorat. Gör om det, eller ta en annan sticka.\n";
  return text +
         "Ta ut stickan och lämna den till regionen. Inget försvinner här förrän kvittot har kommit "
         "tillbaka.\n";
}

}  // namespace vantrum::carrier
