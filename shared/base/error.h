// What went wrong, as a value. Every function that may fail returns Result<T> (result.h) holding one of
// these.
//
// The message is a sentence for a person: what is wrong, what was expected, what to do. Each layer may add
// once what it was doing (`while_doing`), so that the reader sees the way: "reading round 3: line 12: unknown
// key". Never put an answer, a key or a code into a message: messages are logged.
#pragma once

#include <string>
#include <string_view>

namespace vantrum {

enum class ErrorKind {
  invalid,  // a person's input (file, option, setting) is wrong; the message says where and what was expected
  untrusted,    // bytes from outside are malformed or do not verify; they are refused, nothing is stored
  not_found,    // the thing asked for does not exist
  conflict,     // it exists already, with other content
  refused,      // well-formed, but not allowed (expired code, second use, wrong state)
  storage,      // disk or database failed: the outcome is UNKNOWN until looked up again
  unavailable,  // network or another program is not there now; try again later
};

std::string_view name_of(ErrorKind kind);

// What is known about a `storage` error beyond that: whoever can make room, or set a damaged file aside,
// asks.
enum class StorageFault { other, full, damaged };

struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string message;
  StorageFault fault = StorageFault::other;

  // The same error with "doing: " put before its message.
  Error while_doing(std::string_view doing) const;

  static Error invalid(std::string message) { return {ErrorKind::invalid, std::move(message)}; }
  static Error untrusted(std::string message) { return {ErrorKind::untrusted, std::move(message)}; }
  static Error not_found(std::string message) { return {ErrorKind::not_found, std::move(message)}; }
  static Error conflict(std::string message) { return {ErrorKind::conflict, std::move(message)}; }
  static Error refused(std::string message) { return {ErrorKind::refused, std::move(message)}; }
  static Error storage(std::string message) { return {ErrorKind::storage, std::move(message)}; }
  static Error full(std::string message) {
    return {ErrorKind::storage, std::move(message), StorageFault::full};
  }
  static Error damaged(std::string message) {
    return {ErrorKind::storage, std::move(message), StorageFault::damaged};
  }
  static Error unavailable(std::string message) { return {ErrorKind::unavailable, std::move(message)}; }
};

// Exit code of a program that ends with this error (sysexits.h values, so that scripts can tell them apart).
int exit_code(const Error& error);

}  // namespace vantrum
