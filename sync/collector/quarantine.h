// What could not be taken in as it came: put aside with its bytes, and taken up again once the cause is gone.
//
// Nothing here is ever deleted by itself. A cause is a short English text that stands in receipts and in the
// database; its Swedish words say to a person what is the matter and what to do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/collector/collector.h"

namespace vantrum::collector {

namespace cause {  // in receipts and on disk; never change one
constexpr const char* unknown_round = "unknown round";
constexpr const char* device_revoked = "device revoked";
constexpr const char* device_copied = "device copied";
constexpr const char* conflict = "conflict";
constexpr const char* unreadable_head = "unreadable head";
constexpr const char* unknown_epoch = "unknown key epoch";
constexpr const char* unreadable_seal = "unreadable seal";
constexpr const char* unknown_version = "unknown instrument version";
constexpr const char* does_not_fit = "does not fit the instrument";
constexpr const char* other_round = "another round inside than outside";
constexpr const char* foreign_centre = "the centre does not take part in the round";
constexpr const char* no_free_text = "free text is not turned on";
}  // namespace cause

struct CauseWords {
  std::string words;            // "Kiosken är spärrad."
  std::string what_to_do;       // whole sentences
  bool needs_a_person = false;  // trying again changes nothing until somebody has decided (`accept`)
};
CauseWords words_of(const std::string& cause);

struct RequeuePlan {
  std::string item;     // beginning of an item's id in hex; empty: all
  std::string cause;    // only these; empty: all
  bool accept = false;  // take in what needs a person's decision as well: that person decided
};
struct Requeued {
  std::size_t tried = 0;      // now in the outbox
  std::size_t undecided = 0;  // need `accept`
  std::size_t remain = 0;     // their round is still unknown, or another item of their id waits to be opened
};
// Puts them into the outbox; whatever still cannot be opened comes back with its cause. In one transaction.
Result<Requeued> requeue(const Collector& collector, const RequeuePlan& plan);

// How many of each cause, with words; for `quarantine list`.
Result<std::string> quarantine_table(const Collector& collector);
// All that is known of the items whose id begins so; never what they say.
Result<std::string> quarantine_page(const Collector& collector, const std::string& item);

}  // namespace vantrum::collector
