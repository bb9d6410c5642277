// What is typed on the staff's pad. Overwritten wherever a copy of it ends, since the state is copied at
// every turn and a short std::string lies in it and not behind it.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace vantrum::kiosk {

class Pin {
 public:
  static constexpr std::size_t digits_max = 8, digits_min = 6;

  Pin() = default;
  Pin(const Pin&) = default;
  Pin& operator=(const Pin&) = default;
  ~Pin() { clear(); }

  void add(char digit) {
    if (size_ < digits_max) digits_[size_++] = digit;
  }
  void erase() {
    if (size_ > 0) digits_[--size_] = 0;
  }
  void clear() {
    volatile char* at = digits_.data();
    for (std::size_t i = 0; i < digits_.size(); ++i) at[i] = 0;
    size_ = 0;
  }
  std::size_t size() const { return size_; }
  std::string_view view() const { return {digits_.data(), size_}; }

 private:
  std::array<char, digits_max> digits_{};
  std::size_t size_ = 0;
};

}  // namespace vantrum::kiosk
