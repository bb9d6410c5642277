#include "sync/accounts/audit_log.h"

#include <fmt/format.h>

#include <charconv>

namespace vantrum::accounts {
namespace {

constexpr std::size_t text_bytes_max = 2000;

void append(Bytes& bytes, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}
void append(Bytes& bytes, const std::string& text) {
  append(bytes, text.size());
  bytes.insert(bytes.end(), text.begin(), text.end());
}

AuditEntry read_entry(const store::Row& row) {
  return {static_cast<std::uint64_t>(row.integer(0)), WallTime(std::chrono::seconds(row.integer(1))),
          row.text(2), row.text(3), row.text(4)};
}

}  // namespace

std::string shortened(const std::string& text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  auto end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // not inside a character
  return text.substr(0, end) + "…";
}

std::string AuditHead::text() const { return fmt::format("{}:{}", number, to_hex(mac.view())); }

Result<AuditHead> AuditHead::parse(const std::string& text) {
  AuditHead head;
  auto wrong =
      Error::invalid("\"" + text + "\" is not a head of the log; expected NUMBER:HEX as `audit head` says");
  auto colon = text.find(':');
  if (colon == std::string::npos) return wrong;
  auto [rest, problem] = std::from_chars(text.data(), text.data() + colon, head.number);
  auto bytes = parse_hex(std::string_view(text).substr(colon + 1));
  if (problem != std::errc() || rest != text.data() + colon || !bytes) return wrong;
  auto mac = crypto::Mac::from(*bytes);
  if (!mac) return wrong;
  head.mac = *mac;
  return head;
}

crypto::Mac AuditLog::mac_of(const AuditEntry& entry, const crypto::Mac& before) const {
  Bytes bytes = to_bytes(before.view());
  append(bytes, entry.number);
  append(bytes, static_cast<std::uint64_t>(entry.at.time_since_epoch().count()));
  for (const auto* text : {&entry.actor, &entry.action, &entry.details}) append(bytes, *text);
  return crypto::authenticate(chain_, bytes);
}

crypto::Mac AuditLog::mac_of_head(std::uint64_t number, const crypto::Mac& last) const {
  Bytes bytes = to_bytes(last.view());
  append(bytes, number);
  append(bytes, std::string("head"));
  return crypto::authenticate(chain_, bytes);
}

Result<void> AuditLog::add(const std::string& actor, const std::string& action, const std::string& details) {
  auto transaction = TRY(store::Transaction::begin(database_));
  TRY(add_inside(actor, action, details));
  return transaction.commit();
}

Result<void> AuditLog::add_inside(const std::string& actor, const std::string& action,
                                  const std::string& details) {
  auto last = TRY(head());
  AuditEntry entry{last.number + 1, clock_.wall(), shortened(actor, text_bytes_max),
                   shortened(action, text_bytes_max), shortened(details, text_bytes_max)};
  auto mac = mac_of(entry, last.mac);
  auto head_mac = mac_of_head(entry.number, mac);
  TRY(database_.run("INSERT INTO audit (number, at, actor, action, details, mac) VALUES (?, ?, ?, ?, ?, ?)",
                    {store::as_parameter(entry.number), entry.at.time_since_epoch().count(), entry.actor,
                     entry.action, entry.details, mac.view()}));
  TRY(
      database_.run("INSERT INTO audit_head (id, number, mac) VALUES (1, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET number = excluded.number, mac = excluded.mac",
                    {store::as_parameter(entry.number), head_mac.view()}));
  return {};
}

Result<std::vector<AuditEntry>> AuditLog::latest(std::size_t count, std::uint64_t before) {
  std::vector<AuditEntry> entries;
  TRY(
      database_.each("SELECT number, at, actor, action, details FROM audit WHERE ? = 0 OR number < ? "
                     "ORDER BY number DESC LIMIT ?",
                     {store::as_parameter(before), store::as_parameter(before), store::as_parameter(count)},
                     [&](const store::Row& row) -> Result<void> {
                       entries.push_back(read_entry(row));
                       return {};
                     }));
  return entries;
}

Result<void> AuditLog::each(const std::function<Result<void>(const AuditEntry&)>& each) {
  return database_.each("SELECT number, at, actor, action, details FROM audit ORDER BY number", {},
                        [&](const store::Row& row) { return each(read_entry(row)); });
}

Result<AuditHead> AuditLog::head() {
  AuditHead head;
  TRY(database_.each("SELECT number, mac FROM audit ORDER BY number DESC LIMIT 1", {},
                     [&](const store::Row& row) -> Result<void> {
                       head.number = static_cast<std::uint64_t>(row.integer(0));
                       head.mac = TRY(crypto::Mac::from(row.blob(1)));
                       return {};
                     }));
  return head;
}

Result<AuditCheck> AuditLog::verify(const std::optional<AuditHead>& noted) {
  AuditCheck result;
  auto find = [&](std::string words) { result.findings.push_back(std::move(words)); };
  bool has_noted = !noted || noted->number == 0;
  TRY(database_.each("SELECT number, at, actor, action, details, mac FROM audit ORDER BY number", {},
                     [&](const store::Row& row) -> Result<void> {
                       auto entry = read_entry(row);
                       auto mac = TRY(crypto::Mac::from(row.blob(5)));
                       auto expected = result.head.number + 1;
                       if (entry.number != expected) {
                         find(entry.number == expected + 1
                                  ? fmt::format("Rad {} saknas.", expected)
                                  : fmt::format("Raderna {}–{} saknas.", expected, entry.number - 1));
                       } else if (mac != mac_of(entry, result.head.mac)) {
                         find(fmt::format("Rad {} är ändrad, insatt eller flyttad.", entry.number));
                       }
                       if (noted && noted->number == entry.number) {
                         has_noted = true;
                         if (noted->mac != mac)
                           find(fmt::format("Rad {} är en annan än den som antecknats.", entry.number));
                       }
                       result.head = {entry.number, mac};
                       ++result.lines;
                       return {};
                     }));
  if (!has_noted) find(fmt::format("Loggen slutar före den antecknade raden {}.", noted->number));
  std::uint64_t head_number = 0;
  std::optional<crypto::Mac> head_mac;
  TRY(database_.each("SELECT number, mac FROM audit_head", {}, [&](const store::Row& row) -> Result<void> {
    head_number = static_cast<std::uint64_t>(row.integer(0));
    head_mac = TRY(crypto::Mac::from(row.blob(1)));
    return {};
  }));
  // Who makes the first account writes the first line.
  const auto accounts = TRY(database_.find_integer("SELECT count(*) FROM account"));
  if (result.lines == 0 && accounts.value_or(0) > 0) find("Loggen är tom fast det finns konton.");
  if (!head_mac && result.lines > 0) {
    find("Uppgiften om loggens slut saknas.");
  } else if (head_mac && head_number > result.head.number) {
    find(fmt::format("Loggens slut saknas: raderna efter {} till och med {}.", result.head.number,
                     head_number));
  } else if (head_mac && *head_mac != mac_of_head(result.head.number, result.head.mac)) {
    find("Uppgiften om loggens slut är ändrad.");
  }
  return result;
}

}  // namespace vantrum::accounts
