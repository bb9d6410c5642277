#include "shared/wire/item.h"

#include <algorithm>

#include "shared/wire/codec.h"
#include "shared/wire/sealing.h"

namespace vantrum::wire {
namespace {

// Keys inside the seal. On the wire; never renumber.
enum Key {
  key_item = 1,
  key_round,
  key_centre,
  key_instrument,
  key_version,
  key_week,
  key_answers,
  key_flags
};

constexpr std::uint64_t flag_paper = 1, flag_suspect = 2, flags_all = flag_paper | flag_suspect;

// 202645 for week 45 of 2026; 0 for "unknown".
std::uint64_t week_number(const std::optional<IsoWeek>& week) {
  return week ? static_cast<std::uint64_t>(week->year * 100 + week->week) : 0;
}

Result<std::optional<IsoWeek>> parse_week(std::uint64_t number) {
  if (number == 0) return std::optional<IsoWeek>();
  IsoWeek week{static_cast<int>(number / 100), static_cast<int>(number % 100)};
  if (week.year < 2020 || week.year > 2200 || week.week < 1 || week.week > 53) {
    return Error::untrusted("response: week: expected year and ISO week, or 0");
  }
  return std::optional<IsoWeek>(week);
}

// One number, or for select_many an array of them.
Value encode_codes(const survey::Question& question, const std::vector<std::string>& codes) {
  auto number = [&](const std::string& code) { return Value(question.option_with_code(code)->number); };
  if (question.type != survey::QuestionType::select_many) return number(codes.front());
  Array numbers;
  for (const auto& code : codes) numbers.push_back(number(code));
  return numbers;
}

Bytes encode_response(const survey::Response& response, const survey::Instrument& instrument) {
  Map answers;
  for (const auto& [id, codes] : response.answers) {
    const auto& question = *instrument.find(id);
    answers.emplace_back(question.number, encode_codes(question, codes));
  }
  std::uint64_t flags = (response.flags.paper ? flag_paper : 0) | (response.flags.suspect ? flag_suspect : 0);
  return encode(Map{{key_item, response.item.view()},
                    {key_round, response.round.value},
                    {key_centre, response.centre.value},
                    {key_instrument, response.instrument_number},
                    {key_version, response.instrument_version},
                    {key_week, week_number(response.week)},
                    {key_answers, std::move(answers)},
                    {key_flags, flags}});
}

Result<std::string> code_of(const survey::Question& question, const Value& value) {
  const auto* number = std::get_if<std::uint64_t>(&value.data);
  const auto* option =
      number && *number <= 255 ? question.option_with_number(static_cast<std::uint32_t>(*number)) : nullptr;
  if (!option) return Error::untrusted("response: question " + question.id + ": unknown answer number");
  return option->code;
}

Result<survey::Answers> parse_answers(const Map& map, const survey::Instrument& instrument) {
  survey::Answers answers;
  for (const auto& [key, value] : map) {
    const auto* number = std::get_if<std::uint64_t>(&key.data);
    const auto* question =
        number && *number <= 255 ? instrument.find_number(static_cast<std::uint32_t>(*number)) : nullptr;
    if (!question) return Error::untrusted("response: unknown question number");
    auto& codes = answers[question->id];
    if (const auto* several = std::get_if<Array>(&value.data)) {
      for (const auto& one : *several) codes.push_back(TRY(code_of(*question, one)));
    } else {
      codes.push_back(TRY(code_of(*question, value)));
    }
  }
  return answers;
}

Result<survey::Response> parse_response(ByteView plain, const survey::Instrument& instrument) {
  auto r = TRY(Reader::parse(plain, "response"));
  survey::Response response;
  response.item = TRY(r.take_id<ItemId>(key_item, "item id"));
  response.round.value = static_cast<std::uint32_t>(TRY(r.take_uint(key_round, "round", UINT32_MAX)));
  response.centre.value = static_cast<std::uint32_t>(TRY(r.take_uint(key_centre, "centre", UINT32_MAX)));
  response.instrument_number =
      static_cast<std::uint32_t>(TRY(r.take_uint(key_instrument, "instrument", UINT32_MAX)));
  response.instrument_version =
      static_cast<std::uint32_t>(TRY(r.take_uint(key_version, "instrument version", UINT32_MAX)));
  response.week = TRY(parse_week(TRY(r.take_uint(key_week, "week", 999'999))));
  response.answers = TRY(parse_answers(TRY(r.take_map(key_answers, "answers", 64)), instrument));
  auto flags = TRY(r.take_uint(key_flags, "flags", flags_all));
  response.flags = {(flags & flag_paper) != 0, (flags & flag_suspect) != 0};
  TRY(r.finish());
  return response;
}

}  // namespace

std::size_t padded_bytes_for(const survey::Instrument& instrument) {
  // Everything but the answers at its widest, each answer with the option that takes most bytes.
  survey::Response widest;
  widest.round.value = widest.centre.value = UINT32_MAX;
  widest.instrument_number = widest.instrument_version = UINT32_MAX;
  widest.week = IsoWeek{2200, 53};
  std::size_t size = encode_response(widest, instrument).size() + 2;  // + 2: a longer map head
  for (const auto& question : instrument.questions) {
    if (question.linkage != survey::Linkage::linked) continue;
    std::size_t option_bytes = 2;  // a number up to 255
    bool many = question.type == survey::QuestionType::select_many;
    size += 2 + (many ? 1 + question.options.size() * option_bytes : option_bytes);
  }
  return (size + 1 + 31) / 32 * 32;
}

Result<Bytes> seal_response(const survey::Response& response, const survey::Instrument& instrument,
                            const SealTo& to) {
  TRY(survey::validate(response, instrument));
  return seal_item(encode_response(response, instrument), response.item, to, to.padded_bytes);
}

Result<ItemHead> parse_item_head(ByteView item) {
  if (item.size() < item_head_bytes || item.size() > item_bytes_max) {
    return Error::untrusted("sealed item: expected " + std::to_string(item_head_bytes) + " to " +
                            std::to_string(item_bytes_max) + " bytes");
  }
  if (item[0] != item_version) {
    return Error::untrusted("sealed item of version " + std::to_string(item[0]) +
                            "; this program reads version " + std::to_string(item_version));
  }
  std::uint32_t epoch = static_cast<std::uint32_t>(item[1]) << 24 |
                        static_cast<std::uint32_t>(item[2]) << 16 | static_cast<std::uint32_t>(item[3]) << 8 |
                        item[4];
  return ItemHead{epoch, *ItemId::from(item.subspan(5, ItemId::size))};
}

Result<InstrumentVersion> instrument_of(ByteView item, const crypto::SealSecretKey& key) {
  TRY(parse_item_head(item));
  auto padded = TRY(crypto::open(key, item.subspan(item_head_bytes)));
  auto plain = TRY(crypto::unpad(padded));
  auto read = [&]() -> Result<InstrumentVersion> {
    auto r = TRY(Reader::parse(plain, "response"));
    InstrumentVersion found;
    found.number = static_cast<std::uint32_t>(TRY(r.take_uint(key_instrument, "instrument", UINT32_MAX)));
    found.version =
        static_cast<std::uint32_t>(TRY(r.take_uint(key_version, "instrument version", UINT32_MAX)));
    return found;
  };
  auto found = read();
  crypto::wipe(padded);
  crypto::wipe(plain);
  return found;
}

Result<survey::Response> open_response(ByteView item, const crypto::SealSecretKey& key,
                                       const survey::Instrument& instrument) {
  auto opened = TRY(open_item(item, key));
  auto response = parse_response(opened.plain, instrument);
  crypto::wipe(opened.plain);
  if (!response) return response;
  if (response->item != opened.item)
    return Error::untrusted("the id inside the seal differs from the one outside");
  if (auto valid = survey::validate(*response, instrument); !valid) {
    return Error::untrusted(valid.error().message);
  }
  return response;
}

}  // namespace vantrum::wire
