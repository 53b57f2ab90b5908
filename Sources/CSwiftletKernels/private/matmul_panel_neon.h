// Integer matrix products of many tokens on aarch64.
//
// The tiles of one tile row are unpacked once, into a panel on the stack, which then is multiplied with all
// tokens, a quarter of the rows and a block of tokens at a time. The includer defines NAME(contract), CONTRACT,
// TILE_BYTES and, after it has included tile_terms_neon.h,
//   unpack_quarter(codes, tile): 128 bytes of codes in the order that add_quarter wants them
//   add_quarter(y, terms, codes, x, last_step, tokens): adds what 4 rows of a tile contribute to y[token]; loads
//   activations of two tokens at a time, and moves `x` by `last_step` after the last load
//   arrange(y, tokens): brings sums from the order of rows to that of add_quarter, or back
//   PAIRS: 1 if add_quarter wants scales and zero points of rows 0 and 1, again and again, then of 2 and 3; else 0

// 24 tiles with what belongs to them are 15 to 18 KB: a panel leaves room for activations in a cache of 32 KB.
enum { PANEL_TILES = 24 };

typedef struct {
  int8_t codes[128];
  float scale[1 + PAIRS][4];
  int16_t zero_point[1 + PAIRS][8];
} panel_quarter;

typedef struct {
  panel_quarter quarters[4][PANEL_TILES];
} panel;

INLINE void store_terms(panel_quarter *to, float32x4_t scale, int16x4_t zero_point) {
#if PAIRS
  const float64x2_t pairs = vreinterpretq_f64_f32(scale);
  vst1q_f32(to->scale[0], vreinterpretq_f32_f64(vdupq_laneq_f64(pairs, 0)));
  vst1q_f32(to->scale[1], vreinterpretq_f32_f64(vdupq_laneq_f64(pairs, 1)));
  const int32x2_t words = vreinterpret_s32_s16(zero_point);
  vst1q_s16(to->zero_point[0], vreinterpretq_s16_s32(vdupq_lane_s32(words, 0)));
  vst1q_s16(to->zero_point[1], vreinterpretq_s16_s32(vdupq_lane_s32(words, 1)));
#else
  vst1q_f32(to->scale[0], scale);
  vst1q_s16(to->zero_point[0], vcombine_s16(zero_point, zero_point));
#endif
}

static void unpack_panel(panel *to, const swiftlet_matrix *rhs, size_t tile_row, size_t first_tile,
                         size_t count) {
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t tiles_before = tile_row * (rhs->tile_row_columns / SWIFTLET_TILE_COLUMNS) + first_tile;
  const uint8_t *tile = (const uint8_t *)rhs->values + tiles_before * TILE_BYTES;
  const size_t groups_before = tile_row * (rhs->tile_row_columns / rhs->group_size);
  for (size_t i = 0; i < count; i++) {
    const size_t group = (groups_before + (first_tile + i) / tiles_per_group) * SWIFTLET_TILE_ROWS;
    float32x4_t scale[4];
    int16x8_t zero_point[2];
    load_scales(scale, rhs->scales ? rhs->scales + group : swiftlet_ones, 4);
    load_zero_points(zero_point, rhs->zero_points ? rhs->zero_points + group : symmetric, 4);
#pragma unroll
    for (size_t q = 0; q < 4; q++) {
      panel_quarter *quarter = &to->quarters[q][i];
      unpack_quarter(quarter->codes, tile + 16 * q);
      const int16x8_t eight = zero_point[q / 2];
      store_terms(quarter, scale[q], q % 2 == 0 ? vget_low_s16(eight) : vget_high_s16(eight));
    }
    tile += TILE_BYTES;
  }
}

// `dst` is where 4 rows of the first of `tokens` tokens go; sums are there already unless `first_tile` is 0.
INLINE void add_panel(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token,
                      size_t tokens, const panel_quarter *quarters, size_t first_tile, size_t count) {
  const size_t token_stride = lhs->token_stride;
  const size_t slot = first_tile * token_stride + token;
  const int8_t *x = lhs->codes + slot * SWIFTLET_TILE_COLUMNS;
  activation_terms from = activation_terms_of(lhs, slot);
  size_t last_step = (token_stride - tokens) * SWIFTLET_TILE_COLUMNS + (tokens % 2 == 0 ? 64 : 32);
  IN_REGISTER(last_step);
  const int8_t *quarter = quarters->codes;
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
#pragma unroll
    for (size_t i = 0; i <= PAIRS; i++) {
      terms.scale[i] = vld1q_f32((const float *)(quarter + 16 * i));
      terms.zero_point[i] = vld1q_s16((const int16_t *)(quarter + 16 * (1 + PAIRS + i)));
    }
    ADVANCE(quarter, 32 * (1 + PAIRS));
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
        const panel_quarter *quarters = unpacked.quarters[q];
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
