// Result<T>: a value or an Error. GCC 12 has no std::expected in C++20 mode.
//
//   Result<Instrument> parse_instrument(...);
//   auto instrument = parse_instrument(...);
//   if (!instrument) return instrument.error().while_doing("loading " + name);
//   use(*instrument);
//
// TRY(expression) returns the error from the calling function, or yields the value. Do not use it in
// coroutines: GCC 12 crashes on a statement expression around co_await; await into a named variable first.
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "shared/base/check.h"
#include "shared/base/error.h"

namespace vantrum {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit on purpose
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  explicit operator bool() const { return state_.index() == 0; }

  T& value() & {
    check(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    check(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }
  T value() && {  // by value, so that `for (x : f().value())` does not look at what is gone
    check(state_.index() == 0);
    return std::move(*std::get_if<0>(&state_));
  }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const {
    check(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit on purpose

  explicit operator bool() const { return !error_; }
  void value() const { check(!error_); }
  const Error& error() const {
    check(error_.has_value());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace vantrum

// The counter gives each use its own name, so that one TRY may stand inside another.
#define VANTRUM_TRY(expression, name) \
  (__extension__({                    \
    auto name = (expression);         \
    if (!name) return name.error();   \
    std::move(name).value();          \
  }))
#define VANTRUM_TRY_NAMED(expression, number) VANTRUM_TRY(expression, try_result_##number)
#define VANTRUM_TRY_COUNTED(expression, number) VANTRUM_TRY_NAMED(expression, number)
#define TRY(expression) VANTRUM_TRY_COUNTED(expression, __COUNTER__)
