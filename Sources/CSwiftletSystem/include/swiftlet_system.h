// What Swift cannot import: CPU feature bits behind macros and builtins, affinity masks, futexes,
// flags of open that differ between architectures, system calls without a wrapper, signal handlers.
#ifndef SWIFTLET_SYSTEM_H
#define SWIFTLET_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

/// Instruction-set features of the running CPU, as a bit set of SWIFTLET_CPU_... values.
/// aarch64: from getauxval. x86-64: from cpuid and xgetbv (the OS must save the registers too).
uint32_t swiftlet_cpu_features(void);

#define SWIFTLET_CPU_NEON (1u << 0)
#define SWIFTLET_CPU_DOTPROD (1u << 1)
#define SWIFTLET_CPU_I8MM (1u << 2)
#define SWIFTLET_CPU_AVX2 (1u << 8)         // AVX2, FMA and F16C together
#define SWIFTLET_CPU_AVX_VNNI (1u << 9)
#define SWIFTLET_CPU_AVX512 (1u << 10)      // F, BW, DQ, VL together
#define SWIFTLET_CPU_AVX512_VNNI (1u << 11)

/// Whether the CPU has instructions for SHA-256 (x86-64 SHA extensions, aarch64 SHA2).
int swiftlet_has_sha256_instructions(void);

/// Takes `block_count` blocks of 64 bytes into the state by these instructions; only where there are any.
void swiftlet_sha256_compress(uint32_t state[8], const uint8_t *bytes, size_t block_count);

/// Cores that this process may run on, at least 1: its affinity mask, which containers narrow.
int swiftlet_available_core_count(void);

#define SWIFTLET_CORE_WORDS 16  // 64 cores each: what sched_setaffinity's fixed set holds

/// Writes the cores that the calling thread may run on, core n as bit n % 64 of word n / 64.
/// Returns 0 where the system does not say, or has more cores than fit.
int swiftlet_get_thread_cores(uint64_t words[SWIFTLET_CORE_WORDS]);

/// Confines the calling thread to these cores; returns 0 if the system refuses.
int swiftlet_set_thread_cores(const uint64_t words[SWIFTLET_CORE_WORDS]);

/// Sleeps until woken by swiftlet_wake_sleepers, unless the word's low half no longer is that of `value`.
/// May return early: the caller looks at the word again.
void swiftlet_sleep_while_equal(const uint64_t *word, uint64_t value);

/// Wakes every thread that sleeps on the word.
void swiftlet_wake_sleepers(const uint64_t *word);

/// A clock that is never set; some 25 ns a reading, no system call.
uint64_t swiftlet_monotonic_nanoseconds(void);

/// The sum of one word of each cache line among `count` words: a plain read of memory at full speed.
uint64_t swiftlet_sum_lines(const uint64_t *words, size_t count);

/// Opens the file behind `descriptor` again for reads that bypass the page cache (O_DIRECT); -1 with
/// errno where the file system has none.
int swiftlet_reopen_direct(int descriptor);

/// Bytes of the pages that the page cache holds of `count` bytes from `offset` on, in whole pages; -1 where
/// the kernel does not tell (before Linux 6.5). Source: cachestat(2).
int64_t swiftlet_cached_byte_count(int descriptor, uint64_t offset, uint64_t count);

/// Asks a Raspberry Pi's firmware what `vcgencmd` would; the answer ends with a NUL. Returns its length, or -1.
int swiftlet_firmware_command(const char *command, char *answer, size_t answer_size);

/// Counts what this thread and those that it starts from now on do: 0 instructions, 1 cycles, 2 cache misses, in user mode.
/// Returns a descriptor that reads as three u64 (count, nanoseconds enabled, nanoseconds counted), or -1 with errno.
int swiftlet_open_counter(int which);

/// Processor time of the calling thread.
uint64_t swiftlet_thread_nanoseconds(void);

/// Tells the core that this is a spin loop, so that it saves power and yields to its sibling.
static inline void swiftlet_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// From now on the first SIGINT or SIGTERM sets a flag and the second one ends the process.
/// SIGXFSZ and SIGPIPE are ignored, so that a write over a size limit (EFBIG) or to a reader that has
/// gone (EPIPE) fails like one on a full disk.
void swiftlet_catch_interrupts(void);

/// Occupies those of the descriptors 0 to 2 that are closed, so that no file opened later gets one of
/// them and what is meant for standard output or error lands in it.
void swiftlet_occupy_standard_descriptors(void);

/// Whether a signal has set the flag.
int swiftlet_was_interrupted(void);

/// Takes the flag back: the next signal is a first one again.
void swiftlet_forget_interrupt(void);

#endif
