// Functions that a study calls in the tests.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int32_t add(int32_t left, int32_t right) { return left + right; }
int8_t narrow(int8_t value) { return (int8_t)-value; }
double mean(double left, float right) { return (left + (double)right) / 2; }
bool is_long(const char *text) { return text != NULL && text[0] != 0 && text[1] != 0; }
const char *greet(const char *name) {
  static char text[200];
  printf("this is not the result\n");
  snprintf(text, sizeof text, "Good morning, %s.", name);
  return text;
}
void nothing(void) {}
int32_t crash(void) { return *(volatile int32_t *)8; }
int32_t hang(void) {
  for (;;) sleep(10);
}
int32_t leave(void) { exit(7); }
