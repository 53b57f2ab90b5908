#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME_OF(contract) swiftlet_##contract##_avx512_vnni
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE_BIAS 0

// 12 registers of integer sums, 12 of float sums; the activations are broadcast from memory.
enum { ROWS = 16, TOKENS = 12 };

SWIFTLET_BEGIN_AVX512_VNNI

typedef int32_t ints __attribute__((vector_size(ROWS * 4)));

static inline __attribute__((always_inline)) ints times_sum(ints zero_points, int32_t negative_sum) {
  return (ints)_mm512_dpwssd_epi32(_mm512_setzero_si512(), (__m512i)zero_points,
                                   _mm512_set1_epi32(negative_sum));
}

static inline __attribute__((always_inline)) void tile_dots(ints dots[TOKENS], const uint8_t *tile,
                                                            const int8_t *x, size_t tokens) {
  const __m512i middle = _mm512_set1_epi8((char)0x80);  // the instruction wants unsigned codes
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    const __m512i first = _mm512_xor_si512(_mm512_loadu_si512(tile + j * 128), middle);
    const __m512i second = _mm512_xor_si512(_mm512_loadu_si512(tile + j * 128 + 64), middle);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int32_t four[2];
      memcpy(four, x + t * SWIFTLET_TILE_COLUMNS + 8 * j, 8);
      const __m512i sum =
          _mm512_dpbusd_epi32((__m512i)dots[t], first, _mm512_set1_epi32(four[0]));
      dots[t] = (ints)_mm512_dpbusd_epi32(sum, second, _mm512_set1_epi32(four[1]));
    }
  }
}

#include "../private/matmul_quantized_x86.h"
SWIFTLET_END
#endif
