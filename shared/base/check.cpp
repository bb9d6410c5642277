#include "shared/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace vantrum {

void check_failed(std::source_location place) {
  std::fprintf(stderr, "vantrum: check failed at %s:%u in %s\n", place.file_name(),
               static_cast<unsigned>(place.line()), place.function_name());
  std::abort();
}

}  // namespace vantrum
