#include "sync/store/collector_schema.h"

namespace vantrum::collector {
namespace {

// Tables with a random key are WITHOUT ROWID: a hidden row number would keep the order of arrival (P-3).
constexpr const char* first_tables = R"sql(
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE serial (
  document_type INTEGER PRIMARY KEY,
  last          INTEGER NOT NULL
) STRICT;

CREATE TABLE centre (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL UNIQUE,
  quota INTEGER NOT NULL CHECK (quota > 0)
) STRICT;

CREATE TABLE device (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  verify_key   BLOB NOT NULL UNIQUE CHECK (length(verify_key) = 32),
  centre       INTEGER NOT NULL REFERENCES centre (id),
  label        TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
  enrolled_at  INTEGER NOT NULL,
  last_contact INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment_code (
  handle        TEXT PRIMARY KEY,
  mac_key       BLOB NOT NULL,
  centre        INTEGER NOT NULL REFERENCES centre (id),
  label         TEXT NOT NULL,
  expires_at    INTEGER NOT NULL,
  tries_left    INTEGER NOT NULL CHECK (tries_left >= 0),
  device        BLOB REFERENCES device (id),
  document_hash BLOB,
  reply         BLOB,
  CHECK ((device IS NULL) = (document_hash IS NULL) AND (device IS NULL) = (reply IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE refusal (
  cause TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE round (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL,
  receiver      TEXT NOT NULL,
  is_open       INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  stop_at_quota INTEGER NOT NULL CHECK (stop_at_quota IN (0, 1)),
  languages     TEXT NOT NULL,
  unreviewed    TEXT NOT NULL,
  seal_epoch    INTEGER NOT NULL,
  padded_bytes  INTEGER NOT NULL
) STRICT;

CREATE TABLE round_file (
  round   INTEGER NOT NULL REFERENCES round (id),
  name    TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (round, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE round_centre (
  round   INTEGER NOT NULL REFERENCES round (id),
  centre  INTEGER NOT NULL REFERENCES centre (id),
  quota   INTEGER NOT NULL CHECK (quota > 0),
  is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  PRIMARY KEY (round, centre)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_open_round_per_centre ON round_centre (centre) WHERE is_open = 1;

CREATE TABLE round_document (
  serial INTEGER PRIMARY KEY,
  round  INTEGER NOT NULL REFERENCES round (id),
  centre INTEGER NOT NULL REFERENCES centre (id),
  bytes  BLOB NOT NULL
) STRICT;
CREATE INDEX round_document_of_centre ON round_document (centre, serial);

-- The ledger. It never says what an item holds.
CREATE TABLE batch (
  document_hash  BLOB PRIMARY KEY CHECK (length(document_hash) = 32),
  batch          BLOB NOT NULL CHECK (length(batch) = 16),
  device         BLOB NOT NULL REFERENCES device (id),
  serial         INTEGER NOT NULL,
  receipt_number INTEGER NOT NULL CHECK (receipt_number > 0),
  receipt        BLOB NOT NULL,
  UNIQUE (device, receipt_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_by_id ON batch (batch);

CREATE TABLE item (
  id           BLOB PRIMARY KEY CHECK (length(id) = 16),
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  round        INTEGER NOT NULL,
  kind         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  item   BLOB PRIMARY KEY REFERENCES item (id),
  round  INTEGER NOT NULL REFERENCES round (id),
  kind   INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  content_hash BLOB PRIMARY KEY CHECK (length(content_hash) = 32),
  item         BLOB NOT NULL,
  round        INTEGER NOT NULL,
  cause        TEXT NOT NULL,
  sealed       BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The answers. No key of the ledger, no device, no time finer than a week (P-1, P-2).
CREATE TABLE answer (
  id       BLOB PRIMARY KEY CHECK (length(id) = 16),
  round    INTEGER NOT NULL REFERENCES round (id),
  centre   INTEGER NOT NULL REFERENCES centre (id),
  year     INTEGER,
  week     INTEGER,
  flags    INTEGER NOT NULL,
  released INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1)),
  content  BLOB NOT NULL,
  CHECK ((year IS NULL) = (week IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_of_round ON answer (round, centre, released);

CREATE TABLE device_status (
  device  BLOB NOT NULL REFERENCES device (id),
  round   INTEGER NOT NULL,
  serial  INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (device, round)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_counter (
  device BLOB NOT NULL REFERENCES device (id),
  round  INTEGER NOT NULL,
  name   TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (device, round, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE released_counter (
  round  INTEGER NOT NULL REFERENCES round (id),
  centre INTEGER NOT NULL REFERENCES centre (id),
  name   TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (round, centre, name)
) STRICT, WITHOUT ROWID;
)sql";

// Columns, not new tables: others refer to `device`, and it could not be replaced without them.
constexpr const char* nothing_into_the_void = R"sql(
ALTER TABLE device ADD COLUMN standing TEXT NOT NULL DEFAULT 'active'
  CHECK (standing IN ('active', 'paused', 'retiring', 'retired', 'revoked'));
UPDATE device SET standing = state;
ALTER TABLE device DROP COLUMN state;
ALTER TABLE device RENAME COLUMN standing TO state;
ALTER TABLE device ADD COLUMN copies INTEGER NOT NULL DEFAULT 0;

-- Which round, and in whose number of order: for gaps, and for comparing with what a kiosk says.
ALTER TABLE batch ADD COLUMN round INTEGER;
CREATE INDEX batch_of_device ON batch (device, serial);

ALTER TABLE quarantine ADD COLUMN kind INTEGER NOT NULL DEFAULT 1;
ALTER TABLE quarantine ADD COLUMN device BLOB;
ALTER TABLE quarantine ADD COLUMN since_day INTEGER;

-- What arrived from a centre's kiosks, and how. Counts, so that no answer is marked with the way it came:
-- a mark would tie it to its batch.
CREATE TABLE intake (
  round  INTEGER NOT NULL,
  centre INTEGER NOT NULL REFERENCES centre (id),
  name   TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (round, centre, name)
) STRICT, WITHOUT ROWID;
INSERT INTO intake SELECT round, centre, 'accepted', count(*) FROM answer GROUP BY round, centre;

-- Versions that a round was not opened with, so that items answered with them can be read.
CREATE TABLE instrument_file (
  number  INTEGER NOT NULL,
  version INTEGER NOT NULL,
  name    TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (number, version, name)
) STRICT, WITHOUT ROWID;

-- Alarms are of the kiosk, not of its visitors; they are read from its latest status.
DELETE FROM device_counter WHERE name LIKE 'alarm:%';
DELETE FROM released_counter WHERE name LIKE 'alarm:%'
)sql";

constexpr const char* orders_and_backups = R"sql(
ALTER TABLE device ADD COLUMN backed_up INTEGER NOT NULL DEFAULT 0;

-- What stands for one kiosk: its order, an order to send again, the count of its centre.
CREATE TABLE device_document (
  device  BLOB NOT NULL REFERENCES device (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('order', 'resend', 'centre')),
  serial  INTEGER NOT NULL,
  payload BLOB NOT NULL,
  bytes   BLOB NOT NULL,
  PRIMARY KEY (device, purpose)
) STRICT, WITHOUT ROWID
)sql";

// What turns free texts on is kept with the round (P-12); so is the review page, which lasts beyond a new
// key. The texts themselves are among what was opened (answer_schema.cpp).
constexpr const char* free_texts = R"sql(
ALTER TABLE round ADD COLUMN review INTEGER NOT NULL DEFAULT 0 CHECK (review IN (0, 1));
ALTER TABLE round ADD COLUMN text_reader TEXT NOT NULL DEFAULT '';
ALTER TABLE round ADD COLUMN text_routine TEXT NOT NULL DEFAULT ''
)sql";

// A centre may have a round of the visitors and one of the staff at once; a round keeps the file it was
// opened with.
constexpr const char* rounds_as_data = R"sql(
ALTER TABLE round ADD COLUMN for_staff INTEGER NOT NULL DEFAULT 0 CHECK (for_staff IN (0, 1));
ALTER TABLE round_centre ADD COLUMN for_staff INTEGER NOT NULL DEFAULT 0 CHECK (for_staff IN (0, 1));
DROP INDEX one_open_round_per_centre;
CREATE UNIQUE INDEX one_open_round_of_a_kind ON round_centre (centre, for_staff) WHERE is_open = 1;
CREATE TABLE round_plan (
  round INTEGER PRIMARY KEY REFERENCES round (id),
  file  TEXT NOT NULL
) STRICT;

-- A group's self-reflection, sealed. It is no answer: no round, no quota.
CREATE TABLE reflection (
  id            BLOB PRIMARY KEY CHECK (length(id) = 16),
  centre        INTEGER NOT NULL REFERENCES centre (id),
  day           INTEGER NOT NULL,
  epoch         INTEGER NOT NULL,
  document_hash BLOB NOT NULL CHECK (length(document_hash) = 32),
  sealed        BLOB NOT NULL
) STRICT, WITHOUT ROWID
)sql";

// What a round names by its SHA-256, in the pieces that kiosks ask for: one is read without the others.
constexpr const char* assets_of_rounds = R"sql(
CREATE TABLE asset_piece (
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  piece  INTEGER NOT NULL,
  bytes  BLOB NOT NULL,
  PRIMARY KEY (sha256, piece)
) STRICT;

CREATE TABLE round_asset (
  round    INTEGER NOT NULL REFERENCES round (id),
  position INTEGER NOT NULL,
  sha256   BLOB NOT NULL CHECK (length(sha256) = 32),
  bytes    INTEGER NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (round, position)
) STRICT, WITHOUT ROWID
)sql";

// An item is known by its round and its id, and lies with its round's: so the ledger of rounds gone by,
// however long it grows, is not written among, and a batch costs the same in the tenth year.
constexpr const char* items_by_round = R"sql(
CREATE TABLE item_of_round (
  id           BLOB NOT NULL CHECK (length(id) = 16),
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  round        INTEGER NOT NULL,
  kind         INTEGER NOT NULL,
  PRIMARY KEY (round, id)
) STRICT, WITHOUT ROWID;
INSERT INTO item_of_round (id, content_hash, round, kind)
  SELECT id, content_hash, round, kind FROM item ORDER BY round, id;
-- Ids that were known in one round, and came in another: these had no row, and wait, or will.
INSERT INTO item_of_round (id, content_hash, round, kind)
  SELECT outbox.item, item.content_hash, outbox.round, outbox.kind FROM outbox
  JOIN item ON item.id = outbox.item WHERE true ON CONFLICT DO NOTHING;
INSERT INTO item_of_round (id, content_hash, round, kind)
  SELECT item, content_hash, round, kind FROM quarantine WHERE true ON CONFLICT DO NOTHING;

CREATE TABLE outbox_of_rounds (
  item   BLOB PRIMARY KEY,
  round  INTEGER NOT NULL REFERENCES round (id),
  kind   INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  FOREIGN KEY (round, item) REFERENCES item_of_round (round, id)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_of_rounds (item, round, kind, sealed) SELECT item, round, kind, sealed FROM outbox;
DROP TABLE outbox;
DROP TABLE item;
ALTER TABLE item_of_round RENAME TO item;
ALTER TABLE outbox_of_rounds RENAME TO outbox
)sql";

// The same bytes under two rounds are set aside under both: only one of them can be opened, and which one
// nobody knows before.
constexpr const char* quarantine_by_round = R"sql(
CREATE TABLE quarantine_of_rounds (
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  item         BLOB NOT NULL,
  round        INTEGER NOT NULL,
  cause        TEXT NOT NULL,
  sealed       BLOB NOT NULL,
  kind         INTEGER NOT NULL,
  device       BLOB,
  since_day    INTEGER,
  PRIMARY KEY (content_hash, round)
) STRICT, WITHOUT ROWID;
INSERT INTO quarantine_of_rounds (content_hash, item, round, cause, sealed, kind, device, since_day)
  SELECT content_hash, item, round, cause, sealed, kind, device, since_day FROM quarantine;
DROP TABLE quarantine;
ALTER TABLE quarantine_of_rounds RENAME TO quarantine
)sql";

// A kiosk that has not heard of one loss when the next one comes needs to be told of both, one after the
// other.
constexpr const char* losses_in_turn = R"sql(
CREATE TABLE device_document_of_serial (
  device  BLOB NOT NULL REFERENCES device (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('order', 'resend', 'centre')),
  serial  INTEGER NOT NULL,
  payload BLOB NOT NULL,
  bytes   BLOB NOT NULL,
  PRIMARY KEY (device, purpose, serial)
) STRICT, WITHOUT ROWID;
INSERT INTO device_document_of_serial (device, purpose, serial, payload, bytes)
  SELECT device, purpose, serial, payload, bytes FROM device_document;
DROP TABLE device_document;
ALTER TABLE device_document_of_serial RENAME TO device_document
)sql";

// What was accepted of each kiosk, so that it still counts towards the quota once the kiosk is revoked. What
// came before this was counted for its centre only.
constexpr const char* accepted_of_kiosks = R"sql(
CREATE TABLE device_intake (
  device   BLOB NOT NULL REFERENCES device (id),
  round    INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  PRIMARY KEY (device, round)
) STRICT, WITHOUT ROWID
)sql";

}  // namespace

const std::vector<store::Migration>& collector_migrations() {
  static const std::vector<store::Migration> migrations = {
      {"first tables", first_tables},
      {"nothing into the void", nothing_into_the_void},
      {"orders and backups", orders_and_backups},
      {"free texts", free_texts},
      {"rounds as data", rounds_as_data},
      {"assets of rounds", assets_of_rounds},
      {"items by round", items_by_round},
      {"quarantine by round", quarantine_by_round},
      {"losses in turn", losses_in_turn},
      {"accepted of kiosks", accepted_of_kiosks},
  };
  return migrations;
}

}  // namespace vantrum::collector
