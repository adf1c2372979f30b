// Calls one function of a shared library with libffi, and prints what it returns. A process of its own, so that a
// call that crashes takes nobody along.
//
//     tinytroupe-native LIBRARY SYMBOL RETURNS [TYPE VALUE]...
//
// Types: bool, int8 to int64, uint8 to uint64, float, double, string; RETURNS also void. The result goes to standard
// output, whatever the library itself prints there to standard error. Exit status: 0, or 2 with a sentence.
#include <dlfcn.h>
#include <errno.h>
#include <ffi.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 16 };

union value {
  ffi_arg word;
  ffi_sarg signed_word;
  uint8_t u8;
  uint16_t u16;
  uint32_t u32;
  uint64_t u64;
  int8_t i8;
  int16_t i16;
  int32_t i32;
  int64_t i64;
  float f;
  double d;
  const char *s;
};

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  _exit(2);
}

static ffi_type *type_named(const char *name) {
  static const struct {
    const char *name;
    ffi_type *type;
  } types[] = {
      {"bool", &ffi_type_uint8},    {"int8", &ffi_type_sint8},     {"int16", &ffi_type_sint16},
      {"int32", &ffi_type_sint32},  {"int64", &ffi_type_sint64},   {"uint8", &ffi_type_uint8},
      {"uint16", &ffi_type_uint16}, {"uint32", &ffi_type_uint32},  {"uint64", &ffi_type_uint64},
      {"float", &ffi_type_float},   {"double", &ffi_type_double},  {"string", &ffi_type_pointer},
      {"void", &ffi_type_void},
  };
  for (size_t index = 0; index < sizeof types / sizeof types[0]; index++) {
    if (strcmp(types[index].name, name) == 0) return types[index].type;
  }
  fail("there is no type '%s'", name);
  return NULL;
}

static long long whole(const char *text, long long least, long long most) {
  char *end = NULL;
  errno = 0;
  const long long value = strtoll(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value < least || value > most) {
    fail("'%s' is no whole number from %lld to %lld", text, least, most);
  }
  return value;
}

static void read_value(const char *type, const char *text, union value *value) {
  if (strcmp(type, "string") == 0) {
    value->s = text;
  } else if (strcmp(type, "bool") == 0) {
    value->u8 = strcmp(text, "true") == 0;
  } else if (strcmp(type, "double") == 0 || strcmp(type, "float") == 0) {
    char *end = NULL;
    const double number = strtod(text, &end);
    if (end == text || *end != '\0') fail("'%s' is no number", text);
    if (*type == 'f') {
      value->f = (float)number;
    } else {
      value->d = number;
    }
  } else if (*type == 'u') {
    const int bits = atoi(type + 4);
    value->u64 = (uint64_t)whole(text, 0, bits == 64 ? INT64_MAX : (1LL << bits) - 1);
  } else {
    const int bits = atoi(type + 3);
    const long long most = bits == 64 ? INT64_MAX : (1LL << (bits - 1)) - 1;
    value->i64 = whole(text, -most - 1, most);
  }
}

static void print_value(FILE *out, const char *type, const union value *value) {
  if (strcmp(type, "void") == 0) {
    fputs("null", out);
  } else if (strcmp(type, "string") == 0) {
    fputs(value->s == NULL ? "" : value->s, out);
  } else if (strcmp(type, "bool") == 0) {
    fputs((value->word & 0xFF) != 0 ? "true" : "false", out);
  } else if (strcmp(type, "double") == 0) {
    fprintf(out, "%.17g", value->d);
  } else if (strcmp(type, "float") == 0) {
    fprintf(out, "%.9g", (double)value->f);
  } else if (*type == 'u') {
    const int bits = atoi(type + 4);
    const uint64_t mask = bits == 64 ? UINT64_MAX : (1ULL << bits) - 1;
    fprintf(out, "%" PRIu64, (uint64_t)value->word & mask);
  } else {
    // Narrow results come widened to a word, whose upper part says nothing.
    const int unused = 64 - atoi(type + 3);
    fprintf(out, "%" PRId64, (int64_t)((uint64_t)value->word << unused) >> unused);
  }
}

int main(int count, char **words) {
  if (count < 4 || count % 2 != 0) fail("usage: tinytroupe-native LIBRARY SYMBOL RETURNS [TYPE VALUE]...");
  const int arguments = (count - 4) / 2;
  if (arguments > MOST_ARGUMENTS) fail("a function can have %d arguments at most", MOST_ARGUMENTS);
  FILE *out = fdopen(dup(STDOUT_FILENO), "w");
  if (out == NULL || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) fail("standard output cannot be used");

  ffi_type *types[MOST_ARGUMENTS] = {0};
  union value values[MOST_ARGUMENTS] = {0};
  void *pointers[MOST_ARGUMENTS] = {0};
  for (int index = 0; index < arguments; index++) {
    const char *type = words[4 + 2 * index];
    types[index] = type_named(type);
    read_value(type, words[5 + 2 * index], &values[index]);
    pointers[index] = &values[index];
  }
  ffi_type *returned = type_named(words[3]);

  void *library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) fail("the library cannot be loaded: %s", dlerror());
  void *symbol = dlsym(library, words[2]);
  if (symbol == NULL) fail("the library has no function '%s'", words[2]);
  ffi_cif interface;
  if (ffi_prep_cif(&interface, FFI_DEFAULT_ABI, (unsigned)arguments, returned, types) != FFI_OK) {
    fail("a call with these types cannot be made");
  }
  union value result = {0};
  void (*function)(void) = NULL;
  memcpy(&function, &symbol, sizeof function);
  ffi_call(&interface, function, &result, pointers);
  print_value(out, words[3], &result);
  fflush(out);
  fflush(stdout);
  return 0;
}
