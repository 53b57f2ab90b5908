// What the integer matrix products share on aarch64: tiles, groups, scales and zero points.
//
// A quarter is the 4 rows of a tile whose codes fill one register, 16 bytes at `tile + 16 * quarter`, then
// 64 bytes on for the next columns. The includer defines NAME(contract) and
//   CONTRACT, TILE_BYTES
//   ZERO_POINT: that of symmetric groups; CODE_BIAS: what is taken off the stored codes
//   tile_dots(dots, tile, x, tokens, quarters): adds to dots[token][quarter] the dot products of 4 rows with
//   the codes at x + 32 * token
// and TOKENS and QUARTERS, how many of each share what is loaded when there are several tokens.
// `tokens` and `quarters` are constants in every call, so that all sums stay in registers.

static const uint8_t symmetric[SWIFTLET_TILE_ROWS] = SWIFTLET_SIXTEEN(ZERO_POINT);

static inline __attribute__((always_inline)) void load_zero_points(int16x4_t zero_points[4],
                                                                   const uint8_t *source,
                                                                   size_t quarters) {
  const uint8x8_t bias = vdup_n_u8(CODE_BIAS);
#pragma unroll
  for (size_t q = 0; q < quarters; q += 2) {
    uint32_t four[2] = {0, 0};
    memcpy(four, source + q * 4, quarters - q < 2 ? 4 : 8);
    const uint8x8_t bytes = vreinterpret_u8_u32((uint32x2_t){four[0], four[1]});
    const int16x8_t wide = vreinterpretq_s16_u16(vsubl_u8(bytes, bias));
    zero_points[q] = vget_low_s16(wide);
    if (q + 1 < quarters) zero_points[q + 1] = vget_high_s16(wide);
  }
}

static inline __attribute__((always_inline)) void rows_of_tiles(
    float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t tokens,
    const swiftlet_matrix *rhs, size_t tile_row, size_t token, size_t first_quarter, size_t quarters) {
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t groups = rhs->columns / rhs->group_size;
  const size_t before = tile_row * rhs->tile_row_columns;
  const size_t groups_before = before / rhs->group_size * SWIFTLET_TILE_ROWS;
  const uint8_t *tile = (const uint8_t *)rhs->values +
                        before / SWIFTLET_TILE_COLUMNS * TILE_BYTES + first_quarter * 16;
  // Planes that are not there are one row that is read again and again.
  const uint16_t *scales = (rhs->scales ? rhs->scales + groups_before : swiftlet_ones) + first_quarter * 4;
  const uint8_t *zero_points =
      (rhs->zero_points ? rhs->zero_points + groups_before : symmetric) + first_quarter * 4;
  const size_t scales_step = rhs->scales ? SWIFTLET_TILE_ROWS : 0;
  const size_t zero_points_step = rhs->zero_points ? SWIFTLET_TILE_ROWS : 0;
  const int8_t *x = lhs->codes + token * SWIFTLET_TILE_COLUMNS;
  const float *x_scales = lhs->scales + token;
  const int32_t *negative_sums = lhs->negative_sums + token;
  float32x4_t y[TOKENS][4];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) y[t][q] = vdupq_n_f32(0);
  }
  for (size_t group = 0; group < groups; group++) {
    float32x4_t scale[4];
    int16x4_t zero_point[4];
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      scale[q] = vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(scales + q * 4)));
    }
    load_zero_points(zero_point, zero_points, quarters);
    scales += scales_step;
    zero_points += zero_points_step;
    for (size_t i = 0; i < tiles_per_group; i++) {
      int32x4_t dots[TOKENS][4];
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
#pragma unroll
        for (size_t q = 0; q < quarters; q++) {
          dots[t][q] = vmull_n_s16(zero_point[q], (int16_t)negative_sums[t]);
        }
      }
      tile_dots(dots, tile, x, tokens, quarters);
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
#pragma unroll
        for (size_t q = 0; q < quarters; q++) {
          const float32x4_t product = vmulq_n_f32(scale[q], x_scales[t]);
          y[t][q] = vfmaq_f32(y[t][q], product, vcvtq_f32_s32(dots[t][q]));
        }
      }
      tile += TILE_BYTES;
      x += lhs->token_stride * SWIFTLET_TILE_COLUMNS;
      x_scales += lhs->token_stride;
      negative_sums += lhs->token_stride;
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

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    size_t token = 0;
    for (; token + TOKENS <= token_count; token += TOKENS) {
      for (size_t quarter = 0; quarter < 4; quarter += QUARTERS) {
        rows_of_tiles(dst, dst_stride, lhs, TOKENS, rhs, tile_row, token, quarter, QUARTERS);
      }
    }
    for (; token < token_count; token++) {
      rows_of_tiles(dst, dst_stride, lhs, 1, rhs, tile_row, token, 0, 4);
    }
  }
}
