// SQLite's own header, with what Swift cannot import: a cast of a number to a function pointer.
#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT: SQLite copies the text before the call returns.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int place, const char *text, int count) {
  return sqlite3_bind_text(statement, place, text, count, SQLITE_TRANSIENT);
}
