#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME_OF(contract) swiftlet_##contract##_neon_dotprod
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0

// 8 registers of sums, 8 of float sums, 8 of codes, 1 of activations.
enum { TOKENS = 4, QUARTERS = 2 };

SWIFTLET_BEGIN_NEON_DOTPROD

static inline __attribute__((always_inline)) void tile_dots(int32x4_t dots[TOKENS][4],
                                                            const uint8_t *tile, const int8_t *x,
                                                            size_t tokens,
                                                            size_t quarters) {
#pragma unroll
  for (size_t part = 0; part < 2; part++) {  // 16 columns each: four lanes of activations
    int8x16_t codes[4][4];
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      const uint8x16_t even = vld1q_u8(tile + part * 128 + q * 16);
      const uint8x16_t odd = vld1q_u8(tile + part * 128 + 64 + q * 16);
      codes[q][0] = vreinterpretq_s8_u8(vandq_u8(even, vdupq_n_u8(15)));
      codes[q][1] = vreinterpretq_s8_u8(vshrq_n_u8(even, 4));
      codes[q][2] = vreinterpretq_s8_u8(vandq_u8(odd, vdupq_n_u8(15)));
      codes[q][3] = vreinterpretq_s8_u8(vshrq_n_u8(odd, 4));
    }
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      const int8x16_t sixteen = vld1q_s8(x + t * SWIFTLET_TILE_COLUMNS + part * 16);
#pragma unroll
      for (size_t q = 0; q < quarters; q++) {
        dots[t][q] = vdotq_laneq_s32(dots[t][q], codes[q][0], sixteen, 0);
        dots[t][q] = vdotq_laneq_s32(dots[t][q], codes[q][1], sixteen, 1);
        dots[t][q] = vdotq_laneq_s32(dots[t][q], codes[q][2], sixteen, 2);
        dots[t][q] = vdotq_laneq_s32(dots[t][q], codes[q][3], sixteen, 3);
      }
    }
  }
}

#include "../private/matmul_quantized_neon.h"
SWIFTLET_END
#endif
