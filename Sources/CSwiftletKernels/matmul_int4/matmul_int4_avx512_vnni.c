#if defined(__x86_64__)
#include "../private/engines_x86.h"

SWIFTLET_BEGIN_AVX512_VNNI

// Tokens that share one unpacked tile: 8 registers hold its codes, 8 the sums.
enum { TOKENS = 8 };

// dot of 16 rows x 32 columns, two sums in flight.
static inline __attribute__((always_inline)) __m512i dot(const __m512i codes[8], const int8_t *x) {
  __m512i even = _mm512_setzero_si512(), odd = _mm512_setzero_si512();
#pragma unroll
  for (size_t k = 0; k < 8; k += 2) {
    int32_t four[2];
    memcpy(four, x + 4 * k, 8);
    even = _mm512_dpbusd_epi32(even, codes[k], _mm512_set1_epi32(four[0]));
    odd = _mm512_dpbusd_epi32(odd, codes[k + 1], _mm512_set1_epi32(four[1]));
  }
  return _mm512_add_epi32(even, odd);
}

// One tile row for `tokens` (a constant) tokens: a register's 16 dwords are the tile's 16 rows.
static inline __attribute__((always_inline)) void one_tile_row(
    float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token, size_t tokens,
    const swiftlet_matrix *rhs, size_t tile_row) {
  const size_t tiles = rhs->columns / SWIFTLET_TILE_COLUMNS;
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t groups = rhs->columns / rhs->group_size;
  const size_t activation_groups = lhs->stride / SWIFTLET_TILE_COLUMNS;
  const uint8_t *tile = (const uint8_t *)rhs->values + tile_row * tiles * SWIFTLET_INT4_TILE_BYTES;
  const size_t first_group = tile_row * groups * SWIFTLET_TILE_ROWS;
  const __m512i low = _mm512_set1_epi8(15);
  __m512 y[TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) y[t] = _mm512_setzero_ps();
  for (size_t group = 0, a = 0; group < groups; group++) {
    const size_t index = first_group + group * SWIFTLET_TILE_ROWS;
    const __m512 weight_scales =
        _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(rhs->scales + index)));
    const __m512i zero_points =
        rhs->zero_points
            ? _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(rhs->zero_points + index)))
            : _mm512_set1_epi32(8);
    for (size_t end = a + tiles_per_group; a < end; a++, tile += SWIFTLET_INT4_TILE_BYTES) {
      __m512i codes[8];
#pragma unroll
      for (size_t j = 0; j < 4; j++) {
        const __m512i both = _mm512_loadu_si512(tile + j * 64);
        codes[2 * j] = _mm512_and_si512(both, low);
        codes[2 * j + 1] = _mm512_and_si512(_mm512_srli_epi16(both, 4), low);
      }
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        const size_t x = (token + t) * activation_groups + a;
        const __m512i correction =
            _mm512_mullo_epi32(zero_points, _mm512_set1_epi32(lhs->sums[x]));
        const __m512i sum = _mm512_sub_epi32(
            dot(codes, lhs->codes + (token + t) * lhs->stride + a * SWIFTLET_TILE_COLUMNS), correction);
        const __m512 scale = _mm512_mul_ps(weight_scales, _mm512_set1_ps(lhs->scales[x]));
        y[t] = _mm512_fmadd_ps(scale, _mm512_cvtepi32_ps(sum), y[t]);
      }
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    _mm512_storeu_ps(dst + (token + t) * dst_stride + tile_row * SWIFTLET_TILE_ROWS, y[t]);
  }
}

void swiftlet_matmul_f32_qsi8d_qai4gp_avx512_vnni(float *dst, size_t dst_stride,
                                                  const swiftlet_activations *lhs,
                                                  size_t token_count, const swiftlet_matrix *rhs,
                                                  size_t tile_row_begin, size_t tile_row_end) {
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    size_t token = 0;
    for (; token + TOKENS <= token_count; token += TOKENS) {
      one_tile_row(dst, dst_stride, lhs, token, TOKENS, rhs, tile_row);
    }
    for (; token < token_count; token++) one_tile_row(dst, dst_stride, lhs, token, 1, rhs, tile_row);
  }
}

SWIFTLET_END
#endif
