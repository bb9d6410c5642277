// What visitors wrote and what of it is quoted: S39, P-11, P-12.
#include "sync/collector/quotes.h"

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

#include "sync/collector/redaction.h"
#include "sync/collector/take_away.h"
#include "sync/store/answer_content.h"
#include "sync/store/answer_schema.h"
#include "tests/dashboard/written_support.h"

namespace vantrum::dashboard {
namespace {

using namespace collector;

const std::string about_anna = "Anna, vår sköterska, var inte bra. Men fikat (från Eva) är godast i länet!";

// All forms in which results leave the house.
std::string all_reports(Written& written) {
  auto published = must(publish_results(written.site.collector, written.round));
  std::string all;
  for (auto format : {exports::Format::text, exports::Format::json, exports::Format::csv})
    all += must(exports::bytes_of(published, {format, {}, 1}));
  for (std::optional<CentreId> centre :
       {std::optional<CentreId>(), std::optional(written.site.oak), std::optional(written.site.pine)})
    all += must(exports::bytes_of(published, {exports::Format::html, centre, 1}));
  return all;
}

}  // namespace

TEST_CASE("S39: words are taken out by their numbers, and a mark stands where they stood") {
  CHECK(words_of(about_anna).size() == 14);
  CHECK(must(cut(about_anna, {})) == about_anna);
  CHECK(must(cut(about_anna, {1})) ==
        "[…], vår sköterska, var inte bra. Men fikat (från Eva) är godast i länet!");
  CHECK(must(cut(about_anna, {1, 2, 3, 9, 10})) == "[…], var inte bra. Men fikat ([…]) är godast i länet!");
  CHECK(must(cut("مرحبا يا سارة، شكرا", {3})) == "مرحبا يا […]، شكرا");
  CHECK(must(cut("Eva-Lottas   hus\u00a0är fint", {1})) == "[…] hus är fint");
  CHECK_FALSE(cut("Bra fika", {1, 2}));
  CHECK_FALSE(cut("Bra fika", {3}));
  CHECK_FALSE(cut("Bra fika", {0}));
  CHECK_FALSE(cut("!!", {}));
  CHECK(must(parse_word_numbers("1-3,7")) == std::set<std::size_t>{1, 2, 3, 7});
  CHECK(must(parse_word_numbers("")).empty());
  for (const char* bad : {"x", "1-", "3-1", "0", "1,,2", "-1", "1-99999999"})
    CHECK_FALSE(parse_word_numbers(bad));
}

TEST_CASE(
    "S39: a text that was edited by hand may have lost whole words, each loss marked, and nothing else") {
  CHECK(must(check_cut(about_anna, about_anna)) == about_anna);
  CHECK(must(check_cut(about_anna, "[...] Men fikat […] är godast i länet!")) ==
        "[…] Men fikat […] är godast i länet!");
  CHECK(must(check_cut(about_anna, "Anna […] […] länet!")) == "Anna […] länet!");
  CHECK(must(check_cut("bra, bra, bra", "bra, […], bra")) == "bra, […], bra");
  for (const char* bad :
       {"Anna, vår sköterska, var bra. Men fikat (från Eva) är godast i länet!",  // a word gone unseen
        "Anna, vår sköterska, var […] jättebra. […]",                             // a word that was not there
        "[…] fikat […] bra […]",                                                  // another order
        "[…] var inte bra. Men fikat",                                            // the end gone unseen
        "[…] ikat […]",                                                           // half a word
        "[…] Länet!",                                                             // another letter
        "Anna, vår […] sköterska, […]",                                           // a mark for nothing
        "[…]", "", "[…] ! […]"}) {
    auto result = check_cut(about_anna, bad);
    CHECK_MESSAGE(!result, bad);
    if (!result) CHECK_FALSE(has(result.error().message, "Anna"));
  }
  CHECK_FALSE(check_cut("olycklig", "[…]lycklig"));
}

TEST_CASE("S39: whatever is cut, the words that remain are the writer's, in the writer's order") {
  std::mt19937 chance(7);
  const auto words = words_of(about_anna);
  for (int round = 0; round < 500; ++round) {
    std::set<std::size_t> gone;
    for (std::size_t i = 1; i <= words.size(); ++i)
      if (chance() % 3 == 0) gone.insert(i);
    if (gone.size() == words.size()) continue;
    auto quote = must(cut(about_anna, gone));
    std::vector<std::string> kept;
    for (std::size_t i = 1; i <= words.size(); ++i)
      if (!gone.contains(i)) kept.push_back(words[i - 1]);
    auto left = words_of(quote);
    CHECK(left == kept);
    CHECK(must(check_cut(about_anna, quote)) == quote);  // and by hand the same is allowed
    quote.insert(quote.size() / 2, "x");
    CHECK_FALSE(check_cut(about_anna, quote));
  }
}

TEST_CASE("P-12: only the reader whom the round names reads, and the log knows, without a word of it") {
  Written written;
  written.answer(written.site.oak, {12, 8, 0});
  written.write(written.site.oak, {{"woman", about_anna}});
  auto other = written.run({"quotes", "list", "--round", "1", "--reader", "nyfiken"});
  CHECK(other.exit_code != 0);
  CHECK_FALSE(has(other.out + other.err, "Anna"));
  CHECK(has(written.log(), "kommandorad: fick inte läsa fritexter – omgång 1\n"));
  auto list = written.quotes("list");
  CHECK(list.exit_code == 0);
  CHECK(has(list.out, about_anna));
  auto id = written.id_of(about_anna);
  CHECK(has(written.quotes("list", {"--text", id}).out, "1:Anna"));
  CHECK(has(written.quotes("redact", {"--text", id, "--cut", "1-3"}).out, "Utkast: […], var inte bra."));
  written.close();
  CHECK(written.quotes("approve", {"--text", id}).exit_code == 0);
  CHECK(written.quotes("withdraw", {"--text", id}).exit_code == 0);
  auto mark = "omgång 1, text " + id.substr(0, 8) + "\n";
  for (const std::string& line :
       std::vector<std::string>{"läste fritexter – omgång 1, 1 text\n", "maskade citat – " + mark,
                                "godkände citat – " + mark, "drog tillbaka citat – " + mark})
    CHECK_MESSAGE(has(written.log(), "kommandorad: " + line), line);
  for (const auto& word : words_of(about_anna))
    if (word.size() > 4) CHECK_FALSE_MESSAGE(has(written.log(), word), word);
  // Where nothing can be logged nothing is read.
  written.site.collector.staff = nullptr;
  CHECK_FALSE(read_texts(written.site.collector,
                         {written.round, written.reader, notes_of(written.site.collector, "x")}));
  // The other steps ask who it is as well.
  for (const char* what : {"approve", "withdraw"})
    CHECK(written.run({"quotes", what, "--round", "1", "--reader", "nyfiken", "--text", id}).exit_code != 0);
  CHECK(written.run({"quotes", "redact", "--round", "1", "--reader", "nyfiken", "--text", id, "--cut", "1"})
            .exit_code != 0);
  CHECK(written.run({"quotes", "list", "--round", "1", "--reader", ""}).exit_code != 0);
}

TEST_CASE("S39: a quote says kvinna, man or annan only where that group's size is shown (P-14, P-16)") {
  struct Case {
    Groups groups;
    bool woman, man, other;
  };
  // Of 12, 8, 2 the two smallest are hidden together, or the 2 could be computed.
  for (const auto& [groups, woman, man, other] :
       {Case{{12, 8, 0}, true, true, false}, Case{{12, 8, 2}, true, false, false},
        Case{{12, 8, 5}, true, true, true}, Case{{12, 4, 0}, false, false, false},
        Case{{4, 3, 0}, false, false, false}, Case{{6, 0, 0}, false, false, false}}) {
    Written written;
    written.answer(written.site.oak, groups);
    written.answer(written.site.pine, {20, 20, 20});  // of another centre they do not count
    written.write(written.site.oak, {{"woman", "Aaa"}, {"man", "Bbb"}, {"other", "Ccc"}, {"", "Ddd"}});
    written.close();
    for (const char* text : {"Aaa", "Bbb", "Ccc", "Ddd"})
      REQUIRE(written.quotes("approve", {"--text", written.id_of(text)}).exit_code == 0);
    auto quotes = must(publish_results(written.site.collector, written.round)).find(written.site.oak)->quotes;
    REQUIRE(quotes.size() == 4);
    CAPTURE(groups.men);
    CHECK(quotes[0].label == (woman ? "Kvinna" : ""));
    CHECK(quotes[1].label == (man ? "Man" : ""));
    CHECK(quotes[2].label == (other ? "Annat" : ""));
    CHECK(quotes[3].label.empty());
    // The reader is told no more than the report is (P-11).
    auto list = written.quotes("list").out;
    CHECK(has(list, "· Man") == man);
    CHECK(has(list, "· Annat") == other);
  }
}

TEST_CASE("S39: quotes of a centre that shows no results are not shown either (P-14)") {
  Written written;
  written.answer(written.site.oak, {4, 0, 0});
  written.answer(written.site.pine, {12, 0, 0});
  written.write(written.site.oak, {{"woman", "Hemligheten"}});
  written.close();
  CHECK(written.quotes("approve", {"--text", written.id_of("Hemligheten")}).exit_code == 0);
  CHECK_FALSE(has(all_reports(written), "Hemligheten"));
  written.answer(written.site.oak, {12, 0, 0});
  CHECK(has(all_reports(written), "Hemligheten"));
}

TEST_CASE("S39: approved quotes stand in the centre's report, and only they, and only there") {
  Written written;
  auto& site = written.site;
  written.answer(site.oak, {12, 8, 0});
  written.answer(site.pine, {12, 8, 0});
  written.write(site.oak, {{"woman", about_anna}, {"man", "Öppet oftare"}, {"", "Aldrig valt"}});
  written.write(site.pine, {{"woman", "Tallens text"}});
  auto anna = written.id_of(about_anna), often = written.id_of("Öppet oftare");
  CHECK(written.quotes("redact", {"--text", anna, "--cut", "1-3,10"}).exit_code == 0);
  // While the round is open nothing is approved (P-18).
  CHECK(has(written.quotes("approve", {"--text", often}).err, "open"));
  CHECK(must(approved_quotes(site.collector, written.round)).empty());
  written.close();
  for (const auto& id : {anna, often, written.id_of("Tallens text")})
    CHECK(written.quotes("approve", {"--text", id}).exit_code == 0);

  auto published = must(publish_results(site.collector, written.round));
  const auto page = [&](std::optional<CentreId> centre) {
    return must(exports::bytes_of(published, {exports::Format::html, centre, 1}));
  };
  CHECK(has(page(site.oak), "[…], var inte bra. Men fikat (från […]) är godast i länet!"));
  CHECK(has(page(site.oak), "Öppet oftare"));
  CHECK(has(page(site.oak), "– Man"));
  CHECK_FALSE(has(page(site.oak), "Tallens text"));
  CHECK(has(page(site.pine), "Tallens text"));
  CHECK_FALSE(has(page({}), "Öppet oftare"));
  auto all = all_reports(written);
  for (const char* never : {"Anna,", "Eva)", "Aldrig valt"}) CHECK_FALSE(has(all, never));
  CHECK(published.of_centre(site.pine).find(site.oak) == nullptr);

  // Redacted again it is a draft again; withdrawn it is gone from the next report.
  CHECK(written.quotes("redact", {"--text", often, "--cut", "2"}).exit_code == 0);
  CHECK(written.quotes("withdraw", {"--text", anna}).exit_code == 0);
  all = all_reports(written);
  CHECK_FALSE(has(all, "Öppet"));
  CHECK_FALSE(has(all, "fikat"));
  CHECK(has(written.quotes("list").out, "utkast"));
  CHECK(written.quotes("withdraw", {"--text", anna}).exit_code == 0);
  CHECK(written.quotes("withdraw", {"--text", anna}).exit_code != 0);  // it is not chosen any more
  CHECK(has(written.quotes("list", {"--text", anna}).out, "inte vald"));
}

TEST_CASE("P-10: a text with a number or an address in it is not approved until that is taken out") {
  Written written;
  written.answer(written.site.oak, {12, 8, 0});
  written.write(written.site.oak, {{"", "Ring mig på 070-123 45 67 om maten"}});
  written.close();
  auto id = written.id_of("Ring mig på 070-123 45 67 om maten");
  auto refused = written.quotes("approve", {"--text", id});
  CHECK(has(refused.err, "phone_number"));
  CHECK_FALSE(has(refused.err, "070"));
  CHECK_FALSE(has(all_reports(written), "Ring mig"));
  CHECK(written.quotes("redact", {"--text", id, "--cut", "4-6"}).exit_code == 0);
  CHECK(written.quotes("approve", {"--text", id}).exit_code == 0);
  CHECK(has(all_reports(written), "Ring mig på […] om maten"));
}

TEST_CASE("P-11: nothing tells which text came first, neither for the reader nor in the report") {
  std::vector<std::string> texts;
  for (int i = 0; i < 24; ++i) texts.push_back("Text " + std::string(1, static_cast<char>('A' + i)));
  std::vector<std::vector<std::string>> shown;
  for (const bool is_reversed : {false, true}) {
    Written written;
    written.answer(written.site.oak, {12, 8, 0});
    auto order = texts;
    if (is_reversed) std::reverse(order.begin(), order.end());
    for (const auto& text : order) written.write(written.site.oak, {{"", text}});
    written.close();
    TextReader reader{written.round, written.reader, notes_of(written.site.collector, "x")};
    std::vector<std::string> listed;
    std::vector<TextId> ids;
    for (const auto& row : must(read_texts(written.site.collector, reader))) {
      listed.push_back(row.text);
      ids.push_back(row.id);
      must(approve(written.site.collector, reader, row.id.hex()));
    }
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    CHECK(listed != order);
    CHECK(std::vector(listed.rbegin(), listed.rend()) != order);
    std::vector<std::string> quoted;
    const auto published = must(publish_results(written.site.collector, written.round));
    for (const auto& quote : published.find(written.site.oak)->quotes) quoted.push_back(quote.text);
    shown.push_back(quoted);
  }
  CHECK(shown[0] == shown[1]);
}

TEST_CASE("P-11: a quote has its text's id and nothing in common with an answer") {
  Written written;
  written.answer(written.site.oak, {12, 8, 0});
  written.write(written.site.oak, {{"woman", "Bra fika"}});
  CHECK(written.quotes("redact", {"--text", written.id_of("Bra fika"), "--cut", "1"}).exit_code == 0);
  written.site.answer_store.reset();
  auto database = must(
      store::Database::open(written.site.data.answer_database(), {.application_id = answer_application_id}));
  std::set<std::string> columns;
  must(database.each("SELECT name FROM pragma_table_info('quote')", {},
                     [&](const store::Row& row) -> Result<void> {
                       columns.insert(row.text(0));
                       return {};
                     }));
  CHECK(columns ==
        std::set<std::string>{"id", "round", "centre", "question", "label", "content", "approved"});
  for (const char* query : {"SELECT count(*) FROM quote JOIN answer USING (id)",
                            "SELECT count(*) FROM quote JOIN opened ON mark = quote.id"})
    CHECK(*must(database.find_integer(query)) == 0);
  CHECK(*must(database.find_integer("SELECT count(*) FROM quote JOIN free_text USING (id)")) == 1);
  CHECK_FALSE(database.find_integer("SELECT rowid FROM quote"));
}

TEST_CASE("answers of the first released schema are brought up to date with everything in them") {
  testing::TemporaryFolder folder;
  auto path = folder.path() + "/answers.db";
  std::filesystem::copy_file("tests/collector_dbs/answers-1-texts.db", path);
  {
    // The sample's answers are four bytes that mean nothing.
    auto database = must(store::Database::open(path, {.application_id = answer_application_id}));
    const auto content = encode_answers({{"acc", {"full"}}}, survey_instrument());
    must(database.run("UPDATE answer SET content = ?", {ByteView(content)}));
  }
  for (int tries = 0; tries < 2; ++tries) {
    auto answers = must(SqliteAnswerStore::open(path));
    must(answers->bind_region("kalmar"));
    CHECK(must(answers->count_answers(RoundId{1}))[CentreId{1}] == 6);
    CHECK(must(answers->count_waiting(RoundId{1})).empty());
    CHECK(must(answers->list_texts(RoundId{1})).front().text == "Bra fika");
    CHECK(must(answers->released_counters(RoundId{1})).front().count == 7);
    const std::uint8_t first = 0;
    CHECK_FALSE(must(answers->mark_opened(opened_mark_of(ByteView(&first, 1)))));
    CHECK(must(answers->quotes(RoundId{1})).empty());
    must(answers->check_integrity());
  }
}

TEST_CASE("P-12: on the pages texts are shown to the account the round names, and to nobody else") {
  Written written;
  written.add("lasare", Role::compiler, {written.site.oak});
  written.add("lead", Role::lead, {});
  written.add("bredvid", Role::compiler, {written.site.oak});
  written.answer(written.site.oak, {12, 8, 0});
  written.write(written.site.oak, {{"woman", about_anna}, {"man", "<script>alert(1)</script>"}});
  const auto id = [&](const std::string& text) {
    for (const auto& [key, value] : must(written.site.answer_store->texts_by_id(written.round)))
      if (value.text == text) return key.hex();
    return std::string();
  };
  const auto anna = "/fritexter/1/" + id(about_anna);
  for (const char* other : {"lead", "bredvid"}) {
    Browser browser(written, other);
    for (const auto& path : {std::string("/fritexter/1"), anna, std::string("/fritexter/2")}) {
      auto shown = browser.get(path);
      CHECK(shown.status == 403);
      CHECK_FALSE(shown.says("Anna"));
    }
    CHECK(browser.post(anna, {{"what", "approve"}, {"quote", about_anna}}).status == 403);
    CHECK(browser.get("/fritexter").says("Ingen omgång anger kontot"));
  }
  CHECK_FALSE(has(written.log(), "fritext"));

  Browser reader(written, "lasare");
  CHECK(reader.get("/fritexter").says("/fritexter/1"));
  auto list = reader.get("/fritexter/1");
  CHECK(list.says("Anna, vår sköterska"));
  CHECK(list.says("rutin 2026:12"));
  CHECK_FALSE(list.says("<script>"));
  CHECK(list.says("&lt;script&gt;"));
  CHECK(has(written.log(), "lasare: läste fritexter – omgång 1, 2 texter"));
  // While the round is open there is no button for it, and the deed is refused.
  CHECK_FALSE(reader.get(anna).says("Godkänn för rapporten"));
  CHECK(reader.post(anna, {{"what", "approve"}, {"quote", about_anna}}).says("Inget har ändrats"));
  written.close();
  CHECK(reader.get(anna).says("Godkänn för rapporten"));

  const std::string redacted = "[...] var inte bra. Men fikat (från [...]) är godast i länet!";
  auto refused = reader.post(anna, {{"what", "approve"}, {"quote", redacted + " Verkligen!"}});
  CHECK(refused.says("Inget har ändrats"));
  CHECK(refused.says("Verkligen!"));  // what was typed is still there
  CHECK(must(written.site.answer_store->quotes(written.round)).empty());
  CHECK(reader.post(anna, {{"what", "redact"}, {"quote", redacted}}).location == "/fritexter/1");
  CHECK(reader.get("/fritexter/1").says("Utkast"));
  CHECK(reader.post(anna, {{"what", "approve"}, {"quote", redacted}}).location == "/fritexter/1");
  CHECK(reader.get("/fritexter/1").says("Godkänt citat"));
  CHECK(reader.post(anna, {{"what", "nonsense"}, {"quote", redacted}}).says("Inget har ändrats"));
  CHECK(reader.get("/fritexter/1/" + std::string(32, '0')).status == 404);

  Browser lead(written, "lead");
  auto results = lead.get("/resultat/1/1");
  CHECK(results.says("[…] var inte bra. Men fikat (från […]) är godast i länet!"));
  CHECK(results.says("– Kvinna"));
  CHECK_FALSE(results.says("Anna,"));
  CHECK_FALSE(lead.get("/resultat/1").says("fikat"));
  CHECK(reader.post(anna, {{"what", "withdraw"}}).location == "/fritexter/1");
  CHECK_FALSE(lead.get("/resultat/1/1").says("fikat"));
  for (const char* word : {"Anna", "fikat", "sköterska", "Verkligen", "script"})
    CHECK_FALSE_MESSAGE(has(written.log(), word), word);
  CHECK(testing::must(written.staff->log.verify()).findings.empty());
}

}  // namespace vantrum::dashboard
