#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME_OF(contract) swiftlet_##contract##_neon
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE_BIAS 128
#define PAIRS 0

#include "../private/tile_terms_neon.h"
#include "../private/dots_neon.h"

// Codes of 8 bits need no unpacking, so that a panel pays late.
enum { LAST_LOAD = 4, PANEL_TOKENS = 16 };

// 4 columns of activations go to all rows. A product is at most 128 x 127 and two of them fit a 16-bit lane:
// 32512 < 2^15. Then they are added in pairs to 32-bit sums.
INLINE void add_tile(float32x4_t y[][4], const tile_terms *terms, const uint8_t **tile,
                     const int8_t *x[], tile_steps steps, size_t tokens, size_t quarters) {
  int32x4_t low[4][4], high[4][4];  // rows 0 and 1, rows 2 and 3 of each token and quarter
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    uint8x16_t first[4], second[4];  // columns 8j ... 8j+3 and 8j+4 ... 8j+7
    load_quarters(first, tile, steps, quarters);
    load_quarters(second, tile, steps, quarters);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int8x16_t x0 = load_four_columns(&x[t], 4);
      const int8x16_t x1 = load_four_columns(&x[t], j == 3 ? steps.last : 4);
#pragma unroll
      for (size_t q = 0; q < quarters; q++) {
        const int8x16_t c0 = vreinterpretq_s8_u8(first[q]), c1 = vreinterpretq_s8_u8(second[q]);
        int16x8_t l = vmull_s8(vget_low_s8(c0), vget_low_s8(x0));
        int16x8_t h = vmull_high_s8(c0, x0);
        l = vmlal_s8(l, vget_low_s8(c1), vget_low_s8(x1));
        h = vmlal_high_s8(h, c1, x1);
        low[t][q] = j == 0 ? vpaddlq_s16(l) : vpadalq_s16(low[t][q], l);
        high[t][q] = j == 0 ? vpaddlq_s16(h) : vpadalq_s16(high[t][q], h);
        if (q % 2 == 1) {
          AFTER(low[t][q - 1], x0);
          AFTER(high[t][q - 1], x0);
          AFTER(low[t][q], x0);
          AFTER(high[t][q], x0);
        }
      }
      if (t + 1 < tokens) LOAD_AFTER(high[t][quarters - 1], x[t + 1]);
    }
    LOAD_AFTER(high[tokens - 1][quarters - 1], *tile);
    LOAD_AFTER(high[tokens - 1][quarters - 1], x[0]);
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      int32x4_t dots = vpaddq_s32(low[t][q], high[t][q]);
      if (terms->corrected) dots = vaddq_s32(dots, first_term(terms, t, q));
      y[t][q] = add_dots(y[t][q], terms, dots, t, q);
    }
  }
}

// codes[r] and codes[r + 4] are columns 0 ..< 16 and 16 ..< 32 of row r.
INLINE void add_quarter(float32x4_t y[], tile_terms *terms, const int8x16_t codes[8], const int8_t **x,
                        size_t last_step, size_t tokens) {
#pragma unroll
  for (size_t t = 0; t < tokens; t += 2) {
    const size_t both = t + 1 < tokens ? 2 : 1;
    int8x16x4_t codes_x = load_two_tokens(*x, both);
    ADVANCE(*x, t + 2 < tokens ? 64 : last_step);
#pragma unroll
    for (size_t k = 0; k < both; k++) {
      int32x4_t sums[4];  // of each row
#pragma unroll
      for (size_t r = 0; r < 4; r++) {
#pragma unroll
        for (size_t half = 0; half < 2; half++) {
          const int8x16_t c = codes[r + 4 * half], v = codes_x.val[2 * k + half];
          const int16x8_t two = vmlal_high_s8(vmull_s8(vget_low_s8(c), vget_low_s8(v)), c, v);
          sums[r] = half == 0 ? vpaddlq_s16(two) : vpadalq_s16(sums[r], two);
        }
        if (r == 1) AFTER(sums[r], codes_x.val[2 * k]);
        if (r == 1) AFTER(sums[r], codes_x.val[2 * k + 1]);
      }
      int32x4_t dots = vpaddq_s32(vpaddq_s32(sums[0], sums[1]), vpaddq_s32(sums[2], sums[3]));
      // The next token begins while the sums of this one are scaled.
      float32x4_t *before = &y[t + k == 0 ? 0 : t + k - 1];
      if (k + 1 < both) {
        AFTER(dots, codes_x.val[2]);
        AFTER(*before, codes_x.val[2]);
      } else {
        LOAD_AFTER(dots, *x);
        LOAD_AFTER(*before, *x);
      }
      y[t + k] = add_dots(y[t + k], terms, vaddq_s32(dots, first_term(terms, t + k, 0)), t + k, 0);
    }
  }
}

#include "../private/matmul_panel_neon.h"
#include "../private/matmul_quantized_neon.h"
#endif
