#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME_OF(contract) swiftlet_##contract##_neon_dotprod
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0
#define PAIRS 0

SWIFTLET_BEGIN_NEON_DOTPROD

#include "../private/tile_terms_neon.h"
#include "../private/dots_neon_dotprod.h"

enum { LAST_LOAD = SWIFTLET_TILE_COLUMNS, PANEL_TOKENS = 8 };

INLINE int8x16_t first_codes(uint8x16_t both) {
  return vreinterpretq_s8_u8(vandq_u8(both, vdupq_n_u8(15)));
}

INLINE int8x16_t second_codes(uint8x16_t both) { return vreinterpretq_s8_u8(vshrq_n_u8(both, 4)); }

INLINE void add_tile(float32x4_t y[][4], const tile_terms *terms, const uint8_t **tile,
                     const int8_t *x[], tile_steps steps, size_t tokens, size_t quarters) {
  int8x16_t codes_x[4][2];
  int32x4_t dots[4][4];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    const int8x16x2_t both = vld1q_s8_x2(x[t]);
    ADVANCE(x[t], steps.last);
    codes_x[t][0] = both.val[0], codes_x[t][1] = both.val[1];
#pragma unroll
    for (size_t q = 0; q < quarters; q++) dots[t][q] = first_term(terms, t, q);
  }
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    uint8x16_t both[4];
    load_quarters(both, tile, steps, quarters);
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      const int8x16_t first = first_codes(both[q]), second = second_codes(both[q]);
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        dots[t][q] = dot(dots[t][q], first, codes_x[t], 2 * j);
        dots[t][q] = dot(dots[t][q], second, codes_x[t], 2 * j + 1);
      }
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) y[t][q] = add_dots(y[t][q], terms, dots[t][q], t, q);
  }
}

#include "../private/matmul_panel_neon.h"
#include "../private/matmul_quantized_neon.h"
SWIFTLET_END
#endif
