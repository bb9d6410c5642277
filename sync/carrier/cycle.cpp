#include "sync/carrier/cycle.h"

#include <fmt/format.h>

#include <algorithm>

namespace vantrum::carrier {
namespace {

constexpr std::string_view document_suffix = ".cose";
constexpr std::string_view reply_suffix = ".cborseq";

std::uint64_t fingerprint_of(ByteView bytes);
std::string stem_of(const std::string& name);
bool is_fault_of_the_way(Problem problem);
void blame(PassReport& report, Problem problem, const std::string& detail);

}  // namespace

Cycle::Cycle(const CycleOptions& options, FileSystem& files, Transport& transport, Clock& clock,
             Entropy& entropy)
    : options_(options), files_(files), transport_(transport), clock_(clock), entropy_(entropy) {}

PassReport Cycle::pass() {
  PassReport report;
  auto names = look_into_outbox();
  if (!names) {
    blame(report, Problem::disk, names.error().message);
    link_.failed(clock_.monotonic(), options_.retry, {}, entropy_);
    return report;
  }
  int faults_in_a_row = 0;
  if (is_link_due(clock_.monotonic())) {
    for (const auto& name : due_letters(*names, clock_.monotonic())) {
      const Verdict verdict = carry(name, report);
      if (report.was_stopped) break;
      if (verdict.is_answered) {
        ++report.answered;
        link_.succeeded();
        faults_in_a_row = 0;
        continue;
      }
      if (verdict.problem == Problem::none) continue;  // there was nothing to carry
      note_failure(name, verdict);
      if (verdict.scope == Scope::document) report.document = name;
      if (verdict.scope == Scope::link) break;
      faults_in_a_row = is_fault_of_the_way(verdict.problem) ? faults_in_a_row + 1 : 0;
      if (faults_in_a_row == faults_in_a_row_max) {
        link_.failed(clock_.monotonic(), options_.retry, {}, entropy_);
        break;
      }
    }
  }
  count_letters(report);
  return report;
}

void Cycle::count_letters(PassReport& report) const {
  int failures_most = -1;
  for (const auto& [name, letter] : letters_) {
    ++(letter.is_answered ? report.delivered : report.waiting);
    if (letter.problem == Problem::none || letter.backoff.failures() <= failures_most) continue;
    failures_most = letter.backoff.failures();
    report.standing = letter.problem;
    report.standing_document = name;
  }
}

MonotonicTime Cycle::next_due() const {
  MonotonicTime earliest = MonotonicTime::max();
  for (const auto& [name, letter] : letters_) {
    earliest = std::min(earliest, letter.is_answered ? letter.resend_at : letter.backoff.due());
  }
  return std::max({earliest, link_.due(), hold_until_});
}

// The names in the outbox; what the kiosk took away is forgotten.
Result<std::vector<std::string>> Cycle::look_into_outbox() {
  auto names = TRY(files_.list(options_.outbox));
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(document_suffix); });
  std::map<std::string, Letter> letters;
  for (const auto& name : names) {
    auto known = letters_.find(name);
    letters.emplace(name, known != letters_.end() ? known->second : Letter());
  }
  letters_ = std::move(letters);
  return names;
}

// An answered document whose time to be sent again has not come is listed too: its bytes may be new ones.
std::vector<std::string> Cycle::due_letters(const std::vector<std::string>& names, MonotonicTime now) const {
  std::vector<std::string> due;
  for (const auto& name : names) {
    const Letter& letter = letters_.at(name);
    if (letter.is_answered || letter.is_due(now)) due.push_back(name);
  }
  std::ranges::stable_sort(due, {},
                           [&](const std::string& name) { return letters_.at(name).backoff.failures(); });
  return due;
}

Verdict Cycle::carry(const std::string& name, PassReport& report) {
  Letter& letter = letters_.at(name);
  auto document = files_.read(options_.outbox + "/" + name, document_bytes_max);
  if (!document) {
    if (document.error().kind == ErrorKind::not_found) return {};  // the kiosk took it away just now
    const bool is_too_long = document.error().kind == ErrorKind::untrusted;
    Verdict verdict{false, is_too_long ? Problem::document_too_long : Problem::disk, Scope::document, {}};
    blame(report, verdict.problem, document.error().message);
    return verdict;
  }
  const std::uint64_t fingerprint = fingerprint_of(*document);
  if (letter.is_answered && letter.fingerprint == fingerprint && !letter.is_due(clock_.monotonic()))
    return {};
  if (letter.fingerprint != fingerprint) letter.problem = Problem::none;
  letter.is_answered = false;
  letter.fingerprint = fingerprint;

  Exchange exchange = transport_.exchange(*document);
  report.was_stopped = exchange.delivery == Delivery::stopped;
  Verdict verdict = judge(exchange);
  if (verdict.is_answered) {
    auto kept = keep_reply(name, exchange.reply.body);
    if (!kept) {
      const bool is_full = kept.error().kind == ErrorKind::refused;
      verdict = {false, is_full ? Problem::inbox_full : Problem::disk, Scope::link, {}};
      blame(report, verdict.problem, kept.error().message);
      return verdict;
    }
    letter.is_answered = true;
    letter.problem = Problem::none;
    letter.resend_at = clock_.monotonic() + options_.resend;
    letter.backoff.succeeded();
  } else if (verdict.problem != Problem::none) {
    std::string detail = exchange.delivery == Delivery::replied
                             ? fmt::format("HTTP {} {}", exchange.reply.status, exchange.reply.content_type)
                             : exchange.detail;
    blame(report, verdict.problem, name + ": " + detail);
  }
  return verdict;
}

Result<void> Cycle::keep_reply(const std::string& name, ByteView body) {
  if (body.empty()) return {};  // answered, and nothing to say
  auto lying = TRY(files_.list(options_.inbox));
  if (lying.size() >= inbox_files_max) {
    return Error::refused(fmt::format("{} holds {} replies that nobody took", options_.inbox, lying.size()));
  }
  auto path =
      fmt::format("{}/{}-{:016x}{}", options_.inbox, stem_of(name), fingerprint_of(body), reply_suffix);
  return files_.write_atomic(path, body);
}

void Cycle::note_failure(const std::string& name, const Verdict& verdict) {
  const MonotonicTime now = clock_.monotonic();
  const bool never_left =
      verdict.problem == Problem::no_network || verdict.problem == Problem::not_our_collector;
  // A busy collector may be busy with this very document, so the document steps back too; but its own wait is
  // not added to a network that is down.
  if (verdict.scope == Scope::document) letters_.at(name).problem = verdict.problem;
  if (!never_left) {
    auto retry_after = verdict.scope == Scope::document ? verdict.retry_after : std::nullopt;
    letters_.at(name).backoff.failed(now, options_.retry, retry_after, entropy_);
  }
  if (verdict.scope == Scope::link) link_.failed(now, options_.retry, verdict.retry_after, entropy_);
}

namespace {

// FNV-1a. It tells our own files apart; whoever needs to trust bytes checks their signature.
std::uint64_t fingerprint_of(ByteView bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3ULL;
  return hash;
}

std::string stem_of(const std::string& name) { return name.substr(0, name.size() - document_suffix.size()); }

bool is_fault_of_the_way(Problem problem) {
  return problem == Problem::broken_off || problem == Problem::portal || problem == Problem::strange_reply ||
         problem == Problem::collector_fault;
}

void blame(PassReport& report, Problem problem, const std::string& detail) {
  report.problem = problem;
  report.document.clear();
  report.detail = detail;
}

}  // namespace
}  // namespace vantrum::carrier
