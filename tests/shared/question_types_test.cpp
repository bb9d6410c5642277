// Every type of question in an instrument's file: read, checked, validated, and on the wire.
#include <doctest/doctest.h>

#include <algorithm>

#include "shared/wire/item.h"
#include "tests/shared/survey_support.h"

namespace vantrum::survey {
namespace {

InstrumentFiles every_type_files() {
  auto files = read_instrument_files(*real_file_system(), "tests/instruments/every_type");
  REQUIRE_MESSAGE(files, "run the tests from the project's root");
  return *files;
}

Instrument every_type() {
  auto instrument = parse_instrument(every_type_files());
  if (!instrument) FAIL(instrument.error().message);
  return *instrument;
}

Response a_response(Answers answers) {
  Response response;
  response.item = *ItemId::from(Bytes(16, 0x44));
  response.instrument_number = 90;
  response.instrument_version = 1;
  response.answers = std::move(answers);
  return response;
}

TEST_CASE("each type has its options, labels and words") {
  const auto instrument = every_type();
  const auto& rating = question_of(instrument, "advise");
  REQUIRE(rating.options.size() == 12);
  CHECK(own_label(rating, rating.options[0]) == "0");
  CHECK(own_label(rating, rating.options[10]) == "10");
  CHECK(rating.options[10].weight == 100);
  CHECK(rating.options[11].dont_know);
  const auto& number = question_of(instrument, "children");
  CHECK(own_label(number, number.options[1]) == "1");
  CHECK(own_label(number, number.options[2]) == "2–15");
  CHECK(number.band_of(0)->code == "none");
  CHECK(number.band_of(15)->code == "more");
  CHECK(number.band_of(16) == nullptr);
  CHECK(question_of(instrument, "welcome").linkage == Linkage::none);
  CHECK(question_of(instrument, "open").quote_label == "who");
  const auto keys = text_keys(instrument);
  for (const std::string key :
       {"advise.low", "advise.high", "advise.dk", "children.dk", "welcome.hint", "mood.sad"})
    CHECK(std::ranges::find(keys, key) != keys.end());
  for (const std::string key : {"advise.r0", "children.one"})
    CHECK(std::ranges::find(keys, key) == keys.end());
}

TEST_CASE("a file that says something wrong of its type is refused with the line") {
  struct Case {
    const char *what, *from, *to, *words;
  };
  for (const auto& c : {
           Case{"unknown type", "type = \"rating\"", "type = \"slider\"", "expected one of: scale, feeling"},
           Case{"note with linkage", "type = \"note\"\n", "type = \"note\"\nlinkage = \"linked\"\n",
                "linkage"},
           Case{"rating without dont_know", "dont_know = 20\n", "", "dont_know"},
           Case{"dont_know with a step's number", "dont_know = 20", "dont_know = 3",
                "option number 3 is used twice"},
           Case{"bands out of order", "number = 2, from = 1", "number = 2, from = 4", "bands out of order"},
           Case{"last band after max", "max = 15", "max = 1", "last band begins after it"},
           Case{"max too large", "max = 15", "max = 5000", "from 1 to 999"},
           Case{"select without order_seed", "order_seed = 17\n", "", "order_seed"},
           Case{"label of a question that is none", "quote_label = \"who\"", "quote_label = \"whom\"",
                "(P-11)"},
           Case{"label of a scale", "quote_label = \"who\"", "quote_label = \"agree\"", "(P-11)"},
           Case{"text without label", "quote_label = \"\"\n", "", "quote_label"},
           Case{"feeling without scale", "scale = \"mood\"\n", "", "scale"},
           Case{"rule over a note", "when = \"${feel} != 'very_glad'\"", "when = \"${welcome} = ''\"",
                "has no options"},
           Case{"linked number that is not background",
                "id = \"children\"\nnumber = 7\ntype = \"number\"\nlinkage = \"linked\"\nbackground = true",
                "id = \"children\"\nnumber = 7\ntype = \"number\"\nlinkage = \"linked\"\nbackground = false",
                "describes the visitor"},
       }) {
    CAPTURE(c.what);
    auto files = every_type_files();
    auto& text = files.at("instrument.toml");
    REQUIRE(text.find(c.from) != std::string::npos);
    text.replace(text.find(c.from), std::string(c.from).size(), c.to);
    const auto parsed = parse_instrument(files);
    REQUIRE_FALSE(parsed);
    CAPTURE(parsed.error().message);
    CHECK(parsed.error().message.starts_with("instrument.toml:"));
    CHECK(parsed.error().message.find(c.words) != std::string::npos);
  }
}

TEST_CASE("answers of every type are validated on both sides and survive the seal") {
  const auto instrument = every_type();
  const auto secret = crypto::SealSecretKey::from(Bytes(32, 0x22)).value();
  const wire::SealTo to{1, crypto::public_key_of(secret), wire::padded_bytes_for(instrument)};
  const auto response = a_response(
      {{"who", {"man"}}, {"agree", {"dk"}}, {"feel", {"glad"}}, {"advise", {"r10"}}, {"children", {"more"}}});
  REQUIRE(validate(response, instrument));
  const auto opened = wire::open_response(*wire::seal_response(response, instrument, to), secret, instrument);
  REQUIRE(opened);
  CHECK(*opened == response);
  for (const auto& [id, codes] : {std::pair("advise", std::vector<std::string>{"r11"}),
                                  std::pair("advise", std::vector<std::string>{"r1", "r2"}),
                                  std::pair("children", std::vector<std::string>{"12"}),
                                  std::pair("welcome", std::vector<std::string>{"yes"}),
                                  std::pair("open", std::vector<std::string>{"words"}),
                                  std::pair("places", std::vector<std::string>{"hall"})}) {
    CAPTURE(id);
    CHECK_FALSE(validate(a_response({{id, codes}}), instrument));
  }
}

TEST_CASE("\"vet inte\" beside other choices is no answer") {
  const auto instrument = every_type();
  const auto dont_know = question_of(instrument, "places").options.back();
  REQUIRE(dont_know.dont_know);
  using Counters = decltype(SplitAnswers::counters);
  CHECK(split_by_linkage(instrument, {{"places", {"kitchen", dont_know.code}}}).counters ==
        Counters{{"places", "kitchen"}});
  CHECK(split_by_linkage(instrument, {{"places", {dont_know.code}}}).counters ==
        Counters{{"places", dont_know.code}});
}

}  // namespace
}  // namespace vantrum::survey
