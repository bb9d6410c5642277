// check(condition): our own assumption. If it does not hold the program has a bug and stops here, with the
// place; the supervisor starts it again. Never use it on bytes from outside: those are refused with an Error.
#pragma once

#include <source_location>

namespace vantrum {

[[noreturn]] void check_failed(std::source_location place);

inline void check(bool condition, std::source_location place = std::source_location::current()) {
  if (!condition) [[unlikely]]
    check_failed(place);
}

}  // namespace vantrum
