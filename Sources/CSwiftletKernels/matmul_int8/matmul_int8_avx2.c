#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME_OF(contract) swiftlet_##contract##_avx2
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE_BIAS 128

// A register each for integer sums and for float sums, and room for what is loaded.
enum { TOKENS = 4 };

SWIFTLET_BEGIN_AVX2

#include "../private/dots_avx2.h"

// vpmaddubsw wants one unsigned side: |code| is at most 128 and the activation takes the code's sign, so a
// pair of products is at most 2 x 128 x 127 = 32512 < 2^15 and nothing saturates.
INLINE void tile_dots(ints dots[TOKENS], const uint8_t *tile, const int8_t *x, size_t tokens) {
  const __m256i ones = _mm256_set1_epi16(1);
#pragma unroll
  for (size_t j = 0; j < 8; j++) {
    const __m256i codes = _mm256_loadu_si256((const __m256i *)(tile + j * 64));
    const __m256i magnitudes = _mm256_abs_epi8(codes);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int32_t four;
      memcpy(&four, x + t * SWIFTLET_TILE_COLUMNS + 4 * j, 4);
      const __m256i signed_x = _mm256_sign_epi8(_mm256_set1_epi32(four), codes);
      const __m256i pairs = _mm256_maddubs_epi16(magnitudes, signed_x);
      dots[t] += (ints)_mm256_madd_epi16(pairs, ones);
    }
  }
}

#include "../private/matmul_quantized_x86.h"
SWIFTLET_END
#endif
