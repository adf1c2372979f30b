#include "CTrampoline.h"

#include <pthread.h>

#include <cstring>
#include <exception>

namespace {

thread_local tt_call *lent_call = nullptr;
thread_local bool is_lane = false;

void keep(tt_exception *thrown, const char *text) noexcept {
  const size_t length = strnlen(text, TT_EXCEPTION_CAPACITY);
  std::memcpy(thrown->text, text, length);
  thrown->length = length;
  if (length == 0) {
    static const char unnamed[] = "an exception without a text";
    std::memcpy(thrown->text, unnamed, sizeof unnamed - 1);
    thrown->length = sizeof unnamed - 1;
  }
}

// Runs `body`; an exception is kept and answered with `fallback`.
template <typename Result, typename Body>
Result guarded(tt_exception *thrown, Result fallback, Body body) noexcept {
  thrown->length = 0;
  try {
    return body();
  } catch (const std::exception &error) {
    keep(thrown, error.what());
  } catch (...) {
    keep(thrown, "an exception that is not a std::exception");
  }
  return fallback;
}

template <typename Body>
void guarded(tt_exception *thrown, Body body) noexcept {
  guarded(thrown, 0, [&] {
    body();
    return 0;
  });
}

// Copies what the producer declared, never past it, and zeroes the rest.
template <typename Table>
bool normalise(const Table *source, Table *out) noexcept {
  uint32_t declared = 0;
  std::memcpy(&declared, source, sizeof declared);
  if (declared < sizeof declared) return false;
  std::memset(static_cast<void *>(out), 0, sizeof *out);
  std::memcpy(static_cast<void *>(out), source, declared < sizeof *out ? declared : sizeof *out);
  return true;
}

struct LentThread {
  tt_call *previous = lent_call;
  explicit LentThread(tt_call *call) noexcept { lent_call = call; }
  ~LentThread() { lent_call = previous; }
};

}  // namespace

const char *tt_read_plugin(const tt_plugin *source, tt_plugin *out) {
  if (!normalise(source, out)) return "struct_size is 0";
  if (out->id == nullptr) return "id is NULL";
  if (out->version == nullptr) return "version is NULL";
  if (out->component_count > 0 && out->components == nullptr) return "components is NULL";
  return nullptr;
}

const char *tt_read_component(const tt_component *source, tt_component *out) {
  if (!normalise(source, out)) return "struct_size is 0";
  if (out->kind == nullptr) return "kind is NULL";
  if (out->name == nullptr) return "name is NULL";
  if (out->create == nullptr) return "create is NULL";
  if (out->destroy == nullptr) return "destroy is NULL";
  if (out->invoke == nullptr) return "invoke is NULL";
  return nullptr;
}

const char *tt_read_reply(const tt_reply *source, tt_reply *out) {
  if (!normalise(source, out)) return "struct_size is 0";
  if (out->done == nullptr) return "done is NULL";
  return nullptr;
}

const tt_plugin *tt_trampoline_main(void *entry, tt_exception *thrown) {
  using Main = const tt_plugin *(*)();
  return guarded(thrown, static_cast<const tt_plugin *>(nullptr),
                 [&] { return reinterpret_cast<Main>(entry)(); });
}

tt_status tt_trampoline_start(const tt_plugin *plugin, const tt_host *host, tt_exception *thrown) {
  thrown->length = 0;
  if (plugin->start == nullptr) return TT_OK;
  return guarded(thrown, TT_E_INTERNAL, [&] { return plugin->start(plugin->ctx, host); });
}

void tt_trampoline_stop(const tt_plugin *plugin, tt_exception *thrown) {
  thrown->length = 0;
  if (plugin->stop != nullptr) guarded(thrown, [&] { plugin->stop(plugin->ctx); });
}

tt_status tt_trampoline_create(const tt_component *component, const tt_host *host, tt_call *call,
                               tt_str config, tt_instance **out, tt_exception *thrown) {
  return guarded(thrown, TT_E_INTERNAL,
                 [&] { return component->create(component->ctx, host, call, config, out); });
}

void tt_trampoline_destroy(const tt_component *component, tt_instance *instance,
                           tt_exception *thrown) {
  guarded(thrown, [&] { component->destroy(component->ctx, instance); });
}

tt_status tt_trampoline_invoke(const tt_component *component, tt_instance *instance, tt_call *call,
                               tt_call *lent, tt_str op, tt_str json, tt_bytes body,
                               tt_exception *thrown) {
  const LentThread lending(lent);
  return guarded(thrown, TT_E_INTERNAL, [&] {
    return component->invoke(component->ctx, instance, call, op, json, body);
  });
}

void tt_trampoline_cancel(const tt_component *component, tt_instance *instance, tt_call *call,
                          tt_exception *thrown) {
  thrown->length = 0;
  if (component->cancel == nullptr) return;
  guarded(thrown, [&] { component->cancel(component->ctx, instance, call); });
}

void tt_trampoline_chunk(const tt_reply *reply, tt_str json, tt_bytes body, tt_exception *thrown) {
  thrown->length = 0;
  if (reply->chunk == nullptr) return;
  guarded(thrown, [&] { reply->chunk(reply->ctx, json, body); });
}

void tt_trampoline_done(const tt_reply *reply, tt_status status, tt_str error_json,
                        tt_exception *thrown) {
  guarded(thrown, [&] { reply->done(reply->ctx, status, error_json); });
}

tt_call *tt_thread_call(void) { return lent_call; }

int tt_thread_is_lane(void) { return is_lane ? 1 : 0; }

void tt_thread_mark_lane(void) { is_lane = true; }

void tt_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
