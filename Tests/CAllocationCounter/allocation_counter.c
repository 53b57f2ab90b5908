#include "swiftlet_allocation_counter.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define SWIFTLET_UNDER_SANITIZER 1
#endif
#endif

#if defined(__GLIBC__) && !defined(SWIFTLET_UNDER_SANITIZER)

// glibc's own allocator under its second names. Blocks from these are freed by the untouched free().
extern void *__libc_malloc(size_t byte_count);
extern void *__libc_calloc(size_t count, size_t byte_count);
extern void *__libc_realloc(void *block, size_t byte_count);
extern void *__libc_memalign(size_t alignment, size_t byte_count);

static atomic_uint_fast64_t all_threads;
// initial-exec: the first access of a thread must not itself allocate.
static _Thread_local uint64_t this_thread __attribute__((tls_model("initial-exec")));

static void count_one(void) {
  atomic_fetch_add_explicit(&all_threads, 1, memory_order_relaxed);
  this_thread += 1;
}

void *malloc(size_t byte_count) {
  count_one();
  return __libc_malloc(byte_count);
}

void *calloc(size_t count, size_t byte_count) {
  count_one();
  return __libc_calloc(count, byte_count);
}

void *realloc(void *block, size_t byte_count) {
  count_one();
  return __libc_realloc(block, byte_count);
}

void *memalign(size_t alignment, size_t byte_count) {
  count_one();
  return __libc_memalign(alignment, byte_count);
}

void *aligned_alloc(size_t alignment, size_t byte_count) {
  count_one();
  return __libc_memalign(alignment, byte_count);
}

int posix_memalign(void **block, size_t alignment, size_t byte_count) {
  count_one();
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) {
    return EINVAL;
  }
  void *result = __libc_memalign(alignment, byte_count);
  if (result == NULL) return ENOMEM;
  *block = result;
  return 0;
}

bool swiftlet_allocation_count_available(void) { return true; }
uint64_t swiftlet_allocation_count_current_thread(void) { return this_thread; }
uint64_t swiftlet_allocation_count_all(void) {
  return atomic_load_explicit(&all_threads, memory_order_relaxed);
}

#else

bool swiftlet_allocation_count_available(void) { return false; }
uint64_t swiftlet_allocation_count_current_thread(void) { return 0; }
uint64_t swiftlet_allocation_count_all(void) { return 0; }

#endif
