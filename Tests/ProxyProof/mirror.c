// A tool that gives back what it is given, and dies in the ways that tests of the proxy need.
#include <tinytroupe/sdk.h>
#include <unistd.h>

typedef struct mirror {
  tt_host host;
} mirror;

static tt_status create(void *ctx, const tt_host *host, tt_call *call, tt_str config, tt_instance **out) {
  (void)ctx, (void)call, (void)config;
  mirror *made = (mirror *)malloc(sizeof *made);
  if (!made || !tt_host_copy(&made->host, host)) return TT_E_INTERNAL;
  *out = (tt_instance *)made;
  return TT_OK;
}

static void destroy(void *ctx, tt_instance *instance) {
  (void)ctx;
  free(instance);
}

typedef struct answer {
  const mirror *self;
  tt_call *call;
} answer;

static void pass_on(void *ctx, tt_str json, tt_bytes body) {
  answer *to = (answer *)ctx;
  to->self->host.emit(to->call, json, body);
}

static void end(void *ctx, tt_status status, tt_str error) {
  answer *to = (answer *)ctx;
  tt_str none = {NULL, 0};
  if (status != TT_OK) to->self->host.fail(to->call, status, error, none);
}

// Passes a request on to the model and its answer back.
static tt_status ask(const mirror *self, tt_call *call, tt_str json, tt_bytes body) {
  const tt_service *llm = (const tt_service *)self->host.service(self->host.ref, "tt.llm/1");
  answer to = {self, call};
  tt_reply reply = {(uint32_t)sizeof reply, 0, &to, pass_on, end};
  if (!llm) return TT_FAIL(&self->host, call, TT_E_NOT_FOUND, "There is no 'tt.llm/1'.");
  return llm->call(llm->ctx, call, tt_str_of("a/b"), tt_str_of("complete"), json, body, &reply);
}

static tt_status invoke(void *ctx, tt_instance *instance, tt_call *call, tt_str op, tt_str json,
                        tt_bytes body) {
  (void)ctx;
  const mirror *self = (const mirror *)instance;
  if (tt_str_is(op, "mirror")) return tt_emit_result(&self->host, call, json, body);
  if (tt_str_is(op, "ask")) return ask(self, call, json, body);
  if (tt_str_is(op, "crash")) abort();
  while (tt_str_is(op, "hang")) pause();
  if (!tt_str_is(op, "process")) return TT_E_UNSUPPORTED;
  tt_text result = TT_TEXT_EMPTY;
  tt_text_addf(&result, "%d", (int)getpid());
  return tt_finish(&self->host, call, &result);
}

TT_SINGLE_COMPONENT("org.example.mirror", "1.0.0", "tool", "mirror", 0, create, destroy, invoke, NULL, NULL, NULL)
