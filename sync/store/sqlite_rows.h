// How ids, keys and times are written into columns and read back. Used only by the SQLite store's own files.
#pragma once

#include "shared/store/database.h"
#include "sync/store/collector_store.h"

namespace vantrum::collector::rows {

inline std::int64_t number(std::uint64_t value) { return store::as_parameter(value); }
template <class Tag>
std::int64_t number(NumberedId<Tag> id) {
  return id.value;
}
inline std::int64_t number(WallTime time) { return time.time_since_epoch().count(); }

inline std::uint32_t small(const store::Row& row, int column) {
  return static_cast<std::uint32_t>(row.integer(column));
}
inline std::uint64_t count(const store::Row& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}
inline WallTime time(const store::Row& row, int column) {
  return WallTime(std::chrono::seconds(row.integer(column)));
}

// Lengths are constraints of the schema, so a wrong one means that the file was altered.
template <class Id>
Result<Id> id(const store::Row& row, int column) {
  auto found = Id::from(row.blob(column));
  if (!found) return Error::storage("an id in the database has a wrong length");
  return *found;
}
template <class Key>
Result<Key> key(const store::Row& row, int column) {
  auto found = Key::from(row.blob(column));
  if (!found) return Error::storage("a key in the database has a wrong length");
  return *found;
}

}  // namespace vantrum::collector::rows
