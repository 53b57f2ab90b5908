// Integer matrix products of many tokens on aarch64.
//
// The tiles of one tile row are unpacked once, into a panel on the stack, which then is multiplied with all
// tokens, a quarter of the rows and a block of tokens at a time. The includer defines NAME(contract), CONTRACT,
// TILE_BYTES and, after it has included tile_terms_neon.h,
//   store_columns(codes, columns): 64 bytes of codes, of 4 rows x 16 columns, in the order that add_quarter wants;
//   columns[i] are columns 4 i ..< 4 i + 4, row after row
//   add_quarter(y, terms, codes, x, last_step, tokens): adds what 4 rows of a tile contribute to y[token]; loads
//   activations of two tokens at a time, and moves `x` by `last_step` after the last load
//   PAIRS: 1 if add_quarter wants scales and zero points of rows 0 and 1, again and again, then of 2 and 3; else 0
//   arrange(y, tokens), with PAIRS: brings sums from the order of rows to that of add_quarter, or back

// 24 tiles with what belongs to them are 15 to 18 KB: a panel leaves room for activations in a cache of 32 KB.
enum { PANEL_TILES = 24 };

typedef struct {
  int8_t codes[128];
  float scale[1 + PAIRS][4];
  int16_t zero_point[1 + PAIRS][8];
} panel_quarter;

typedef struct {
  panel_quarter tiles[PANEL_TILES][4];
} panel;

#if !PAIRS
// Sums are in the order of rows.
INLINE void arrange(float32x4_t y[], size_t tokens) { (void)y, (void)tokens; }
#endif

// 16 columns of the four quarters.
INLINE void load_columns(int8x16_t columns[4][4], const uint8_t **tile) {
  const size_t columns_per_byte = SWIFTLET_INT8_TILE_BYTES / TILE_BYTES;
#pragma unroll
  for (size_t i = 0; i < 4; i += columns_per_byte) {
    const uint8x16x4_t all = vld1q_u8_x4(*tile);
    ADVANCE(*tile, 64);
#pragma unroll
    for (size_t q = 0; q < 4; q++) {
      if (columns_per_byte == 2) {
        columns[q][i] = vreinterpretq_s8_u8(vandq_u8(all.val[q], vdupq_n_u8(15)));
        columns[q][i + 1] = vreinterpretq_s8_u8(vshrq_n_u8(all.val[q], 4));
      } else {
        columns[q][i] = vreinterpretq_s8_u8(all.val[q]);
      }
    }
  }
}

// Scales and zero points of a tile; of the latter a quarter reads the lower half alone.
INLINE void store_terms(panel_quarter quarters[4], const float32x4_t scale[4], const int16x8_t zero_point[2]) {
#pragma unroll
  for (size_t q = 0; q < 4; q++) {
    panel_quarter *to = &quarters[q];
#if PAIRS
    const float64x2_t pairs = vreinterpretq_f64_f32(scale[q]);
    vst1q_f32(to->scale[0], vreinterpretq_f32_f64(vdupq_laneq_f64(pairs, 0)));
    vst1q_f32(to->scale[1], vreinterpretq_f32_f64(vdupq_laneq_f64(pairs, 1)));
    const int32x4_t words = vreinterpretq_s32_s16(zero_point[q / 2]);
    vst1q_s16(to->zero_point[0], vreinterpretq_s16_s32(vdupq_n_s32(words[q % 2 * 2])));
    vst1q_s16(to->zero_point[1], vreinterpretq_s16_s32(vdupq_n_s32(words[q % 2 * 2 + 1])));
#else
    const int16x8_t eight = zero_point[q / 2];
    vst1q_f32(to->scale[0], scale[q]);
    vst1q_s16(to->zero_point[0], q % 2 == 0 ? eight : vextq_s16(eight, eight, 4));
#endif
  }
}

// Not inlined: what it needs in registers would otherwise be kept through the loops over tokens.
static __attribute__((noinline)) void unpack_panel(panel *to, const swiftlet_matrix *rhs, size_t tile_row,
                                                   size_t first_tile, size_t count) {
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t tiles_before = tile_row * (rhs->tile_row_columns / SWIFTLET_TILE_COLUMNS) + first_tile;
  const uint8_t *tile = (const uint8_t *)rhs->values + tiles_before * TILE_BYTES;
  const size_t group = tile_row * (rhs->tile_row_columns / rhs->group_size) + first_tile / tiles_per_group;
  const swiftlet_scales all_scales = swiftlet_scales_of(rhs, rhs->tile_row_columns / rhs->group_size);
  const uint8_t *row_scales = all_scales.first + tile_row * all_scales.stride;
  const int ranged = all_scales.have_ranges;
  // Read in either case; without ranges it means nothing.
  const scale_range range = load_range(ranged ? row_scales - SWIFTLET_RANGE_BYTES : row_scales);
  const size_t scales_step = all_scales.step;
  const uint8_t *scales = row_scales + first_tile / tiles_per_group * scales_step;
  // Zero points that are not there are one row that is read again and again.
  const uint8_t *zero_points =
      rhs->zero_points ? rhs->zero_points + group * SWIFTLET_ZERO_POINTS_BYTES : symmetric;
  const size_t zero_points_step = rhs->zero_points ? SWIFTLET_ZERO_POINTS_BYTES : 0;
  // A panel need not begin with a group.
  size_t left_in_group = tiles_per_group - first_tile % tiles_per_group;
  int8_t *halves[2] = {to->tiles[0][0].codes, to->tiles[0][0].codes + 64};
  size_t next_quarter = sizeof(panel_quarter);
  IN_REGISTER(next_quarter);
  for (panel_quarter *quarters = to->tiles[0]; count != 0; count--, quarters += 4) {
    int8x16_t columns[4][4];
#pragma unroll
    for (size_t half = 0; half < 2; half++) {
      load_columns(columns, &tile);
#pragma unroll
      for (size_t q = 0; q < 4; q++) {
        store_columns(halves[half], columns[q]);
        ADVANCE(halves[half], next_quarter);
      }
    }
    float32x4_t scale[4];
    int16x8_t zero_point[2];
    load_scales(scale, scales, range, ranged, 4);
    load_zero_points(zero_point, zero_points, 0, 4);
    store_terms(quarters, scale, zero_point);
    if (--left_in_group == 0) {
      left_in_group = tiles_per_group;
      scales += scales_step;
      zero_points += zero_points_step;
    }
  }
}

// `dst` is where 4 rows of the first of `tokens` tokens go; sums are there already unless `first_tile` is 0.
INLINE void add_panel(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token,
                      size_t tokens, const panel_quarter *first, size_t first_tile, size_t count) {
  const size_t token_stride = lhs->token_stride;
  const size_t slot = first_tile * token_stride + token;
  const int8_t *x = lhs->codes + slot * SWIFTLET_TILE_COLUMNS;
  activation_terms from = activation_terms_of(lhs, slot);
  size_t last_step = (token_stride - tokens) * SWIFTLET_TILE_COLUMNS + (tokens % 2 == 0 ? 64 : 32);
  IN_REGISTER(last_step);
  const int8_t *quarter = first->codes;
  size_t next_tile = 4 * sizeof(panel_quarter) - 128;
  IN_REGISTER(next_tile);
  tile_terms terms = {.corrected = 1};
  float32x4_t y[MOST_TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    y[t] = first_tile == 0 ? vdupq_n_f32(0) : vld1q_f32(dst + t * dst_stride);
  }
  if (tokens % 2 == 1) y[tokens] = vdupq_n_f32(0);  // arrange takes two at a time
  arrange(y, tokens);

  for (; count != 0; count--) {
    int8x16_t codes[8];
#pragma unroll
    for (size_t i = 0; i < 8; i += 4) {
      const int8x16x4_t four = vld1q_s8_x4(quarter);
      ADVANCE(quarter, 64);
      codes[i] = four.val[0], codes[i + 1] = four.val[1];
      codes[i + 2] = four.val[2], codes[i + 3] = four.val[3];
    }
#if PAIRS
    const int8x16x4_t of_rows = vld1q_s8_x4(quarter);
    terms.scale[0] = vreinterpretq_f32_s8(of_rows.val[0]);
    terms.scale[1] = vreinterpretq_f32_s8(of_rows.val[1]);
    terms.zero_point[0] = vreinterpretq_s16_s8(of_rows.val[2]);
    terms.zero_point[1] = vreinterpretq_s16_s8(of_rows.val[3]);
#else
    terms.zero_point[0] = vreinterpretq_s16_s8(vld1q_s8(quarter + 16));
    terms.scale[0] = vreinterpretq_f32_s8(vld1q_s8(quarter));
#endif
    ADVANCE(quarter, next_tile);
    load_activation_terms(&terms, &from, tokens);
    add_quarter(y, &terms, codes, &x, last_step, tokens);
  }
  arrange(y, tokens);
#pragma unroll
  for (size_t t = 0; t < tokens; t++) vst1q_f32(dst + t * dst_stride, y[t]);
}

// Not inlined, so that a single token does not pay for the panel's place on the stack.
static __attribute__((noinline)) void multiply_by_panels(float *dst, size_t dst_stride,
                                                         const swiftlet_activations *lhs,
                                                         size_t token_count, const swiftlet_matrix *rhs,
                                                         size_t tile_row_begin, size_t tile_row_end) {
  const size_t tiles = rhs->columns / SWIFTLET_TILE_COLUMNS;
  panel unpacked;
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    for (size_t first = 0; first < tiles; first += PANEL_TILES) {
      const size_t count = tiles - first < PANEL_TILES ? tiles - first : PANEL_TILES;
      unpack_panel(&unpacked, rhs, tile_row, first, count);
      for (size_t q = 0; q < 4; q++) {
        const panel_quarter *quarters = &unpacked.tiles[0][q];
        float *rows = dst + tile_row * SWIFTLET_TILE_ROWS + q * 4;
        for (size_t token = 0; token < token_count;) {
#define TAKE(tokens)                                                                              \
  if (token + (tokens) <= token_count) {                                                          \
    add_panel(rows + token * dst_stride, dst_stride, lhs, token, tokens, quarters, first, count); \
    token += (tokens);                                                                            \
    continue;                                                                                     \
  }
          TAKE(8)
          TAKE(4)
          TAKE(3)
          TAKE(2)
          TAKE(1)
#undef TAKE
        }
      }
    }
  }
}
