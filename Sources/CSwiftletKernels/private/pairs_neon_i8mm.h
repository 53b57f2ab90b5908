// What matrix products with smmla share: it multiplies 2 rows by 2 tokens, of 8 columns each.
//
// Sums, scales and zero points keep the order in which the instruction makes its sums: rows 0 and 1 of a token,
// then of the next one, in one register; rows 2 and 3 in another.
#define PAIRS 1

// Fewer tokens are better off straight from the tiles, with sdot.
enum { PANEL_TOKENS = 8 };

// From the order of rows to that of pairs, or back. What is beside a last token alone is of no matter.
INLINE void arrange(float32x4_t y[], size_t tokens) {
#pragma unroll
  for (size_t t = 0; t < tokens; t += 2) {
    const float64x2_t one = vreinterpretq_f64_f32(y[t]), other = vreinterpretq_f64_f32(y[t + 1]);
    y[t] = vreinterpretq_f32_f64(vzip1q_f64(one, other));
    y[t + 1] = vreinterpretq_f32_f64(vzip2q_f64(one, other));
  }
}

// 8 columns of one token, then of the next one, or of the same if it is the last one.
INLINE void load_pair(int8x16_t pair[4], const int8_t *x, size_t tokens) {
  if (tokens == 2) {
    const int64x2x4_t all = vld4q_s64((const int64_t *)x);
#pragma unroll
    for (size_t k = 0; k < 4; k++) pair[k] = vreinterpretq_s8_s64(all.val[k]);
  } else {
#pragma unroll
    for (size_t k = 0; k < 4; k++) pair[k] = vcombine_s8(vld1_s8(x + 8 * k), vld1_s8(x + 8 * k));
  }
}

// 8 columns of each row together.
INLINE void store_columns(int8_t *codes, const int8x16_t columns[4]) {
#pragma unroll
  for (size_t i = 0; i < 4; i += 2) {
    const int32x4x2_t words = {{vreinterpretq_s32_s8(columns[i]), vreinterpretq_s32_s8(columns[i + 1])}};
    vst2q_s32((int32_t *)(codes + 16 * i), words);
  }
}

// codes[2 * k] and codes[2 * k + 1] are 8 columns of rows 0 and 1, and of rows 2 and 3.
INLINE void add_quarter(float32x4_t y[], tile_terms *terms, const int8x16_t codes[8], const int8_t **x,
                        size_t last_step, size_t tokens) {
#pragma unroll
  for (size_t t = 0; t < tokens; t += 2) {
    int8x16_t pair[4];
    load_pair(pair, *x, t + 1 < tokens ? 2 : 1);
    ADVANCE(*x, t + 2 < tokens ? 64 : last_step);
    // Each sum and each scale twice; of sums that is their lower half.
    const int16x8_t four_sums = terms->negative_sums[t / 4];
    const int16x8_t sums = vtrn1q_s16(four_sums, four_sums);
    const float32x4_t four_scales = terms->x_scales[t / 4];
    const float32x4_t x_scale =
        t % 4 == 0 ? vzip1q_f32(four_scales, four_scales) : vzip2q_f32(four_scales, four_scales);
    int32x4_t dots[2];
#pragma unroll
    for (size_t r = 0; r < 2; r++) {
      dots[r] = t % 4 == 0 ? vmull_s16(vget_low_s16(terms->zero_point[r]), vget_low_s16(sums))
                           : vmull_high_s16(terms->zero_point[r], sums);
    }
#pragma unroll
    for (size_t k = 0; k < 4; k++) {
#pragma unroll
      for (size_t r = 0; r < 2; r++) dots[r] = vmmlaq_s32(dots[r], pair[k], codes[2 * k + r]);
    }
#pragma unroll
    for (size_t r = 0; r < 2; r++) {
      const float32x4_t product = vmulq_f32(terms->scale[r], x_scale);
      y[t + r] = vfmaq_f32(y[t + r], product, vcvtq_f32_s32(dots[r]));
    }
    LOAD_AFTER(y[t], *x);
    AFTER(y[t + 1], terms->zero_point[0]);
    AFTER(y[t + 1], terms->zero_point[1]);
  }
}
