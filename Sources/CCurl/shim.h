// What Swift cannot import from libcurl: every variadic (typed here, one setter a type) and macros with casts.
#pragma once
#include <curl/curl.h>

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
