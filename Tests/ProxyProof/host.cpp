// The other end: loads the real plugin in a process of its own and is a host to it.
//   proxy-host --describe LIBRARY   writes what the proxy is compiled with
//   proxy-host LIBRARY              serves on descriptor 3 until the other end is gone
#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "wire.hpp"

namespace {

// Threads that run jobs in order; more are started while none is idle, up to a limit.
class Pool {
 public:
  explicit Pool(size_t limit) : limit_(limit) {}

  void add(std::function<void()> job) {
    const std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push_back(std::move(job));
    wakeup_.notify_one();
    if (jobs_.size() > idle_ && threads_ < limit_) {
      threads_++;
      std::thread([this] { work(); }).detach();
    }
  }

 private:
  void work() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      idle_++;
      wakeup_.wait(lock, [this] { return !jobs_.empty(); });
      idle_--;
      const auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
      lock.lock();
    }
  }

  const size_t limit_;
  std::mutex mutex_;
  std::condition_variable wakeup_;
  std::deque<std::function<void()>> jobs_;
  size_t idle_ = 0, threads_ = 0;
};

struct Running {
  Frame request;  // what the plugin may read until the call ends
  std::atomic<bool> is_cancelled{false};
  std::mutex mutex;
  std::deque<std::string> texts;  // as the request
};

struct Nested {
  tt_reply reply;
  tt_call *parent;
  bool is_waited_for;
  std::mutex mutex;
  std::condition_variable wakeup;
  std::deque<Frame> frames;
};

template <typename Value>
class Register {
 public:
  void add(uint64_t id, std::shared_ptr<Value> value) {
    const std::lock_guard<std::mutex> lock(mutex_);
    values_[id] = std::move(value);
  }
  std::shared_ptr<Value> find(uint64_t id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = values_.find(id);
    return found == values_.end() ? nullptr : found->second;
  }
  std::shared_ptr<Value> remove(uint64_t id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = values_.find(id);
    if (found == values_.end()) return nullptr;
    auto value = std::move(found->second);
    values_.erase(found);
    return value;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<uint64_t, std::shared_ptr<Value>> values_;
};

// Immortal, since threads of the plugin may outlive everything else.
Link &line = *new Link(3);
Register<Running> &calls = *new Register<Running>;
Register<Nested> &nested_calls = *new Register<Nested>;
Register<tt_instance *> &instances = *new Register<tt_instance *>;
Pool &control = *new Pool(1), &replies = *new Pool(1), &pending = *new Pool(2), &blocking = *new Pool(SIZE_MAX);
tt_plugin plugin;
std::vector<tt_component> components;
thread_local tt_call *lent = nullptr;

// Runs `body`; answers the text of an exception, or nothing.
template <typename Body>
std::optional<std::string> guarded(Body body) {
  try {
    body();
  } catch (const std::exception &error) {
    return error.what();
  } catch (...) {
    return "an exception that is not a std::exception";
  }
  return std::nullopt;
}

void misbehaved(tt_call *call, const std::string &what) {
  line.send({Kind::call_log, {number(call), 0, TT_LOG_PLUGIN_MISBEHAVING}, {what}});
}

// ---------------------------------------------------------------------------------------------------
// The host's functions

void log(tt_host_ref *, int32_t level, tt_str message) noexcept {
  line.send({Kind::log, {0, 0, static_cast<uint64_t>(level)}, {text(message)}});
}

// Optimistic: what the host thinks of a chunk, the end of the call tells.
tt_status emit(tt_call *call, tt_str json, tt_bytes body) noexcept {
  const auto running = calls.find(number(call));
  if (running && running->is_cancelled) return TT_E_CANCELLED;
  line.send({Kind::emit, {number(call)}, {text(json), text(body)}});
  return running ? TT_OK : TT_E_STATE;
}

void fail(tt_call *call, tt_status code, tt_str message, tt_str detail) noexcept {
  line.send({Kind::fail, {number(call), 0, number(code)}, {text(message), text(detail)}});
}

void complete(tt_call *call, tt_status status) noexcept {
  const auto keep = calls.remove(number(call));
  line.send({Kind::complete, {number(call), 0, number(status)}, {}});
}

int32_t cancelled(tt_call *call) noexcept {
  const auto running = calls.find(number(call));
  return !running || running->is_cancelled ? 1 : 0;
}

std::optional<tt_status> hand_over(Nested &nested, const Frame &frame) {
  const bool is_end = frame.kind == Kind::done;
  const auto thrown = guarded([&] {
    if (is_end) nested.reply.done(nested.reply.ctx, frame.status(), str(frame.text[0]));
    else if (nested.reply.chunk) nested.reply.chunk(nested.reply.ctx, str(frame.text[0]), bytes(frame.text[1]));
  });
  if (thrown) {
    misbehaved(nested.parent, std::string(is_end ? "'done'" : "'chunk'") + " threw: " + *thrown);
    const std::string message = "The plugin threw an exception in a reply: " + *thrown;
    fail(nested.parent, TT_E_INTERNAL, str(message), {nullptr, 0});
    const auto running = calls.find(number(nested.parent));
    if (running) running->is_cancelled = true;
    if (is_end && !nested.is_waited_for) complete(nested.parent, TT_E_INTERNAL);
  }
  if (is_end) return frame.status();
  return std::nullopt;
}

tt_status begin(void *ctx, tt_call *parent, tt_str label, tt_str op, tt_str json, tt_bytes body,
                const tt_reply *reply, bool waits, std::shared_ptr<Nested> &nested, uint64_t *id) {
  static std::atomic<uint64_t> last{0};
  nested = std::make_shared<Nested>();
  nested->reply = normalised(reply);
  nested->parent = parent;
  nested->is_waited_for = waits;
  *id = ++last;
  nested_calls.add(*id, nested);
  const auto answer = line.ask({Kind::nested, {number(parent), *id},
                                {static_cast<const char *>(ctx), text(label), text(op), text(json), text(body)}});
  const tt_status status = answer ? answer->status() : TT_E_STATE;
  if (status != TT_OK) nested_calls.remove(*id);
  return status;
}

tt_status start(void *ctx, tt_call *parent, tt_str label, tt_str op, tt_str json, tt_bytes body,
                const tt_reply *reply, uint64_t *id) noexcept {
  std::shared_ptr<Nested> nested;
  return begin(ctx, parent, label, op, json, body, reply, false, nested, id);
}

void abandon(void *, uint64_t id) noexcept {
  const auto nested = nested_calls.find(id);
  if (nested) line.send({Kind::abandon, {number(nested->parent), id}, {}});
}

tt_status call(void *ctx, tt_call *parent, tt_str label, tt_str op, tt_str json, tt_bytes body,
               const tt_reply *reply) noexcept {
  if (lent == nullptr || lent != parent) {
    misbehaved(parent, "used a blocking 'call' on a thread that the host has not lent to this call");
    return TT_E_STATE;
  }
  std::shared_ptr<Nested> nested;
  uint64_t id = 0;
  const tt_status status = begin(ctx, parent, label, op, json, body, reply, true, nested, &id);
  if (status != TT_OK) return status;
  while (true) {
    std::unique_lock<std::mutex> lock(nested->mutex);
    nested->wakeup.wait(lock, [&] { return !nested->frames.empty(); });
    const Frame frame = std::move(nested->frames.front());
    nested->frames.pop_front();
    lock.unlock();
    if (const auto end = hand_over(*nested, frame)) return *end;
  }
}

const tt_rng rng = {sizeof(tt_rng), 0, nullptr, [](void *, tt_call *call, uint32_t stream, uint64_t index) noexcept {
  const auto answer = line.ask({Kind::random, {number(call), stream, index}, {}});
  return answer ? answer->id[2] : uint64_t{0};
}};

const tt_clock clock_table = {sizeof(tt_clock), 0, nullptr, [](void *, tt_call *call) noexcept {
  const auto running = calls.find(number(call));
  return running ? static_cast<int64_t>(running->request.id[2]) : int64_t{0};
}};

tt_status configured(void *, tt_call *call, tt_str path, tt_str *out) noexcept {
  const auto running = calls.find(number(call));
  if (!running) return TT_E_STATE;
  auto answer = line.ask({Kind::config, {number(call)}, {text(path)}});
  if (!answer || answer->status() != TT_OK) return answer ? answer->status() : TT_E_STATE;
  const std::lock_guard<std::mutex> lock(running->mutex);
  running->texts.push_back(std::move(answer->text[0]));
  *out = str(running->texts.back());
  return TT_OK;
}
const tt_config config_table = {sizeof(tt_config), 0, nullptr, configured};

const tt_log log_table = {sizeof(tt_log), 0, nullptr,
                          [](void *, tt_call *call, int32_t level, tt_str message, tt_str fields) noexcept {
  line.send({Kind::call_log, {number(call), 0, static_cast<uint64_t>(level)}, {text(message), text(fields)}});
}};

const void *service(tt_host_ref *, const char *id) noexcept {
  static auto &tables = *new std::map<std::string, const void *>{
      {"tt.rng/1", &rng}, {"tt.clock/1", &clock_table}, {"tt.config/1", &config_table}, {"tt.log/1", &log_table}};
  static auto &mutex = *new std::mutex;
  if (const auto answer = line.ask({Kind::service, {}, {id}}); !answer || answer->id[2] == 0) return nullptr;
  const std::lock_guard<std::mutex> lock(mutex);
  const void *&table = tables[id];
  if (table == nullptr) table = new tt_service{sizeof(tt_service), 0, strdup(id), start, abandon, call};
  return table;
}

const tt_host host = {sizeof(tt_host), TT_ABI_MINOR, reinterpret_cast<tt_host_ref *>(&line),
                      log, service, emit, fail, complete, cancelled};

// ---------------------------------------------------------------------------------------------------
// What the other end asks for

const tt_component &component(const Frame &frame) { return components.at(std::stoul(frame.text[1])); }

void start_plugin(const Frame &frame) {
  tt_status status = TT_OK;
  const auto thrown = guarded([&] { if (plugin.start) status = plugin.start(plugin.ctx, &host); });
  line.answer(frame, number(status), thrown.value_or(""));
}

void stop_plugin(const Frame &frame) {
  guarded([&] { if (plugin.stop) plugin.stop(plugin.ctx); });
  line.answer(frame, 0);
}

void create(const Frame &frame) {
  auto running = std::make_shared<Running>();
  running->request = frame;
  calls.add(frame.id[0], running);
  auto made = std::make_shared<tt_instance *>(nullptr);
  tt_status status = TT_OK;
  const auto thrown = guarded([&] {
    const tt_component &table = component(frame);
    status = table.create(table.ctx, &host, handle<tt_call>(frame.id[0]), str(frame.text[0]), made.get());
  });
  calls.remove(frame.id[0]);
  if (status == TT_OK) instances.add(frame.id[1], made);
  line.send({Kind::answer, {0, *made == nullptr ? 0u : 1u, number(status), frame.id[3]}, {thrown.value_or("")}});
}

void destroy(const Frame &frame) {
  const auto instance = instances.remove(frame.id[1]);
  const auto thrown = guarded([&] { component(frame).destroy(component(frame).ctx, *instance); });
  if (thrown) log(nullptr, TT_LOG_PLUGIN_MISBEHAVING, str("'destroy' threw: " + *thrown));
}

void perform(const std::shared_ptr<Running> &running, bool is_blocking) {
  const Frame &frame = running->request;
  auto *number = handle<tt_call>(frame.id[0]);
  lent = is_blocking ? number : nullptr;
  tt_status status = TT_PENDING;
  const auto thrown = guarded([&] {
    const tt_component &table = component(frame);
    status = table.invoke(table.ctx, *instances.find(frame.id[1]), number, str(frame.text[2]), str(frame.text[0]),
                          bytes(frame.text[3]));
  });
  lent = nullptr;
  if (thrown) {
    const std::string message = "The plugin threw an exception: " + *thrown;
    fail(number, TT_E_INTERNAL, str(message), {nullptr, 0});
    status = TT_E_INTERNAL;
  }
  if (status != TT_PENDING) complete(number, status > 0 ? TT_E_INTERNAL : status);
}

void cancel(const Frame &frame) {
  const auto running = calls.find(frame.id[0]);
  if (!running || running->is_cancelled.exchange(true)) return;
  blocking.add([running] {
    const Frame &request = running->request;
    const tt_component &table = component(request);
    if (!table.cancel) return;
    const auto thrown = guarded([&] {
      table.cancel(table.ctx, *instances.find(request.id[1]), handle<tt_call>(request.id[0]));
    });
    if (thrown) log(nullptr, TT_LOG_PLUGIN_MISBEHAVING, str("'cancel' threw: " + *thrown));
  });
}

void reply(Frame frame) {
  const auto nested = frame.kind == Kind::done ? nested_calls.remove(frame.id[1]) : nested_calls.find(frame.id[1]);
  if (!nested) return;
  if (!nested->is_waited_for) return replies.add([nested, frame] { hand_over(*nested, frame); });
  const std::lock_guard<std::mutex> lock(nested->mutex);
  nested->frames.push_back(std::move(frame));
  nested->wakeup.notify_one();
}

void invoke(Frame frame) {
  auto running = std::make_shared<Running>();
  running->request = std::move(frame);
  calls.add(running->request.id[0], running);
  const std::string kind = component(running->request).kind;
  const bool is_blocking = kind != "agent" && kind != "llm" && kind != "extractor" && kind != "enricher" &&
                           running->request.text[2] != "consolidate";
  (is_blocking ? blocking : pending).add([running, is_blocking] { perform(running, is_blocking); });
}

// Nothing here may ask the other end anything: its answer would come to this very thread.
void serve() {
  while (auto frame = line.receive()) {
    switch (frame->kind) {
      case Kind::answer: line.answered(std::move(*frame)); break;
      case Kind::start: control.add([frame = *frame] { start_plugin(frame); }); break;
      case Kind::stop: control.add([frame = *frame] { stop_plugin(frame); }); break;
      case Kind::create: control.add([frame = *frame] { create(frame); }); break;
      case Kind::destroy: control.add([frame = *frame] { destroy(frame); }); break;
      case Kind::invoke: invoke(std::move(*frame)); break;
      case Kind::cancel: cancel(*frame); break;
      case Kind::chunk: case Kind::done: reply(std::move(*frame)); break;
      default: break;
    }
  }
}

void describe(const char *self, const char *library) {
  std::printf("#define PROXY_HOST \"%s\"\n#define PROXY_LIBRARY \"%s\"\n", self, library);
  std::printf("#define PROXY_ID \"%s\"\n#define PROXY_VERSION \"%s\"\n", plugin.id, plugin.version);
  std::printf("#define PROXY_NEED_MINOR %u\n", plugin.abi_minor);
  if (plugin.toolchain) std::printf("#define PROXY_TOOLCHAIN \"%s\"\n", plugin.toolchain);
  else std::printf("#define PROXY_TOOLCHAIN nullptr\n");
  std::printf("#define PROXY_COMPONENTS(X)");
  for (size_t i = 0; i < components.size(); i++)
    std::printf(" X(%zu, %u, \"%s\", \"%s\")", i, components[i].flags, components[i].kind, components[i].name);
  std::printf("\n");
}

bool load(const char *library) {
  void *opened = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  void *entry = opened ? dlsym(opened, "tt_plugin_main_v1") : nullptr;
  if (!entry) return std::fprintf(stderr, "%s\n", dlerror()), false;
  const tt_plugin *found = reinterpret_cast<const tt_plugin *(*)()>(entry)();
  if (!found) return false;
  plugin = normalised(found);
  for (uint32_t i = 0; i < plugin.component_count; i++) components.push_back(normalised(plugin.components[i]));
  return true;
}

}  // namespace

int main(int count, char **arguments) {
  const bool describes = count == 3 && std::string(arguments[1]) == "--describe";
  if (!describes && count != 2) return 64;
  if (!load(arguments[count - 1])) return 65;
  if (describes) return describe(arguments[0], arguments[2]), 0;
  serve();
  _exit(0);
}
