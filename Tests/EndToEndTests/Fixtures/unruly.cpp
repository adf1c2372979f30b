// A tool that breaks a rule, chosen at compile time: while it describes itself, or when it is used.
#include <cstring>
#include <stdexcept>

#include "tinytroupe/plugin.h"

namespace {

const tt_host *host = nullptr;

tt_status create(void *, const tt_host *given, tt_call *, tt_str, tt_instance **out) {
  static int only;
  host = given;
#if defined(UNRULY_CREATES_NULL)
  *out = nullptr;
#else
  *out = reinterpret_cast<tt_instance *>(&only);
#endif
  return TT_OK;
}
void destroy(void *, tt_instance *) {}

tt_status emit(tt_call *call, const char *json) {
  return host->emit(call, {json, std::strlen(json)}, {nullptr, 0});
}

tt_status invoke(void *, tt_instance *, tt_call *call, tt_str op, tt_str, tt_bytes) {
#if defined(UNRULY_LATER)
  if (op.len == std::strlen("describe"))
    return emit(call, "{\"result\":{\"actions\":[{\"type\":\"REFUEL\",\"text\":\"Fills the tank.\",\"effects\":\"none\"}]}}");
#else
  (void)op;
#endif
#if defined(UNRULY_THROWS)
  throw std::runtime_error("the tank is empty");
#else
  return emit(call, "{\"result\":{\"actions\":[}");
#endif
}

const tt_component tool = {sizeof(tt_component), 0, "tool", "probe", nullptr, create, destroy, invoke, nullptr};
const tt_component *const components[] = {&tool};
const tt_plugin plugin = {sizeof(tt_plugin), 1, 0, 1, "org.example.probe", "1.0.0", "c++", components,
                          nullptr, nullptr, nullptr, nullptr};

}  // namespace

extern "C" __attribute__((visibility("default"))) const tt_plugin *tt_plugin_main_v1(void) {
  return &plugin;
}
