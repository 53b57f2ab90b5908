// What the integer matrix products share on x86-64: tiles, groups, scales and zero points.
//
// A register holds ROWS (8 or 16) rows x 4 columns of a tile. The includer defines NAME(contract) and
//   CONTRACT, TILE_BYTES, and TOKENS, how many tokens share what is loaded
//   ZERO_POINT: that of symmetric groups; CODE_BIAS: what tile_dots has taken off the codes
//   ROWS, ints and times_sum(zero_points, negative_sum), products of the low 16 bits of both, signed: by
//   including dots_avx2.h, dots_avx2_vnni.h or dots_avx512_vnni.h
//   tile_dots(dots, tile, x, tokens): adds to dots[t] the dot products of ROWS rows x 32 columns with the
//   codes at x + 32 * t
// `tokens` is a constant in every call, so that all sums stay in registers.

#include "tile_rows.h"

typedef float floats __attribute__((vector_size(ROWS * 4)));
typedef _Float16 halves __attribute__((vector_size(ROWS * 2)));
typedef uint16_t words __attribute__((vector_size(ROWS * 2)));
typedef uint8_t bytes __attribute__((vector_size(ROWS)));

static const uint8_t symmetric[SWIFTLET_TILE_ROWS] = SWIFTLET_SYMMETRIC(ZERO_POINT);

// Zero points of ROWS rows from `first_row` on, without CODE_BIAS: in the low half of each lane, with zeros above, so that a
// product of pairs is one product.
INLINE ints load_zero_points(const uint8_t *zero_points, size_t first_row) {
  bytes b;
  if (TILE_BYTES == SWIFTLET_INT8_TILE_BYTES) {
    memcpy(&b, zero_points + first_row, sizeof(b));
    return (__builtin_convertvector(b, ints) - CODE_BIAS) & 0xFFFF;
  }
  // Rows 8 apart share a byte.
  if (ROWS == 8) {
    memcpy(&b, zero_points, sizeof(b));
    return __builtin_convertvector(b, ints) >> (int)(first_row / 8 * 4) & 15;
  }
  typedef uint64_t pairs __attribute__((vector_size(16)));
  uint64_t eight;
  memcpy(&eight, zero_points, sizeof(eight));
  const pairs both = (pairs){eight, eight} >> (pairs){0, 4} & 0x0F0F0F0F0F0F0F0F;
  memcpy(&b, &both, sizeof(b));
  return __builtin_convertvector(b, ints);
}

// Of ROWS rows from `first_row` on: bytes on the range, or without `ranged` float16.
INLINE floats load_scales(const uint8_t *scales, size_t first_row, swiftlet_scale_range range, int ranged) {
  halves h;
  if (ranged) {
    bytes b;
    memcpy(&b, scales + first_row, sizeof(b));
    const words bits = __builtin_convertvector(b, words) * range.step + range.first;
    memcpy(&h, &bits, sizeof(h));
  } else {
    memcpy(&h, scales + first_row * sizeof(uint16_t), sizeof(h));
  }
  return __builtin_convertvector(h, floats);
}

INLINE void rows_of_tiles(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token,
                          size_t tokens, const swiftlet_tile_row *row, size_t first_row, int ranged) {
  const uint8_t *tile = row->tiles + first_row * 4;
  const uint8_t *scales = row->scales;
  swiftlet_scale_range range = {0};
  if (ranged) memcpy(&range, scales - SWIFTLET_RANGE_BYTES, sizeof(range));
  const uint8_t *zero_points = row->zero_points;
  const int8_t *x = lhs->codes + token * SWIFTLET_TILE_COLUMNS;
  const float *x_scales = lhs->scales + token;
  const int32_t *negative_sums = lhs->negative_sums + token;
  const size_t groups = row->groups, tiles_per_group = row->tiles_per_group;
  const size_t token_stride = lhs->token_stride;
  floats y[TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) y[t] = (floats){0};
  for (size_t group = 0; group < groups; group++) {
    const floats scale = load_scales(scales, first_row, range, ranged);
    const ints zero_point = load_zero_points(zero_points, first_row);
    scales += row->scales_step;
    zero_points += row->zero_points_step;
    for (size_t i = 0; i < tiles_per_group; i++) {
      swiftlet_prefetch_tile(row, tile, TILE_BYTES);
      ints dots[TOKENS];
#pragma unroll
      for (size_t t = 0; t < tokens; t++) dots[t] = times_sum(zero_point, negative_sums[t]);
      tile_dots(dots, tile, x, tokens);
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        const floats product = scale * x_scales[t];
        y[t] = __builtin_elementwise_fma(product, __builtin_convertvector(dots[t], floats), y[t]);
      }
      tile += TILE_BYTES;
      x += token_stride * SWIFTLET_TILE_COLUMNS;
      x_scales += token_stride;
      negative_sums += token_stride;
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    memcpy(dst + (token + t) * dst_stride + first_row, &y[t], sizeof(y[t]));
  }
}

INLINE void tokens_of_tile_row(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token,
                               size_t tokens, const swiftlet_tile_row *row, int ranged) {
  for (size_t first_row = 0; first_row < SWIFTLET_TILE_ROWS; first_row += ROWS) {
    rows_of_tiles(dst, dst_stride, lhs, token, tokens, row, first_row, ranged);
  }
}

// `ranged` is a constant: looked at in the loop it costs float16 scales up to 2 % more instructions.
INLINE void multiply(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                     const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end, int ranged) {
  swiftlet_tile_row row = swiftlet_first_tile_row(rhs, tile_row_begin, tile_row_end, TILE_BYTES, symmetric);
  dst += tile_row_begin * SWIFTLET_TILE_ROWS;
  for (size_t left = tile_row_end - tile_row_begin; left > 0; left--) {
    size_t token = 0;
    for (; token + TOKENS <= token_count; token += TOKENS) {
      tokens_of_tile_row(dst, dst_stride, lhs, token, TOKENS, &row, ranged);
    }
    // The last few: as many at a time as there are, in powers of two, or three, as attention heads often come.
    if (TOKENS > 8 && token + 8 <= token_count) {
      tokens_of_tile_row(dst, dst_stride, lhs, token, 8, &row, ranged);
      token += 8;
    }
    if (TOKENS > 4 && token + 4 <= token_count) {
      tokens_of_tile_row(dst, dst_stride, lhs, token, 4, &row, ranged);
      token += 4;
    }
    switch (token_count - token) {
      case 3: tokens_of_tile_row(dst, dst_stride, lhs, token, 3, &row, ranged); break;
      case 2: tokens_of_tile_row(dst, dst_stride, lhs, token, 2, &row, ranged); break;
      case 1: tokens_of_tile_row(dst, dst_stride, lhs, token, 1, &row, ranged); break;
      default: break;
    }
    swiftlet_next_tile_row(&row);
    dst += SWIFTLET_TILE_ROWS;
  }
}

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  if (rhs->has_scale_ranges) {
    multiply(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end, 1);
  } else {
    multiply(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end, 0);
  }
}
