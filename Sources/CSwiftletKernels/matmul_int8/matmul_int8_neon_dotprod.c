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

// Codes are taken minus 128, since sdot wants both sides signed.
static inline __attribute__((always_inline)) void tile_dots(int32x4_t sums[TOKENS][4],
                                                            const uint8_t *tile, const int8_t *x,
                                                            size_t x_stride, size_t tokens,
                                                            size_t quarters) {
  const uint8x16_t middle = vdupq_n_u8(0x80);
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) sums[t][q] = vdupq_n_s32(0);
  }
#pragma unroll
  for (size_t part = 0; part < 2; part++) {  // 16 columns each: four lanes of activations
    int8x16_t codes[4][4];
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
#pragma unroll
      for (size_t k = 0; k < 4; k++) {
        const uint8x16_t bytes = vld1q_u8(tile + part * 256 + k * 64 + q * 16);
        codes[q][k] = vreinterpretq_s8_u8(veorq_u8(bytes, middle));
      }
    }
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      const int8x16_t sixteen = vld1q_s8(x + t * x_stride + part * 16);
#pragma unroll
      for (size_t q = 0; q < quarters; q++) {
        sums[t][q] = vdotq_laneq_s32(sums[t][q], codes[q][0], sixteen, 0);
        sums[t][q] = vdotq_laneq_s32(sums[t][q], codes[q][1], sixteen, 1);
        sums[t][q] = vdotq_laneq_s32(sums[t][q], codes[q][2], sixteen, 2);
        sums[t][q] = vdotq_laneq_s32(sums[t][q], codes[q][3], sixteen, 3);
      }
    }
  }
}

#include "../private/matmul_quantized_neon.h"
SWIFTLET_END
#endif
