// What the integer matrix products share on AVX-512: tiles, groups, scales and zero points.
//
// The 16 dwords of a register are 4 columns of a tile's 16 rows. The includer defines NAME(contract) and
//   CONTRACT, TILE_BYTES
//   CODE_BIAS: what tile_dots subtracts from the codes; ZERO_POINT: that of symmetric groups, unbiased
//   tile_dots(dots, tile, x, x_stride, tokens): dots[token] = the dot products of 16 rows x 32 columns
// and TOKENS, how many share what is loaded. `tokens` is a constant in every call, so that all sums stay in
// registers.

static inline __attribute__((always_inline)) void one_tile_row(
    float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token, size_t tokens,
    const swiftlet_matrix *rhs, size_t tile_row) {
  const size_t tiles = rhs->columns / SWIFTLET_TILE_COLUMNS;
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t groups = rhs->columns / rhs->group_size;
  const size_t activation_groups = lhs->stride / SWIFTLET_TILE_COLUMNS;
  const uint8_t *tile = (const uint8_t *)rhs->values + tile_row * tiles * TILE_BYTES;
  __m512 y[TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) y[t] = _mm512_setzero_ps();
  for (size_t group = 0, a = 0; group < groups; group++) {
    const size_t index = (tile_row * groups + group) * SWIFTLET_TILE_ROWS;
    const __m512 scales =
        _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(rhs->scales + index)));
    __m512i zero_points = _mm512_set1_epi32(ZERO_POINT - CODE_BIAS);
    if (rhs->zero_points) {
      const __m128i bytes = _mm_loadu_si128((const __m128i *)(rhs->zero_points + index));
      zero_points = _mm512_sub_epi32(_mm512_cvtepu8_epi32(bytes), _mm512_set1_epi32(CODE_BIAS));
    }
    for (size_t end = a + tiles_per_group; a < end; a++, tile += TILE_BYTES) {
      __m512i dots[TOKENS];
      tile_dots(dots, tile, lhs->codes + token * lhs->stride + a * SWIFTLET_TILE_COLUMNS, lhs->stride,
                tokens);
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        const size_t x = (token + t) * activation_groups + a;
        const __m512i correction = _mm512_mullo_epi32(zero_points, _mm512_set1_epi32(lhs->sums[x]));
        const __m512i sum = _mm512_sub_epi32(dots[t], correction);
        const __m512 scale = _mm512_mul_ps(scales, _mm512_set1_ps(lhs->scales[x]));
        y[t] = _mm512_fmadd_ps(scale, _mm512_cvtepi32_ps(sum), y[t]);
      }
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    _mm512_storeu_ps(dst + (token + t) * dst_stride + tile_row * SWIFTLET_TILE_ROWS, y[t]);
  }
}

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    size_t token = 0;
    for (; token + TOKENS <= token_count; token += TOKENS) {
      one_tile_row(dst, dst_stride, lhs, token, TOKENS, rhs, tile_row);
    }
    for (; token < token_count; token++) one_tile_row(dst, dst_stride, lhs, token, 1, rhs, tile_row);
  }
}
