// A device numbers its batches 1, 2, 3 … One that has lost its database, or gave batches up because their
// bytes were damaged, goes on with the first number of its next block, in every type of document: no number
// is given twice, and what is missing of an earlier block never comes. FORMAT.md is normative.
#pragma once

#include <cstdint>

namespace vantrum::wire {

constexpr std::uint64_t serials_of_a_block = 1'000'000'000;

constexpr std::uint64_t block_of(std::uint64_t serial) { return serial / serials_of_a_block; }
constexpr std::uint64_t first_of_block(std::uint64_t block) { return block * serials_of_a_block + 1; }

}  // namespace vantrum::wire
