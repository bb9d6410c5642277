// A whole Väntrum on this machine: a collector over HTTPS on loopback, and kiosks with their carriers, all of
// them the real programs with folders of their own. For the demo and the flow tests.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/kiosk_pilot.h"
#include "tests/support/process.h"

namespace vantrum::testing {

struct Programs {
  std::string kiosk, carrier, collector;
  static Programs beside(const std::string& program);  // in the folder of this program
};

inline constexpr const char* region_id = "kalmar";
inline constexpr const char* instrument_folder = "config/instruments/besoksenkat";

class CollectorSite {
 public:
  // Sets a collector up in a new folder. Programs run in the current directory, which is the project's root.
  static Result<CollectorSite> make(const Programs& programs, const std::string& folder);

  Result<std::string> command(const std::vector<std::string>& words) const;  // e.g. {"results", "--json"}
  Result<nlohmann::json> command_json(const std::vector<std::string>& words) const;

  // `port` 0: any. After a stop, the same port again is what kiosks know.
  Result<void> serve(int port = 0);
  int stop();
  void kill();

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  std::string certificate() const { return folder_ + "/ca.pem"; }
  int port() const { return port_; }

 private:
  CollectorSite(Programs programs, std::string folder)
      : programs_(std::move(programs)), folder_(std::move(folder)) {}
  Programs programs_;
  std::string folder_;
  int port_ = 0;
  std::unique_ptr<Child> server_;
};

struct KioskSiteOptions {
  int batch_items_min = 5;
  int batch_delay_s = 0;  // so long a visit can be discarded, too; at most ten minutes
  std::string size = "1280x800";
  std::string code = {};  // for enrolling; empty: a fresh one
};

class KioskSite {
 public:
  // Enrols a kiosk at the centre with a code: request, carrier, reply; it then has its round.
  static Result<KioskSite> enrol(const Programs& programs, const std::string& folder,
                                 const CollectorSite& collector, int centre, const std::string& label,
                                 const KioskSiteOptions& options = {});

  // A kiosk that nobody has enrolled; it knows its region.
  static Result<KioskSite> bare(const Programs& programs, const std::string& folder,
                                const CollectorSite& collector, const KioskSiteOptions& options = {});

  Result<void> start_kiosk();
  KioskPilot& kiosk() { return *kiosk_; }
  void stop_kiosk() { kiosk_.reset(); }

  // One pass of the carrier; its exit code tells whether everything was answered.
  Result<Finished> carry_once(const std::string& url) const;
  // The carrier as a service, with short pauses.
  Result<void> start_carrier(const std::string& url);
  void stop_carrier() { carrier_.reset(); }

  std::vector<std::string> kiosk_options() const;  // --config and --data, for starting it otherwise
  const std::string& folder() const { return folder_; }

 private:
  KioskSite(Programs programs, std::string folder, std::string certificate, KioskSiteOptions options)
      : programs_(std::move(programs)),
        folder_(std::move(folder)),
        certificate_(std::move(certificate)),
        options_(std::move(options)) {}
  Result<void> write_settings(const std::string& more) const;
  Programs programs_;
  std::string folder_, certificate_;
  KioskSiteOptions options_;
  std::unique_ptr<KioskPilot> kiosk_;
  std::unique_ptr<Child> carrier_;
};

}  // namespace vantrum::testing
