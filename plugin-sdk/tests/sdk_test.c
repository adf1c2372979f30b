// Tests of the kit for C. Prints what is wrong and ends with the number of mistakes.
#include "tinytroupe/sdk.h"

static int mistakes;

static void same(tt_str found, const char *expected, int line) {
  if (tt_str_is(found, expected)) return;
  printf("line %d: found %.*s, expected %s\n", line, (int)found.len, found.ptr, expected);
  mistakes++;
}

static void check(int condition, const char *what, int line) {
  if (condition) return;
  printf("line %d: %s\n", line, what);
  mistakes++;
}

#define SAME(found, expected) same(found, expected, __LINE__)
#define CHECK(condition) check(condition, #condition, __LINE__)

static void quote(const char *content, size_t len, const char *expected, int line) {
  tt_text text = TT_TEXT_EMPTY;
  tt_str piece = {content, len};
  tt_text_quote(&text, piece);
  same(tt_text_str(&text), expected, line);
  tt_text_free(&text);
}

#define QUOTE(content, expected) quote(content, sizeof(content) - 1, expected, __LINE__)

static void quoting(void) {
  QUOTE("", "\"\"");
  QUOTE("plain", "\"plain\"");
  QUOTE("a\"b\\c\nd\te\rf\x01g", "\"a\\\"b\\\\c\\nd\\te\\rf\\u0001g\"");
  QUOTE("nul\0here", "\"nul\\u0000here\"");
  QUOTE("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x98\x80", "\"gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x98\x80\"");
  QUOTE("\xFF|\xC3|\xC0\x80|\xED\xA0\x80|\xF4\x90\x80\x80",
        "\"\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD\xEF\xBF\xBD|\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|"
        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void growing(void) {
  tt_text text = TT_TEXT_EMPTY;
  for (int i = 0; i < 1000; i++) tt_text_addf(&text, "%d,", i % 10);
  CHECK(text.len == 2000 && !text.failed);
  CHECK(memcmp(text.ptr + 1990, "5,6,7,8,9,", 10) == 0);
  CHECK(!tt_text_reserve(&text, SIZE_MAX) && text.failed);
  tt_text_add(&text, "dropped");
  CHECK(text.len == 2000);
  tt_text_free(&text);
}

static void finding(void) {
  tt_str value = {NULL, 0};
  tt_str json = tt_str_of(
      " { \"a\" : {\"b\": [1, {\"c\": \"}\\\"\"}]}, \"text\":\"x\\\"y\" ,\"number\": -12 , \"last\":true} ");
  CHECK(tt_json_find(json, "a", &value));
  SAME(value, "{\"b\": [1, {\"c\": \"}\\\"\"}]}");
  CHECK(tt_json_find(value, "b", &value));
  SAME(value, "[1, {\"c\": \"}\\\"\"}]");
  CHECK(!tt_json_find(value, "c", &value));
  CHECK(tt_json_find(json, "text", &value));
  SAME(value, "\"x\\\"y\"");
  CHECK(tt_json_find(json, "number", &value));
  SAME(value, "-12");
  CHECK(tt_json_find(json, "last", &value));
  SAME(value, "true");
  CHECK(!tt_json_find(json, "b", &value) && !tt_json_find(json, "", &value));
}

// Every prefix of a document is tried too, in memory of exactly its size, so that a checker sees overruns.
static void hostile(void) {
  const char *documents[] = {
      "",           "{",           "[1]",        "\"a\"",       "{\"a\"",         "{\"a\":",
      "{\"a\":}",   "{\"a\":]}",   "{\"a\" 1}",  "{\"a\":[}",   "{\"a\":\"\\",    "{a:1}",
      "{,\"k\":1}", "{\"x\":{\"a\":[1,2,{\"b\":\"c\\u00e9\"}]},\"k\":\"\\ud83d\\ude00\"",
  };
  for (size_t at = 0; at < sizeof documents / sizeof *documents; at++) {
    for (size_t len = 0; len <= strlen(documents[at]); len++) {
      char *copy = (char *)malloc(len ? len : 1);
      if (!copy) return;
      memcpy(copy, documents[at], len);
      tt_str json = {copy, len}, value = {NULL, 0};
      tt_text text = TT_TEXT_EMPTY;
      CHECK(!tt_json_find(json, "missing", &value));
      tt_json_text(json, &text);
      if (tt_json_find(json, "k", &value)) tt_json_text(value, &text);
      tt_text_free(&text);
      free(copy);
    }
  }
  char deep[400] = "{\"a\":";
  memset(deep + 5, '[', 300);
  tt_str value;
  CHECK(!tt_json_find(tt_str_of(deep), "a", &value));
}

static void decode(const char *json, const char *expected, int line) {
  tt_text text = TT_TEXT_EMPTY;
  int found = tt_json_text(tt_str_of(json), &text);
  if (expected) same(tt_text_str(&text), expected, line);
  check(found == (expected != NULL), json, line);
  tt_text_free(&text);
}

#define DECODE(json, expected) decode(json, expected, __LINE__)

static void decoding(void) {
  DECODE("\"\"", "");
  DECODE("\"a\\n\\\"\\\\\\/\\u0041\\u00fc\\u20AC\"", "a\n\"\\/A\xC3\xBC\xE2\x82\xAC");
  DECODE("\"\\ud83d\\ude00\"", "\xF0\x9F\x98\x80");
  DECODE("\"\\ud83d|\\ude00\"", "\xEF\xBF\xBD|\xEF\xBF\xBD");
  DECODE("\"\\x\"", NULL);
  DECODE("\"\\u12\"", NULL);
  DECODE("\"open", NULL);
  DECODE("\"two\"\"", NULL);
  DECODE("12", NULL);
}

static void integers(void) {
  int64_t number = 0;
  CHECK(tt_json_integer(tt_str_of("42"), 1, 100, &number) && number == 42);
  CHECK(tt_json_integer(tt_str_of("-7"), -10, 0, &number) && number == -7);
  CHECK(!tt_json_integer(tt_str_of("101"), 1, 100, &number) && number == -7);
  const char *none[] = {"", "-", "1.5", "1e3", "\"1\"", "99999999999999999999", "9223372036854775808", "true"};
  for (size_t at = 0; at < sizeof none / sizeof *none; at++)
    CHECK(!tt_json_integer(tt_str_of(none[at]), INT64_MIN, INT64_MAX, &number));
}

static tt_text sent = TT_TEXT_EMPTY;

static tt_status record(tt_call *call, tt_str json, tt_bytes body) TT_NOEXCEPT {
  (void)call;
  tt_text_append(&sent, json);
  tt_text_addf(&sent, "+%zu;", body.len);
  return TT_OK;
}

static void record_failure(tt_call *call, tt_status code, tt_str message, tt_str detail) TT_NOEXCEPT {
  (void)call;
  tt_text_addf(&sent, "%d ", code);
  tt_text_append(&sent, message);
  tt_text_addf(&sent, "+%zu;", detail.len);
}

static void answering(void) {
  tt_host host;
  memset(&host, 0, sizeof host);
  host.emit = record;
  host.fail = record_failure;
  tt_bytes body = {(const uint8_t *)"abc", 3};
  CHECK(tt_emit_delta(&host, NULL, tt_str_of("1"), body) == TT_OK);
  CHECK(tt_emit_usage(&host, NULL, tt_str_of("{}")) == TT_OK);
  CHECK(tt_emit_result(&host, NULL, tt_str_of("[2]"), tt_no_bytes()) == TT_OK);
  CHECK(TT_FAIL(&host, NULL, TT_E_INVALID, "no %s in %d", "key", 3) == TT_E_INVALID);
  SAME(tt_text_str(&sent), "{\"delta\":1}+3;{\"usage\":{}}+0;{\"result\":[2]}+0;-1 no key in 3+0;");
  tt_text_free(&sent);
}

static void starting(void) {
  tt_start_guard guard = {0};
  CHECK(tt_first_start(&guard) && !tt_first_start(&guard));
  CHECK(!tt_last_stop(&guard) && tt_last_stop(&guard) && !tt_last_stop(&guard));
  tt_host host, copy;
  memset(&host, 0, sizeof host);
  host.struct_size = sizeof(tt_host) - 1;
  CHECK(!tt_host_copy(&copy, &host));
  host.struct_size = sizeof(tt_host) + 8;
  CHECK(tt_host_copy(&copy, &host) && copy.struct_size == host.struct_size);
}

int main(void) {
  quoting();
  growing();
  finding();
  hostile();
  decoding();
  integers();
  answering();
  starting();
  return mistakes;
}
