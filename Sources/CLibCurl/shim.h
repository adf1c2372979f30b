// libcurl, and what Swift can't import of it: variadic functions become one function per argument type, so that a
// 32-bit `int` can't pass for a `long` unseen.

#ifndef TINYTROUPE_CLIBCURL_SHIM_H
#define TINYTROUPE_CLIBCURL_SHIM_H

#include <curl/curl.h>

static inline CURLcode tt_curl_set_long(CURL *_Nonnull easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode tt_curl_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

// libcurl copies the text, or with CURLOPT_COPYPOSTFIELDS the bytes whose number CURLOPT_POSTFIELDSIZE_LARGE gave.
static inline CURLcode tt_curl_set_text(
    CURL *_Nonnull easy, CURLoption option, const char *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

// libcurl keeps the pointer.
static inline CURLcode tt_curl_set_pointer(CURL *_Nonnull easy, CURLoption option, void *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

// libcurl keeps the list, and does not free it.
static inline CURLcode tt_curl_set_list(
    CURL *_Nonnull easy, CURLoption option, struct curl_slist *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

typedef size_t (*tt_curl_data_callback)(
    char *_Nullable data, size_t size, size_t count, void *_Nullable context);

// For CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION.
static inline CURLcode tt_curl_set_data_callback(
    CURL *_Nonnull easy, CURLoption option, tt_curl_data_callback _Nonnull callback) {
  return curl_easy_setopt(easy, option, callback);
}

static inline CURLcode tt_curl_get_long(CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode tt_curl_get_offset(CURL *_Nonnull easy, CURLINFO info, curl_off_t *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

// The text belongs to the handle, and lives until its next transfer.
static inline CURLcode tt_curl_get_text(
    CURL *_Nonnull easy, CURLINFO info, const char *_Nullable *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode tt_curl_get_pointer(
    CURL *_Nonnull easy, CURLINFO info, void *_Nullable *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode tt_curl_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

// libcurl keeps the pointer.
static inline CURLMcode tt_curl_multi_set_pointer(
    CURLM *_Nonnull multi, CURLMoption option, void *_Nullable value) {
  return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode tt_curl_multi_set_socket_callback(
    CURLM *_Nonnull multi, curl_socket_callback _Nonnull callback) {
  return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

static inline CURLMcode tt_curl_multi_set_timer_callback(
    CURLM *_Nonnull multi, curl_multi_timer_callback _Nonnull callback) {
  return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
}

// The result of a finished transfer: the only member of the message's union that CURLMSG_DONE uses.
static inline CURLcode tt_curl_message_result(const CURLMsg *_Nonnull message) {
  return message->data.result;
}

#endif
