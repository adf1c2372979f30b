// A tool that rolls dice. It shows a whole plugin in C: configuration, a typed service, errors, a result.
#include <tinytroupe/sdk.h>

enum { MAX_DICE = 100, MAX_SIDES = 1000 };

// An instance: one person's dice.
typedef struct dice {
  tt_host host;       // copy of the host's table
  const tt_rng *rng;  // owned by the host, lives as long as the process
  int64_t sides;      // what a die has unless a roll says otherwise
} dice;

static tt_status create(void *ctx, const tt_host *host, tt_call *call, tt_str config, tt_instance **out) {
  (void)ctx;
  tt_host copy;
  if (!tt_host_copy(&copy, host)) return TT_E_STATE;
  const tt_rng *rng = (const tt_rng *)copy.service(copy.ref, "tt.rng/1");
  if (!rng || !TT_HAS(rng, at))
    return TT_FAIL(&copy, call, TT_E_NOT_FOUND, "The dice need the service 'tt.rng/1', which is not there.");
  int64_t sides = 6;
  tt_str value;
  if (tt_json_find(config, "sides", &value) && !tt_json_integer(value, 2, MAX_SIDES, &sides))
    return TT_FAIL(&copy, call, TT_E_INVALID, "'sides' must be a whole number from 2 to %d, not %.*s.",
                   MAX_SIDES, (int)(value.len > 40 ? 40 : value.len), value.ptr);
  dice *made = (dice *)malloc(sizeof *made);
  if (!made) return TT_FAIL(&copy, call, TT_E_INTERNAL, "There is no memory for the dice.");
  made->host = copy;
  made->rng = rng;
  made->sides = sides;
  *out = (tt_instance *)made;
  return TT_OK;
}

static void destroy(void *ctx, tt_instance *instance) {
  (void)ctx;
  free(instance);
}

static tt_status describe(dice *self, tt_call *call) {
  tt_text result = TT_TEXT_EMPTY;
  tt_text_addf(&result,
               "{\"actions\":[{\"type\":\"ROLL_DICE\",\"text\":\"Rolls dice and reads what they show. "
               "The content is {\\\"count\\\": 2, \\\"sides\\\": %d}; both may be left out.\","
               "\"input\":{\"type\":\"object\",\"properties\":{"
               "\"count\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":%d},"
               "\"sides\":{\"type\":\"integer\",\"minimum\":2,\"maximum\":%d}}},\"effects\":\"none\"}]}",
               (int)self->sides, MAX_DICE, MAX_SIDES);
  return tt_finish(&self->host, call, &result);
}

// One die: the stream is the die's number, so that a second die does not change the first. What lies beyond
// the last multiple of `sides` is drawn again, since it would make small numbers likelier.
static int roll(const dice *self, tt_call *call, uint32_t die, uint64_t sides) {
  uint64_t beyond = UINT64_MAX - UINT64_MAX % sides, bits = 0, attempt = 0;
  do bits = self->rng->at(self->rng->ctx, call, die, attempt++);
  while (bits >= beyond);
  return (int)(bits % sides) + 1;
}

static tt_status perform(dice *self, tt_call *call, tt_str request) {
  tt_str input = tt_str_of("{}"), value;
  int64_t count = 1, sides = self->sides;
  tt_json_find(request, "input", &input);
  if (tt_json_find(input, "count", &value) && !tt_json_integer(value, 1, MAX_DICE, &count))
    return TT_FAIL(&self->host, call, TT_E_INVALID, "'count' must be a whole number from 1 to %d.", MAX_DICE);
  if (tt_json_find(input, "sides", &value) && !tt_json_integer(value, 2, MAX_SIDES, &sides))
    return TT_FAIL(&self->host, call, TT_E_INVALID, "'sides' must be a whole number from 2 to %d.", MAX_SIDES);

  int total = 0;
  tt_text rolls = TT_TEXT_EMPTY, result = TT_TEXT_EMPTY;
  for (uint32_t die = 0; die < (uint32_t)count; die++) {
    int shown = roll(self, call, die, (uint64_t)sides);
    total += shown;
    tt_text_addf(&rolls, die ? ",%d" : "%d", shown);
  }
  tt_text_add(&result, "{\"text\":\"The dice show ");
  tt_text_append(&result, tt_text_str(&rolls));
  tt_text_addf(&result, ": %d in total.\",\"data\":{\"total\":%d,\"rolls\":[", total, total);
  tt_text_append(&result, tt_text_str(&rolls));
  tt_text_add(&result, "]}}");
  tt_text_free(&rolls);
  return tt_finish(&self->host, call, &result);
}

static tt_status invoke(void *ctx, tt_instance *instance, tt_call *call, tt_str op, tt_str json,
                        tt_bytes body) {
  (void)ctx, (void)body;
  dice *self = (dice *)instance;
  if (tt_str_is(op, "perform")) return perform(self, call, json);
  if (tt_str_is(op, "describe")) return describe(self, call);
  return TT_FAIL(&self->host, call, TT_E_UNSUPPORTED, "The tool 'dice' has no operation '%.*s'.",
                 (int)(op.len > 40 ? 40 : op.len), op.ptr);
}

TT_SINGLE_COMPONENT("org.example.dice", "1.0.0", "tool", "dice", 0, create, destroy, invoke, NULL, NULL, NULL)
