// A tool that throws when it is asked to, and otherwise says again what it was told. Hosts are tested with it:
// an exception of a plugin has to become an error with its text, wherever it comes from.
#include <tinytroupe/sdk.h>

#include <new>
#include <stdexcept>

namespace {

struct Thrower {
  tt_host host;
  const tt_service *store;      // owned by the host; null when it is not there
  bool throws_when_destroyed = false;
};

tt_status create(void *, const tt_host *host, tt_call *, tt_str, tt_instance **out) {
  tt_host copy;
  if (!tt_host_copy(&copy, host)) return TT_E_STATE;
  auto store = static_cast<const tt_service *>(copy.service(copy.ref, "tt.store/1"));
  auto made = new (std::nothrow) Thrower{copy, store, false};
  if (!made) return TT_E_INTERNAL;
  *out = reinterpret_cast<tt_instance *>(made);
  return TT_OK;
}

void destroy(void *, tt_instance *instance) {
  auto self = reinterpret_cast<Thrower *>(instance);
  bool throws = self->throws_when_destroyed;
  delete self;
  if (throws) throw std::runtime_error("thrown from destroy");
}

tt_status describe(Thrower &self, tt_call *call) {
  tt_text result = TT_TEXT_EMPTY;
  tt_text_add(&result,
              "{\"actions\":[{\"type\":\"THROW\",\"text\":\"Throws from the place that the content names: invoke, "
              "destroy or done. Says anything else again.\",\"effects\":\"none\"}]}");
  return tt_finish(&self.host, call, &result);
}

tt_status say(Thrower &self, tt_call *call, tt_str text) {
  tt_text result = TT_TEXT_EMPTY;
  tt_text_add(&result, "{\"text\":");
  tt_text_quote(&result, text);
  tt_text_add(&result, "}");
  return tt_finish(&self.host, call, &result);
}

// Asks the store for nothing, and throws when the answer ends.
tt_status throw_from_done(Thrower &self, tt_call *call) {
  if (!self.store || !TT_HAS(self.store, call))
    return TT_FAIL(&self.host, call, TT_E_NOT_FOUND, "'done' needs the service 'tt.store/1', which is not there.");
  tt_reply reply = {static_cast<uint32_t>(sizeof(tt_reply)), 0, nullptr, nullptr,
                    [](void *, tt_status, tt_str) { throw std::runtime_error("thrown from done"); }};
  tt_status status =
      self.store->call(self.store->ctx, call, tt_str_of(""), tt_str_of("get"),
                       tt_str_of("{\"scope\":\"agent\",\"keys\":[]}"), tt_no_bytes(), &reply);
  // A host that carries on after its report gets an ordinary answer.
  return status == TT_OK ? say(self, call, tt_str_of("done has thrown"))
                         : TT_FAIL(&self.host, call, status, "The store ended with status %d.", status);
}

tt_status perform(Thrower &self, tt_call *call, tt_str request) {
  tt_str input = tt_str_of("\"\"");
  tt_text text = TT_TEXT_EMPTY;
  tt_json_find(request, "input", &input);
  if (!tt_json_text(input, &text)) {
    tt_text_free(&text);
    return TT_FAIL(&self.host, call, TT_E_INVALID, "'input' must be a text.");
  }
  tt_str place = tt_text_str(&text);
  bool from_invoke = tt_str_is(place, "invoke"), from_done = tt_str_is(place, "done");
  if (tt_str_is(place, "destroy")) self.throws_when_destroyed = true;
  tt_status status = from_invoke || from_done ? TT_OK : say(self, call, place);
  tt_text_free(&text);
  if (from_invoke) throw std::runtime_error("thrown from invoke");
  return from_done ? throw_from_done(self, call) : status;
}

tt_status invoke(void *, tt_instance *instance, tt_call *call, tt_str op, tt_str json, tt_bytes) {
  auto &self = *reinterpret_cast<Thrower *>(instance);
  if (tt_str_is(op, "perform")) return perform(self, call, json);
  if (tt_str_is(op, "describe")) return describe(self, call);
  return TT_FAIL(&self.host, call, TT_E_UNSUPPORTED, "The tool 'thrower' has no operation '%.*s'.",
                 static_cast<int>(op.len > 40 ? 40 : op.len), op.ptr);
}

}  // namespace

TT_SINGLE_COMPONENT("org.example.thrower", "1.0.0", "tool", "thrower", 0, create, destroy, invoke, nullptr,
                    nullptr, nullptr)
