// The TinyTroupe kit for C: what most plugins written in C or C++ need beside the ABI.
//
// Header only, C11 or C++17, nothing to link. Every function is static inline. Nothing here keeps state:
// buffers belong to whoever declares them, and `host` is a copy made by `tt_host_copy`.
//
//   Text      tt_text, tt_text_add, tt_text_addf, tt_text_quote, tt_text_free     a growing buffer
//   Reading   tt_json_find, tt_json_text, tt_json_integer                         members of a JSON object
//   Answering tt_emit_result, tt_emit_delta, tt_emit_usage, TT_FAIL
//   Export    TT_SINGLE_COMPONENT, tt_start_guard
#ifndef TINYTROUPE_SDK_H
#define TINYTROUPE_SDK_H

#include "tinytroupe/sdk_json.h"
#include "tinytroupe/sdk_text.h"

// ---------------------------------------------------------------------------------------------------
// Talking to the host

// Copies the host's table; 0 when it is older than this kit. The copy belongs to the caller.
static inline int tt_host_copy(tt_host *copy, const tt_host *host) {
  if (host->struct_size < sizeof(tt_host)) return 0;
  memcpy(copy, host, sizeof(tt_host));
  return 1;
}

static inline tt_status tt_emit_member(const tt_host *host, tt_call *call, const char *opening,
                                       tt_str json, tt_bytes body) {
  tt_text chunk = TT_TEXT_EMPTY;
  tt_text_add(&chunk, opening);
  tt_text_append(&chunk, json);
  tt_text_add(&chunk, "}");
  tt_status status = chunk.failed ? TT_E_INTERNAL : host->emit(call, tt_text_str(&chunk), body);
  tt_text_free(&chunk);
  return status;
}

// Sends the result, JSON text, with raw bytes beside it. Once, before a call succeeds.
static inline tt_status tt_emit_result(const tt_host *host, tt_call *call, tt_str json, tt_bytes body) {
  return tt_emit_member(host, call, "{\"result\":", json, body);
}

// Sends a part of the answer before its end.
static inline tt_status tt_emit_delta(const tt_host *host, tt_call *call, tt_str json, tt_bytes body) {
  return tt_emit_member(host, call, "{\"delta\":", json, body);
}

// Says what the call consumed. At most once.
static inline tt_status tt_emit_usage(const tt_host *host, tt_call *call, tt_str json) {
  return tt_emit_member(host, call, "{\"usage\":", json, tt_no_bytes());
}

// Sends a text as the result and frees it. TT_E_INTERNAL when memory ran out while it was written.
static inline tt_status tt_finish(const tt_host *host, tt_call *call, tt_text *result) {
  tt_status status =
      result->failed ? TT_E_INTERNAL : tt_emit_result(host, call, tt_text_str(result), tt_no_bytes());
  tt_text_free(result);
  return status;
}

TT_FORMAT(4, 5)
static inline tt_status tt_fail(const tt_host *host, tt_call *call, tt_status code, const char *format, ...) {
  tt_text message = TT_TEXT_EMPTY;
  va_list arguments;
  va_start(arguments, format);
  tt_text_addv(&message, format, arguments);
  va_end(arguments);
  host->fail(call, code, tt_text_str(&message), tt_str_of(NULL));
  tt_text_free(&message);
  return code;
}

// Attaches the text of an error and is its status: `return TT_FAIL(host, call, TT_E_INVALID, "no %s", key);`
#define TT_FAIL(host, call, code, ...) tt_fail((host), (call), (code), __VA_ARGS__)

// ---------------------------------------------------------------------------------------------------
// Export

// `start` and `stop` may be called several times. The host calls them one at a time, so no lock is needed.
typedef struct tt_start_guard {
  unsigned count;
} tt_start_guard;

// True for the first of nested starts: acquire what the library needs.
static inline int tt_first_start(tt_start_guard *guard) { return guard->count++ == 0; }

// True for the last of the stops: release it.
static inline int tt_last_stop(tt_start_guard *guard) { return guard->count > 0 && --guard->count == 0; }

#define TT_TEXT_OF(token) #token
#define TT_VALUE_OF(macro) TT_TEXT_OF(macro)
#if defined(__clang__)
#define TT_TOOLCHAIN "clang-" TT_VALUE_OF(__clang_major__)
#else
#define TT_TOOLCHAIN "gcc-" TT_VALUE_OF(__GNUC__)
#endif

// Defines the entry point of a library with one component. `FLAGS` is TT_COMPONENT_… or 0; `CANCEL`, `START`
// and `STOP` may be NULL.
#define TT_SINGLE_COMPONENT(ID, VERSION, KIND, NAME, FLAGS, CREATE, DESTROY, INVOKE, CANCEL, START, STOP) \
  static const tt_component tt_only_component = {(uint32_t)sizeof(tt_component), FLAGS, KIND, NAME, NULL, \
                                                 CREATE, DESTROY, INVOKE, CANCEL};                        \
  static const tt_component *const tt_all_components[] = {&tt_only_component};                            \
  static const tt_plugin tt_this_plugin = {                                                               \
      (uint32_t)sizeof(tt_plugin), TT_ABI_MAJOR, TT_NEED_MINOR, 1, ID, VERSION, TT_TOOLCHAIN,             \
      tt_all_components, NULL, START, STOP, NULL};                                                        \
  TT_EXPORT const tt_plugin *tt_plugin_main_v1(void) { return &tt_this_plugin; }

#endif  // TINYTROUPE_SDK_H
