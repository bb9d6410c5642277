#include "shared/base/error.h"

#include <sysexits.h>

namespace vantrum {

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::untrusted:
      return "untrusted";
    case ErrorKind::not_found:
      return "not found";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::refused:
      return "refused";
    case ErrorKind::storage:
      return "storage";
    case ErrorKind::unavailable:
      return "unavailable";
  }
  return "unknown";
}

Error Error::while_doing(std::string_view doing) const {
  return {kind, std::string(doing) + ": " + message, fault};
}

int exit_code(const Error& error) {
  switch (error.kind) {
    case ErrorKind::invalid:
      return EX_USAGE;
    case ErrorKind::untrusted:
      return EX_DATAERR;
    case ErrorKind::not_found:
      return EX_NOINPUT;
    case ErrorKind::conflict:
      return EX_CANTCREAT;
    case ErrorKind::refused:
      return EX_NOPERM;
    case ErrorKind::storage:
      return EX_IOERR;
    case ErrorKind::unavailable:
      return EX_TEMPFAIL;
  }
  return EX_SOFTWARE;
}

}  // namespace vantrum
