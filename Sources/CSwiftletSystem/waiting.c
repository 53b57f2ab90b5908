#define _GNU_SOURCE
#include <limits.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "swiftlet_system.h"

// FUTEX_WAIT and FUTEX_WAKE with FUTEX_PRIVATE_FLAG; their header, the kernel's, is not in every SDK.
enum { WAIT_PRIVATE = 0 | 128, WAKE_PRIVATE = 1 | 128 };

// The kernel compares 32 bits: those that change first.
static uint32_t *low_half(const uint64_t *word) {
  return (uint32_t *)(uintptr_t)word + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

void swiftlet_sleep_while_equal(const uint64_t *word, uint64_t value) {
  syscall(SYS_futex, low_half(word), WAIT_PRIVATE, (uint32_t)value, NULL, NULL, 0);
}

void swiftlet_wake_sleepers(const uint64_t *word) {
  syscall(SYS_futex, low_half(word), WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

uint64_t swiftlet_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
