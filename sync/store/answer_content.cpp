#include "sync/store/answer_content.h"

#include "shared/wire/codec.h"

namespace vantrum::collector {
namespace {

enum Key { key_version = 1, key_answers };

const std::uint64_t* number_in(const wire::Value& value) {
  const auto* number = std::get_if<std::uint64_t>(&value.data);
  return number && *number <= 255 ? number : nullptr;
}

Result<std::vector<std::string>> parse_codes(const survey::Question& question, const wire::Value& value) {
  const auto* numbers = std::get_if<wire::Array>(&value.data);
  if (!numbers) return Error::untrusted("stored answer: expected an array of option numbers");
  std::vector<std::string> codes;
  for (const auto& one : *numbers) {
    const auto* number = number_in(one);
    const auto* option = number ? question.option_with_number(static_cast<std::uint32_t>(*number)) : nullptr;
    if (!option) return Error::untrusted("stored answer: unknown option of question " + question.id);
    codes.push_back(option->code);
  }
  return codes;
}

}  // namespace

Bytes encode_answers(const survey::Answers& answers, const survey::Instrument& instrument) {
  wire::Map map;
  for (const auto& [id, codes] : answers) {
    const auto* question = instrument.find(id);
    check(question != nullptr);
    wire::Array numbers;
    for (const auto& code : codes) numbers.emplace_back(question->option_with_code(code)->number);
    map.emplace_back(question->number, std::move(numbers));
  }
  return wire::encode(wire::Map{{key_version, instrument.version}, {key_answers, std::move(map)}});
}

Result<survey::Answers> parse_answers(ByteView content, const survey::Instrument& instrument) {
  auto reader = TRY(wire::Reader::parse(content, "stored answer"));
  TRY(reader.take_uint(key_version, "instrument version", UINT32_MAX));
  survey::Answers answers;
  for (const auto& [key, value] : TRY(reader.take_map(key_answers, "answers", 255))) {
    const auto* number = number_in(key);
    const auto* question = number ? instrument.find_number(static_cast<std::uint32_t>(*number)) : nullptr;
    if (!question) return Error::untrusted("stored answer: unknown question");
    answers[question->id] = TRY(parse_codes(*question, value));
  }
  TRY(reader.finish());
  return answers;
}

}  // namespace vantrum::collector
