// The table of released answers (answer_block.h). Used only by the answers' store's own files.
#pragma once

#include <vector>

#include "shared/store/database.h"
#include "sync/store/answer_block.h"

namespace vantrum::collector {

struct ReleasedAnswer {
  AnswerId id;  // of when it waited; it is not kept
  Answer answer;
};

// Fills up the last block of the centre, and begins others; also where the last one cannot be read, which the
// log is told. All of one round and centre. In a transaction.
Result<void> append_released(store::Database& database, RoundId round, CentreId centre,
                             const std::vector<ReleasedAnswer>& answers);

// An error names the centre.
Result<void> each_block_in(store::Database& database, RoundId round, const AnswerStore::EachBlock& each);

// Migration: those that lay as rows, marked as released, beside those that wait.
Result<void> lay_released_into_blocks(store::Database& database);

// Migration: the number of each block that comes is drawn.
Result<void> draw_numbers_of_blocks(store::Database& database);

}  // namespace vantrum::collector
