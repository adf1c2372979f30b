// The TinyTroupe plugin ABI, version 1.
//
// This header is everything that a host and a plugin share. It needs C11 (or C++17) and nothing else.
//
// How to read it
//   Every function pointer carries three facts: the thread it may be called on (a tag in square brackets),
//   who owns what is passed, and how long it lives.
//
//   [control]     one call at a time per plugin, never while an `invoke` of the same instance runs.
//   [worker]      a host thread with at least 1 MiB of stack; blocking is allowed except in operations
//                 that the contract marks pending-only.
//   [call]        any thread, but one at a time for a given call.
//   [reply]       any host thread, one at a time for a given nested call; inside `call`, the calling thread.
//   [any-thread]  any thread at any time; does not block.
//
//   Memory is borrowed: what a function receives is valid until it returns, unless its comment says more.
//   Nothing that one side allocated is freed by the other. There is no shared allocator.
//
//   Structs begin with `struct_size` and grow at the end only. A reader copies min(struct_size, what it
//   knows) bytes into a zeroed local struct and never dereferences the producer's struct as a whole.
//
//   Text is UTF-8 in `tt_str`, without a terminator. JSON is text. Bytes that are not JSON (images,
//   embeddings, HTTP bodies, chat messages that nobody on the way needs to read) travel as `tt_bytes` beside it.
#ifndef TINYTROUPE_PLUGIN_H
#define TINYTROUPE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

// The version of this header. A plugin states the least minor that it needs: define TT_NEED_MINOR
// before including this header to raise it from 0.
#define TT_ABI_MAJOR 1u
#define TT_ABI_MINOR 0u
#ifndef TT_NEED_MINOR
#define TT_NEED_MINOR 0u
#endif

#if defined(__cplusplus)
#define TT_EXTERN_C extern "C"
#define TT_NOEXCEPT noexcept
#else
#define TT_EXTERN_C extern
#define TT_NOEXCEPT
#endif

// Put before the definition of `tt_plugin_main_v1`: default visibility and C linkage.
#define TT_EXPORT TT_EXTERN_C __attribute__((visibility("default")))

// Nullability, so that Swift imports honest optionals. Empty for compilers without it.
#if defined(__clang__)
#define TT_NONNULL _Nonnull
#define TT_NULLABLE _Nullable
#else
#define TT_NONNULL
#define TT_NULLABLE
#endif

// True when the producer of *p was compiled with a header that already had field f.
#define TT_HAS(p, f) ((p)->struct_size >= offsetof(__typeof__(*(p)), f) + sizeof((p)->f))

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-extension"
#endif

// UTF-8 text. `ptr` may be NULL when `len` is 0. Not NUL-terminated. Borrowed for the call.
typedef struct tt_str {
  const char *TT_NULLABLE ptr;
  size_t len;
} tt_str;

// Raw bytes; {NULL, 0} when there are none. Borrowed for the call.
typedef struct tt_bytes {
  const uint8_t *TT_NULLABLE ptr;
  size_t len;
} tt_bytes;

// An outcome: 0 and 1 are good, negative values are errors.
typedef int32_t tt_status;
#define TT_OK ((tt_status)0)             // done; the result has been emitted
#define TT_PENDING ((tt_status)1)        // `complete` will be called later, exactly once
#define TT_E_INVALID ((tt_status) - 1)   // the request is wrong; repeating it is useless
#define TT_E_NOT_FOUND ((tt_status) - 2)
#define TT_E_UNSUPPORTED ((tt_status) - 3)  // unknown operation
#define TT_E_CANCELLED ((tt_status) - 4)
#define TT_E_DEADLINE ((tt_status) - 5)
#define TT_E_UNAVAILABLE ((tt_status) - 6)  // may work later: retry
#define TT_E_EXHAUSTED ((tt_status) - 7)    // rate limit or budget; details may carry retry_after_ms
#define TT_E_STATE ((tt_status) - 8)        // not allowed now: wrong thread, stale handle, missing label
#define TT_E_INTERNAL ((tt_status) - 9)

// Severities of log lines.
#define TT_LOG_DEBUG ((int32_t)0)
#define TT_LOG_INFO ((int32_t)1)
#define TT_LOG_WARNING ((int32_t)2)
#define TT_LOG_ERROR ((int32_t)3)
#define TT_LOG_HOST_MISBEHAVING ((int32_t)4)
#define TT_LOG_PLUGIN_MISBEHAVING ((int32_t)5)

typedef struct tt_host_ref tt_host_ref;  // opaque, owned by the host, lives as long as the process
typedef struct tt_call tt_call;          // opaque, owned by the host; a value with a generation, never a pointer to read
typedef struct tt_instance tt_instance;  // opaque, owned by the plugin from `create` to `destroy`

// What the host offers to every plugin. Owned by the host; lives as long as the process.
typedef struct tt_host {
  uint32_t struct_size;  // bytes of this struct as the host knows it
  uint32_t abi_minor;    // the minor version that the host implements
  tt_host_ref *TT_NONNULL ref;  // pass it back to `log` and `service`

  // [any-thread] Writes a line that belongs to no call. `message` is copied.
  void (*TT_NONNULL log)(tt_host_ref *TT_NONNULL ref, int32_t level, tt_str message) TT_NOEXCEPT;

  // [any-thread] Looks up a service table such as "tt.llm/1". NULL when this host lacks it or the manifest
  // does not list it. The table is owned by the host and lives as long as the process.
  const void *TT_NULLABLE (*TT_NONNULL service)(tt_host_ref *TT_NONNULL ref,
                                                const char *TT_NONNULL service_id) TT_NOEXCEPT;

  // [call] Sends one chunk of output: JSON and, beside it, raw bytes. Both are copied before it returns.
  // TT_E_CANCELLED or TT_E_DEADLINE when nobody waits any more; TT_E_STATE for a stale call.
  tt_status (*TT_NONNULL emit)(tt_call *TT_NULLABLE call, tt_str json, tt_bytes body) TT_NOEXCEPT;

  // [call] Attaches the text of the error that the call is about to end with. `message` and `detail_json`
  // ({"retry_after_ms":…,"path":…,"hint":…}) are copied.
  void (*TT_NONNULL fail)(tt_call *TT_NULLABLE call, tt_status code, tt_str message,
                          tt_str detail_json) TT_NOEXCEPT;

  // [any-thread] Ends a call whose `invoke` returned (or is about to return) TT_PENDING. Exactly once.
  void (*TT_NONNULL complete)(tt_call *TT_NULLABLE call, tt_status status) TT_NOEXCEPT;

  // [any-thread] Non-zero when the call should stop: cancelled, past its deadline, or unknown. Cheap.
  int32_t (*TT_NONNULL cancelled)(tt_call *TT_NULLABLE call) TT_NOEXCEPT;
} tt_host;

// Where the answer to a nested call goes. Made by the plugin; the host copies the struct. `ctx` and what
// it points to belong to the plugin and must live until `done` has returned.
typedef struct tt_reply {
  uint32_t struct_size;
  uint32_t flags;  // 0
  void *TT_NULLABLE ctx;

  // [reply] One chunk of the answer, borrowed until it returns. May be NULL: chunks are then dropped.
  void (*TT_NULLABLE chunk)(void *TT_NULLABLE ctx, tt_str json, tt_bytes body);

  // [reply] The end, exactly once, never inside `start`. `error_json` is empty after TT_OK, otherwise
  // {"message":…,"detail":{…}}, borrowed until it returns.
  void (*TT_NONNULL done)(void *TT_NULLABLE ctx, tt_status status, tt_str error_json);
} tt_reply;

// A service of the host: what `tt_host.service` returns for all ids but the typed ones below.
typedef struct tt_service {
  uint32_t struct_size;
  uint32_t flags;          // 0
  void *TT_NULLABLE ctx;   // owned by the host; pass it back

  // [any-thread] Starts a nested call under `parent` and returns at once. TT_OK: `done` will come, and
  // *id was set before any chunk or done. Any other status is misuse (a stale parent, an unlabelled
  // twin), and `done` will not come. All arguments are copied.
  tt_status (*TT_NONNULL start)(void *TT_NULLABLE ctx, tt_call *TT_NULLABLE parent, tt_str label,
                                tt_str op, tt_str json, tt_bytes body,
                                const tt_reply *TT_NONNULL reply,
                                uint64_t *TT_NONNULL id) TT_NOEXCEPT;

  // [any-thread] Asks for cancellation of a started call. `done` still comes. An unknown id is ignored.
  void (*TT_NONNULL abandon)(void *TT_NULLABLE ctx, uint64_t id) TT_NOEXCEPT;

  // [worker] Starts and waits, on the thread that a blocking `invoke` was given. Returns the status that
  // `done` was given; TT_E_STATE on any other thread. Arguments are borrowed until it returns.
  tt_status (*TT_NONNULL call)(void *TT_NULLABLE ctx, tt_call *TT_NULLABLE parent, tt_str label,
                               tt_str op, tt_str json, tt_bytes body,
                               const tt_reply *TT_NONNULL reply) TT_NOEXCEPT;
} tt_service;

// "tt.rng/1": random numbers without a counter. The same run seed, call path, stream and index give the
// same 64 bits on every thread, in every order.
typedef struct tt_rng {
  uint32_t struct_size;
  uint32_t flags;         // 0
  void *TT_NULLABLE ctx;  // owned by the host
  // [any-thread] 64 uniformly distributed bits.
  uint64_t (*TT_NONNULL at)(void *TT_NULLABLE ctx, tt_call *TT_NULLABLE call, uint32_t stream,
                            uint64_t index) TT_NOEXCEPT;
} tt_rng;

// "tt.clock/1": simulated time.
typedef struct tt_clock {
  uint32_t struct_size;
  uint32_t flags;         // 0
  void *TT_NULLABLE ctx;  // owned by the host
  // [any-thread] Nanoseconds since 1970-01-01T00:00 in the world's own calendar, fixed for the call.
  int64_t (*TT_NONNULL now_ns)(void *TT_NULLABLE ctx, tt_call *TT_NULLABLE call) TT_NOEXCEPT;
} tt_clock;

// "tt.config/1": the component's own part of the study.
typedef struct tt_config {
  uint32_t struct_size;
  uint32_t flags;         // 0
  void *TT_NULLABLE ctx;  // owned by the host
  // [any-thread] The value at a dotted path ("" for all of it) as JSON. TT_E_NOT_FOUND leaves *out_json
  // untouched. The text lives until the call completes.
  tt_status (*TT_NONNULL get)(void *TT_NULLABLE ctx, tt_call *TT_NULLABLE call, tt_str path,
                              tt_str *TT_NONNULL out_json) TT_NOEXCEPT;
} tt_config;

// "tt.log/1": log lines that belong to a call. `tt_host.log` is for all others.
typedef struct tt_log {
  uint32_t struct_size;
  uint32_t flags;         // 0
  void *TT_NULLABLE ctx;  // owned by the host
  // [any-thread] Everything is copied. `fields_json` may be empty.
  void (*TT_NONNULL write)(void *TT_NULLABLE ctx, tt_call *TT_NULLABLE call, int32_t level,
                           tt_str message, tt_str fields_json) TT_NOEXCEPT;
} tt_log;

// Flags of a component.
#define TT_COMPONENT_REENTRANT 1u  // may be called again beneath its own calls

// One thing that a library provides. Owned by the plugin; immortal and constant.
typedef struct tt_component {
  uint32_t struct_size;
  uint32_t flags;               // TT_COMPONENT_… or 0
  const char *TT_NONNULL kind;  // "tool"; NUL-terminated ASCII, immortal
  const char *TT_NONNULL name;  // "weather"; NUL-terminated ASCII, immortal
  void *TT_NULLABLE ctx;        // owned by the plugin; passed back to every function below

  // [control] Makes an instance from its configuration (JSON, borrowed). On TT_OK *out is set and belongs
  // to the plugin. On an error `fail(call, …)` says why and *out stays untouched. No model calls here.
  tt_status (*TT_NONNULL create)(void *TT_NULLABLE ctx, const tt_host *TT_NONNULL host,
                                 tt_call *TT_NULLABLE call, tt_str config_json,
                                 tt_instance *TT_NULLABLE *TT_NONNULL out);

  // [control] Releases an instance after all its calls have ended. Cannot fail.
  void (*TT_NONNULL destroy)(void *TT_NULLABLE ctx, tt_instance *TT_NULLABLE instance);

  // [worker] Performs one operation of the kind's contract. Emits its result and returns TT_OK, or returns
  // TT_PENDING and completes later, or fails and returns an error. After TT_PENDING `json` and `body`
  // stay valid until `complete`; otherwise they are borrowed until it returns.
  tt_status (*TT_NONNULL invoke)(void *TT_NULLABLE ctx, tt_instance *TT_NULLABLE instance,
                                 tt_call *TT_NULLABLE call, tt_str op, tt_str json, tt_bytes body);

  // [any-thread] Asks an invoke to stop soon; never blocks. It comes at most once for each wish to stop,
  // from another thread than the one inside `invoke`, and may come before `invoke` is entered, while
  // it runs, after TT_PENDING, or after `complete`: an unknown call is a no-op. It never comes for
  // `create`, or after `destroy`. The call still ends as usual; TT_E_CANCELLED says that it stopped.
  // May be NULL: `tt_host.cancelled` tells the same.
  void (*TT_NULLABLE cancel)(void *TT_NULLABLE ctx, tt_instance *TT_NULLABLE instance,
                             tt_call *TT_NULLABLE call);
} tt_component;

// A library's description of itself. Owned by the plugin; immortal and constant.
typedef struct tt_plugin {
  uint32_t struct_size;
  uint32_t abi_major;        // TT_ABI_MAJOR
  uint32_t abi_minor;        // the least minor that this plugin needs: TT_NEED_MINOR
  uint32_t component_count;  // elements of `components`
  const char *TT_NONNULL id;         // "org.example.weather"; reverse domain, NUL-terminated ASCII, immortal
  const char *TT_NONNULL version;    // "1.2.0"; NUL-terminated ASCII, immortal
  const char *TT_NULLABLE toolchain; // "swift-6.3.1", "gcc-12"; NUL-terminated ASCII, immortal
  const tt_component *TT_NULLABLE const *TT_NULLABLE components;  // pointers, so that elements may grow
  void *TT_NULLABLE ctx;             // owned by the plugin

  // [control] Called before the first `create`, possibly several times in a process. May be NULL.
  // `host` lives as long as the process. There is no call yet: what it logs with TT_LOG_ERROR before
  // it returns an error is shown as the reason.
  tt_status (*TT_NULLABLE start)(void *TT_NULLABLE ctx, const tt_host *TT_NONNULL host);

  // [control] Called after the last `destroy`, once for each `start`. May be NULL.
  void (*TT_NULLABLE stop)(void *TT_NULLABLE ctx);

  // [any-thread] Optional tables by id; NULL for an unknown id. May be NULL itself.
  const void *TT_NULLABLE (*TT_NULLABLE extension)(void *TT_NULLABLE ctx, const char *TT_NONNULL id);
} tt_plugin;

// The entry point, the only symbol that a plugin exports. Pure: it starts no thread, does no input or
// output, and returns the same pointer each time.
TT_EXPORT const tt_plugin *TT_NULLABLE tt_plugin_main_v1(void);

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#if defined(__cplusplus)
static_assert(sizeof(void *) == 8 && sizeof(size_t) == 8, "the ABI is 64-bit only");
#else
_Static_assert(sizeof(void *) == 8 && sizeof(size_t) == 8, "the ABI is 64-bit only");
#endif
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the ABI is little-endian only"
#endif

#endif  // TINYTROUPE_PLUGIN_H
