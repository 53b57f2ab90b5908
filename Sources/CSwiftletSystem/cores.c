#define _GNU_SOURCE
#include <sched.h>
#include <unistd.h>

#include "swiftlet_system.h"

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
