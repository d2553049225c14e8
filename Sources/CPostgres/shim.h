// What Swift cannot import from libpq: macros of characters and function pointers without a value.
#pragma once
#include <libpq-fe.h>

// PG_DIAG_SQLSTATE is a character; the result is null where there is no code.
static inline const char *cpostgres_sqlstate(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline void cpostgres_ignore_notice(void *unused, const PGresult *notice) {
  (void)unused;
  (void)notice;
}

// libpq prints notices to standard error where nobody takes them.
static inline void cpostgres_silence(PGconn *connection) {
  PQsetNoticeReceiver(connection, cpostgres_ignore_notice, 0);
}
