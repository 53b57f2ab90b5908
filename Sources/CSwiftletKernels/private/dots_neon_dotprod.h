// What matrix products with sdot share, whatever the bits of a code. matmul_panel_neon.h says what its parts do.

// Adds the products of 4 rows x 4 columns with the activations `part` of 8.
INLINE int32x4_t dot(int32x4_t sum, int8x16_t codes, const int8x16_t x[2], size_t part) {
  const int32x4_t words = vreinterpretq_s32_s8(x[part / 4]);
  return vdotq_s32(sum, codes, vreinterpretq_s8_s32(vdupq_n_s32(words[part % 4])));
}

INLINE void store_columns(int8_t *codes, const int8x16_t columns[4]) {
  const int8x16x4_t all = {{columns[0], columns[1], columns[2], columns[3]}};
  vst1q_s8_x4(codes, all);
}

INLINE void add_quarter(float32x4_t y[], tile_terms *terms, const int8x16_t codes[8], const int8_t **x,
                        size_t last_step, size_t tokens) {
#pragma unroll
  for (size_t t = 0; t < tokens; t += 2) {
    const size_t both = t + 1 < tokens ? 2 : 1;
    const int8x16x4_t codes_x = load_two_tokens(*x, both);
    ADVANCE(*x, t + 2 < tokens ? 64 : last_step);
    int32x4_t dots[2];
#pragma unroll
    for (size_t k = 0; k < both; k++) dots[k] = first_term(terms, t + k, 0);
#pragma unroll
    for (size_t part = 0; part < 8; part++) {
#pragma unroll
      for (size_t k = 0; k < both; k++) dots[k] = dot(dots[k], codes[part], codes_x.val + 2 * k, part);
    }
    // The next tokens begin while the sums of these are scaled.
    LOAD_AFTER(dots[0], *x);
    AFTER(dots[both - 1], terms->zero_point[0]);
    AFTER(y[t == 0 ? 0 : t - 1], terms->zero_point[0]);
#pragma unroll
    for (size_t k = 0; k < both; k++) y[t + k] = add_dots(y[t + k], terms, dots[k], t + k, 0);
  }
}
