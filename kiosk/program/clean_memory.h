// What a visit leaves in memory is gone when the visit is: a stolen device that still runs, its core file or
// its swap tell nothing (P-5).
//
// Every program that links this file overwrites each piece of memory of C++ (strings, vectors, maps) before
// it is given back. What C libraries allocate for themselves is not touched; none of them is handed an answer
// except as something sealed.
#pragma once

namespace vantrum::kiosk {

// No core file, and no other program of the same user may look in. Call it first.
void keep_memory_to_ourselves();

}  // namespace vantrum::kiosk
