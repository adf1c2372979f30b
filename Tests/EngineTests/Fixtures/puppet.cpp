// Components whose every move a test decides. Compiled by the tests.
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

#include "tinytroupe/plugin.h"

namespace {

const tt_host *host = nullptr;

struct Puppet {
  std::atomic<int> failures{0};
};

tt_str str(const std::string &text) { return {text.data(), text.size()}; }
std::string text(tt_str value) { return value.len == 0 ? "" : std::string(value.ptr, value.len); }
bool has(const std::string &whole, const char *part) { return whole.find(part) != std::string::npos; }

tt_status emit(tt_call *call, const std::string &result, const std::string &body = "") {
  const std::string chunk = "{\"result\":" + result + "}";
  return host->emit(call, str(chunk), {reinterpret_cast<const uint8_t *>(body.data()), body.size()});
}

tt_status fail(tt_call *call, tt_status status, const std::string &message) {
  host->fail(call, status, str(message), str(""));
  return status;
}

struct Answer {
  std::string json, body, error;
};
void keep(void *ctx, tt_str json, tt_bytes body) {
  auto *answer = static_cast<Answer *>(ctx);
  const std::string chunk = text(json);
  if (chunk.rfind("{\"result\":", 0) != 0) return;
  answer->json = chunk.substr(10, chunk.size() - 11);
  if (body.len > 0) answer->body.assign(reinterpret_cast<const char *>(body.ptr), body.len);
}
void finish(void *ctx, tt_status, tt_str error) { static_cast<Answer *>(ctx)->error = text(error); }

// The text that stands under "message".
std::string message(const std::string &error) {
  const size_t start = error.find(":\"") + 2;
  size_t end = start;
  while (end < error.size() && error[end] != '"') end += error[end] == '\\' ? 2 : 1;
  std::string plain;
  for (size_t at = start; at < end; at++) {
    if (error[at] == '\\') at++;
    plain += error[at];
  }
  return plain;
}

tt_status ask(tt_call *call, const char *id, const std::string &op, const std::string &json,
              tt_bytes body, Answer &answer) {
  const auto *service = static_cast<const tt_service *>(host->service(host->ref, id));
  if (service == nullptr) return fail(call, TT_E_UNSUPPORTED, "no such service");
  const tt_reply reply = {sizeof(tt_reply), 0, &answer, keep, finish};
  return service->call(service->ctx, call, str(""), str(op), str(json), body, &reply);
}

// "tt.store/1 put" passes the request on to the service and its answer back.
tt_status relay(tt_call *call, const std::string &op, const std::string &json, tt_bytes body) {
  const size_t space = op.find(' ');
  Answer answer;
  const tt_status status =
      ask(call, op.substr(0, space).c_str(), op.substr(space + 1), json, body, answer);
  if (status != TT_OK) return fail(call, status, message(answer.error));
  return emit(call, answer.json, answer.body);
}

const char *const actions =
    R"({"actions":[{"type":"SHARE","text":"Shares.","effects":"none"},)"
    R"({"type":"PUBLISH","text":"Publishes.","effects":"write"},)"
    R"({"type":"FAN","text":"Asks four at once.","effects":"none"},)"
    R"({"type":"BREAK","text":"Breaks.","effects":"none"},)"
    R"({"type":"COUNT","text":"Counts.","effects":"none","input":{"type":"object",)"
    R"("additionalProperties":false,"required":["by"],"properties":{"by":{"type":"integer"}}}},)"
    R"({"type":"LAUNCH","text":"Launches."}]})";

// Four calls side by side; each strand is told by its label.
struct Fan {
  std::mutex mutex;
  std::condition_variable done;
  int open = 0;
};
struct Strand {
  Fan *fan;
  Answer answer;
};
void keep_strand(void *ctx, tt_str json, tt_bytes body) {
  keep(&static_cast<Strand *>(ctx)->answer, json, body);
}
void finish_strand(void *ctx, tt_status status, tt_str error) {
  auto *strand = static_cast<Strand *>(ctx);
  finish(&strand->answer, status, error);
  std::lock_guard<std::mutex> lock(strand->fan->mutex);
  strand->fan->open--;
  strand->fan->done.notify_one();
}

tt_status fan_out(tt_call *call) {
  const auto *service = static_cast<const tt_service *>(host->service(host->ref, "tt.llm/1"));
  if (service == nullptr) return fail(call, TT_E_UNSUPPORTED, "no such service");
  Fan fan;
  Strand strands[4];
  tt_status status = TT_OK;
  for (int number = 0; number < 4 && status == TT_OK; number++) {
    strands[number].fan = &fan;
    const std::string label = std::to_string(number);
    const std::string words = R"([{"role":"user","content":"strand-)" + label + R"("}])";
    const tt_reply reply = {sizeof(tt_reply), 0, &strands[number], keep_strand, finish_strand};
    uint64_t id = 0;
    {
      std::lock_guard<std::mutex> lock(fan.mutex);
      fan.open++;
    }
    status = service->start(service->ctx, call, str(label), str("complete"), str(R"({"purpose":"fan"})"),
                            {reinterpret_cast<const uint8_t *>(words.data()), words.size()}, &reply, &id);
    if (status != TT_OK) {
      std::lock_guard<std::mutex> lock(fan.mutex);
      fan.open--;
    }
  }
  std::unique_lock<std::mutex> lock(fan.mutex);
  fan.done.wait(lock, [&] { return fan.open == 0; });
  if (status != TT_OK) return fail(call, status, "a strand was not started");
  std::string all = R"({"text":"fanned out","data":[)";
  for (const Strand &strand : strands) {
    if (!strand.answer.error.empty()) return fail(call, TT_E_UNAVAILABLE, message(strand.answer.error));
    all += (&strand == strands ? "" : ",") + strand.answer.json;
  }
  return emit(call, all + "]}");
}

tt_status perform(tt_call *call, const std::string &json) {
  if (has(json, "\"FAN\"")) return fan_out(call);
  if (has(json, "\"BREAK\"")) return fail(call, TT_E_UNAVAILABLE, "it is broken");
  if (has(json, "\"PUBLISH\"")) {
    return emit(call, R"({"text":"published","artifacts":[{"name":"../../news.md","content":"N"},)"
                      R"({"name":"","content":"nameless"},{"name":"news.md/deep","content":"D"}]})");
  }
  if (has(json, "\"COUNT\"")) {
    return emit(call, has(json, "\"state\":{\"n\":1}") ? R"({"text":"counted twice","state":{"n":2}})"
                                                       : R"({"text":"counted once","state":{"n":1}})");
  }
  Answer answer;
  const uint8_t value[] = {'!'};
  const tt_status status = ask(call, "tt.store/1", "put",
                               R"({"scope":"shared","keys":["board"],"lengths":[1]})",
                               {value, 1}, answer);
  return status == TT_OK ? emit(call, R"({"text":"shared it"})") : fail(call, status, answer.error);
}

tt_status tool(void *, tt_instance *, tt_call *call, tt_str op_text, tt_str json, tt_bytes body) {
  const std::string op = text(op_text);
  if (op == "describe") return emit(call, actions);
  if (op == "perform") return perform(call, text(json));
  return relay(call, op, text(json), body);
}

// A world that has had enough after the first step.
tt_status world(void *, tt_instance *, tt_call *call, tt_str op, tt_str, tt_bytes) {
  return emit(call, text(op) == "step" ? R"({"finished":"enough"})" : "{}");
}

// A model that does not answer the first times.
tt_status model(void *, tt_instance *instance, tt_call *call, tt_str, tt_str, tt_bytes) {
  auto *puppet = reinterpret_cast<Puppet *>(instance);
  if (puppet->failures-- > 0) {
    fail(call, TT_E_UNAVAILABLE, "not yet");
    host->complete(call, TT_E_UNAVAILABLE);
    return TT_PENDING;
  }
  emit(call,
       R"({"content":"{\"actions\":[{\"type\":\"DONE\",\"target\":\"\",\"content\":\"\"}],)"
       R"(\"state\":{\"goals\":\"\",\"attention\":\"\",\"emotions\":\"\"}}","finish":"stop"})");
  host->complete(call, TT_OK);
  return TT_PENDING;
}

tt_status create(void *, const tt_host *given, tt_call *, tt_str config, tt_instance **out) {
  host = given;
  auto *puppet = new Puppet;
  const std::string wish = text(config);
  const size_t key = wish.find("\"failures\":");
  if (key != std::string::npos) puppet->failures = std::atoi(wish.c_str() + key + 11);
  *out = reinterpret_cast<tt_instance *>(puppet);
  return TT_OK;
}
void destroy(void *, tt_instance *instance) { delete reinterpret_cast<Puppet *>(instance); }

const tt_component relays = {sizeof(tt_component), 0, "tool", "puppet", nullptr, create, destroy, tool, nullptr};
const tt_component worlds = {sizeof(tt_component), 0, "environment", "brief", nullptr, create, destroy, world, nullptr};
const tt_component models = {sizeof(tt_component), 0, "llm", "shy", nullptr, create, destroy, model, nullptr};
const tt_component *const components[] = {&relays, &worlds, &models};
const tt_plugin plugin = {sizeof(tt_plugin), TT_ABI_MAJOR, TT_NEED_MINOR, 3, "org.example.puppet",
                          "1.0.0", "c++", components, nullptr, nullptr, nullptr, nullptr};

}  // namespace

extern "C" __attribute__((visibility("default"))) const tt_plugin *tt_plugin_main_v1(void) { return &plugin; }
