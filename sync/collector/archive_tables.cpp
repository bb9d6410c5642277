#include "sync/collector/archive_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/exports/csv.h"
#include "sync/store/answer_content.h"

namespace vantrum::collector {
namespace {

using survey::Linkage;
using survey::Question;

using Lines = std::vector<std::vector<std::string>>;

Result<std::string> csv_of(const std::vector<std::string>& head, const Lines& lines) {
  exports::Table table{"", {}, [&](const exports::EachRow& each) -> Result<void> {
                         for (const auto& line : lines) TRY(each(exports::Row(line.begin(), line.end())));
                         return {};
                       }};
  for (const auto& name : head) table.columns.push_back({name.c_str(), name.c_str(), exports::Kind::text});
  std::string text;
  TRY(exports::write_csv(table, exports::CsvProfile::rfc4180, [&](std::string_view piece) -> Result<void> {
    text += piece;
    return {};
  }));
  return text;
}

const char* words_of(survey::QuestionType type) {
  switch (type) {
    case survey::QuestionType::scale:
      return "skala";
    case survey::QuestionType::select_one:
      return "ett val";
    case survey::QuestionType::select_many:
      return "flera val";
    case survey::QuestionType::feeling:
      return "känsla";
    case survey::QuestionType::rating:
      return "betyg";
    case survey::QuestionType::number:
      return "tal i band";
    case survey::QuestionType::text:
      return "fritext";
    case survey::QuestionType::note:
      return "text utan svar";
  }
  return "annat";
}

const char* words_of(Linkage linkage) {
  switch (linkage) {
    case Linkage::linked:
      return "i svaret";
    case Linkage::counter:
      return "räknas för sig";
    default:
      return "för sig";
  }
}

std::string name_of(const results::PublishedResults& published, CentreId centre) {
  const auto* place = published.find(centre);
  return place ? place->name : std::string();
}

}  // namespace

Result<std::string> counters_csv(const results::PublishedResults& published) {
  Lines lines;
  for (const auto& place : published.places()) {
    for (const auto& counter : place.counters) {
      for (const auto& option : counter.options)
        lines.push_back({place.centre ? std::to_string(place.centre->value) : "", place.name, counter.id,
                         counter.words, option.code, option.label,
                         option.count ? std::to_string(*option.count) : "–"});
    }
  }
  return csv_of({"familjecentral_nr", "plats", "fraga", "fragetext", "kod", "svarstext", "antal"}, lines);
}

Result<std::string> quotes_csv(const results::PublishedResults& published) {
  Lines lines;
  for (const auto& place : published.places()) {
    for (const auto& quote : place.quotes)
      lines.push_back(
          {std::to_string(place.centre->value), place.name, quote.words, quote.text, quote.label});
  }
  return csv_of({"familjecentral_nr", "familjecentral", "fragetext", "citat", "grupp"}, lines);
}

Result<std::string> codebook_csv(const survey::Instrument& instrument) {
  const auto& words = instrument.texts.at("sv");
  Lines lines;
  for (const auto& question : instrument.questions) {
    const std::vector<std::string> first{question.id, std::to_string(question.number),
                                         words_of(question.type), words_of(question.linkage),
                                         words.at(question.id + ".text")};
    if (question.options.empty()) {
      lines.push_back(first);
      lines.back().resize(first.size() + 6);
    }
    for (const auto& option : question.options) {
      auto label = survey::own_label(question, option);
      lines.push_back(first);
      auto& line = lines.back();
      line.insert(line.end(), {option.code, std::to_string(option.number),
                               label.empty() ? words.at(survey::option_key(question, option)) : label,
                               option.weight ? fmt::format("{:.2f}", *option.weight) : "",
                               option.positive ? "1" : "0", option.dont_know ? "1" : "0"});
    }
  }
  return csv_of({"fraga", "nummer", "typ", "hur_svaret_sparas", "fragetext", "kod", "kodnummer", "svarstext",
                 "vikt", "positivt", "vet_inte"},
                lines);
}

Result<std::string> answers_csv(AnswerStore& answers, RoundId round, const survey::Instrument& instrument,
                                const results::PublishedResults& published) {
  std::vector<std::string> head{"familjecentral_nr", "familjecentral", "ar", "vecka", "papper", "orimlig"};
  for (const auto& question : instrument.questions)
    if (question.linkage == Linkage::linked) head.push_back(question.id);
  Lines lines;
  TRY(answers.each_answer(round, [&](const Answer& answer) -> Result<void> {
    const auto given = TRY(parse_answers(answer.content, instrument));
    std::vector<std::string> line{std::to_string(answer.centre.value),
                                  name_of(published, answer.centre),
                                  answer.week ? std::to_string(answer.week->year) : "",
                                  answer.week ? std::to_string(answer.week->week) : "",
                                  answer.flags.paper ? "1" : "0",
                                  answer.flags.suspect ? "1" : "0"};
    for (const auto& question : instrument.questions) {
      if (question.linkage != Linkage::linked) continue;
      std::string codes;
      if (auto found = given.find(question.id); found != given.end())
        for (const auto& code : found->second) codes += (codes.empty() ? "" : "|") + code;
      line.push_back(std::move(codes));
    }
    lines.push_back(std::move(line));
    return {};
  }));
  std::sort(lines.begin(), lines.end());
  return csv_of(head, lines);
}

Result<std::string> texts_csv(AnswerStore& answers, RoundId round, const survey::Instrument& instrument,
                              const results::PublishedResults& published) {
  Lines lines;
  for (const auto& text : TRY(answers.list_texts(round))) {
    const auto* question = instrument.find(text.question);
    const auto label =
        question ? published.group_label(text.centre, question->quote_label, text.label) : std::string();
    lines.push_back({std::to_string(text.centre.value), name_of(published, text.centre), text.question,
                     text.text, label});
  }
  std::sort(lines.begin(), lines.end());
  return csv_of({"familjecentral_nr", "familjecentral", "fraga", "text", "grupp"}, lines);
}

}  // namespace vantrum::collector
