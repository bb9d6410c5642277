// What can happen to the kiosk, as values. Screens make the first three; the platform makes Tick; the effect
// runner makes the rest when work is done. `update` is the only reader.
#pragma once

#include <memory>
#include <string>
#include <variant>

namespace vantrum::kiosk {

struct Survey;

struct Pressed {
  std::string id;
};  // finger went down on an enabled element
struct Released {
  std::string id;
};  // … and left it, wherever it is now
struct Tapped {
  std::string id;
};  // down and up inside the same element (A39)

struct Tick {};  // time has passed; `now` is handed to update

struct Stored {};     // the response is committed
struct NotStored {};  // it could not be stored; nothing is kept and nothing was thanked for
struct SurveyChanged {
  std::shared_ptr<const Survey> survey;
};  // a new round document was accepted

using Event = std::variant<Pressed, Released, Tapped, Tick, Stored, NotStored, SurveyChanged>;

}  // namespace vantrum::kiosk
