#include "sync/store/answer_schema.h"

#include "sync/store/sqlite_answer_blocks.h"

namespace vantrum::collector {
namespace {

// Tables with a random key are WITHOUT ROWID: a hidden row number would keep the order of arrival (P-3).
constexpr const char* first_tables = R"sql(
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sealed bytes that were opened, by the beginning of their hash. Nothing leads from here to an answer.
CREATE TABLE opened (
  mark BLOB PRIMARY KEY CHECK (length(mark) = 16)
) STRICT, WITHOUT ROWID;

-- No key of what was received, no device, no time finer than a week (P-1, P-2).
CREATE TABLE answer (
  id       BLOB PRIMARY KEY CHECK (length(id) = 16),
  round    INTEGER NOT NULL,
  centre   INTEGER NOT NULL,
  year     INTEGER,
  week     INTEGER,
  flags    INTEGER NOT NULL,
  released INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1)),
  content  BLOB NOT NULL,
  CHECK ((year IS NULL) = (week IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_of_round ON answer (round, centre, released);

-- Free texts have no key in common with answers, and no week (P-11).
CREATE TABLE free_text (
  id       BLOB PRIMARY KEY CHECK (length(id) = 16),
  round    INTEGER NOT NULL,
  centre   INTEGER NOT NULL,
  question TEXT NOT NULL,
  label    TEXT NOT NULL,
  content  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX free_text_of_round ON free_text (round, centre);

CREATE TABLE released_counter (
  round  INTEGER NOT NULL,
  centre INTEGER NOT NULL,
  name   TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (round, centre, name)
) STRICT, WITHOUT ROWID;
)sql";

// What was shown of a round, so that no later output differs from it by a few people (P-18).
constexpr const char* shown_tables = R"sql(
CREATE TABLE kept_counts (
  round     INTEGER NOT NULL,
  centre    INTEGER NOT NULL,
  group_min INTEGER NOT NULL CHECK (group_min > 0),
  released  BLOB NOT NULL,
  shown     BLOB NOT NULL,
  PRIMARY KEY (round, centre)
) STRICT, WITHOUT ROWID;

-- Only those that wait are looked through; of the others the counts are kept.
CREATE INDEX answer_waiting ON answer (round, centre) WHERE released = 0;
)sql";

// What of a text may be quoted (S39): a copy, so that it stays when the text is destroyed. Its id is the
// text's.
constexpr const char* quotes = R"sql(
CREATE TABLE quote (
  id       BLOB PRIMARY KEY CHECK (length(id) = 16),
  round    INTEGER NOT NULL,
  centre   INTEGER NOT NULL,
  question TEXT NOT NULL,
  label    TEXT NOT NULL,
  content  TEXT NOT NULL,
  approved INTEGER NOT NULL CHECK (approved IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_of_round ON quote (round, centre)
)sql";

// What was destroyed under a decision: how many of what, never what.
constexpr const char* destroyed = R"sql(
CREATE TABLE destroyed (
  round     INTEGER NOT NULL,
  centre    INTEGER NOT NULL,
  kind      INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  decision  TEXT NOT NULL,
  last_week INTEGER,  -- of the answers: 202645
  PRIMARY KEY (round, centre, kind)
) STRICT, WITHOUT ROWID
)sql";

// Visits that staff threw away: how many, and nothing that leads to one of them.
constexpr const char* discarded_visits = R"sql(
CREATE TABLE discarded (
  round  INTEGER NOT NULL,
  centre INTEGER NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (round, centre)
) STRICT, WITHOUT ROWID;
)sql";

// Answers lie by round, those that wait apart from those that are released, by centre, and within one in the
// order of their random ids. So whoever counts reads one stretch of the file, a release moves a centre's rows
// from one stretch to another, and there is no index that had to follow.
constexpr const char* answers_in_place = R"sql(
CREATE TABLE answer_in_place (
  id       BLOB NOT NULL CHECK (length(id) = 16),
  round    INTEGER NOT NULL,
  centre   INTEGER NOT NULL,
  year     INTEGER,
  week     INTEGER,
  flags    INTEGER NOT NULL,
  released INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1)),
  content  BLOB NOT NULL,
  PRIMARY KEY (round, released, centre, id),
  CHECK ((year IS NULL) = (week IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO answer_in_place (id, round, centre, year, week, flags, released, content)
  SELECT id, round, centre, year, week, flags, released, content FROM answer
  ORDER BY round, released, centre, id;
DROP TABLE answer;
ALTER TABLE answer_in_place RENAME TO answer
)sql";

// How many of them had been typed in from paper, and how many were implausible: progress says it still; of
// what was destroyed before, nobody knows. Only those rows are in the index, so it is small.
constexpr const char* flag_counts = R"sql(
ALTER TABLE destroyed ADD COLUMN paper INTEGER NOT NULL DEFAULT 0;
ALTER TABLE destroyed ADD COLUMN suspect INTEGER NOT NULL DEFAULT 0;
CREATE INDEX answer_flagged ON answer (round, centre, flags) WHERE flags != 0;
)sql";

// Answers that were released lie by the thousand in columns (answer_block.h), and their ids are gone. What an
// older collector left was taken over before there was any answer here.
constexpr const char* released_in_blocks = R"sql(
CREATE TABLE released_block (
  round     INTEGER NOT NULL,
  centre    INTEGER NOT NULL,
  place     INTEGER NOT NULL,
  count     INTEGER NOT NULL CHECK (count > 0),
  paper     INTEGER NOT NULL,
  suspect   INTEGER NOT NULL,
  last_week INTEGER,  -- 202645
  content   BLOB NOT NULL,
  PRIMARY KEY (round, centre, place)
) STRICT, WITHOUT ROWID;
INSERT INTO setting (name, value) SELECT 'adopted', '1'
  WHERE EXISTS (SELECT 1 FROM answer) OR EXISTS (SELECT 1 FROM opened) OR EXISTS (SELECT 1 FROM destroyed)
)sql";

// So those that are left wait, and their table need not say so.
constexpr const char* waiting_alone = R"sql(
CREATE TABLE answer_waiting (
  id      BLOB NOT NULL CHECK (length(id) = 16),
  round   INTEGER NOT NULL,
  centre  INTEGER NOT NULL,
  year    INTEGER,
  week    INTEGER,
  flags   INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (round, centre, id),
  CHECK ((year IS NULL) = (week IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO answer_waiting (id, round, centre, year, week, flags, content)
  SELECT id, round, centre, year, week, flags, content FROM answer ORDER BY round, centre, id;
DROP TABLE answer;
ALTER TABLE answer_waiting RENAME TO answer;
CREATE INDEX answer_flagged ON answer (round, centre, flags) WHERE flags != 0
)sql";

// Where a whole row is a key, SQLite reads all 15 kB of it at each step of a search. Rows in the order of
// their coming would tell which centre was released before which (P-3), so their numbers are drawn.
constexpr const char* blocks_beside_keys = R"sql(
CREATE TABLE block_beside_key (
  id        INTEGER PRIMARY KEY,
  round     INTEGER NOT NULL,
  centre    INTEGER NOT NULL,
  place     INTEGER NOT NULL,
  count     INTEGER NOT NULL CHECK (count > 0),
  paper     INTEGER NOT NULL,
  suspect   INTEGER NOT NULL,
  last_week INTEGER,  -- 202645
  content   BLOB NOT NULL,
  UNIQUE (round, centre, place)
) STRICT;
INSERT INTO block_beside_key (id, round, centre, place, count, paper, suspect, last_week, content)
  SELECT random(), round, centre, place, count, paper, suspect, last_week, content FROM released_block;
DROP TABLE released_block;
ALTER TABLE block_beside_key RENAME TO released_block
)sql";

}  // namespace

const std::vector<store::Migration>& answer_migrations() {
  static const std::vector<store::Migration> migrations = {
      {"first tables", first_tables},
      {"what was shown", shown_tables},
      {"quotes", quotes},
      {"destroyed", destroyed},
      {"discarded visits", discarded_visits},
      {"answers in place", answers_in_place},
      {"flag counts", flag_counts},
      {"released in blocks", released_in_blocks, lay_released_into_blocks},
      {"waiting alone", waiting_alone},
      {"blocks beside keys", blocks_beside_keys, draw_numbers_of_blocks},
  };
  return migrations;
}

}  // namespace vantrum::collector
