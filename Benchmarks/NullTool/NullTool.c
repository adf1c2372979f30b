// The smallest tool there is: it answers every operation with the same result. It measures the boundary itself.
#include "../../plugin-sdk/include/tinytroupe/plugin.h"

static const tt_host *host;

static tt_status create(void *ctx, const tt_host *given, tt_call *call, tt_str config,
                        tt_instance **out) {
  (void)ctx, (void)call, (void)config;
  host = given;
  static char instance;
  *out = (tt_instance *)&instance;
  return TT_OK;
}

static void destroy(void *ctx, tt_instance *instance) { (void)ctx, (void)instance; }

static tt_status invoke(void *ctx, tt_instance *instance, tt_call *call, tt_str op, tt_str json,
                        tt_bytes body) {
  (void)ctx, (void)instance, (void)op, (void)json, (void)body;
  static const char result[] = "{\"result\":{}}";
  const tt_str chunk = {result, sizeof result - 1};
  const tt_bytes none = {0, 0};
  return host->emit(call, chunk, none);
}

static const tt_component tool = {sizeof(tt_component), 0, "tool", "null", 0, create, destroy,
                                  invoke, 0};
static const tt_component *const components[] = {&tool};
static const tt_plugin plugin = {sizeof(tt_plugin), TT_ABI_MAJOR, TT_NEED_MINOR, 1,
                                 "org.tinytroupe.bench.null", "1.0.0", "c", components, 0, 0, 0, 0};

TT_EXPORT const tt_plugin *tt_plugin_main_v1(void) { return &plugin; }
