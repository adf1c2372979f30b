// The layout of version 1.0 of the ABI: the size and the last offset of every struct.
//
// Only compiled, never run. A failing line means that plugins built before would read the wrong bytes: put
// the header back. A new field at the end of a struct adds a block for the new minor; the old lines stay,
// with `>=` in place of `==` for the size.
#include "tinytroupe/plugin.h"

#if defined(__cplusplus)
#define ASSERT(condition, text) static_assert(condition, text)
#else
#define ASSERT(condition, text) _Static_assert(condition, text)
#endif

// Set to something else by the test that sees this file fail.
#ifndef SHIFT
#define SHIFT 0
#endif

#define LAYOUT(type, size, last, offset)                                \
  ASSERT(sizeof(type) == (size) + SHIFT, "the size of " #type " changed"); \
  ASSERT(offsetof(type, last) == (offset) + SHIFT, #type "." #last " moved")

LAYOUT(tt_str, 16, len, 8);
LAYOUT(tt_bytes, 16, len, 8);
LAYOUT(tt_host, 64, cancelled, 56);
LAYOUT(tt_reply, 32, done, 24);
LAYOUT(tt_service, 40, call, 32);
LAYOUT(tt_rng, 24, at, 16);
LAYOUT(tt_clock, 24, now_ns, 16);
LAYOUT(tt_config, 24, get, 16);
LAYOUT(tt_log, 24, write, 16);
LAYOUT(tt_component, 64, cancel, 56);
LAYOUT(tt_plugin, 80, extension, 72);

ASSERT(sizeof(tt_status) == 4, "a status has 32 bits");
ASSERT(TT_OK == 0 && TT_PENDING == 1, "the good statuses are fixed");
ASSERT(TT_E_INVALID == -1 && TT_E_NOT_FOUND == -2 && TT_E_UNSUPPORTED == -3 && TT_E_CANCELLED == -4 &&
           TT_E_DEADLINE == -5 && TT_E_UNAVAILABLE == -6 && TT_E_EXHAUSTED == -7 && TT_E_STATE == -8 &&
           TT_E_INTERNAL == -9,
       "the errors are fixed");
