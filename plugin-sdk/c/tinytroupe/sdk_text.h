// Part of the TinyTroupe kit for C: borrowed text, and text that grows.
#ifndef TINYTROUPE_SDK_TEXT_H
#define TINYTROUPE_SDK_TEXT_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tinytroupe/plugin.h"

#define TT_FORMAT(text, first) __attribute__((format(printf, text, first)))

// ---------------------------------------------------------------------------------------------------
// Borrowed text

// Text of a NUL-terminated string. NULL becomes empty text.
static inline tt_str tt_str_of(const char *text) {
  tt_str result = {text, text ? strlen(text) : 0};
  return result;
}

// True when both are the same bytes.
static inline int tt_str_is(tt_str text, const char *other) {
  return text.len == strlen(other) && (text.len == 0 || memcmp(text.ptr, other, text.len) == 0);
}

static inline tt_bytes tt_no_bytes(void) {
  tt_bytes none = {NULL, 0};
  return none;
}

// ---------------------------------------------------------------------------------------------------
// A growing text. Begin with `tt_text text = TT_TEXT_EMPTY;` and end with `tt_text_free(&text);`.

typedef struct tt_text {
  char *ptr;        // owned; not NUL-terminated
  size_t len;       // bytes in use
  size_t capacity;  // bytes allocated
  int failed;       // non-zero when memory ran out; later additions are dropped
} tt_text;

#define TT_TEXT_EMPTY {NULL, 0, 0, 0}

static inline void tt_text_free(tt_text *text) {
  free(text->ptr);
  text->ptr = NULL;
  text->len = text->capacity = 0;
  text->failed = 0;
}

// The text so far, borrowed until the next addition.
static inline tt_str tt_text_str(const tt_text *text) {
  tt_str result = {text->ptr, text->len};
  return result;
}

// Makes room for `more` bytes; 0 when there is none.
static inline int tt_text_reserve(tt_text *text, size_t more) {
  if (text->failed) return 0;
  if (more <= text->capacity - text->len) return 1;
  size_t capacity = text->capacity ? text->capacity : 128;
  while (capacity - text->len < more && capacity <= SIZE_MAX / 2) capacity *= 2;
  char *grown = capacity - text->len < more ? NULL : (char *)realloc(text->ptr, capacity);
  if (!grown) {
    text->failed = 1;
    return 0;
  }
  text->ptr = grown;
  text->capacity = capacity;
  return 1;
}

// Adds bytes as they are.
static inline void tt_text_append(tt_text *text, tt_str more) {
  if (more.len == 0 || !tt_text_reserve(text, more.len)) return;
  memcpy(text->ptr + text->len, more.ptr, more.len);
  text->len += more.len;
}

// Adds a NUL-terminated string as it is.
static inline void tt_text_add(tt_text *text, const char *more) {
  tt_text_append(text, tt_str_of(more));
}

static inline void tt_text_addv(tt_text *text, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int needed = vsnprintf(NULL, 0, format, arguments);
  if (needed < 0) {
    text->failed = 1;
  } else if (tt_text_reserve(text, (size_t)needed + 1)) {
    vsnprintf(text->ptr + text->len, (size_t)needed + 1, format, again);
    text->len += (size_t)needed;
  }
  va_end(again);
}

// Adds what printf would print. For numbers and literals; texts from elsewhere go through tt_text_quote.
TT_FORMAT(2, 3) static inline void tt_text_addf(tt_text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  tt_text_addv(text, format, arguments);
  va_end(arguments);
}

// Length of the UTF-8 sequence at the start of `bytes`; 0 when it is none.
static inline size_t tt_utf8_length(const unsigned char *bytes, size_t len) {
  static const unsigned char least[] = {0, 0, 0x80, 0xA0, 0x90};
  unsigned char lead = bytes[0];
  size_t count = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (count < 2) return count;
  if (count > len) return 0;
  for (size_t at = 1; at < count; at++)
    if ((bytes[at] & 0xC0) != 0x80) return 0;
  // Overlong forms, surrogates and what lies beyond U+10FFFF.
  if ((lead == 0xE0 || lead == 0xF0) && bytes[1] < least[count]) return 0;
  if ((lead == 0xED && bytes[1] > 0x9F) || (lead == 0xF4 && bytes[1] > 0x8F)) return 0;
  return count;
}

static inline void tt_text_escape(tt_text *text, unsigned char byte) {
  switch (byte) {
    case '"': tt_text_add(text, "\\\""); break;
    case '\\': tt_text_add(text, "\\\\"); break;
    case '\n': tt_text_add(text, "\\n"); break;
    case '\r': tt_text_add(text, "\\r"); break;
    case '\t': tt_text_add(text, "\\t"); break;
    default: tt_text_addf(text, "\\u%04x", byte);
  }
}

// Adds a JSON string: quoted and escaped. Bytes that are not UTF-8 become U+FFFD.
static inline void tt_text_quote(tt_text *text, tt_str content) {
  const unsigned char *bytes = (const unsigned char *)content.ptr;
  tt_text_add(text, "\"");
  for (size_t at = 0; at < content.len;) {
    size_t count = tt_utf8_length(bytes + at, content.len - at);
    if (count == 0) {
      tt_text_add(text, "\xEF\xBF\xBD");
      count = 1;
    } else if (count == 1 && (bytes[at] < 0x20 || bytes[at] == '"' || bytes[at] == '\\')) {
      tt_text_escape(text, bytes[at]);
    } else {
      tt_str piece = {content.ptr + at, count};
      tt_text_append(text, piece);
    }
    at += count;
  }
  tt_text_add(text, "\"");
}

#endif  // TINYTROUPE_SDK_TEXT_H
