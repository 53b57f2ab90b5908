#include "swiftlet_system.h"

// Prefetchers stop at the end of a page, so one stream waits for memory at every page; a dozen streams
// wait for it together. On one x86-64 machine one stream read 7 GB/s, sixteen 13 GB/s.
enum { STREAMS = 16, LANES = 8 };

uint64_t swiftlet_sum_words(const uint64_t *words, size_t count) {
  uint64_t sums[LANES] = {0};
  const size_t part = count / STREAMS / LANES * LANES;
  for (size_t i = 0; i < part; i += LANES) {
    for (size_t stream = 0; stream < STREAMS; stream++) {
      const uint64_t *line = words + stream * part + i;
      for (size_t lane = 0; lane < LANES; lane++) sums[lane] += line[lane];
    }
  }
  for (size_t i = part * STREAMS; i < count; i++) sums[0] += words[i];
  uint64_t sum = 0;
  for (size_t lane = 0; lane < LANES; lane++) sum += sums[lane];
  return sum;
}
