#include "sync/dashboard/endpoints.h"

#include "sync/dashboard/handlers.h"
#include "sync/dashboard/year_handlers.h"

namespace vantrum::dashboard {
namespace {

using accounts::Role;
using accounts::Roles;
using enum Concern;

constexpr Roles everybody{Role::lead, Role::compiler, Role::centre_reader, Role::county_reader,
                          Role::operations};
constexpr Roles lead{Role::lead};
constexpr Roles technicians{Role::lead, Role::operations};
constexpr Roles readers{Role::lead, Role::compiler, Role::centre_reader, Role::county_reader};
constexpr Roles compilers{Role::lead, Role::compiler};
constexpr Roles nobody{};
constexpr auto no = Logged::no, yes = Logged::yes, itself = Logged::itself;

constexpr Endpoint table[] = {
    // Open to everybody.
    {"GET", "/style.css", true, nobody, nothing, no, nullptr, style},
    {"GET", "/icon.svg", true, nobody, nothing, no, nullptr, icon},
    {"GET", "/om", true, nobody, nothing, no, nullptr, show_about},
    {"GET", "/logga-in", true, nobody, nothing, no, nullptr, show_sign_in},
    {"POST", "/logga-in", true, nobody, nothing, itself, nullptr, sign_in},
    {"GET", "/valkommen/{token}", true, nobody, nothing, no, nullptr, show_welcome},
    {"POST", "/valkommen/{token}", true, nobody, nothing, itself, nullptr, welcome},
    // Whoever is signed in.
    {"GET", "/", false, everybody, nothing, no, nullptr, go_to_start},
    {"POST", "/logga-ut", false, everybody, nothing, itself, nullptr, sign_out},
    {"GET", "/omgangar", false, everybody, nothing, no, nullptr, show_rounds},
    {"GET", "/omgangar/{round}", false, everybody, nothing, no, nullptr, show_progress},
    {"GET", "/familjecentraler", false, everybody, nothing, no, nullptr, show_centres},
    {"GET", "/familjecentraler/{centre}", false, everybody, centre_in_path, no, nullptr, show_centre},
    // Rounds and centres.
    {"GET", "/ny-omgang", false, lead, nothing, no, nullptr, show_new_round},
    {"POST", "/ny-omgang", false, lead, nothing, yes, "öppnade omgång", open_new_round},
    {"GET", "/omgangar/{round}/stang", false, lead, nothing, no, nullptr, ask_to_close_round},
    {"POST", "/omgangar/{round}/stang", false, lead, nothing, yes, "stängde omgång", close_round},
    {"GET", "/omgangar/{round}/lasare", false, lead, nothing, no, nullptr, show_text_reader},
    {"POST", "/omgangar/{round}/lasare", false, lead, nothing, yes, "bytte läsare av fritexter",
     name_text_reader},
    {"POST", "/familjecentraler", false, lead, nothing, yes, "lade till familjecentral", add_centre},
    // Kiosks.
    {"GET", "/kiosker", false, technicians, nothing, no, nullptr, show_devices},
    {"POST", "/kiosker/kod", false, technicians, centre_in_form, yes, "gav ut anslutningskod", issue_code},
    {"GET", "/kiosker/{device}", false, technicians, device_in_path, no, nullptr, show_device},
    {"POST", "/kiosker/{device}", false, technicians, device_in_path, itself, nullptr, order_device},
    {"GET", "/karantan", false, technicians, nothing, no, nullptr, show_quarantine},
    {"POST", "/karantan", false, technicians, nothing, yes, "prövade karantänen igen", requeue},
    {"GET", "/fragor", false, everybody, nothing, no, nullptr, show_instruments},
    {"GET", "/fragor/{round}", false, everybody, nothing, no, nullptr, show_instrument},
    // Results.
    {"GET", "/resultat/{round}", false, readers, nothing, yes, "läste resultat", show_results},
    // The whole region's; before the rows of a centre, which would take "lanet" for one.
    {"GET", "/resultat/{round}/lanet/{file}", false, readers, nothing, yes, "hämtade diagram",
     download_region_chart},
    {"GET", "/resultat/{round}/lanet/bild/{file}", false, readers, nothing, no, nullptr, show_region_chart},
    {"GET", "/resultat/{round}/{centre}/bild/{file}", false, readers, centre_in_path, no, nullptr,
     show_centre_chart},
    {"GET", "/resultat/{round}/{centre}", false, readers, centre_in_path, yes, "läste resultat",
     show_centre_results},
    {"GET", "/resultat/{round}/{centre}/{file}", false, readers, centre_in_path, yes, "hämtade rapport",
     download_report},
    {"GET", "/rapporter", false, readers, nothing, no, nullptr, show_reports},
    {"GET", "/rapporter/{round}/{file}", false, lead, nothing, yes, "hämtade resultat", download_results},
    // The year.
    {"GET", "/arsberattelser", false, readers, nothing, no, nullptr, show_years},
    {"GET", "/arsberattelser/{year}/{centre}", false, readers, centre_in_path, no, nullptr, show_year},
    {"GET", "/arsberattelser/{year}/{centre}/{file}", false, readers, centre_in_path, yes,
     "hämtade årsberättelse", download_year},
    {"GET", "/arsberattelser/{year}/{centre}/fyll/{part}", false, compilers, centre_in_path, no, nullptr,
     show_fill_year},
    {"POST", "/arsberattelser/{year}/{centre}/fyll/{part}", false, compilers, centre_in_path, itself, nullptr,
     fill_year},
    {"GET", "/sammanstallningar/{year}", false, lead, nothing, no, nullptr, show_compilation},
    {"POST", "/sammanstallningar/{year}", false, lead, nothing, yes, "frös sammanställning",
     freeze_compilation},
    {"GET", "/sammanstallningar/{year}/{file}", false, lead, nothing, yes, "hämtade sammanställning",
     download_compilation},
    {"GET", "/kalender", false, readers, nothing, no, nullptr, show_calendar},
    {"GET", "/kalender/{file}", false, readers, nothing, no, nullptr, download_calendar},
    // What visitors wrote. The name of the account decides, and its role has to be one of these as well.
    {"GET", "/fritexter", false, compilers, nothing, no, nullptr, show_text_rounds},
    {"GET", "/fritexter/{round}", false, compilers, reader_in_path, itself, nullptr, show_texts},
    {"GET", "/fritexter/{round}/{text}", false, compilers, reader_in_path, itself, nullptr, show_text},
    {"POST", "/fritexter/{round}/{text}", false, compilers, reader_in_path, itself, nullptr, change_text},
    // Accounts and the log.
    {"GET", "/konton", false, lead, nothing, no, nullptr, show_accounts},
    {"POST", "/konton", false, lead, nothing, itself, nullptr, add_account},
    {"GET", "/konton/{account}", false, lead, nothing, no, nullptr, show_account},
    {"POST", "/konton/{account}", false, lead, nothing, itself, nullptr, change_account},
    {"GET", "/gallring", false, technicians, nothing, no, nullptr, show_retention},
    {"GET", "/gallring/{round}", false, lead, nothing, no, nullptr, show_purge},
    {"POST", "/gallring/{round}/arkiv", false, lead, nothing, yes, "skrev arkiv", change_archive},
    {"GET", "/gallring/{round}/{file}", false, lead, nothing, yes, "hämtade arkiv", download_archive},
    {"POST", "/gallring/{round}/gallra", false, lead, nothing, itself, nullptr, destroy_records},
    {"GET", "/logg", false, technicians, nothing, no, nullptr, show_log},
};

}  // namespace

std::span<const Endpoint> endpoints() { return table; }

Found find_endpoint(std::string_view method, std::string_view path) {
  Found found;
  for (const auto& endpoint : table) {
    auto values = match_path(endpoint.path, path);
    if (!values) continue;
    if (endpoint.method != method) {
      found.other_method = true;
      continue;
    }
    return {&endpoint, std::move(*values), false};
  }
  return found;
}

}  // namespace vantrum::dashboard
