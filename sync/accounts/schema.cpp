#include "sync/accounts/schema.h"

namespace vantrum::accounts {
namespace {

// Links and sessions are kept as hashes: reading the file lets nobody in. `subject` is who the region's own
// sign-in (OIDC) says somebody is; nobody sets it yet.
constexpr const char* first_tables = R"sql(
CREATE TABLE account (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  role        TEXT NOT NULL CHECK (role IN ('lead', 'compiler', 'centre_reader', 'county_reader', 'operations')),
  is_active   INTEGER NOT NULL DEFAULT 1,
  salt        TEXT,
  verifier    BLOB CHECK (verifier IS NULL OR length(verifier) = 32),
  totp_secret BLOB,
  totp_step   INTEGER NOT NULL DEFAULT 0,
  subject     TEXT UNIQUE,
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE account_centre (
  account INTEGER NOT NULL REFERENCES account (id),
  centre  INTEGER NOT NULL,
  PRIMARY KEY (account, centre)
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
  token_hash  BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  account     INTEGER NOT NULL UNIQUE REFERENCES account (id),
  totp_secret BLOB NOT NULL,
  expires_at  INTEGER NOT NULL,
  tries_left  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  account    INTEGER NOT NULL REFERENCES account (id),
  began_at   INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
  name_hash BLOB PRIMARY KEY CHECK (length(name_hash) = 32),
  failures  INTEGER NOT NULL,
  last_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  number  INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  details TEXT NOT NULL,
  mac     BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;

CREATE TABLE audit_head (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  mac    BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT
)sql";

}  // namespace

const std::vector<store::Migration>& dashboard_migrations() {
  static const std::vector<store::Migration> migrations = {{"first tables", first_tables}};
  return migrations;
}

}  // namespace vantrum::accounts
