// What Device does for the staff's screens. Counts, names, health; there is nothing here that could read an
// answer.
#include <algorithm>
#include <array>
#include <charconv>

#include "kiosk/effects/carrier_state.h"
#include "kiosk/effects/device.h"
#include "kiosk/effects/sticks.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

constexpr const char* wish_name = "/staff-wish";
constexpr std::string_view pause_wish = "pause\n", retire_wish = "retire\n";
constexpr std::string_view power_folder = "/sys/class/power_supply/";
constexpr std::array<std::string_view, 5> usual_batteries{"BAT0", "BAT1", "battery", "axp20x-battery",
                                                          "bq27441-0"};

std::string line_of(FileSystem& files, const std::string& path) {
  auto bytes = files.read(path, 4096);
  if (!bytes) return {};
  auto text = std::string(text_of(*bytes));
  return text.substr(0, text.find('\n'));
}

std::optional<int> percent_in(const std::string& text) {
  int percent = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
  if (error != std::errc() || end != text.data() + text.size() || percent < 0 || percent > 100)
    return std::nullopt;
  return percent;
}

void read_battery(FileSystem& files, const std::string& chosen, StaffFacts& facts) {
  std::vector<std::string> folders;
  if (!chosen.empty()) folders.push_back(chosen);
  for (auto name : usual_batteries) {
    if (chosen.empty()) folders.push_back(std::string(power_folder) + std::string(name));
  }
  for (const auto& folder : folders) {
    facts.battery_percent = percent_in(line_of(files, folder + "/capacity"));
    if (!facts.battery_percent) continue;
    const auto status = line_of(files, folder + "/status");
    facts.is_charging = status == "Charging" || status == "Full" || status == "Not charging";
    return;
  }
}

}  // namespace

bool Device::has_key_stick() {
  was_key_there_ = false;
  if (!gate_.has_key()) return false;
  for (const auto& key : key_files_on(find_sticks(settings_.sticks)))
    was_key_there_ = was_key_there_ || gate_.opens(key);
  return was_key_there_;
}

bool Device::is_key_stick_new() {
  const bool was_there = was_key_there_;
  return has_key_stick() && !was_there;
}

void Device::load_wish() {
  auto wish = files_->read(settings_.data + wish_name, 16);
  is_paused_here_ = wish && text_of(*wish) == pause_wish;
  is_retiring_here_ = wish && text_of(*wish) == retire_wish;
}

// A wipe that the power cut short of its last file leaves a wish that nobody has.
Result<void> Device::drop_stale_wish() {
  if (identity_ || !is_retiring_here_) return {};
  is_retiring_here_ = false;
  return keep_wish();
}

Result<void> Device::keep_wish() {
  const auto path = settings_.data + wish_name;
  if (is_retiring_here_) return files_->write_atomic(path, view_of(retire_wish));
  if (is_paused_here_) return files_->write_atomic(path, view_of(pause_wish));
  return files_->remove(path);
}

Result<void> Device::set_paused(bool paused) {
  const bool before = std::exchange(is_paused_here_, paused);
  if (auto kept = keep_wish(); !kept) {
    is_paused_here_ = before;
    return kept;
  }
  look_for_room();
  return {};
}

void Device::ask_anyway() {
  staff_override_ = true;
  look_for_room();
}

Result<void> Device::set_retiring(bool retiring) {
  if (retiring && (!identity_ || !identity_->membership))
    return Error::refused("this kiosk belongs to no centre");
  const bool before = std::exchange(is_retiring_here_, retiring);
  if (auto kept = keep_wish(); !kept) {
    is_retiring_here_ = before;
    return kept;
  }
  look_for_room();
  return {};
}

Result<StaffFacts> Device::staff_facts() {
  StaffFacts facts;
  facts.wall = clock_->wall();
  facts.clock_is_trusted = trusted_week(facts.wall).has_value();
  facts.enrolment = !identity_              ? Enrolment::none
                    : identity_->membership ? Enrolment::member
                                            : Enrolment::asked;
  if (identity_) facts.label = identity_->label;
  if (identity_ && identity_->membership) facts.centre_name = identity_->membership->centre_name;
  facts.has_round = survey_ != nullptr;
  facts.is_open = survey_ && survey_->is_open;
  facts.quota = quota_;
  facts.can_reflect = can_reflect() && facts.clock_is_trusted;  // its year is the clock's
  facts.areas_of_last_year = areas_of_last_year();
  if (survey_ && survey_->window) {
    facts.first_day = survey_->window->first;
    facts.last_day = survey_->window->last;
  }
  facts.is_outside_window = asking() == Asking::outside_window;
  facts.is_paused_here = is_paused_here_;
  facts.is_paused_by_lead = orders_.is_paused();
  facts.is_retiring = is_retiring();
  facts.is_retiring_here = is_retiring_here_;
  facts.lead_words = orders_.words();
  facts.has_storage_fault = has_failed_;
  facts.has_no_room = lacks_room();
  if (const auto* last = last_visit())
    facts.last_visit = LastVisitFacts{
        static_cast<int>(std::chrono::floor<std::chrono::minutes>(clock_->monotonic() - last->at).count()),
        last->is_paper};
  if (const auto& centre = orders_.centre(); centre && survey_ && centre->round == survey_->round)
    facts.flagged = centre->flagged;
  if (auto file = files_->read(settings_.data + "/" + carrier_state_name, carrier_state_bytes_max)) {
    if (auto carrier = parse_carrier_state(*file)) {
      facts.carrier_is_known = true;
      facts.last_contact = carrier->last_contact;
      facts.problem = carrier->problem;
      facts.what_to_do = carrier->what_to_do;
    }
  }
  read_battery(*files_, settings_.battery, facts);
  const auto free_bytes = files_->free_bytes(settings_.data);
  facts.is_disk_low = ballast_.is_missing() || (free_bytes && *free_bytes < settings_.free_bytes_min) ||
                      (store_ && store_->room().is_scarce());
  if (auto counted = settled(count_for_staff(facts)); !counted) {
    log_error("counting for the staff: {}", counted.error().message);
    facts.has_storage_fault = true;
  }
  return facts;
}

Result<void> Device::count_for_staff(StaffFacts& facts) {
  const auto round = survey_ ? survey_->round : RoundId{};
  const auto counts = TRY(TRY(store())->counts(round));
  facts.here = counts.completed;
  facts.waiting = counts.waiting;
  const auto unpacked = TRY(TRY(store())->unpacked());
  const auto ours = unpacked.find(round);
  const std::uint64_t loose = ours == unpacked.end() ? 0 : ours->second.responses;
  facts.packed = counts.waiting - std::min(counts.waiting, loose);
  facts.elsewhere = TRY(centre_progress()).elsewhere;
  facts.languages = survey::languages_to_show(TRY(TRY(store())->published_counters(round)));
  return {};
}

StickTold Device::carry_by_stick(const StickProgress& progress) {
  auto sticks = find_sticks(settings_.sticks);
  // The key stick has the folder, too; it carries only if there is no other.
  std::ranges::stable_partition(sticks.ours, [](const std::string& path) {
    return key_files_on({{path}, false}).empty();
  });
  if (sticks.ours.empty()) return {sticks.has_others ? StickStep::no_folder : StickStep::none, 0, 0, 0, 0};
  auto carry = [&]() -> Result<StickReport> {
    const auto once = [&]() -> Result<StickReport> {
      tend_assets(Assets::asked_by_stick);
      return vantrum::carry_by_stick(*files_, *entropy_, settings_.data, sticks.ours.front(), progress);
    };
    if (identity_ && identity_->membership) TRY(pack_all());
    auto report = TRY(once());
    if (report.fetched == 0) return report;
    // A round that came may name recordings: they are asked for on this visit of the stick, not on the next
    // one; and what was answered need not go round again.
    const bool has_asked = !assets_.is_complete();
    TRY(tend());
    if (!has_asked && assets_.is_complete()) return report;
    const auto again = TRY(once());
    report.brought = again.brought;
    report.is_complete = again.is_complete;
    report.failure = again.failure;
    return report;
  };
  auto report = carry();
  if (!report) log_error("to a stick: {}", report.error().message);
  if (report && !report->is_complete) log_error("to a stick, not all of it: {}", report->failure);
  if (!report || !report->is_complete) return {StickStep::failed, 0, 0, 0, 0};
  return {StickStep::done, report->brought, report->brought, report->brought, report->fetched};
}

}  // namespace vantrum::kiosk
