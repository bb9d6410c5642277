#include "kiosk/store/device_schema.h"

namespace vantrum::kiosk {

const std::vector<store::Migration>& device_migrations() {
  static const std::vector<store::Migration> migrations = {{"first", R"(
CREATE TABLE item (                       -- keyed by its random id alone: no row order, no time (P-3)
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  round INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  batch INTEGER REFERENCES batch (serial) -- none: not yet in a batch
) STRICT, WITHOUT ROWID;
CREATE TABLE batch (                      -- the exact bytes, for every resend
  serial INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  document BLOB NOT NULL
) STRICT;
CREATE TABLE completed (round INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;
CREATE TABLE counter (                    -- unlinked counters (P-4, P-31); published: as of the last batch
  round INTEGER NOT NULL,
  name TEXT NOT NULL,
  count INTEGER NOT NULL,
  published INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (round, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE round_document (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  serial INTEGER NOT NULL,
  document BLOB NOT NULL
) STRICT;
CREATE TABLE receipt_chain (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  number INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TABLE serial (type INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT
)"},
                                                           {"slots", R"(
CREATE TABLE slot (                       -- made in advance; a free one is all zeros, and as long as a full one
  number INTEGER PRIMARY KEY,             -- drawn at random for each item: no order, no time (P-3)
  round BLOB NOT NULL CHECK (length(round) = 4),
  batch BLOB NOT NULL CHECK (length(batch) = 8), -- zeros: not yet in a batch
  id BLOB NOT NULL CHECK (length(id) = 16),
  content BLOB NOT NULL                   -- kiosk/store/slot.h
) STRICT;
ALTER TABLE item RENAME TO item_of_schema_1
)"},
                                                           {"kept", R"(
CREATE TABLE kept (                       -- batches with a receipt, until a backup of the collector holds them
  serial INTEGER PRIMARY KEY,
  batch BLOB NOT NULL UNIQUE CHECK (length(batch) = 8), -- the same number, as slots have it
  receipt INTEGER NOT NULL,
  day INTEGER NOT NULL                    -- the day of `day_count` on which the receipt came
) STRICT;
CREATE TABLE chain_floor (                -- after the collector came back from a backup
  only INTEGER PRIMARY KEY CHECK (only = 1),
  number INTEGER NOT NULL,                -- receipts of higher numbers …
  serial INTEGER NOT NULL                 -- … need a higher serial
) STRICT
)"},
                                                           {"days", R"(
CREATE TABLE day_count (                  -- how long things are kept, with a clock that may jump
  only INTEGER PRIMARY KEY CHECK (only = 1),
  today INTEGER NOT NULL,                 -- since 1970, as the clock last said
  lived INTEGER NOT NULL                  -- days that this kiosk has seen begin
) STRICT;
UPDATE kept SET day = 0
)"},
                                                           {"asked", R"(
CREATE TABLE asked_round (                -- visitors' rounds that this kiosk has had; none of the staff's
  round INTEGER PRIMARY KEY
) STRICT
)"},
                                                           {"floors", R"(
CREATE TABLE chain_floors (               -- the collector may be lost again before this kiosk hears of it
  number INTEGER PRIMARY KEY,             -- receipts of higher numbers …
  serial INTEGER NOT NULL                 -- … need a higher serial
) STRICT;
INSERT INTO chain_floors SELECT number, serial FROM chain_floor;
DROP TABLE chain_floor;
ALTER TABLE chain_floors RENAME TO chain_floor
)"}};
  return migrations;
}

}  // namespace vantrum::kiosk
