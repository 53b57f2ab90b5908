// Integer matrix products on aarch64: those of few tokens, straight from the tiles, and the choice.
//
// The includer defines NAME(contract), CONTRACT, TILE_BYTES and, after it has included tile_terms_neon.h,
//   add_tile(y, terms, tile, x, steps, tokens, quarters): adds what a tile contributes to
//   y[token][quarter]; leaves `tile` at the next one, and each x[token], which is moved by steps.last after the
//   last load, at the next group
//   LAST_LOAD: how many bytes of activations the last load takes
//   PANEL_TOKENS: from how many tokens on panels are better (matmul_panel_neon.h)

// `quarters` quarters of one tile row. `single`: groups are of one tile, which needs no inner loop. `corrected`:
// zero points count. `ranged`: scales are bytes.
INLINE void rows_of_tiles(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token,
                          size_t tokens, const swiftlet_matrix *rhs, size_t tile_row,
                          size_t first_quarter, size_t quarters, int single, int corrected, int ranged) {
  const size_t group_size = single ? SWIFTLET_TILE_COLUMNS : rhs->group_size;
  const size_t tiles_per_group = group_size / SWIFTLET_TILE_COLUMNS;
  const size_t before = tile_row * rhs->tile_row_columns;
  const size_t groups_before = before / group_size;
  const uint8_t *tile = (const uint8_t *)rhs->values +
                        before / SWIFTLET_TILE_COLUMNS * TILE_BYTES + first_quarter * 16;
  const swiftlet_scales all_scales = swiftlet_scales_of(rhs, rhs->tile_row_columns / group_size);
  const uint8_t *scales = all_scales.first + tile_row * all_scales.stride;
  scale_range range;
  if (ranged) range = load_range(scales - SWIFTLET_RANGE_BYTES);
  scales += first_quarter * 4 * (ranged ? 1 : sizeof(uint16_t));
  const size_t scales_step = all_scales.step;
  // Zero points that are not there are one row that is read again and again.
  const uint8_t *zero_points =
      rhs->zero_points ? rhs->zero_points + groups_before * SWIFTLET_ZERO_POINTS_BYTES : symmetric;
  const size_t zero_points_step = rhs->zero_points ? SWIFTLET_ZERO_POINTS_BYTES : 0;
  const int8_t *x[MOST_TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) x[t] = lhs->codes + (token + t) * SWIFTLET_TILE_COLUMNS;
  activation_terms from = activation_terms_of(lhs, token);
  tile_steps steps = {(lhs->token_stride - 1) * SWIFTLET_TILE_COLUMNS + LAST_LOAD, 64};
  IN_REGISTER(steps.last);
  IN_REGISTER(steps.columns);
  tile_terms terms = {.corrected = corrected};
  float32x4_t y[MOST_TOKENS][4];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) y[t][q] = vdupq_n_f32(0);
  }
  for (size_t group = rhs->columns / group_size; group != 0; group--) {
    load_scales(terms.scale, scales, range, ranged, quarters);
    scales += scales_step;
    if (terms.corrected) load_zero_points(terms.zero_point, zero_points, first_quarter, quarters);
    zero_points += zero_points_step;
    for (size_t i = tiles_per_group; i != 0; i--) {
      load_activation_terms(&terms, &from, tokens);
      add_tile(y, &terms, &tile, x, steps, tokens, quarters);
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      float *rows = dst + (token + t) * dst_stride + tile_row * SWIFTLET_TILE_ROWS;
      vst1q_f32(rows + (first_quarter + q) * 4, y[t][q]);
    }
  }
}

// All of a few tokens; more than one block of them takes turns with each tile row, which then is in the cache.
INLINE void multiply_tiles(float *dst, size_t dst_stride, const swiftlet_activations *lhs,
                           size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,
                           size_t tile_row_end, int single, int corrected, int ranged) {
  const size_t turn = token_count <= 4 ? tile_row_end - tile_row_begin : 1;
  for (size_t begin = tile_row_begin; begin < tile_row_end; begin += turn) {
    for (size_t token = 0; token < token_count;) {
#define TAKE(tokens, quarters)                                                                       \
  if (token + (tokens) <= token_count) {                                                             \
    for (size_t tile_row = begin; tile_row < begin + turn; tile_row++) {                             \
      for (size_t q = 0; q < 4; q += (quarters)) {                                                   \
        rows_of_tiles(dst, dst_stride, lhs, token, tokens, rhs, tile_row, q, quarters, single,       \
                      corrected, ranged);                                                            \
      }                                                                                              \
    }                                                                                                \
    token += (tokens);                                                                               \
    continue;                                                                                        \
  }
      TAKE(4, 2)
      TAKE(3, 2)
      TAKE(2, 2)
      TAKE(1, 4)
#undef TAKE
    }
  }
}

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  if (token_count >= PANEL_TOKENS) {
    multiply_by_panels(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end);
    return;
  }
  // Symmetric codes without a bias need no zero points. In groups of several tiles they are keys of a cache.
  const int single = rhs->group_size == SWIFTLET_TILE_COLUMNS;
  const int corrected = ZERO_POINT != CODE_BIAS || rhs->zero_points != NULL;
  const int ranged = rhs->has_scale_ranges;
#define TAKE(is_single, is_corrected, is_ranged)                                                       \
  if (single == (is_single) && corrected == (is_corrected) && ranged == (is_ranged)) {                 \
    multiply_tiles(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end, (is_single),  \
                   (is_corrected), (is_ranged));                                                       \
    return;                                                                                            \
  }
#if ZERO_POINT == CODE_BIAS
  TAKE(1, 0, 0)
  TAKE(0, 0, 0)
#else
  TAKE(1, 1, 0)
  TAKE(1, 1, 1)
#endif
#undef TAKE
  if (ranged) {
    multiply_tiles(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end, 0, 1, 1);
  } else {
    multiply_tiles(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end, 0, 1, 0);
  }
}
