#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME_OF(contract) swiftlet_##contract##_avx2
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0

// A register each for 16-bit sums and for float sums, and room for what is loaded.
enum { TOKENS = 4 };

SWIFTLET_BEGIN_AVX2

#include "../private/dots_avx2.h"

// Products of two pairs go to one 16-bit lane in vpmaddubsw, and eight of those sums fit there:
// 8 x 2 x 15 x 127 = 30480 < 2^15.
INLINE void tile_dots(ints dots[TOKENS], const uint8_t *tile, const int8_t *x, size_t tokens) {
  __m256i sums[TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) sums[t] = _mm256_setzero_si256();
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    __m256i codes[2];
    load_nibbles(codes, tile + j * 64);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int32_t four[2];
      memcpy(four, x + t * SWIFTLET_TILE_COLUMNS + 8 * j, 8);
      const __m256i products = _mm256_maddubs_epi16(codes[0], _mm256_set1_epi32(four[0]));
      sums[t] = _mm256_add_epi16(sums[t], products);
      sums[t] = _mm256_add_epi16(sums[t], _mm256_maddubs_epi16(codes[1], _mm256_set1_epi32(four[1])));
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    dots[t] += (ints)_mm256_madd_epi16(sums[t], _mm256_set1_epi16(1));
  }
}

#include "../private/matmul_quantized_x86.h"
SWIFTLET_END
#endif
