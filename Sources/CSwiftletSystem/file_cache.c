// Reading around the page cache, and asking what is in it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "swiftlet_system.h"

// The system's headers are often older than its kernel. One number on all architectures.
#ifndef SYS_cachestat
#define SYS_cachestat 451
#endif

int swiftlet_reopen_direct(int descriptor) {
  char path[64];
  // By descriptor, so that it is the same file even if the name leads elsewhere by now.
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  return open(path, O_RDONLY | O_CLOEXEC | O_DIRECT);
}

int64_t swiftlet_cached_byte_count(int descriptor, uint64_t offset, uint64_t count) {
  struct {
    uint64_t offset, length;
  } range = {offset, count};
  struct {
    uint64_t cached, dirty, writeback, evicted, recently_evicted;
  } pages;
  if (syscall(SYS_cachestat, (unsigned)descriptor, &range, &pages, 0u) != 0) return -1;
  return (int64_t)(pages.cached * (uint64_t)sysconf(_SC_PAGESIZE));
}
