#include "kiosk/program/staff_door.h"

#include <termios.h>
#include <unistd.h>

#include <istream>
#include <ostream>

#include "shared/base/stick.h"

namespace vantrum::kiosk {
namespace {

StaffGate gate_of(FileSystem& files, Clock& clock, const DeviceSettings& settings) {
  StaffGate gate(files, clock, settings.data, settings.pin_cost);
  gate.load();
  return gate;
}

// What is typed is not shown, as long as this lives. Does nothing where no terminal is.
class SilentTyping {
 public:
  SilentTyping() : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~SilentTyping() {
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  SilentTyping(const SilentTyping&) = delete;
  SilentTyping& operator=(const SilentTyping&) = delete;

 private:
  termios before_{};
  bool is_terminal_;
};

Result<std::string> ask_line(const std::string& question, std::istream& in, std::ostream& out) {
  out << question << std::flush;
  std::string line;
  SilentTyping silent;
  if (!std::getline(in, line)) return Error::invalid("ingen kod skrevs in; inget har ändrats");
  out << "\n";
  return line;
}

Result<void> draw(StaffGate& gate, Entropy& entropy, std::ostream& out) {
  const auto pin = draw_pin(entropy);
  TRY(gate.set_pin(pin, entropy));
  out << "Personalens kod är " << pin << ". Den visas bara nu: skriv upp den och förvara den som en nyckel.\n"
      << "En ny sätts med: vantrum-kiosk pin\n";
  return {};
}

}  // namespace

Result<void> give_first_pin(FileSystem& files, Clock& clock, Entropy& entropy, const DeviceSettings& settings,
                            std::ostream& out) {
  auto gate = gate_of(files, clock, settings);
  return gate.has_pin() ? Result<void>() : draw(gate, entropy, out);
}

Result<void> draw_new_pin(FileSystem& files, Clock& clock, Entropy& entropy, const DeviceSettings& settings,
                          std::ostream& out) {
  TRY(files.make_directories(settings.data));
  auto gate = gate_of(files, clock, settings);
  return draw(gate, entropy, out);
}

Result<void> ask_new_pin(FileSystem& files, Clock& clock, Entropy& entropy, const DeviceSettings& settings,
                         std::istream& in, std::ostream& out) {
  TRY(files.make_directories(settings.data));
  auto gate = gate_of(files, clock, settings);
  const auto pin = TRY(ask_line("Ny kod, 6 till 8 siffror (tomt: dra en): ", in, out));
  if (pin.empty()) return draw(gate, entropy, out);
  TRY(check_pin(pin));
  if (TRY(ask_line("En gång till: ", in, out)) != pin)
    return Error::invalid("de två koderna är inte lika; inget har ändrats");
  TRY(gate.set_pin(pin, entropy));
  out << "Koden är satt.\n";
  return {};
}

Result<void> make_key_stick(FileSystem& files, Clock& clock, Entropy& entropy, const DeviceSettings& settings,
                            const std::string& stick, std::ostream& out) {
  TRY(files.make_directories(settings.data));
  auto gate = gate_of(files, clock, settings);
  auto folder = TRY(TRY(StickFolder::open(stick)).make_and_enter("vantrum"));
  TRY(folder.write(staff_key_file, view_of(TRY(gate.make_key(entropy)))));
  out << "Stickan öppnar nu personalens sidor på den här kiosken. Förvara den som en nyckel.\n"
      << "Starta om kiosken om den är igång.\n";
  return {};
}

}  // namespace vantrum::kiosk
