// Editing by whole characters in every script (P-13), and the keyboards that ship.
#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "kiosk/typing/graphemes.h"
#include "kiosk/typing/text_edit.h"
#include "shared/survey/free_text.h"
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

TextEdit typed(const std::vector<std::string>& keys) {
  TextEdit edit;
  for (const auto& key : keys) insert(edit, key);
  return edit;
}

TEST_CASE("erasing takes the whole character before the caret, its marks included (P-13)") {
  struct Case {
    std::string text, left;
  };
  for (const auto& c :
       {Case{"abå", "ab"}, Case{"abÅ", "ab"}, Case{"مُ", ""}, Case{"بَا", "بَ"}, Case{"a👩‍👧", "a"},
        Case{"نمی\u200Cخواهم", "نمی\u200Cخواه"}, Case{"ሰላ", "ሰ"}, Case{"ї", ""}, Case{"", ""}}) {
    CAPTURE(c.text);
    TextEdit edit{c.text, c.text.size()};
    erase_before(edit);
    CHECK(edit == TextEdit{c.left, c.left.size()});
  }
}

TEST_CASE("what is typed goes before the caret, and the caret behind it") {
  auto edit = typed({"s", "t"});
  move_caret(edit, Side::left, false);
  insert(edit, "ö");
  CHECK(edit == TextEdit{"söt", 3});
}

TEST_CASE("the caret goes the way its arrow points: from the left in Swedish, from the right in Arabic") {
  auto swedish = typed({"a", "å", "b"});
  for (const std::size_t caret : {3, 1, 0, 0}) {
    move_caret(swedish, Side::left, false);
    CHECK(swedish.caret == caret);
  }
  move_caret(swedish, Side::right, false);
  CHECK(swedish.caret == 1);
  auto arabic = typed({"س", "ل", "م"});
  move_caret(arabic, Side::left, true);  // it is at the left end already
  CHECK(arabic.caret == 6);
  for (const std::size_t caret : {4, 2, 0, 0}) {
    move_caret(arabic, Side::right, true);
    CHECK(arabic.caret == caret);
  }
  move_caret(arabic, Side::left, true);
  CHECK(arabic.caret == 2);
}

TEST_CASE("in mixed text the caret passes every character once, and comes back") {
  for (const bool from_right : {true, false}) {
    // A text of the other direction would end where it begins on the line; its first letter decides.
    const std::string text = from_right ? "سلام BVC ۱۲ خوب" : "Bra سلام 12 fika";
    TextEdit edit{text, 0};
    const auto far = from_right ? Side::left : Side::right;
    std::set<std::size_t> seen{edit.caret};
    for (int i = 0; i < 40; ++i) {
      move_caret(edit, far, from_right);
      seen.insert(edit.caret);
    }
    CHECK(edit.caret == text.size());
    CHECK(seen.size() >= find_graphemes(text, from_right).count() - 3);
    for (int i = 0; i < 40; ++i) move_caret(edit, far == Side::left ? Side::right : Side::left, from_right);
    CHECK(edit.caret == 0);
  }
}

TEST_CASE("300 characters and no more, whatever the script (P-10)") {
  for (const std::string letter : {"a", "å", "س", "ሰ", "ї"}) {
    CAPTURE(letter);
    TextEdit edit;
    for (int i = 0; i < 300; ++i) REQUIRE(insert(edit, letter));
    const auto full = edit;
    CHECK_FALSE(insert(edit, letter));
    CHECK(edit == full);
    CHECK(survey::free_text_units(edit.text) == 300);
  }
}

TEST_CASE("a text's direction is that of its first letter") {
  CHECK(is_right_to_left("سلام BVC", false));
  CHECK_FALSE(is_right_to_left("BVC سلام", true));
  CHECK(is_right_to_left("12 …", true));
  CHECK_FALSE(is_right_to_left("", false));
}

TEST_CASE(
    "letters and digits have a sound of their own, signs and the line between Arabic letters have none") {
  for (const char* key : {"a", "å", "7", "ש", "ب", "پ", "٣", "ሀ", "ї"}) {
    CAPTURE(key);
    CHECK(is_letter_or_digit(key));
  }
  for (const char* key : {".", "،", "؟", "ـ", " ", ""}) {
    CAPTURE(key);
    CHECK_FALSE(is_letter_or_digit(key));
  }
}

TEST_CASE("every language can write its letters, and digits and marks, and switch to Latin (R11)") {
  const auto keyboards = the_keyboards();
  const std::map<std::string, std::string> alphabets = {
      {"sv", "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö é Å Ä Ö"},
      {"en", "a b c d e f g h i j k l m n o p q r s t u v w x y z ' A Z"},
      {"so", "b t j x d r s c g f q k l m n w h y a e i o u '"},
      {"fi", "a b d e f g h i j k l m n o p r s š t u v y z ž å ä ö"},
      {"ar", "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي ء أ إ آ ؤ ئ ى ة ، ؟"},
      {"fa", "ا آ ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی ئ ؤ أ ء \u200C ، ؟"},
      {"ckb", "ئ ا ب پ ت ج چ ح خ د ر ڕ ز ژ س ش ع غ ف ڤ ق ک گ ل ڵ م ن و ۆ ھ ە ی ێ ، ؟"},
      {"uk", "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я ’ А Ї Я"},
      {"ti", "ሀ ሁ ሂ ሃ ሄ ህ ሆ ለ ላ መ ም ሰ ሽ ቆ ቛ ቐ በ ቭ ት ች ን ኞ እ ኣ ክ ኳ ኸ ው ዕ ዝ ዥ ይ ድ ጅ ግ ጓ ጥ ጭ ጽ ፍ ፕ ። ፣ ኅ"}};
  for (const auto& [language, letters] : alphabets) {
    const auto& keyboard = keyboards->of_language(language);
    std::set<std::string> keys{" "};
    for (const auto& layer : keyboard.layers) {
      for (const auto& row : layer.rows) {
        for (const auto& key : row) {
          if (!keyboard.families.contains(key)) keys.insert(key);
          // A family is reached only through a key of its name.
          if (const auto family = keyboard.families.find(key); family != keyboard.families.end())
            keys.insert(family->second.begin(), family->second.end());
        }
      }
    }
    std::istringstream in(letters);
    for (std::string letter; in >> letter;) {
      CAPTURE(language);
      CAPTURE(letter);
      CHECK(keys.contains(letter));
    }
    for (const std::string sign : {".", "?", "!", "1", "0"}) {
      CAPTURE(language);
      CAPTURE(sign);
      const bool has_own = (sign == "?" && keys.contains("؟"));
      CHECK((keys.contains(sign) || has_own));
    }
  }
}

TEST_CASE("a faulty keyboard is refused with its line") {
  const std::string good =
      "switch = \"abc\"\nlanguages = [\"sv\"]\nlayer_count = 1\nfamily_count = 0\n[[layer]]\nname = "
      "\"small\"\nkey = "
      "\"abc\"\nthen = \"small\"\nrows = [\"a b\"]\n";
  CHECK(Keyboards::parse({{"latin", good}}));
  struct Case {
    std::string from, to, words;
  };
  for (const auto& c :
       {Case{"\"a b\"", "\"a a\"", "twice"}, Case{"\"a b\"", "", "1 to 3"},
        Case{"then = \"small\"", "then = \"big\"", "no layer \"big\""},
        Case{"\"a b\"", "\"a b c d e f g h i j k l\"", "1 to 11"}, Case{"switch", "swich", "latin.toml:1"}}) {
    CAPTURE(c.to);
    auto bad = good;
    bad.replace(bad.find(c.from), c.from.size(), c.to);
    const auto parsed = Keyboards::parse({{"latin", bad}});
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().message.find(c.words) != std::string::npos);
  }
  CHECK_FALSE(Keyboards::parse({{"arabic", good}}));
}

}  // namespace
}  // namespace vantrum::kiosk
