// The contracts of matmul_float_scalar.c on lanes: the 16 rows of a tile are the 16 lanes.
//
// The includer defines NAME(contract); TOKENS and TILE_ROWS: how many sums of 16 rows it has the
// registers to keep in flight; and STREAMED, 1 or 3: of how many tokens it can keep all four of the
// contract's sums. Inline functions are called with constants for `type`, `tokens` and
// `rows`, so that each call becomes straight code with every sum in a register.
#include "../private/lanes.h"
#include "../private/tile_rows.h"

typedef enum { FLOAT32, FLOAT16, BFLOAT16 } element_type;

INLINE f32x16 load(const void *values, size_t index, element_type type) {
  switch (type) {
    case FLOAT32: return lanes_load((const float *)values + index);
    case FLOAT16: return lanes_load_half((const uint16_t *)values + index);
    case BFLOAT16: return lanes_load_bfloat((const uint16_t *)values + index);
  }
}

// One of the contract's four sums (columns k, k + 4, ...) of several tokens and tile rows.
INLINE void quarter_sum(f32x16 sums[TILE_ROWS][TOKENS], size_t k, const float *lhs, size_t lhs_stride,
                        size_t tokens, const swiftlet_matrix *rhs, size_t tile_row, size_t rows,
                        element_type type) {
  const size_t columns = rhs->columns, stride = rhs->tile_row_columns;
#pragma unroll
  for (size_t row = 0; row < rows; row++) {
#pragma unroll
    for (size_t t = 0; t < tokens; t++) sums[row][t] = lanes_zero();
  }
  for (size_t c = k; c < columns; c += 4) {
    f32x16 w[TILE_ROWS];
#pragma unroll
    for (size_t row = 0; row < rows; row++) {
      w[row] = load(rhs->values, ((tile_row + row) * stride + c) * LANES, type);
    }
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      const f32x16 x = lanes_splat(lhs[t * lhs_stride + c]);
#pragma unroll
      for (size_t row = 0; row < rows; row++) sums[row][t] = lanes_fma(w[row], x, sums[row][t]);
    }
  }
}

// Several tokens and tile rows. The columns are walked four times, once for each of the four sums: that
// takes a quarter of the registers, so that four times as many tokens share a loaded weight.
INLINE void block(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride, size_t tokens,
                  const swiftlet_matrix *rhs, size_t tile_row, size_t rows, element_type type) {
  f32x16 halves[2][TILE_ROWS][TOKENS];
  for (size_t half = 0; half < 2; half++) {
    f32x16 a[TILE_ROWS][TOKENS], b[TILE_ROWS][TOKENS];
    quarter_sum(a, 2 * half, lhs, lhs_stride, tokens, rhs, tile_row, rows, type);
#pragma unroll
    for (size_t row = 0; row < rows; row++) {
#pragma unroll
      for (size_t t = 0; t < tokens; t++) halves[half][row][t] = a[row][t];
    }
    quarter_sum(b, 2 * half + 1, lhs, lhs_stride, tokens, rhs, tile_row, rows, type);
#pragma unroll
    for (size_t row = 0; row < rows; row++) {
#pragma unroll
      for (size_t t = 0; t < tokens; t++) halves[half][row][t] += b[row][t];
    }
  }
  for (size_t row = 0; row < rows; row++) {
    for (size_t t = 0; t < tokens; t++) {
      lanes_store(dst + t * dst_stride + (tile_row + row) * LANES,
                  halves[0][row][t] + halves[1][row][t]);
    }
  }
}

// A few tokens, as in decoding: all four sums at once, so that the weights stream through once.
INLINE void few_tokens(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride, size_t tokens,
                       const swiftlet_matrix *rhs, size_t tile_row, element_type type) {
  const size_t columns = rhs->columns, base = tile_row * rhs->tile_row_columns;
  f32x16 sums[STREAMED][4];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t k = 0; k < 4; k++) sums[t][k] = lanes_zero();
  }
  const size_t column_bytes = LANES * (type == FLOAT32 ? 4 : 2);
  const char *ahead = (const char *)rhs->values + base * column_bytes + SWIFTLET_PREFETCH_BYTES;
  size_t c = 0;
  for (; c + 4 <= columns; c += 4) {
#pragma unroll
    for (size_t line = 0; line < 4 * column_bytes; line += 64) {
      __builtin_prefetch(ahead + c * column_bytes + line);
    }
#pragma unroll
    for (size_t k = 0; k < 4; k++) {
      const f32x16 w = load(rhs->values, (base + c + k) * LANES, type);
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        sums[t][k] = lanes_fma(w, lanes_splat(lhs[t * lhs_stride + c + k]), sums[t][k]);
      }
    }
  }
#pragma unroll
  for (size_t k = 0; k < 3; k++) {
    if (c + k == columns) break;
    const f32x16 w = load(rhs->values, (base + c + k) * LANES, type);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      sums[t][k] = lanes_fma(w, lanes_splat(lhs[t * lhs_stride + c + k]), sums[t][k]);
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    lanes_store(dst + t * dst_stride + tile_row * LANES,
                (sums[t][0] + sums[t][1]) + (sums[t][2] + sums[t][3]));
  }
}

// All tokens of `rows` tile rows: as many at a time as there are registers, then three, as attention heads
// often share their keys in threes, then one.
INLINE void tile_rows(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                      size_t token_count, const swiftlet_matrix *rhs, size_t tile_row, size_t rows,
                      element_type type) {
  size_t t = 0;
  for (; t + TOKENS <= token_count; t += TOKENS) {
    block(dst + t * dst_stride, dst_stride, lhs + t * lhs_stride, lhs_stride, TOKENS, rhs, tile_row, rows,
          type);
  }
  for (; t + 3 <= token_count; t += 3) {
    float *to = dst + t * dst_stride;
    const float *from = lhs + t * lhs_stride;
#if STREAMED == 3
    for (size_t row = tile_row; row < tile_row + rows; row++) {
      few_tokens(to, dst_stride, from, lhs_stride, 3, rhs, row, type);
    }
#else
    block(to, dst_stride, from, lhs_stride, 3, rhs, tile_row, rows, type);
#endif
  }
  for (; t < token_count; t++) {
    for (size_t row = tile_row; row < tile_row + rows; row++) {
      few_tokens(dst + t * dst_stride, dst_stride, lhs + t * lhs_stride, lhs_stride, 1, rhs, row, type);
    }
  }
}

INLINE void matmul(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                   size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,
                   size_t tile_row_end, element_type type) {
  size_t tile_row = tile_row_begin;
  for (; tile_row + TILE_ROWS <= tile_row_end; tile_row += TILE_ROWS) {
    tile_rows(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row, TILE_ROWS, type);
  }
  if (TILE_ROWS > 1 && tile_row < tile_row_end) {
    tile_rows(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row, 1, type);
  }
}

void NAME(matmul_f32_f32_f32p)(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                               size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,
                               size_t tile_row_end) {
  matmul(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, FLOAT32);
}

void NAME(matmul_f32_f32_f16p)(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                               size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,
                               size_t tile_row_end) {
  matmul(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, FLOAT16);
}

void NAME(matmul_f32_f32_bf16p)(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                                size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,
                                size_t tile_row_end) {
  matmul(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, BFLOAT16);
}
