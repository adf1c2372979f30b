// A tool with an effect outside: each letter is a line in the file POSTBOX_FILE. While a file of that name
// with `.slow` behind it exists, it posts the letter and then never says so.
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>

#include "tinytroupe/plugin.h"

namespace {

const tt_host *host = nullptr;

tt_status create(void *, const tt_host *given, tt_call *, tt_str, tt_instance **out) {
  static int only;
  host = given;
  *out = reinterpret_cast<tt_instance *>(&only);
  return TT_OK;
}
void destroy(void *, tt_instance *) {}

tt_status emit(tt_call *call, const char *json) {
  return host->emit(call, {json, std::strlen(json)}, {nullptr, 0});
}

std::string key(tt_str request) {
  const std::string text(request.ptr, request.len), name = "\"idempotency_key\":\"";
  const size_t start = text.find(name);
  return start == std::string::npos ? "no key" : text.substr(start + name.size(), 64);
}

tt_status invoke(void *, tt_instance *, tt_call *call, tt_str op, tt_str request, tt_bytes) {
  if (op.len == std::strlen("describe"))
    return emit(call, "{\"result\":{\"actions\":[{\"type\":\"SEND_LETTER\",\"text\":\"Sends a letter.\","
#if defined(POSTBOX_IDEMPOTENT)
                      "\"idempotent\":true,"
#endif
                      "\"effects\":\"external\"}]}}");
  std::ofstream(POSTBOX_FILE, std::ios::app) << key(request) << std::endl;
  while (access(POSTBOX_FILE ".slow", F_OK) == 0) usleep(10000);
  return emit(call, "{\"result\":{\"text\":\"The letter is on its way.\"}}");
}

const tt_component tool = {sizeof(tt_component), 0, "tool", "probe", nullptr, create, destroy, invoke, nullptr};
const tt_component *const components[] = {&tool};
const tt_plugin plugin = {sizeof(tt_plugin), 1, 0, 1, "org.example.probe", "1.0.0", "c++", components,
                          nullptr, nullptr, nullptr, nullptr};

}  // namespace

extern "C" __attribute__((visibility("default"))) const tt_plugin *tt_plugin_main_v1(void) {
  return &plugin;
}
