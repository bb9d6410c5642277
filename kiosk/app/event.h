// What can happen to the kiosk, as values. Screens make the first three; the platform makes Tick; the effect runner
// makes the rest when work is done. `update` is the only reader.
#pragma once

#include <string>
#include <variant>

namespace vantrum::kiosk {

struct Pressed { std::string id; };   // finger went down on an enabled element
struct Released { std::string id; };  // … and left it, wherever it is now
struct Tapped { std::string id; };    // down and up inside the same element (A39)

struct Tick {};  // time has passed; `now` is handed to update

struct Stored {};     // the response is committed
struct NotStored {};  // three tries failed; nothing was thanked for

using Event = std::variant<Pressed, Released, Tapped, Tick, Stored, NotStored>;

}  // namespace vantrum::kiosk
