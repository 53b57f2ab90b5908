#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME_OF(contract) swiftlet_##contract##_neon_dotprod
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE_BIAS 128

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
#pragma unroll
      for (size_t k = 0; k < 4; k++) {
        codes[q][k] = vld1q_s8((const int8_t *)tile + part * 256 + k * 64 + q * 16);
      }
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
