#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME_OF(contract) swiftlet_##contract##_neon
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0
#define PAIRS 0

#include "../private/tile_terms_neon.h"
#include "../private/dots_neon.h"

enum { LAST_LOAD = 4, PANEL_TOKENS = 8 };

INLINE int8x16_t first_codes(uint8x16_t both) {
  return vreinterpretq_s8_u8(vandq_u8(both, vdupq_n_u8(15)));
}

INLINE int8x16_t second_codes(uint8x16_t both) { return vreinterpretq_s8_u8(vshrq_n_u8(both, 4)); }

// 4 columns of activations go to all rows.
INLINE void add_tile(float32x4_t y[][4], const tile_terms *terms, const uint8_t **tile,
                     const int8_t *x[], tile_steps steps, size_t tokens, size_t quarters) {
  int16x8_t low[4][4], high[4][4];  // rows 0 and 1, rows 2 and 3 of each token and quarter
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    uint8x16_t both[4];
    load_quarters(both, tile, steps, quarters);
#pragma unroll
    for (size_t part = 0; part < 2; part++) {
      int8x16_t codes[4];
#pragma unroll
      for (size_t q = 0; q < quarters; q++) {
        codes[q] = part == 0 ? first_codes(both[q]) : second_codes(both[q]);
      }
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        const int8x16_t codes_x = load_four_columns(&x[t], j == 3 && part == 1 ? steps.last : 4);
#pragma unroll
        for (size_t q = 0; q < quarters; q++) {
          if (j == 0 && part == 0) {
            low[t][q] = vmull_s8(vget_low_s8(codes[q]), vget_low_s8(codes_x));
            high[t][q] = vmull_high_s8(codes[q], codes_x);
          } else {
            // Eight products of at most 15 x 127: 15240 < 2^15.
            low[t][q] = vmlal_s8(low[t][q], vget_low_s8(codes[q]), vget_low_s8(codes_x));
            high[t][q] = vmlal_high_s8(high[t][q], codes[q], codes_x);
          }
        }
      }
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      // Two such sums fit as well: 30480 < 2^15.
      const int16x8_t sums = vpaddq_s16(low[t][q], high[t][q]);
      y[t][q] = add_dots(y[t][q], terms, vpadalq_s16(first_term(terms, t, q), sums), t, q);
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
      const int8x16_t x0 = codes_x.val[2 * k], x1 = codes_x.val[2 * k + 1];
      int16x8_t sums[4];  // four products of at most 15 x 127
#pragma unroll
      for (size_t r = 0; r < 4; r++) sums[r] = vmull_s8(vget_low_s8(codes[r]), vget_low_s8(x0));
#pragma unroll
      for (size_t r = 0; r < 4; r++) sums[r] = vmlal_high_s8(sums[r], codes[r], x0);
#pragma unroll
      for (size_t r = 0; r < 4; r++) {
        sums[r] = vmlal_s8(sums[r], vget_low_s8(codes[r + 4]), vget_low_s8(x1));
      }
#pragma unroll
      for (size_t r = 0; r < 4; r++) sums[r] = vmlal_high_s8(sums[r], codes[r + 4], x1);
      // Four of those fit in 16 bits: 30480 < 2^15.
      int16x8_t all = vpaddq_s16(vpaddq_s16(sums[0], sums[1]), vpaddq_s16(sums[2], sums[3]));
      // The next token begins while the sums of this one are scaled.
      float32x4_t *before = &y[t + k == 0 ? 0 : t + k - 1];
      if (k + 1 < both) {
        AFTER(all, codes_x.val[2]);
        AFTER(*before, codes_x.val[2]);
      } else {
        LOAD_AFTER(all, *x);
        LOAD_AFTER(*before, *x);
      }
      const int32x4_t dots = vpadalq_s16(first_term(terms, t + k, 0), all);
      y[t + k] = add_dots(y[t + k], terms, dots, t + k, 0);
    }
  }
}

#include "../private/matmul_panel_neon.h"
#include "../private/matmul_quantized_neon.h"
#endif
