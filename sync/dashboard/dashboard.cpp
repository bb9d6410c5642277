#include "sync/dashboard/dashboard.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/log.h"
#include "shared/crypto/passphrase.h"
#include "sync/accounts/token.h"
#include "sync/dashboard/deed.h"
#include "sync/dashboard/form_token.h"
#include "sync/dashboard/templates.h"

namespace vantrum::dashboard {
namespace {

using accounts::Role;
using collector::PageRequest;
using collector::PageStep;
using collector::Reply;

// Nothing but our own style sheet is loaded, nothing runs, nobody may frame us, forms go only back to us.
constexpr const char* policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
constexpr double sign_ins_at_once = 10, sign_ins_a_second = 0.2;
constexpr std::size_t addresses_max = 10'000;
constexpr unsigned first_refusal = 400;

void harden(Reply& reply) {
  reply.headers.insert(reply.headers.end(), {{"Content-Security-Policy", policy},
                                             {"X-Content-Type-Options", "nosniff"},
                                             {"X-Frame-Options", "DENY"},
                                             {"Referrer-Policy", "same-origin"},
                                             {"Cross-Origin-Opener-Policy", "same-origin"},
                                             {"Cross-Origin-Resource-Policy", "same-origin"},
                                             {"Permissions-Policy",
                                              "camera=(), microphone=(), geolocation=(), interest-cohort=()"},
                                             {"Strict-Transport-Security", "max-age=31536000"}});
}

// Session cookies: gone when the browser closes, and not before the server says so.
std::string cookie(const char* name, const std::string& value) {
  return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict{}", name, value,
                     value.empty() ? "; Max-Age=0" : "");
}

Reply reply_with(File file) {
  Reply reply{200, file.type, std::move(file.body), {}, 0};
  if (file.is_attachment)
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file.name + "\"");
  harden(reply);
  return reply;
}

struct Place {
  const char* href;
  const char* words;
};
constexpr Place places[] = {{"/omgangar", "Omgångar"},   {"/familjecentraler", "Familjecentraler"},
                            {"/kiosker", "Kiosker"},     {"/karantan", "Karantän"},
                            {"/fragor", "Frågor"},       {"/rapporter", "Resultat"},
                            {"/fritexter", "Fritexter"}, {"/arsberattelser", "Årsberättelser"},
                            {"/kalender", "Kalender"},   {"/konton", "Konton"},
                            {"/gallring", "Gallring"},   {"/logg", "Logg"}};

// Only what this role may open.
Json navigation(const Call& call) {
  Json links = Json::array();
  for (const auto& place : places) {
    auto found = find_endpoint("GET", place.href);
    if (!found.endpoint || !found.endpoint->roles.has(call.account().role)) continue;
    std::string_view path = call.path, href = place.href;
    bool is_here =
        path == href || (path.starts_with(href) && path.size() > href.size() && path[href.size()] == '/');
    links.push_back({{"href", place.href}, {"words", place.words}, {"is_here", is_here}});
  }
  return links;
}

// From a page of ours, as far as the browser says.
bool is_from_here(const PageRequest& request) {
  if (!request.site.empty() && request.site != "same-origin") return false;
  return request.origin.empty() || request.origin == "https://" + request.host;
}

Result<std::optional<CentreId>> centre_of(const Call& call, Concern concern) {
  switch (concern) {
    case Concern::nothing:
      return std::optional<CentreId>();
    case Concern::centre_in_path:
    case Concern::centre_in_form: {
      auto typed = concern == Concern::centre_in_path ? call.values.at("centre") : call.form.get("centre");
      auto number = parse_number(typed);
      return number ? std::optional(CentreId{*number}) : std::nullopt;
    }
    case Concern::device_in_path: {
      auto bytes = parse_hex(call.values.at("device"));
      auto id = bytes ? DeviceId::from(*bytes) : std::nullopt;
      if (!id) return std::optional<CentreId>();
      auto device = TRY(call.store().find_device(*id));
      return device ? std::optional(device->centre) : std::nullopt;
    }
    case Concern::reader_in_path:
      break;  // no centre's business
  }
  return std::optional<CentreId>();
}

}  // namespace

Result<collector::RoundRecord> Call::round() const {
  auto found = values.find("round");
  auto number = found == values.end() ? std::nullopt : parse_number(found->second);
  auto round = number ? TRY(store().find_round(RoundId{*number})) : std::nullopt;
  if (!round) return Error::not_found("there is no such round");
  return std::move(*round);
}

Page error_page(unsigned status, const std::string& title, const std::string& words) {
  return {"error", title, {{"words", words}}, status};
}

namespace {

Page elsewhere_page() {
  return error_page(
      409, "Läses på ett annat ställe",
      "Det här går inte att se här. Servern tar bara emot svar och kan inte läsa dem. Be "
      "driftansvarig ta fram det på datorn där svaren öppnas, med vantrum-collector: progress, "
      "results, reports, year, calendar eller retention. Fritexter läser omgångens läsare själv på "
      "den datorn, med vantrum-collector quotes.");
}

// Also when a page's work ended with an exception: what to do is the same.
Page busy_page() {
  return error_page(
      503, "Servern hinner inte just nu",
      "Inget har ändrats. Servern har mycket att göra, till exempel med att skriva rapporter. Försök igen om "
      "en stund, och säg till driftansvarig om det inte går över.");
}

}  // namespace

Page page_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::not_found:
      return error_page(404, "Sidan finns inte",
                        "Det du söker finns inte här. Det kan ha fått en annan adress.");
    case ErrorKind::invalid:
    case ErrorKind::untrusted:
    case ErrorKind::conflict:
    case ErrorKind::refused: {
      auto page = error_page(409, "Det gick inte", "Inget har ändrats. Gå tillbaka, rätta och försök igen.");
      page.model["technical"] = error.message;
      return page;
    }
    case ErrorKind::storage:
    case ErrorKind::unavailable:
      break;
  }
  return error_page(
      503, "Det gick inte just nu",
      "Servern kunde inte läsa eller spara. Försök igen om en stund, och säg till driftansvarig om det "
      "inte går över.");
}

// At most ten at once from one address, then one every five seconds.
bool Dashboard::takes_too_many(const std::string& address) {
  auto now = house_.collector.clock.monotonic();
  if (buckets_.size() >= addresses_max) buckets_.clear();
  auto [found, is_new] = buckets_.try_emplace(address, Bucket{sign_ins_at_once, now});
  auto& bucket = found->second;
  auto passed_s = static_cast<double>((now - bucket.at).count()) / 1000;
  bucket.tokens = std::min(sign_ins_at_once, bucket.tokens + passed_s * sign_ins_a_second);
  bucket.at = now;
  if (bucket.tokens < 1) return true;
  bucket.tokens -= 1;
  return false;
}

std::optional<Answer> Dashboard::refuse(Call& call, const Endpoint& endpoint, const PageRequest& request) {
  bool is_post = request.method == "POST";
  if (!endpoint.is_public) {
    if (!call.session && !is_post && call.path == "/") return Redirect{"/logga-in"};
    if (!call.session) {
      auto page =
          error_page(403, "Du är inte inloggad",
                     "Inloggningen tar slut efter en halvtimme utan att du gör något. Logga in igen.");
      page.model["sign_in"] = true;
      return page;
    }
    if (!endpoint.roles.has(call.account().role)) {
      return error_page(403, "Det får du inte se",
                        "Ditt konto har inte behörighet till den här sidan. Fråga en utvecklingsledare.");
    }
  }
  if (is_post && endpoint.is_public && takes_too_many(request.address)) {
    auto page = error_page(429, "Vänta lite",
                           "Det har gjorts många försök härifrån. Vänta en minut och försök igen.");
    return page;
  }
  auto token = endpoint.is_public ? door_token(house_.staff.secrets, cookie_in(request.cookie, door_cookie))
                                  : call.session->form_token;
  if (is_post && (!is_from_here(request) || !accounts::is_same_secret(token, call.form.get(token_field)))) {
    return error_page(403, "Formuläret gäller inte längre",
                      "Inget har ändrats. Gå tillbaka, ladda om sidan och försök igen.");
  }
  if (endpoint.concern == Concern::reader_in_path) {
    // One reply for a round that somebody else reads and for one that is not there.
    auto round = call.round();
    if (!round && round.error().kind != ErrorKind::not_found) return page_of(round.error());
    if (!round || round->text_reader != call.account().name)
      return error_page(403, "Det får du inte se",
                        "Fritexterna läses bara av den som omgången anger som läsare.");
  } else if (endpoint.concern != Concern::nothing) {
    auto centre = centre_of(call, endpoint.concern);
    if (!centre) return page_of(centre.error());
    // One reply for a centre that is somebody else's and for one that is not there.
    if (!*centre || !call.may_see(**centre)) {
      return error_page(
          403, "Det får du inte se",
          "Ditt konto har inte behörighet till den familjecentralen. Fråga en utvecklingsledare.");
    }
    if (auto known = call.store().load_centre(**centre); !known) return page_of(known.error());
    call.centre = *centre;
  }
  return std::nullopt;
}

Reply Dashboard::reply_to(const Call& call, const Page& page) const {
  auto model = page.model;
  auto token = call.session ? call.session->form_token : std::string();
  model["token"] = page.new_cookie.empty() ? token : door_token(house_.staff.secrets, page.new_cookie);
  Json layout{{"title", page.title},
              {"region", house_.collector.region.name},
              {"content", render(page.name, model)},
              {"token", token},
              {"session", nullptr}};
  if (call.session) {
    layout["session"] = {{"name", call.account().name}, {"role", std::string(words_of(call.account().role))}};
    layout["places"] = navigation(call);
  }
  auto html = render("layout", layout);
  Reply reply{page.status, "text/html; charset=utf-8", to_bytes(view_of(html)), {}, 0};
  if (!page.new_cookie.empty())
    reply.headers.emplace_back("Set-Cookie", cookie(door_cookie, page.new_cookie));
  if (page.status == 429 || page.status == 503) reply.retry_after_s = 60;
  harden(reply);
  return reply;
}

Reply Dashboard::failed(const Call& call, const Page& page) const {
  auto noted = note_failure(call);
  return reply_to(call, noted ? page : page_of(noted.error()));
}

PageStep Dashboard::answer(std::shared_ptr<Call> call, Answer given) {
  PageStep step;
  if (const auto* page = std::get_if<Page>(&given)) {
    step.reply = reply_to(*call, *page);
  } else if (const auto* redirect = std::get_if<Redirect>(&given)) {
    Reply reply{303, "text/plain; charset=utf-8", {}, {}, 0};
    reply.headers.emplace_back("Location", redirect->to);
    if (redirect->session_token)
      reply.headers.emplace_back("Set-Cookie", cookie(session_cookie, *redirect->session_token));
    harden(reply);
    step.reply = std::move(reply);
  } else if (auto* file = std::get_if<File>(&given)) {
    step.reply = reply_with(std::move(*file));
  } else if (auto* make = std::get_if<Make>(&given)) {
    auto made = std::make_shared<Result<File>>(Error::unavailable("not yet"));
    step.work = [made, work = std::move(make->work)] { *made = work(); };
    step.then = [this, made, call]() -> Reply {
      if (*made) return reply_with(std::move(**made));
      log_warning("{}: {}", call->path, made->error().message);
      return failed(*call, page_of(made->error()));
    };
  } else if (auto* stretch = std::get_if<Stretch>(&given)) {
    auto key = std::make_shared<Result<crypto::MacKey>>(Error::unavailable("not yet"));
    auto words = std::make_shared<Stretch>(std::move(*stretch));
    step.work = [key, words] { *key = crypto::key_from_code(words->password, words->salt); };
    const auto undo = [words, call] {
      const auto undone = words->undo ? words->undo(*call) : Result<void>();
      if (!undone) log_warning("a try to sign in was not taken back: {}", undone.error().message);
    };
    step.then = [this, key, words, call, undo]() -> Reply {
      if (!*key) undo();
      auto next = *key ? words->then(*call, **key) : Result<std::variant<Page, Redirect>>(key->error());
      if (!next) {
        log_warning("signing in: {}", next.error().message);  // the path may hold a one-time link
        return reply_to(*call, page_of(next.error()));
      }
      auto last = std::visit([](auto&& one) -> Answer { return std::move(one); }, std::move(*next));
      return *answer(call, std::move(last)).reply;
    };
    step.otherwise = [this, call, undo] {
      undo();
      return failed(*call, busy_page());
    };
  }
  if (!step.reply && !step.otherwise) step.otherwise = [this, call] { return failed(*call, busy_page()); };
  return step;
}

PageStep Dashboard::handle(const PageRequest& request) {
  std::string_view target = request.target;
  auto path = target.substr(0, target.find('?'));
  auto call = std::make_shared<Call>(
      Call{house_, std::string(path), {}, {}, {}, {}, {}, {}, request.origin, nullptr});
  if (path.size() < target.size()) call->query = Fields::parse(target.substr(path.size() + 1));
  call->form = Fields::parse(request.form);
  call->session_token = cookie_in(request.cookie, session_cookie);
  if (!call->session_token.empty()) {
    auto session = house_.staff.sign_in.find_session(call->session_token);
    if (!session) return answer(call, page_of(session.error()));
    call->session = std::move(*session);
  }

  auto found = find_endpoint(request.method, path);
  if (!found.endpoint) {
    if (!found.other_method) return answer(call, page_of(Error::not_found("")));
    return answer(call, error_page(405, "Så kan sidan inte användas",
                                   "Gå till sidan från en länk eller ett formulär."));
  }
  const auto& endpoint = *found.endpoint;
  call->values = std::move(found.values);
  if (request.is_too_large || call->form.is_cut() || call->query.is_cut())  // half a form, half a deed
    return answer(
        call, error_page(413, "För mycket på en gång", "Inget har ändrats. Dela upp det i mindre delar."));
  if (auto refusal = refuse(*call, endpoint, request)) return answer(call, std::move(*refusal));

  if (endpoint.logged == Logged::yes) {
    // First the line, then the deed: what cannot be logged is not done.
    if (auto logged = note_deed(*call, endpoint.action); !logged)
      return answer(call, page_of(logged.error()));
  }
  auto made = endpoint.handler(*call);
  if (!made) log_warning("{} {}: {}", request.method, endpoint.path, made.error().message);
  const auto* page = made ? std::get_if<Page>(&*made) : nullptr;
  if (!made || (page && page->status >= first_refusal)) {
    if (auto noted = note_failure(*call); !noted) return answer(call, page_of(noted.error()));
  }
  if (made) return answer(call, std::move(*made));
  // Where another user opens (docs/opening.md), whatever asks for answers is refused; nobody did anything
  // wrong.
  bool only_receives = !house_.collector.answers && request.method == "GET";
  if (only_receives && made.error().kind == ErrorKind::refused) return answer(call, elsewhere_page());
  return answer(call, page_of(made.error()));
}

}  // namespace vantrum::dashboard
