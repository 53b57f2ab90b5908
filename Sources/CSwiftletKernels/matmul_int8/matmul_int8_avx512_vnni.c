#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME_OF(contract) swiftlet_##contract##_avx512_vnni
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE_BIAS 0

SWIFTLET_BEGIN_AVX512_VNNI

// Tokens that share loaded codes: three registers each, for two integer sums and the float sums.
enum { TOKENS = 8 };

// Dot products of 16 rows x 32 columns with each token, in two sums since vpdpbusd takes a while.
static inline __attribute__((always_inline)) void tile_dots(__m512i dots[TOKENS], const uint8_t *tile,
                                                            const int8_t *x, size_t x_stride,
                                                            size_t tokens) {
  __m512i odd[TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) dots[t] = odd[t] = _mm512_setzero_si512();
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    const __m512i first = _mm512_loadu_si512(tile + j * 128);
    const __m512i second = _mm512_loadu_si512(tile + j * 128 + 64);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int32_t four[2];
      memcpy(four, x + t * x_stride + 8 * j, 8);
      dots[t] = _mm512_dpbusd_epi32(dots[t], first, _mm512_set1_epi32(four[0]));
      odd[t] = _mm512_dpbusd_epi32(odd[t], second, _mm512_set1_epi32(four[1]));
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) dots[t] = _mm512_add_epi32(dots[t], odd[t]);
}

#include "../private/matmul_quantized_avx512.h"
SWIFTLET_END
#endif
