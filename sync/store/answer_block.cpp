#include "sync/store/answer_block.h"

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>

#include "shared/wire/codec.h"
#include "sync/store/answer_walk.h"
#include "sync/store/sqlite_answer_rows.h"

namespace vantrum::collector {
namespace {

enum Key { key_heads = 1, key_rows, key_columns };
enum ContentKey { key_version = 1, key_answers };  // answer_content.h

constexpr std::size_t heads_max = 256, columns_max = 2000;
constexpr wire::Limits limits{4 * 1024 * 1024, 8, 10'000};

Error not_a_block() { return Error::untrusted("a block of released answers is not as it was written"); }

Result<std::uint64_t> number_in(const wire::Array& array, std::size_t at, std::uint64_t max) {
  const auto* number = at < array.size() ? std::get_if<std::uint64_t>(&array[at].data) : nullptr;
  return number && *number <= max ? Result<std::uint64_t>(*number) : not_a_block();
}

Result<AnswerBlock::Head> parse_head(const wire::Value& value) {
  const auto* array = std::get_if<wire::Array>(&value.data);
  if (!array || array->size() != 4) return not_a_block();
  AnswerBlock::Head head;
  head.version = static_cast<std::uint32_t>(TRY(number_in(*array, 0, UINT32_MAX)));
  const auto year = static_cast<int>(TRY(number_in(*array, 1, INT32_MAX)));
  const auto week = static_cast<int>(TRY(number_in(*array, 2, 53)));
  if (year != 0) head.week = IsoWeek{year, week};
  head.flags = rows::flags_of(static_cast<std::int64_t>(TRY(number_in(*array, 3, INT32_MAX))));
  return head;
}

Result<AnswerBlock::Column> parse_column(wire::Value& value, std::size_t size) {
  auto* array = std::get_if<wire::Array>(&value.data);
  if (!array || array->size() != 3) return not_a_block();
  AnswerBlock::Column column;
  column.question = static_cast<std::uint8_t>(TRY(number_in(*array, 0, 255)));
  column.place = static_cast<std::uint8_t>(TRY(number_in(*array, 1, 255)));
  auto* options = std::get_if<Bytes>(&(*array)[2].data);
  if (!options || options->size() != size) return not_a_block();
  column.options = std::move(*options);
  return column;
}

auto order_of(const AnswerBlock::Column& column) { return std::tuple(column.question, column.place); }
auto order_of(const AnswerBlock::Head& head) {
  return std::tuple(head.version, head.week, rows::number_of(head.flags));
}

// They rise, and each belongs to a row.
bool are_in_use(const std::vector<AnswerBlock::Head>& heads, const Bytes& head_of) {
  std::array<bool, heads_max> is_used{};
  for (const auto head : head_of) is_used[head] = true;
  const auto end = is_used.begin() + static_cast<std::ptrdiff_t>(heads.size());
  for (std::size_t i = 1; i < heads.size(); ++i)
    if (order_of(heads[i - 1]) >= order_of(heads[i])) return false;
  return std::all_of(is_used.begin(), end, std::identity()) &&
         std::none_of(end, is_used.end(), std::identity());
}

// The last column follows upon those before it: a second option is there only where a first one is.
bool is_in_place(const std::vector<AnswerBlock::Column>& columns) {
  const auto& last = columns.back();
  if (columns.size() > 1 && order_of(columns[columns.size() - 2]) >= order_of(last)) return false;
  if (last.place == 0) return last.question != 0;
  if (columns.size() == 1) return false;
  const auto& before = columns[columns.size() - 2];
  if (order_of(before) != std::tuple(last.question, last.place - 1)) return false;
  for (std::size_t row = 0; row < last.options.size(); ++row)
    if (last.options[row] != 0 && before.options[row] == 0) return false;
  return true;
}

bool is_answers(ByteView content) {
  AnswerWalk walk(content);
  while (walk.next()) continue;
  return walk.is_whole();
}

}  // namespace

Result<AnswerBlock> AnswerBlock::parse(ByteView bytes) {
  auto block = read(bytes);
  if (!block) return Error::damaged(block.error().message);
  return block;
}

Result<AnswerBlock> AnswerBlock::read(ByteView bytes) {
  auto reader = TRY(wire::Reader::parse(bytes, "a block of released answers", limits));
  AnswerBlock block;
  for (const auto& head : TRY(reader.take_array(key_heads, "heads", heads_max)))
    block.heads_.push_back(TRY(parse_head(head)));
  block.head_of_ = TRY(reader.take_bytes(key_rows, "rows", 1, answers_max));
  if (!are_in_use(block.heads_, block.head_of_)) return not_a_block();
  for (auto& value : TRY(reader.take_array(key_columns, "columns", columns_max))) {
    block.columns_.push_back(TRY(parse_column(value, block.size())));
    if (!is_in_place(block.columns_)) return not_a_block();
  }
  TRY(reader.finish());
  return block;
}

Bytes AnswerBlock::encode() const {
  wire::Array heads, columns;
  for (const auto& head : heads_) {
    const auto week = head.week.value_or(IsoWeek{0, 0});
    heads.push_back(wire::Array{head.version, week.year, week.week, rows::number_of(head.flags)});
  }
  for (const auto& column : columns_)
    columns.push_back(
        wire::Array{std::uint32_t{column.question}, std::uint32_t{column.place}, column.options});
  return wire::encode(
      wire::Map{{key_heads, std::move(heads)}, {key_rows, head_of_}, {key_columns, std::move(columns)}});
}

Result<bool> AnswerBlock::add(const AnswerId& id, const Answer& answer) {
  if (!is_answers(answer.content)) return Error::damaged("an answer's bytes are not as they were written");
  AnswerWalk walk(answer.content);
  const auto head = size() < answers_max ? find_or_add({walk.instrument_version(), answer.week, answer.flags})
                                         : std::nullopt;
  if (!head) return false;
  const auto row = size();
  head_of_.push_back(*head);
  for (auto& column : columns_) column.options.push_back(0);
  std::size_t at = 0;
  while (walk.next()) {
    std::uint8_t place = 0;
    for (const auto option : walk.options()) {
      const std::tuple wanted(walk.question(), place);
      while (at < columns_.size() && order_of(columns_[at]) < wanted) ++at;
      if (at == columns_.size() || order_of(columns_[at]) != wanted)
        columns_.insert(columns_.begin() + static_cast<std::ptrdiff_t>(at),
                        Column{walk.question(), place, Bytes(row + 1, 0)});
      columns_[at].options[row] = option;
      ++place;
    }
  }
  std::uint64_t drawn = 0;
  for (const auto byte : id.view().first(8)) drawn = drawn << 8U | byte;
  const auto other = static_cast<std::size_t>(drawn % (row + 1));
  std::swap(head_of_[row], head_of_[other]);
  for (auto& column : columns_) std::swap(column.options[row], column.options[other]);
  return true;
}

Bytes AnswerBlock::content(std::size_t row) const {
  wire::Map answers;
  for (const auto& column : columns_) {
    const std::uint32_t option = column.options[row];
    if (option == 0) continue;
    if (column.place == 0) answers.emplace_back(std::uint32_t{column.question}, wire::Array());
    std::get<wire::Array>(answers.back().second.data).emplace_back(option);
  }
  return wire::encode(wire::Map{{key_version, head(row).version}, {key_answers, std::move(answers)}});
}

std::optional<std::uint8_t> AnswerBlock::find_or_add(const Head& head) {
  const auto by_order = [](const Head& one) { return order_of(one); };
  const auto found = std::ranges::lower_bound(heads_, order_of(head), {}, by_order);
  const auto at = static_cast<std::uint8_t>(found - heads_.begin());
  if (found != heads_.end() && *found == head) return at;
  if (heads_.size() == heads_max) return {};
  heads_.insert(found, head);
  for (auto& other : head_of_)
    if (other >= at) ++other;
  return at;
}

}  // namespace vantrum::collector
