// A tool that keeps or breaks the rules of the ABI on request. Compiled by the tests, in variants.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>

#include "tinytroupe/plugin.h"

#ifndef PROBE_ID
#define PROBE_ID "org.example.probe"
#endif
#ifndef PROBE_VERSION
#define PROBE_VERSION "1.0.0"
#endif
#ifndef PROBE_KIND
#define PROBE_KIND "tool"
#endif
#ifndef PROBE_MINOR
#define PROBE_MINOR 0
#endif
#ifndef PROBE_MAJOR
#define PROBE_MAJOR 1
#endif
#ifndef PROBE_ENTRY
#define PROBE_ENTRY tt_plugin_main_v1
#endif

namespace {

const tt_host *host = nullptr;
std::atomic<int> alive{0};

tt_str str(const char *text) { return {text, std::strlen(text)}; }
std::string text(tt_str value) { return value.len == 0 ? "" : std::string(value.ptr, value.len); }
tt_status result(tt_call *call, const std::string &json) {
  const std::string chunk = "{\"result\":" + json + "}";
  return host->emit(call, {chunk.data(), chunk.size()}, {nullptr, 0});
}
void later(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

struct Answer {
  std::string json, error;
  std::atomic<int> done{0};
  tt_status status = TT_OK;
  bool throws = false;
};
void keep(void *ctx, tt_str json, tt_bytes) { static_cast<Answer *>(ctx)->json += text(json); }
void finish(void *ctx, tt_status status, tt_str error) {
  auto *answer = static_cast<Answer *>(ctx);
  answer->status = status;
  answer->error = text(error);
  answer->done = 1;
  if (answer->throws) throw std::runtime_error("thrown in done");
}
tt_reply reply_to(Answer *answer) { return {sizeof(tt_reply), 0, answer, keep, finish}; }
const tt_service *service(const char *id) {
  return static_cast<const tt_service *>(host->service(host->ref, id));
}

tt_status ask(tt_call *call, tt_str json, bool throws) {
  const tt_service *memory = service("tt.memory/1");
  if (memory == nullptr) return TT_E_UNSUPPORTED;
  Answer answer;
  answer.throws = throws;
  const tt_reply reply = reply_to(&answer);
  const tt_status status =
      memory->call(memory->ctx, call, str("a/b"), str("query"), json, {nullptr, 0}, &reply);
  if (status != TT_OK) {
    host->fail(call, status, str(answer.error.c_str()), str(""));
    return status;
  }
  const std::string inner = answer.json.substr(10, answer.json.size() - 11);
  result(call, inner);
  return TT_OK;
}

tt_status twins(tt_call *call) {
  const tt_service *slow = service("tt.llm/1");
  Answer first, second, third;
  const tt_reply one = reply_to(&first), two = reply_to(&second), three = reply_to(&third);
  uint64_t id = 0;
  const tt_status a = slow->start(slow->ctx, call, str("x"), str("complete"), str("{}"), {nullptr, 0}, &one, &id);
  const tt_status b = slow->start(slow->ctx, call, str("x"), str("complete"), str("{}"), {nullptr, 0}, &two, &id);
  const tt_status c = slow->start(slow->ctx, call, str("y"), str("complete"), str("{}"), {nullptr, 0}, &three, &id);
  while (first.done == 0 || third.done == 0) later(1);
  char json[64];
  std::snprintf(json, sizeof json, "[%d,%d,%d]", a, b, c);
  result(call, json);
  return TT_OK;
}

tt_status call_elsewhere(tt_call *call) {
  tt_status status = TT_OK;
  std::thread([&] {
    const tt_service *memory = service("tt.memory/1");
    Answer answer;
    const tt_reply reply = reply_to(&answer);
    status = memory->call(memory->ctx, call, str(""), str("query"), str("{}"), {nullptr, 0}, &reply);
  }).join();
  result(call, std::to_string(status));
  return TT_OK;
}

tt_status leave_child(tt_call *call) {
  static Answer forgotten;
  static const tt_reply reply = reply_to(&forgotten);
  const tt_service *slow = service("tt.llm/1");
  uint64_t id = 0;
  slow->start(slow->ctx, call, str(""), str("complete"), str("{}"), {nullptr, 0}, &reply, &id);
  result(call, "1");
  return TT_OK;
}

tt_status typed(tt_call *call) {
  const auto *rng = static_cast<const tt_rng *>(host->service(host->ref, "tt.rng/1"));
  const auto *clock = static_cast<const tt_clock *>(host->service(host->ref, "tt.clock/1"));
  const auto *config = static_cast<const tt_config *>(host->service(host->ref, "tt.config/1"));
  tt_str found = str("null");
  config->get(config->ctx, call, str("a.b"), &found);
  const std::string json = "{\"rng\":\"" + std::to_string(rng->at(rng->ctx, call, 1, 2)) +
                           "\",\"now\":" + std::to_string(clock->now_ns(clock->ctx, call)) +
                           ",\"config\":" + text(found) + "}";
  result(call, json);
  return TT_OK;
}

tt_status in_background(tt_call *call, const std::string &op) {
  std::thread([call, op] {
    later(5);
    result(call, "\"late\"");
    host->complete(call, TT_OK);
    if (op == "double-complete") host->complete(call, TT_OK);
    if (op == "late-emit") result(call, "2");
  }).detach();
  return TT_PENDING;
}

tt_status until_cancelled(tt_call *call) {
  while (host->cancelled(call) == 0) later(1);
  host->fail(call, TT_E_CANCELLED, str("stopped as asked"), str(""));
  return TT_E_CANCELLED;
}

tt_status misuse(tt_call *call, const std::string &op) {
  if (op == "silent") return TT_OK;
  if (op == "bad-json") return host->emit(call, str("{oops"), {nullptr, 0}), TT_OK;
  if (op == "bad-utf8") return host->emit(call, str("{\"result\":\"\xff\"}"), {nullptr, 0}), TT_OK;
  if (op == "no-chunk") return host->emit(call, str("{\"answer\":1}"), {nullptr, 0}), TT_OK;
  if (op == "two-results") return result(call, "1"), result(call, "2"), TT_OK;
  if (op == "throw") throw std::runtime_error("as requested");
  if (op == "throw-int") throw 7;
  if (op == "no-reason") return TT_E_UNAVAILABLE;
  if (op == "elsewhere") {
    std::thread([&] { result(call, "3"); }).join();
    return TT_OK;
  }
  if (op == "complete-and-ok") {
    result(call, "4");
    host->complete(call, TT_OK);
    return TT_OK;
  }
  return TT_E_UNSUPPORTED;
}

tt_status invoke(void *, tt_instance *, tt_call *call, tt_str op_text, tt_str json, tt_bytes) {
  const std::string op = text(op_text);
  if (op == "echo") return result(call, text(json)), TT_OK;
  if (op == "at-once") return result(call, "5"), host->complete(call, TT_OK), TT_PENDING;
  if (op == "pending" || op == "double-complete" || op == "late-emit") return in_background(call, op);
  if (op == "fail") {
    host->fail(call, TT_E_NOT_FOUND, str("no such thing"), str("{\"hint\":\"look elsewhere\"}"));
    return TT_E_NOT_FOUND;
  }
  if (op == "ask" || op == "query") return ask(call, json, false);
  if (op == "ask-and-throw") return ask(call, json, true);
  if (op == "twins") return twins(call);
  if (op == "call-elsewhere") return call_elsewhere(call);
  if (op == "leave-child") return leave_child(call);
  if (op == "typed") return typed(call);
  if (op == "wait") return until_cancelled(call);
  if (op == "alive") return result(call, std::to_string(alive)), TT_OK;
  return misuse(call, op);
}

tt_status create(void *, const tt_host *given, tt_call *call, tt_str config, tt_instance **out) {
  host = given;
  const std::string wish = text(config);
  if (wish.find("refuse") != std::string::npos) {
    host->fail(call, TT_E_INVALID, str("the key 'refuse' is not to my taste"), str(""));
    return TT_E_INVALID;
  }
  if (wish.find("explode") != std::string::npos) throw std::runtime_error("bang");
  if (wish.find("nothing") != std::string::npos) return TT_OK;
  *out = reinterpret_cast<tt_instance *>(static_cast<uintptr_t>(++alive) + 4096);
  return TT_OK;
}
void destroy(void *, tt_instance *) {
  --alive;
#ifdef PROBE_DESTROY_THROWS
  throw std::runtime_error("thrown in destroy");
#endif
}

const tt_component tool = {sizeof(tt_component), 0, PROBE_KIND, "probe", nullptr, create, destroy, invoke, nullptr};
const tt_component *const components[] = {&tool, &tool};

#ifndef PROBE_COUNT
#define PROBE_COUNT 1
#endif
#ifndef PROBE_SIZE
#define PROBE_SIZE sizeof(tt_plugin)
#endif
const tt_plugin plugin = {PROBE_SIZE, PROBE_MAJOR, PROBE_MINOR, PROBE_COUNT,
                          PROBE_ID, PROBE_VERSION, "g++", components,
                          nullptr, nullptr, nullptr, nullptr};
}  // namespace

#ifdef PROBE_NEEDS
extern "C" int missing_symbol(void);
int use_missing = missing_symbol();
#endif

extern "C" __attribute__((visibility("default"))) const tt_plugin *PROBE_ENTRY(void) {
#if defined(PROBE_NULL)
  return nullptr;
#elif defined(PROBE_ENTRY_THROWS)
  throw std::runtime_error("thrown in the entry");
#else
  return &plugin;
#endif
}
