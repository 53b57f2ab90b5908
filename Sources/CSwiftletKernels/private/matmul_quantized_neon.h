// What the integer matrix products share on aarch64: tiles, groups, scales and zero points.
//
// A quarter is the 4 rows of a tile whose codes fill one register, 16 bytes at `tile + 16 * quarter`, then
// 64 bytes on for the next columns. The includer defines NAME(contract) and
//   CONTRACT, TILE_BYTES
//   CODE_BIAS: what tile_dots subtracts from the codes; ZERO_POINT: that of symmetric groups, unbiased
//   tile_dots(sums, tile, x, x_stride, tokens, quarters): sums[token][quarter] = the dot products of 4 rows
// and TOKENS and QUARTERS, how many of each share what is loaded when there are several tokens.
// `tokens` and `quarters` are constants in every call, so that all sums stay in registers.

static inline __attribute__((always_inline)) void rows_of_tile(
    float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t tokens,
    const swiftlet_matrix *rhs, size_t tile_row, size_t token, size_t first_quarter, size_t quarters) {
  const size_t tiles = rhs->columns / SWIFTLET_TILE_COLUMNS;
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t groups = rhs->columns / rhs->group_size;
  const size_t activation_groups = lhs->stride / SWIFTLET_TILE_COLUMNS;
  const uint8_t *tile =
      (const uint8_t *)rhs->values + tile_row * tiles * TILE_BYTES + first_quarter * 16;
  float32x4_t y[TOKENS][4];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
#pragma unroll
    for (size_t q = 0; q < quarters; q++) y[t][q] = vdupq_n_f32(0);
  }
  for (size_t group = 0, a = 0; group < groups; group++) {
    const size_t index = (tile_row * groups + group) * SWIFTLET_TILE_ROWS + first_quarter * 4;
    float32x4_t scales[4];
    int32x4_t zero_points[4];
#pragma unroll
    for (size_t q = 0; q < quarters; q++) {
      const uint16x4_t halves = vld1_u16(rhs->scales + index + q * 4);
      scales[q] = vcvt_f32_f16(vreinterpret_f16_u16(halves));
      zero_points[q] = vdupq_n_s32(ZERO_POINT - CODE_BIAS);
      if (rhs->zero_points) {
        uint32_t four;
        memcpy(&four, rhs->zero_points + index + q * 4, 4);
        const uint16x8_t wide = vmovl_u8(vreinterpret_u8_u32(vdup_n_u32(four)));
        zero_points[q] = vsubq_s32(vreinterpretq_s32_u32(vmovl_u16(vget_low_u16(wide))),
                                   vdupq_n_s32(CODE_BIAS));
      }
    }
    for (size_t end = a + tiles_per_group; a < end; a++, tile += TILE_BYTES) {
      int32x4_t sums[TOKENS][4];
      tile_dots(sums, tile, lhs->codes + token * lhs->stride + a * SWIFTLET_TILE_COLUMNS, lhs->stride,
                tokens, quarters);
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        const size_t x = (token + t) * activation_groups + a;
#pragma unroll
        for (size_t q = 0; q < quarters; q++) {
          const int32x4_t sum = vmlsq_n_s32(sums[t][q], zero_points[q], lhs->sums[x]);
          const float32x4_t scale = vmulq_n_f32(scales[q], lhs->scales[x]);
          y[t][q] = vfmaq_f32(y[t][q], scale, vcvtq_f32_s32(sum));
        }
      }
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
        rows_of_tile(dst, dst_stride, lhs, TOKENS, rhs, tile_row, token, quarter, QUARTERS);
      }
    }
    for (; token < token_count; token++) {
      rows_of_tile(dst, dst_stride, lhs, 1, rhs, tile_row, token, 0, 4);
    }
  }
}
