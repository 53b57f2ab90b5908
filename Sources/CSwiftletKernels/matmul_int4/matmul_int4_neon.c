#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME_OF(contract) swiftlet_##contract##_neon
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0

// 16 registers of 16-bit sums, 8 of float sums, 4 of codes, 2 of activations.
enum { TOKENS = 4, QUARTERS = 2 };

// Eight products of at most 15 x 127 go to each 16-bit lane: 15240 < 2^15.
static inline __attribute__((always_inline)) void tile_dots(int32x4_t dots[TOKENS][4],
                                                            const uint8_t *tile, const int8_t *x,
                                                            size_t tokens,
                                                            size_t quarters) {
  int16x8_t low[TOKENS][4], high[TOKENS][4];
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    int8x16_t first[4], second[4];  // columns 8j ... 8j+3 and 8j+4 ... 8j+7
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      const uint8x16_t both = vld1q_u8(tile + j * 64 + q * 16);
      first[q] = vreinterpretq_s8_u8(vandq_u8(both, vdupq_n_u8(15)));
      second[q] = vreinterpretq_s8_u8(vshrq_n_u8(both, 4));
    }
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int32_t four[2];
      memcpy(four, x + t * SWIFTLET_TILE_COLUMNS + j * 8, 8);
      const int8x16_t x0 = vreinterpretq_s8_s32(vdupq_n_s32(four[0]));
      const int8x16_t x1 = vreinterpretq_s8_s32(vdupq_n_s32(four[1]));
#pragma unroll
      for (size_t q = 0; q < quarters; q++) {
        if (j == 0) {
          low[t][q] = vmull_s8(vget_low_s8(first[q]), vget_low_s8(x0));
          high[t][q] = vmull_high_s8(first[q], x0);
        } else {
          low[t][q] = vmlal_s8(low[t][q], vget_low_s8(first[q]), vget_low_s8(x0));
          high[t][q] = vmlal_high_s8(high[t][q], first[q], x0);
        }
        low[t][q] = vmlal_s8(low[t][q], vget_low_s8(second[q]), vget_low_s8(x1));
        high[t][q] = vmlal_high_s8(high[t][q], second[q], x1);
      }
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      // Two such sums fit as well: 30480 < 2^15.
      dots[t][q] = vpadalq_s16(dots[t][q], vpaddq_s16(low[t][q], high[t][q]));
    }
  }
}

#include "../private/matmul_quantized_neon.h"
#endif
