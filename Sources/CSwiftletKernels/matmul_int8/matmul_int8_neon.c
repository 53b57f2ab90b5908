#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME_OF(contract) swiftlet_##contract##_neon
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE_BIAS 128

// 8 registers of 32-bit sums in two halves each, 4 of float sums, and the products on the way.
enum { TOKENS = 4, QUARTERS = 1 };

// A product is at most 128 x 127 and two of them fit a 16-bit lane: 32512 < 2^15. Then they are added in
// pairs to 32-bit sums.
static inline __attribute__((always_inline)) void tile_dots(int32x4_t dots[TOKENS][4],
                                                            const uint8_t *tile, const int8_t *x,
                                                            size_t tokens,
                                                            size_t quarters) {
  int32x4_t low[TOKENS][4], high[TOKENS][4];
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    int8x16_t first[4], second[4];  // columns 8j ... 8j+3 and 8j+4 ... 8j+7
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      first[q] = vld1q_s8((const int8_t *)tile + j * 128 + q * 16);
      second[q] = vld1q_s8((const int8_t *)tile + j * 128 + 64 + q * 16);
    }
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int32_t four[2];
      memcpy(four, x + t * SWIFTLET_TILE_COLUMNS + j * 8, 8);
      const int8x16_t x0 = vreinterpretq_s8_s32(vdupq_n_s32(four[0]));
      const int8x16_t x1 = vreinterpretq_s8_s32(vdupq_n_s32(four[1]));
#pragma unroll
      for (size_t q = 0; q < quarters; q++) {
        int16x8_t l = vmull_s8(vget_low_s8(first[q]), vget_low_s8(x0));
        int16x8_t h = vmull_high_s8(first[q], x0);
        l = vmlal_s8(l, vget_low_s8(second[q]), vget_low_s8(x1));
        h = vmlal_high_s8(h, second[q], x1);
        low[t][q] = j == 0 ? vpaddlq_s16(l) : vpadalq_s16(low[t][q], l);
        high[t][q] = j == 0 ? vpaddlq_s16(h) : vpadalq_s16(high[t][q], h);
      }
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) dots[t][q] = vaddq_s32(dots[t][q], vpaddq_s32(low[t][q], high[t][q]));
  }
}

#include "../private/matmul_quantized_neon.h"
#endif
