// The contracts of matmul_float_scalar.c: all four sums of up to three tokens at once, because a column of
// weights is multiplied with a lane of a register that holds four columns of a token.
#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define INLINE static inline __attribute__((always_inline))

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

// Weights of some rows of a tile row: widened when they are loaded, or earlier, by panel_of.
typedef struct {
  const char *first;
  size_t step;  // bytes from one column to the next
  element_type type;
} weight_rows;

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

// Adds `count` <= 4 columns of 8 * eights rows.
INLINE void add_columns(float32x4_t sums[MOST_TOKENS][4][4], const char *column, size_t step,
                        element_type type, const float32x4_t x[MOST_TOKENS], size_t count, size_t tokens,
                        size_t eights) {
#pragma unroll
  for (size_t k = 0; k < count; k++) {
#pragma unroll
    for (size_t e = 0; e < eights; e++) {
      const float32x4x2_t w = eight_rows(column + k * step + e * (type == FLOAT32 ? 32 : 16), type);
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        const float lane = x[t][k];
        sums[t][k][2 * e] = vfmaq_n_f32(sums[t][k][2 * e], w.val[0], lane);
        sums[t][k][2 * e + 1] = vfmaq_n_f32(sums[t][k][2 * e + 1], w.val[1], lane);
      }
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
    add_columns(sums, column, step, type, x, 4, tokens, eights);
    column += 4 * step;
  }
  for (size_t k = 0; k < columns % 4; k++) {
#pragma unroll
    for (size_t t = 0; t < tokens; t++) x[t] = vdupq_n_f32(from[t][k]);
    // One of the sums 0 to 2; with a constant index they stay in registers.
    float32x4_t one[MOST_TOKENS][4][4];
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
#pragma unroll
      for (size_t i = 0; i < 2 * eights; i++) {
        one[t][0][i] = k == 0 ? sums[t][0][i] : k == 1 ? sums[t][1][i] : sums[t][2][i];
      }
    }
    add_columns(one, column, step, type, x, 1, tokens, eights);
    column += step;
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
#pragma unroll
      for (size_t i = 0; i < 2 * eights; i++) {
        if (k == 0) sums[t][0][i] = one[t][0][i];
        if (k == 1) sums[t][1][i] = one[t][0][i];
        if (k == 2) sums[t][2][i] = one[t][0][i];
      }
    }
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

// All tokens with the 16 rows of a tile row, whose upper half is `half` bytes behind the lower one.
INLINE void all_tokens(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                       size_t token_count, const char *first, size_t columns, element_type type,
                       size_t step, size_t half, int is_tile) {
  for (size_t t = 0; t < token_count;) {
    float *to = dst + t * dst_stride;
    const float *from = lhs + t * lhs_stride;
    const size_t left = token_count - t;
    // Not one that is left of four.
    if (left == 1 && is_tile) {
      rows_of_tokens(to, dst_stride, from, lhs_stride, 1, first, columns, type, step, 2);
      break;
    }
    const size_t tokens = left == 4 || left == 2 ? 2 : left == 1 ? 1 : 3;
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

INLINE void multiply(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                     size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,
                     size_t tile_row_end, element_type type, int with_panel) {
  const size_t step = SWIFTLET_TILE_ROWS * (type == FLOAT32 ? 4 : 2), columns = rhs->columns;
  const char *first = (const char *)rhs->values + tile_row_begin * rhs->tile_row_columns * step;
  dst += tile_row_begin * SWIFTLET_TILE_ROWS;
  float panel[2][PANEL_COLUMNS][8];
  for (size_t left = tile_row_end - tile_row_begin; left != 0; left--) {
    if (with_panel) {
      fill_panel(panel, first, columns, type);
      all_tokens(dst, dst_stride, lhs, lhs_stride, token_count, (const char *)panel, columns, FLOAT32, 32,
                 sizeof(panel) / 2, 0);
    } else {
      all_tokens(dst, dst_stride, lhs, lhs_stride, token_count, first, columns, type, step, step / 2, 1);
    }
    first += rhs->tile_row_columns * step;
    dst += SWIFTLET_TILE_ROWS;
  }
}

// Not inlined, so that a few tokens do not pay for the panel's place on the stack.
#define DEFINE(contract, type)                                                                            \
  static __attribute__((noinline)) void contract##_by_panels(                                             \
      float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride, size_t token_count,             \
      const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {                           \
    multiply(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, type, 1);  \
  }                                                                                                       \
  void swiftlet_##contract##_neon(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,     \
                                  size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,  \
                                  size_t tile_row_end) {                                                  \
    if (type != FLOAT32 && token_count >= PANEL_TOKENS && rhs->columns <= PANEL_COLUMNS) {                  \
      contract##_by_panels(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin,            \
                           tile_row_end);                                                                 \
    } else {                                                                                              \
      multiply(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, type,    \
               0);                                                                                        \
    }                                                                                                     \
  }

DEFINE(matmul_f32_f32_f32p, FLOAT32)
DEFINE(matmul_f32_f32_f16p, FLOAT16)
DEFINE(matmul_f32_f32_bf16p, BFLOAT16)
#endif
