// A plugin that stands for another one, which runs in a child process. To the host it is an ordinary plugin:
// nothing in the host knows of it. Compiled with `described.h`, which `proxy-host --describe` writes.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "described.h"
#include "wire.hpp"

namespace {

// A call to a service that the child made. Freed in its `done`.
struct Nested {
  tt_call *call;
  uint64_t number;  // the child's
  const tt_service *service;
  uint64_t id = 0;  // the host's
};

class Proxy {
 public:
  tt_status start(const tt_host *host);
  void stop();
  tt_status create(size_t component, tt_call *call, tt_str config, tt_instance **out);
  void destroy(size_t component, tt_instance *instance);
  tt_status invoke(size_t component, tt_instance *instance, tt_call *call, tt_str op, tt_str json, tt_bytes body);
  void cancel(tt_call *call);
  void chunk(Nested &nested, tt_str json, tt_bytes body);
  void done(Nested &nested, tt_status status, tt_str error);

 private:
  void spawn();
  void serve();
  void serve(Frame frame);
  void begin(const Frame &frame);
  void abandon(tt_call *call, uint64_t number);
  void bury();
  tt_status refuse(tt_call *call);
  uint64_t now(tt_call *call);
  template <typename Table>
  const Table *service(const char *id) { return static_cast<const Table *>(host_->service(host_->ref, id)); }

  const tt_host *host_ = nullptr;
  std::unique_ptr<Link> link_;
  pid_t child_ = 0;
  int socket_ = -1;
  unsigned starts_ = 0;
  std::atomic<uint64_t> instances_{0};

  std::mutex mutex_;
  // What runs in the child, with the nested calls beneath it, by the child's numbers.
  std::unordered_map<tt_call *, std::map<uint64_t, Nested *>> running_;
  std::string obituary_;  // empty while the child lives
};

// Immortal: its threads still wait in it when the process ends and destructors run.
Proxy &proxy = *new Proxy;

// ---------------------------------------------------------------------------------------------------
// The child's life

tt_status Proxy::start(const tt_host *host) {
  if (starts_++ > 0) return TT_OK;
  host_ = host;
  spawn();
  const auto answer = link_->ask({Kind::start, {}, {}});
  const std::string reason = answer ? answer->text[0] : "its process ended at once";
  if (!reason.empty()) throw std::runtime_error(reason);
  return answer->status();
}

void Proxy::stop() {
  if (--starts_ > 0) return;
  link_->ask({Kind::stop, {}, {}});
  shutdown(socket_, SHUT_RDWR);
}

void Proxy::spawn() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw std::runtime_error("no socket");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 3);
  // Whoever waits for a descriptor of this process to be closed would wait for the child, too.
  posix_spawn_file_actions_addclosefrom_np(&actions, 4);
  char *arguments[] = {const_cast<char *>(PROXY_HOST), const_cast<char *>(PROXY_LIBRARY), nullptr};
  const int status = posix_spawn(&child_, PROXY_HOST, &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (status != 0) throw std::runtime_error("cannot start " PROXY_HOST ": " + std::string(strerror(status)));
  socket_ = ends[0];
  link_ = std::make_unique<Link>(socket_);
  std::thread([this] { serve(); }).detach();
}

// The child is gone: every call that ran there ends, but not before the nested calls beneath it have.
void Proxy::bury() {
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {}
  std::vector<tt_call *> ended, waiting;
  std::vector<std::pair<const tt_service *, uint64_t>> beneath;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    obituary_ = "The process of the plugin " PROXY_ID " ended with ";
    obituary_ += WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                     : "status " + std::to_string(WEXITSTATUS(status));
    obituary_ += ".";
    for (auto &[call, children] : running_) {
      (children.empty() ? ended : waiting).push_back(call);
      for (auto &[number, child] : children) beneath.emplace_back(child->service, child->id);
      host_->fail(call, TT_E_UNAVAILABLE, str(obituary_), {nullptr, 0});
    }
    for (tt_call *call : ended) running_.erase(call);
  }
  link_->close();
  for (const auto &[service, id] : beneath) service->abandon(service->ctx, id);
  for (tt_call *call : ended) host_->complete(call, TT_E_UNAVAILABLE);
}

tt_status Proxy::refuse(tt_call *call) {
  std::string reason;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    reason = obituary_.empty() ? "The process of the plugin " PROXY_ID " is ending." : obituary_;
  }
  host_->fail(call, TT_E_UNAVAILABLE, str(reason), {nullptr, 0});
  return TT_E_UNAVAILABLE;
}

// ---------------------------------------------------------------------------------------------------
// From the host to the child

uint64_t Proxy::now(tt_call *call) {
  const auto *clock = service<tt_clock>("tt.clock/1");
  return clock == nullptr ? 0 : static_cast<uint64_t>(clock->now_ns(clock->ctx, call));
}

tt_status Proxy::create(size_t component, tt_call *call, tt_str config, tt_instance **out) {
  const uint64_t instance = ++instances_;
  const auto answer = link_->ask(
      {Kind::create, {number(call), instance, now(call)}, {text(config), std::to_string(component)}});
  if (!answer) return refuse(call);
  if (!answer->text[0].empty()) throw std::runtime_error(answer->text[0]);
  if (answer->status() == TT_OK && answer->id[1] != 0) *out = handle<tt_instance>(instance);
  return answer->status();
}

void Proxy::destroy(size_t component, tt_instance *instance) {
  link_->send({Kind::destroy, {0, number(instance)}, {"", std::to_string(component)}});
}

// Always answers in pending style, so that no thread of the host waits for the child.
tt_status Proxy::invoke(size_t component, tt_instance *instance, tt_call *call, tt_str op, tt_str json,
                        tt_bytes body) {
  Frame frame{Kind::invoke,
              {number(call), number(instance), now(call)},
              {text(json), std::to_string(component), text(op), text(body)}};
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (obituary_.empty()) {
      running_[call];
      link_->send(frame);
      frame.kind = Kind::cancel;
    }
  }
  if (frame.kind == Kind::invoke) return refuse(call);
  // A wish to stop that came before the call was known here found nobody, and comes once only.
  if (host_->cancelled(call) != 0) cancel(call);
  return TT_PENDING;
}

void Proxy::cancel(tt_call *call) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (running_.count(call) != 0) link_->send({Kind::cancel, {number(call)}, {}});
}

void Proxy::chunk(Nested &nested, tt_str json, tt_bytes body) {
  link_->send({Kind::chunk, {number(nested.call), nested.number}, {text(json), text(body)}});
}

void Proxy::done(Nested &nested, tt_status status, tt_str error) {
  bool is_last = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = running_.find(nested.call);
    if (found != running_.end()) {
      found->second.erase(nested.number);
      is_last = !obituary_.empty() && found->second.empty();
      if (is_last) running_.erase(found);
    }
  }
  link_->send({Kind::done, {number(nested.call), nested.number, number(status)}, {text(error)}});
  if (is_last) host_->complete(nested.call, TT_E_UNAVAILABLE);
  delete &nested;
}

// ---------------------------------------------------------------------------------------------------
// From the child to the host

void Proxy::serve() {
  while (auto frame = link_->receive()) serve(std::move(*frame));
  bury();
}

void Proxy::serve(Frame frame) {
  auto *call = handle<tt_call>(frame.id[0]);
  switch (frame.kind) {
    case Kind::answer: return link_->answered(std::move(frame));
    case Kind::emit: host_->emit(call, str(frame.text[0]), bytes(frame.text[1])); return;
    case Kind::fail: return host_->fail(call, frame.status(), str(frame.text[0]), str(frame.text[1]));
    case Kind::complete: {
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        running_.erase(call);
      }
      return host_->complete(call, frame.status());
    }
    case Kind::log: return host_->log(host_->ref, frame.status(), str(frame.text[0]));
    case Kind::call_log: {
      const auto *log = service<tt_log>("tt.log/1");
      if (log != nullptr) log->write(log->ctx, call, frame.status(), str(frame.text[0]), str(frame.text[1]));
      return;
    }
    case Kind::service: return link_->answer(frame, number(service<void>(frame.text[0].c_str())) != 0);
    case Kind::nested: return begin(frame);
    case Kind::abandon: return abandon(call, frame.id[1]);
    case Kind::random: {
      const auto *rng = service<tt_rng>("tt.rng/1");
      return link_->answer(frame, rng->at(rng->ctx, call, static_cast<uint32_t>(frame.id[1]), frame.id[2]));
    }
    case Kind::config: {
      const auto *config = service<tt_config>("tt.config/1");
      tt_str found{nullptr, 0};
      const tt_status status = config->get(config->ctx, call, str(frame.text[0]), &found);
      return link_->answer(frame, number(status), text(found));
    }
    default: return;
  }
}

void Proxy::begin(const Frame &frame) {
  auto *call = handle<tt_call>(frame.id[0]);
  const auto *table = service<tt_service>(frame.text[0].c_str());
  if (table == nullptr) return link_->answer(frame, number(TT_E_STATE));
  auto *nested = new Nested{call, frame.id[1], table};
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = running_.find(call);
    if (found != running_.end()) found->second[nested->number] = nested;
  }
  const tt_reply reply = {sizeof(tt_reply), 0, nested,
                          [](void *ctx, tt_str json, tt_bytes body) {
                            proxy.chunk(*static_cast<Nested *>(ctx), json, body);
                          },
                          [](void *ctx, tt_status status, tt_str error) {
                            proxy.done(*static_cast<Nested *>(ctx), status, error);
                          }};
  const tt_status status = table->start(table->ctx, call, str(frame.text[1]), str(frame.text[2]),
                                        str(frame.text[3]), bytes(frame.text[4]), &reply, &nested->id);
  if (status != TT_OK) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = running_.find(call);
    if (found != running_.end()) found->second.erase(nested->number);
    delete nested;
  }
  link_->answer(frame, number(status));
}

void Proxy::abandon(tt_call *call, uint64_t number) {
  const tt_service *service = nullptr;
  uint64_t id = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = running_.find(call);
    if (found == running_.end() || found->second.count(number) == 0) return;
    service = found->second[number]->service;
    id = found->second[number]->id;
  }
  service->abandon(service->ctx, id);
}

// ---------------------------------------------------------------------------------------------------
// The same descriptor as the real plugin's

size_t index(void *ctx) { return static_cast<size_t>(number(ctx)); }

tt_status create(void *ctx, const tt_host *, tt_call *call, tt_str config, tt_instance **out) {
  return proxy.create(index(ctx), call, config, out);
}
void destroy(void *ctx, tt_instance *instance) { proxy.destroy(index(ctx), instance); }
tt_status invoke(void *ctx, tt_instance *instance, tt_call *call, tt_str op, tt_str json, tt_bytes body) {
  return proxy.invoke(index(ctx), instance, call, op, json, body);
}
void cancel(void *, tt_instance *, tt_call *call) { proxy.cancel(call); }

#define COMPONENT(INDEX, FLAGS, KIND, NAME)                                                           \
  {sizeof(tt_component), FLAGS, KIND, NAME, reinterpret_cast<void *>(INDEX), create, destroy, invoke, cancel},
const tt_component tables[] = {PROXY_COMPONENTS(COMPONENT)};
#define POINTER(INDEX, FLAGS, KIND, NAME) &tables[INDEX],
const tt_component *const components[] = {PROXY_COMPONENTS(POINTER)};

const tt_plugin plugin = {sizeof(tt_plugin), TT_ABI_MAJOR, PROXY_NEED_MINOR,
                          sizeof tables / sizeof *tables, PROXY_ID, PROXY_VERSION, PROXY_TOOLCHAIN, components,
                          nullptr, [](void *, const tt_host *host) { return proxy.start(host); },
                          [](void *) { proxy.stop(); }, nullptr};

}  // namespace

TT_EXPORT const tt_plugin *tt_plugin_main_v1(void) { return &plugin; }
