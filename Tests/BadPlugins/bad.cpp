// A tool that is good unless it is told at compile time to be bad, each time in one way. The doctor's tests
// compile it in all variants: each must fail exactly its check.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

#include "tinytroupe/plugin.h"

#ifndef BAD_ID
#define BAD_ID "org.example.bad"
#endif

namespace {

const tt_host *host = nullptr;

struct Shed {
  char tools[65536];
};

tt_status create(void *, const tt_host *given, tt_call *, tt_str, tt_instance **out) {
  host = given;
  auto *shed = new Shed;
  std::memset(shed->tools, 1, sizeof shed->tools);
  *out = reinterpret_cast<tt_instance *>(shed);
  return TT_OK;
}

void destroy(void *, tt_instance *instance) {
#if !defined(BAD_LEAKS)
  delete reinterpret_cast<Shed *>(instance);
#else
  (void)instance;
#endif
}

tt_status emit(tt_call *call, const std::string &json) {
  return host->emit(call, {json.data(), json.size()}, {nullptr, 0});
}

tt_status refuse(tt_call *call, tt_status code, const char *why) {
  host->fail(call, code, {why, std::strlen(why)}, {nullptr, 0});
  return code;
}

bool is(tt_str text, const char *word) {
  return text.len == std::strlen(word) && std::memcmp(text.ptr, word, text.len) == 0;
}

const char *good = "{\"result\":{\"actions\":[{\"type\":\"DIG\",\"text\":\"Digs.\",\"effects\":\"none\"}]}}";

tt_status describe(tt_call *call) {
#if defined(BAD_JSON)
  return emit(call, "{\"result\":{\"actions\":[}");
#elif defined(BAD_UTF8)
  return emit(call, "{\"result\":{\"actions\":[{\"type\":\"\xff\xfe\",\"text\":\"x\",\"effects\":\"none\"}]}}");
#elif defined(BAD_SHAPE)
  return emit(call, "{\"result\":{\"deeds\":[]}}");
#elif defined(BAD_NEVER_COMPLETES)
  return TT_PENDING;
#elif defined(BAD_BLOCKS)
  for (;;) sleep(1);
#elif defined(BAD_THROWS)
  throw std::runtime_error("the spade broke");
#elif defined(BAD_TRAPS)
  __builtin_trap();
#elif defined(BAD_SEGFAULTS)
  *reinterpret_cast<volatile int *>(8) = 1;
  return TT_OK;
#elif defined(BAD_EXITS)
  _exit(0);
#elif defined(BAD_ALLOCATES)
  for (;;) {
    char *more = static_cast<char *>(std::malloc(64 << 20));
    std::memset(more, 1, 64 << 20);
  }
#elif defined(BAD_GUESSES)
  std::random_device device;
  return emit(call, "{\"result\":{\"actions\":[{\"type\":\"DIG\",\"text\":\"" + std::to_string(device()) +
                        "\",\"effects\":\"none\"}]}}");
#elif defined(BAD_PRINTS)
  std::printf("digging\n");
  std::fflush(stdout);
  return emit(call, good);
#elif defined(BAD_COMPLETES_TWICE)
  emit(call, good);
  host->complete(call, TT_OK);
  host->complete(call, TT_OK);
  return TT_PENDING;
#elif defined(BAD_CALLS_LATE)
  std::thread([call] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    emit(call, good);
  }).detach();
  return emit(call, good);
#else
  return emit(call, good);
#endif
}

tt_status invoke(void *, tt_instance *, tt_call *call, tt_str op, tt_str, tt_bytes) {
  if (is(op, "describe")) return describe(call);
  if (is(op, "perform")) return refuse(call, TT_E_INVALID, "There is nothing to dig.");
#if defined(BAD_ACCEPTS_ALL)
  return emit(call, "{\"result\":{}}");
#else
  return refuse(call, TT_E_UNSUPPORTED, "There is no such operation.");
#endif
}

const tt_component tool = {sizeof(tt_component), 0, "tool", "bad", nullptr, create, destroy, invoke, nullptr};
const tt_component *const components[] = {&tool};
const tt_plugin plugin = {sizeof(tt_plugin), 1, 0, 1, BAD_ID, "1.0.0", "c++", components,
                          nullptr, nullptr, nullptr, nullptr};

}  // namespace

extern "C" __attribute__((visibility("default"))) const tt_plugin *tt_plugin_main_v1(void) {
#if defined(BAD_RETURNS_NULL)
  return nullptr;
#elif defined(BAD_DIES_LOADING)
  std::abort();
#else
  return &plugin;
#endif
}
