// What the integer matrix products share on x86-64: tiles, groups, scales and zero points.
//
// A register holds ROWS (8 or 16) rows x 4 columns of a tile. The includer defines NAME(contract) and
//   CONTRACT, TILE_BYTES, ROWS, and TOKENS, how many tokens share what is loaded
//   ZERO_POINT: that of symmetric groups; CODE_BIAS: what tile_dots has taken off the codes
//   times_sum(zero_points, negative_sum): products of the low 16 bits of both, signed
//   tile_dots(dots, tile, x, tokens): adds to dots[t] the dot products of ROWS rows x 32 columns with the
//   codes at x + 32 * t
// `tokens` is a constant in every call, so that all sums stay in registers.

typedef float floats __attribute__((vector_size(ROWS * 4)));
typedef _Float16 halves __attribute__((vector_size(ROWS * 2)));
typedef uint8_t bytes __attribute__((vector_size(ROWS)));

static const uint8_t symmetric[SWIFTLET_TILE_ROWS] = SWIFTLET_SIXTEEN(ZERO_POINT);

static inline __attribute__((always_inline)) void rows_of_tiles(
    float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token, size_t tokens,
    const swiftlet_matrix *rhs, size_t tile_row, size_t first_row) {
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t groups = rhs->columns / rhs->group_size;
  const size_t before = tile_row * rhs->tile_row_columns;
  const size_t groups_before = before / rhs->group_size * SWIFTLET_TILE_ROWS;
  const uint8_t *tile =
      (const uint8_t *)rhs->values + before / SWIFTLET_TILE_COLUMNS * TILE_BYTES + first_row * 4;
  // Planes that are not there are one row that is read again and again.
  const uint16_t *scales = rhs->scales ? rhs->scales + groups_before : swiftlet_ones;
  const uint8_t *zero_points = rhs->zero_points ? rhs->zero_points + groups_before : symmetric;
  const size_t scales_step = rhs->scales ? SWIFTLET_TILE_ROWS : 0;
  const size_t zero_points_step = rhs->zero_points ? SWIFTLET_TILE_ROWS : 0;
  const int8_t *x = lhs->codes + token * SWIFTLET_TILE_COLUMNS;
  const float *x_scales = lhs->scales + token;
  const int32_t *negative_sums = lhs->negative_sums + token;
  floats y[TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) y[t] = (floats){0};
  for (size_t group = 0; group < groups; group++) {
    halves h;
    bytes b;
    memcpy(&h, scales + first_row, sizeof(h));
    memcpy(&b, zero_points + first_row, sizeof(b));
    const floats scale = __builtin_convertvector(h, floats);
    // In the low half of each lane, with zeros above, so that a product of pairs is one product.
    const ints zero_point = (__builtin_convertvector(b, ints) - CODE_BIAS) & 0xFFFF;
    scales += scales_step;
    zero_points += zero_points_step;
    for (size_t i = 0; i < tiles_per_group; i++) {
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
      x += lhs->token_stride * SWIFTLET_TILE_COLUMNS;
      x_scales += lhs->token_stride;
      negative_sums += lhs->token_stride;
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    memcpy(dst + (token + t) * dst_stride + tile_row * SWIFTLET_TILE_ROWS + first_row, &y[t],
           sizeof(y[t]));
  }
}

static inline __attribute__((always_inline)) void tokens_of_tile_row(
    float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token, size_t tokens,
    const swiftlet_matrix *rhs, size_t tile_row) {
  for (size_t row = 0; row < SWIFTLET_TILE_ROWS; row += ROWS) {
    rows_of_tiles(dst, dst_stride, lhs, token, tokens, rhs, tile_row, row);
  }
}

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    size_t token = 0;
    for (; token + TOKENS <= token_count; token += TOKENS) {
      tokens_of_tile_row(dst, dst_stride, lhs, token, TOKENS, rhs, tile_row);
    }
    if (TOKENS > 8 && token + 6 <= token_count) {
      tokens_of_tile_row(dst, dst_stride, lhs, token, 6, rhs, tile_row);
      token += 6;
    }
    for (; token + 3 <= token_count; token += 3) {
      tokens_of_tile_row(dst, dst_stride, lhs, token, 3, rhs, tile_row);
    }
    for (; token < token_count; token++) {
      tokens_of_tile_row(dst, dst_stride, lhs, token, 1, rhs, tile_row);
    }
  }
}
