#define _GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "swiftlet_system.h"

_Static_assert(sizeof(cpu_set_t) == SWIFTLET_CORE_WORDS * sizeof(uint64_t), "one bit per core");

int swiftlet_available_core_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    const int count = CPU_COUNT(&set);
    if (count > 0) return count;
  }
  // More cores than cpu_set_t has bits.
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

// Bit by bit, because cpu_set_t is made of longs, whose order in memory is the machine's.
int swiftlet_get_thread_cores(uint64_t words[SWIFTLET_CORE_WORDS]) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 0;
  memset(words, 0, SWIFTLET_CORE_WORDS * sizeof words[0]);
  for (int core = 0; core < CPU_SETSIZE; core++)
    if (CPU_ISSET(core, &set)) words[core / 64] |= UINT64_C(1) << core % 64;
  return 1;
}

int swiftlet_set_thread_cores(const uint64_t words[SWIFTLET_CORE_WORDS]) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int core = 0; core < CPU_SETSIZE; core++)
    if (words[core / 64] >> core % 64 & 1) CPU_SET(core, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0;
}
