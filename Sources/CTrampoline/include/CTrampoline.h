// The only way in which the host calls functions of a plugin.
//
// A C++ exception that reaches a Swift frame ends the process, so every call goes through a function here
// that catches it and hands over its text. Reading a plugin's structs happens here too: a reader copies
// no more than the producer declared, and refuses a table that lacks what it must have.
#ifndef TINYTROUPE_TRAMPOLINE_H
#define TINYTROUPE_TRAMPOLINE_H

#include "../../../plugin-sdk/include/tinytroupe/plugin.h"

#define TT_EXCEPTION_CAPACITY 512

// The text of an exception that was caught; `length` is 0 when there was none.
typedef struct tt_exception {
  size_t length;
  char text[TT_EXCEPTION_CAPACITY];
} tt_exception;

#if defined(__cplusplus)
extern "C" {
#endif

// Copy a producer's struct into *out, zeroing what the producer does not have. They return 0, or a static
// text that names what is missing.
const char *TT_NULLABLE tt_read_plugin(const tt_plugin *TT_NONNULL source, tt_plugin *TT_NONNULL out);
const char *TT_NULLABLE tt_read_component(const tt_component *TT_NONNULL source,
                                          tt_component *TT_NONNULL out);
const char *TT_NULLABLE tt_read_reply(const tt_reply *TT_NONNULL source, tt_reply *TT_NONNULL out);

const tt_plugin *TT_NULLABLE tt_trampoline_main(void *TT_NONNULL entry,
                                                tt_exception *TT_NONNULL thrown);
tt_status tt_trampoline_start(const tt_plugin *TT_NONNULL plugin, const tt_host *TT_NONNULL host,
                              tt_exception *TT_NONNULL thrown);
void tt_trampoline_stop(const tt_plugin *TT_NONNULL plugin, tt_exception *TT_NONNULL thrown);
tt_status tt_trampoline_create(const tt_component *TT_NONNULL component,
                               const tt_host *TT_NONNULL host, tt_call *TT_NULLABLE call,
                               tt_str config, tt_instance *TT_NULLABLE *TT_NONNULL out,
                               tt_exception *TT_NONNULL thrown);
void tt_trampoline_destroy(const tt_component *TT_NONNULL component,
                           tt_instance *TT_NULLABLE instance, tt_exception *TT_NONNULL thrown);

// While it runs, `tt_thread_call()` on this thread is `lent`.
tt_status tt_trampoline_invoke(const tt_component *TT_NONNULL component,
                               tt_instance *TT_NULLABLE instance, tt_call *TT_NULLABLE call,
                               tt_call *TT_NULLABLE lent, tt_str op, tt_str json, tt_bytes body,
                               tt_exception *TT_NONNULL thrown);
void tt_trampoline_cancel(const tt_component *TT_NONNULL component,
                          tt_instance *TT_NULLABLE instance, tt_call *TT_NULLABLE call,
                          tt_exception *TT_NONNULL thrown);
void tt_trampoline_chunk(const tt_reply *TT_NONNULL reply, tt_str json, tt_bytes body,
                         tt_exception *TT_NONNULL thrown);
void tt_trampoline_done(const tt_reply *TT_NONNULL reply, tt_status status, tt_str error_json,
                        tt_exception *TT_NONNULL thrown);

// The call that this thread has been lent to, or NULL: a service's blocking `call` is allowed beneath it only.
tt_call *TT_NULLABLE tt_thread_call(void);

// True on the host's own threads for calling plugins, where a reply may be delivered at once.
int tt_thread_is_lane(void);
void tt_thread_mark_lane(void);

// Names the calling thread for debuggers and `top`; 15 bytes count.
void tt_name_thread(const char *TT_NONNULL name);

#if defined(__cplusplus)
}
#endif

#endif  // TINYTROUPE_TRAMPOLINE_H
