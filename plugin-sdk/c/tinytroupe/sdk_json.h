// Part of the TinyTroupe kit for C: reading JSON, enough for a tool's input.
#ifndef TINYTROUPE_SDK_JSON_H
#define TINYTROUPE_SDK_JSON_H

#include "tinytroupe/sdk_text.h"

// The host has parsed a request before a plugin sees it. On anything that is no JSON these functions find
// nothing, read no byte beyond the end and do not recurse.

#define TT_JSON_MAX_DEPTH 64

static inline size_t tt_json_space(tt_str json, size_t at) {
  while (at < json.len && strchr(" \t\r\n", json.ptr[at]) && json.ptr[at]) at++;
  return at;
}

// The position after the string that begins at `at`; 0 when it does not end.
static inline size_t tt_json_skip_string(tt_str json, size_t at) {
  for (at++; at < json.len; at++) {
    if (json.ptr[at] == '\\') at++;
    else if (json.ptr[at] == '"') return at + 1;
  }
  return 0;
}

static inline size_t tt_json_skip_word(tt_str json, size_t at) {
  size_t start = at;
  while (at < json.len && json.ptr[at] && !strchr(",:]}[{\" \t\r\n", json.ptr[at])) at++;
  return at > start ? at : 0;
}

// The position after the value that begins at `at`; 0 when there is none.
static inline size_t tt_json_skip(tt_str json, size_t at) {
  char closing[TT_JSON_MAX_DEPTH];
  size_t depth = 0;
  while (at < json.len) {
    char byte = json.ptr[at];
    if (byte == '{' || byte == '[') {
      if (depth == TT_JSON_MAX_DEPTH) return 0;
      closing[depth++] = byte == '{' ? '}' : ']';
      at++;
    } else if (depth > 0 && byte == closing[depth - 1]) {
      depth--;
      at++;
    } else if (depth > 0 && strchr(",: \t\r\n", byte) && byte) {
      at++;
      continue;
    } else {
      at = byte == '"' ? tt_json_skip_string(json, at) : tt_json_skip_word(json, at);
      if (at == 0) return 0;
    }
    if (depth == 0) return at;
  }
  return 0;
}

// Finds the member `key` of a JSON object; *value is then its JSON text, borrowed from `json`. 0 when it is
// absent or `json` is no object. `key` is plain: it is compared with the bytes between the quotes.
static inline int tt_json_find(tt_str json, const char *key, tt_str *value) {
  size_t at = tt_json_space(json, 0);
  if (at >= json.len || json.ptr[at] != '{') return 0;
  for (at = tt_json_space(json, at + 1); at < json.len && json.ptr[at] == '"';) {
    size_t name = at + 1;
    size_t after = tt_json_skip_string(json, at);
    if (after == 0) return 0;
    tt_str found = {json.ptr + name, after - 1 - name};
    at = tt_json_space(json, after);
    if (at >= json.len || json.ptr[at] != ':') return 0;
    size_t start = tt_json_space(json, at + 1);
    size_t end = tt_json_skip(json, start);
    if (end == 0) return 0;
    if (tt_str_is(found, key)) {
      value->ptr = json.ptr + start;
      value->len = end - start;
      return 1;
    }
    at = tt_json_space(json, end);
    if (at >= json.len || json.ptr[at] != ',') return 0;
    at = tt_json_space(json, at + 1);
  }
  return 0;
}

static inline long tt_json_hex4(tt_str json, size_t at) {
  long code = 0;
  if (json.len < 4 || at > json.len - 4) return -1;
  for (size_t end = at + 4; at < end; at++) {
    char byte = json.ptr[at];
    int digit = byte >= '0' && byte <= '9'   ? byte - '0'
                : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
                : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
                                             : -1;
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

static inline void tt_text_add_code(tt_text *text, long code) {
  char bytes[4];
  size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t at = count; at-- > 1; code >>= 6) bytes[at] = (char)(0x80 | (code & 0x3F));
  bytes[0] = (char)(lead[count] | code);
  tt_str piece = {bytes, count};
  tt_text_append(text, piece);
}

// Decodes the \u escape whose digits begin at `at`, surrogate pairs included; a lone half becomes U+FFFD.
// Returns the position after it; 0 when the digits are none.
static inline size_t tt_json_code(tt_str json, size_t at, tt_text *out) {
  long code = tt_json_hex4(json, at);
  if (code < 0) return 0;
  at += 4;
  if (code >= 0xD800 && code < 0xDC00 && at + 6 <= json.len && json.ptr[at] == '\\' &&
      json.ptr[at + 1] == 'u') {
    long low = tt_json_hex4(json, at + 2);
    if (low >= 0xDC00 && low < 0xE000) {
      tt_text_add_code(out, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
      return at + 6;
    }
  }
  tt_text_add_code(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
  return at;
}

// Adds what the JSON string `value` says to `out`. 0 when it is no JSON string.
static inline int tt_json_text(tt_str value, tt_text *out) {
  static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
  if (value.len < 2 || value.ptr[0] != '"' || tt_json_skip_string(value, 0) != value.len) return 0;
  for (size_t at = 1; at < value.len - 1;) {
    tt_str piece = {value.ptr + at, 1};
    if (value.ptr[at] == '\\') {
      const char *name = strchr(names, value.ptr[at + 1]);
      if (value.ptr[at + 1] == 'u') {
        if ((at = tt_json_code(value, at + 2, out)) == 0) return 0;
        continue;
      }
      if (!name || !*name) return 0;
      piece.ptr = bytes + (name - names);
      at++;
    }
    tt_text_append(out, piece);
    at++;
  }
  return !out->failed;
}

// Reads a JSON integer between `least` and `most`. 0 when `value` is none.
static inline int tt_json_integer(tt_str value, int64_t least, int64_t most, int64_t *out) {
  size_t at = value.len > 0 && value.ptr[0] == '-' ? 1 : 0;
  int64_t number = 0;
  if (at == value.len || value.len > 19) return 0;
  for (size_t digit = at; digit < value.len; digit++) {
    if (value.ptr[digit] < '0' || value.ptr[digit] > '9') return 0;
    if (number > (INT64_MAX - 9) / 10) return 0;
    number = number * 10 + (value.ptr[digit] - '0');
  }
  if (at) number = -number;
  if (number < least || number > most) return 0;
  *out = number;
  return 1;
}

#endif  // TINYTROUPE_SDK_JSON_H
