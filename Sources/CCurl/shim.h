// What Swift cannot import from libcurl, typed: one function for each kind of variadic argument, and macros with casts.
#pragma once
#include <curl/curl.h>
#include <string.h>

// curl_easy_setopt is variadic; these name the argument's type. A plain int passed where libcurl reads a long is undefined.
static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

// Sizes and offsets, CURLOPTTYPE_OFF_T.
static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

// Strings; libcurl copies them.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

// Header lines; libcurl does not copy the list, so it must outlive the transfer.
static inline CURLcode ccurl_set_header_lines(CURL *handle, struct curl_slist *lines) {
  return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, lines);
}

// CURL_ERROR_SIZE bytes that must outlive the handle.
static inline CURLcode ccurl_set_error_buffer(CURL *handle, char *buffer) {
  return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

typedef size_t (*ccurl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);

// Body bytes as they arrive.
static inline CURLcode ccurl_set_body_writer(CURL *handle, ccurl_bytes_callback callback, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, callback);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

// Header lines as they arrive.
static inline CURLcode ccurl_set_header_writer(CURL *handle, ccurl_bytes_callback callback, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, callback);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

// Body bytes to send.
static inline CURLcode ccurl_set_body_reader(CURL *handle, ccurl_bytes_callback callback, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, callback);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_READDATA, context);
}

// Rewinds the body to send when libcurl has to send it again on a fresh connection.
static inline CURLcode ccurl_set_body_seeker(CURL *handle, curl_seek_callback callback, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, callback);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_SEEKDATA, context);
}

// Makes each socket: the place where an address is refused before anything is sent to it.
static inline CURLcode ccurl_set_socket_opener(CURL *handle, curl_opensocket_callback callback, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, callback);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, context);
}

// Asked before each request, on reused connections too.
static inline CURLcode ccurl_set_request_guard(CURL *handle, curl_prereq_callback callback, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
}

// Lets a hung name lookup linger on its own thread when the handle goes, instead of waiting for it. Libraries before 7.87.0
// do not know how, and wait.
static inline CURLcode ccurl_leave_lookups_behind(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
  CURLcode code = curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
  return code == CURLE_UNKNOWN_OPTION ? CURLE_OK : code;
#else
  (void)handle;
  return CURLE_OK;
#endif
}

// When the server's own certificate ends, as text that lives as long as the handle keeps its answer; NULL on connections
// that were there before, and without TLS. Needs CURLOPT_CERTINFO.
static inline const char *ccurl_certificate_end(CURL *handle) {
  struct curl_certinfo *chain = NULL;
  if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain || chain->num_of_certs < 1) return NULL;
  static const char name[] = "Expire date:";
  for (struct curl_slist *line = chain->certinfo[0]; line; line = line->next)
    if (strncmp(line->data, name, sizeof name - 1) == 0) return line->data + sizeof name - 1;
  return NULL;
}

// curl_easy_getinfo is variadic.
static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

// curl_multi_setopt is variadic.
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

// CURLMsg holds its result in a union, and dies with the next call: both values are copied out at once.
static inline CURL *ccurl_message_done(CURLMsg *message, CURLcode *result) {
  if (message->msg != CURLMSG_DONE) return NULL;
  *result = message->data.result;
  return message->easy_handle;
}

// The address of a socket about to be made; the member is declared shorter than what it holds.
static inline const struct sockaddr *ccurl_address(const struct curl_sockaddr *address) {
  return &address->addr;
}

// Macros with casts or wide literals.
static const curl_socket_t ccurl_socket_bad = CURL_SOCKET_BAD;
static const size_t ccurl_write_error = 0xFFFFFFFF; // CURL_WRITEFUNC_ERROR, named since 7.87.0
static const size_t ccurl_write_pause = CURL_WRITEFUNC_PAUSE;
static const size_t ccurl_read_abort = CURL_READFUNC_ABORT;
static const long ccurl_global_default = CURL_GLOBAL_DEFAULT;
