// Counts heap allocations of the test process, so that "this allocates nothing" is a test.
#ifndef SWIFTLET_ALLOCATION_COUNTER_H
#define SWIFTLET_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// Whether allocations are counted: on glibc, without a sanitizer (which brings an allocator).
bool swiftlet_allocation_count_available(void);

/// Calls of malloc and its relatives by the calling thread since it started.
uint64_t swiftlet_allocation_count_current_thread(void);

/// Calls of malloc and its relatives by all threads since the process started.
uint64_t swiftlet_allocation_count_all(void);

#endif
