#include "swiftlet_system.h"

uint64_t swiftlet_sum_words(const uint64_t *words, size_t count) {
  uint64_t sums[8] = {0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (size_t lane = 0; lane < 8; lane++) sums[lane] += words[i + lane];
  }
  for (; i < count; i++) sums[0] += words[i];
  return sums[0] + sums[1] + sums[2] + sums[3] + sums[4] + sums[5] + sums[6] + sums[7];
}
