// The contracts of matmul_float_scalar.c: all four sums of up to three tokens at once, because a column of
// weights is multiplied with a lane of a register that holds four columns of a token.
#if defined(__aarch64__)
#include "../private/engines_arm.h"

typedef enum { FLOAT32, FLOAT16, BFLOAT16 } element_type;

enum {
  // Attention heads often share their keys in threes: 24 of 32 registers hold sums of 8 rows then.
  MOST_TOKENS = 3,
  // Weights that are widened once for all tokens: 8 KB on the stack. Keys and values of a block of attention
  // are not wider.
  PANEL_COLUMNS = 128,
  // From how many tokens on that pays.
  PANEL_TOKENS = 9,
};

// 8 rows of a column.
INLINE float32x4x2_t eight_rows(const char *source, element_type type) {
  if (type == FLOAT32) {
    const float *floats = (const float *)source;
    return (float32x4x2_t){{vld1q_f32(floats), vld1q_f32(floats + 4)}};
  }
  const uint16x8_t bits = vld1q_u16((const uint16_t *)source);
  if (type == FLOAT16) {
    const float16x8_t halves = vreinterpretq_f16_u16(bits);
    return (float32x4x2_t){{vcvt_f32_f16(vget_low_f16(halves)), vcvt_high_f32_f16(halves)}};
  }
  return (float32x4x2_t){{vreinterpretq_f32_u32(vshll_n_u16(vget_low_u16(bits), 16)),
                          vreinterpretq_f32_u32(vshll_high_n_u16(bits, 16))}};
}

// Adds a column of 8 * eights rows, times a lane of each token's x, to the sums k.
INLINE void add_column(float32x4_t sums[MOST_TOKENS][4][4], size_t k, const char *column,
                       element_type type, const float32x4_t x[MOST_TOKENS], size_t lane, size_t tokens,
                       size_t eights) {
#pragma unroll
  for (size_t e = 0; e < eights; e++) {
    const float32x4x2_t w = eight_rows(column + e * (type == FLOAT32 ? 32 : 16), type);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      const float factor = x[t][lane];
      sums[t][k][2 * e] = vfmaq_n_f32(sums[t][k][2 * e], w.val[0], factor);
      sums[t][k][2 * e + 1] = vfmaq_n_f32(sums[t][k][2 * e + 1], w.val[1], factor);
    }
  }
}

// `dst` is where the first of 8 * eights rows of the first of `tokens` tokens goes.
INLINE void rows_of_tokens(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                           size_t tokens, const char *column, size_t columns, element_type type,
                           size_t step, size_t eights) {
  float32x4_t sums[MOST_TOKENS][4][4];
  const float *from[MOST_TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    from[t] = lhs + t * lhs_stride;
#pragma unroll
    for (size_t k = 0; k < 4; k++) {
#pragma unroll
      for (size_t i = 0; i < 2 * eights; i++) sums[t][k][i] = vdupq_n_f32(0);
    }
  }
  float32x4_t x[MOST_TOKENS];
  for (size_t left = columns / 4; left != 0; left--) {
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      x[t] = vld1q_f32(from[t]);
      from[t] += 4;
      __asm__("" : "+r"(from[t]));
    }
#pragma unroll
    for (size_t k = 0; k < 4; k++) add_column(sums, k, column + k * step, type, x, k, tokens, eights);
    column += 4 * step;
  }
#pragma unroll
  for (size_t k = 0; k < 3; k++) {
    if (k == columns % 4) break;
#pragma unroll
    for (size_t t = 0; t < tokens; t++) x[t] = vld1q_dup_f32(from[t] + k);
    add_column(sums, k, column + k * step, type, x, 0, tokens, eights);
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t i = 0; i < 2 * eights; i++) {
      vst1q_f32(dst + t * dst_stride + 4 * i,
                vaddq_f32(vaddq_f32(sums[t][0][i], sums[t][1][i]), vaddq_f32(sums[t][2][i], sums[t][3][i])));
    }
  }
}

// All tokens with the 16 rows of a tile row: columns are `step` bytes apart, and the upper 8 rows lie `half` bytes
// behind the lower ones. `is_tile`: behind each column's own.
INLINE void all_tokens(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                       size_t token_count, const char *first, size_t columns, element_type type,
                       size_t step, size_t half, int is_tile) {
  for (size_t t = 0; t < token_count;) {
    float *to = dst + t * dst_stride;
    const float *from = lhs + t * lhs_stride;
    const size_t left = token_count - t;
    if (left == 1 && is_tile) {
      rows_of_tokens(to, dst_stride, from, lhs_stride, 1, first, columns, type, step, 2);
      break;
    }
    const size_t tokens = left < MOST_TOKENS ? left : MOST_TOKENS;
#pragma unroll
    for (size_t h = 0; h < 2; h++) {
      const char *column = first + h * half;
      float *rows = to + 8 * h;
      switch (tokens) {
        case 3: rows_of_tokens(rows, dst_stride, from, lhs_stride, 3, column, columns, type, step, 1); break;
        case 2: rows_of_tokens(rows, dst_stride, from, lhs_stride, 2, column, columns, type, step, 1); break;
        default: rows_of_tokens(rows, dst_stride, from, lhs_stride, 1, column, columns, type, step, 1);
      }
    }
    t += tokens;
  }
}

// The lower 8 rows of all columns, widened, then the upper 8.
INLINE void fill_panel(float panel[2][PANEL_COLUMNS][8], const char *column, size_t columns,
                       element_type type) {
  for (size_t c = 0; c < columns; c++, column += 2 * SWIFTLET_TILE_ROWS) {
#pragma unroll
    for (size_t h = 0; h < 2; h++) {
      const float32x4x2_t w = eight_rows(column + 16 * h, type);
      vst1q_f32(panel[h][c], w.val[0]);
      vst1q_f32(panel[h][c] + 4, w.val[1]);
    }
  }
}

// Weights of 16 bits, widened once. Not inlined, so that a few tokens do not pay for the panel's place on the
// stack.
static __attribute__((noinline)) void multiply_widened(float *dst, size_t dst_stride, const float *lhs,
                                                       size_t lhs_stride, size_t token_count,
                                                       const swiftlet_matrix *rhs, size_t tile_row_begin,
                                                       size_t tile_row_end, element_type type) {
  float panel[2][PANEL_COLUMNS][8];
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    const char *first =
        (const char *)rhs->values + tile_row * rhs->tile_row_columns * SWIFTLET_TILE_ROWS * 2;
    if (type == FLOAT16) {
      fill_panel(panel, first, rhs->columns, FLOAT16);
    } else {
      fill_panel(panel, first, rhs->columns, BFLOAT16);
    }
    all_tokens(dst + tile_row * SWIFTLET_TILE_ROWS, dst_stride, lhs, lhs_stride, token_count,
               (const char *)panel, rhs->columns, FLOAT32, sizeof(panel[0][0]), sizeof(panel[0]), 0);
  }
}

INLINE void multiply(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                     size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,
                     size_t tile_row_end, element_type type) {
  if (type != FLOAT32 && token_count >= PANEL_TOKENS && rhs->columns <= PANEL_COLUMNS) {
    multiply_widened(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, type);
    return;
  }
  const size_t step = SWIFTLET_TILE_ROWS * (type == FLOAT32 ? 4 : 2);
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    const char *first = (const char *)rhs->values + tile_row * rhs->tile_row_columns * step;
    all_tokens(dst + tile_row * SWIFTLET_TILE_ROWS, dst_stride, lhs, lhs_stride, token_count, first,
               rhs->columns, type, step, step / 2, 1);
  }
}

void swiftlet_matmul_f32_f32_f32p_neon(float *dst, size_t dst_stride, const float *lhs,
                                    size_t lhs_stride, size_t token_count,
                                    const swiftlet_matrix *rhs, size_t tile_row_begin,
                                    size_t tile_row_end) {
  multiply(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, FLOAT32);
}

void swiftlet_matmul_f32_f32_f16p_neon(float *dst, size_t dst_stride, const float *lhs,
                                    size_t lhs_stride, size_t token_count,
                                    const swiftlet_matrix *rhs, size_t tile_row_begin,
                                    size_t tile_row_end) {
  multiply(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, FLOAT16);
}

void swiftlet_matmul_f32_f32_bf16p_neon(float *dst, size_t dst_stride, const float *lhs,
                                     size_t lhs_stride, size_t token_count,
                                     const swiftlet_matrix *rhs, size_t tile_row_begin,
                                     size_t tile_row_end) {
  multiply(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, BFLOAT16);
}
#endif
