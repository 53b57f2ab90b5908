#if defined(__x86_64__)
#include "../private/engines_x86.h"

SWIFTLET_BEGIN_AVX2

// Tokens that share one loaded half tile: 8 registers hold its codes, 4 the sums.
enum { TOKENS = 4 };

// dot of 8 rows x 32 columns of signed codes (-128...127). vpmaddubsw wants one unsigned side: |code| is
// at most 128 and the activation takes the code's sign, so a pair of products is at most
// 2 x 128 x 127 = 32512 < 2^15 and nothing saturates.
static inline __attribute__((always_inline)) __m256i dot(const __m256i codes[8], const int8_t *x) {
  __m256i sums = _mm256_setzero_si256();
#pragma unroll
  for (size_t k = 0; k < 8; k++) {
    int32_t four;
    memcpy(&four, x + 4 * k, 4);
    const __m256i signed_x = _mm256_sign_epi8(_mm256_set1_epi32(four), codes[k]);
    const __m256i pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(codes[k]), signed_x);
    sums = _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
  }
  return sums;
}

// Rows 8 * half ... of one tile row for `tokens` (a constant) tokens.
static inline __attribute__((always_inline)) void half_tile_row(
    float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token, size_t tokens,
    const swiftlet_matrix *rhs, size_t tile_row, size_t half) {
  const size_t tiles = rhs->columns / SWIFTLET_TILE_COLUMNS;
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t groups = rhs->columns / rhs->group_size;
  const size_t activation_groups = lhs->stride / SWIFTLET_TILE_COLUMNS;
  const uint8_t *tile =
      (const uint8_t *)rhs->values + tile_row * tiles * SWIFTLET_INT8_TILE_BYTES + half * 32;
  const size_t first_group = tile_row * groups * SWIFTLET_TILE_ROWS + half * 8;
  const __m256i middle = _mm256_set1_epi8((char)0x80);
  __m256 y[TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) y[t] = _mm256_setzero_ps();
  for (size_t group = 0, a = 0; group < groups; group++) {
    const size_t index = first_group + group * SWIFTLET_TILE_ROWS;
    const __m256 weight_scales =
        _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(rhs->scales + index)));
    // Codes are taken minus 128, so zero points are too.
    const __m256i zero_points =
        rhs->zero_points
            ? _mm256_sub_epi32(
                  _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(rhs->zero_points + index))),
                  _mm256_set1_epi32(128))
            : _mm256_setzero_si256();
    for (size_t end = a + tiles_per_group; a < end; a++, tile += SWIFTLET_INT8_TILE_BYTES) {
      __m256i codes[8];
#pragma unroll
      for (size_t j = 0; j < 8; j++) {
        codes[j] = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(tile + j * 64)), middle);
      }
#pragma unroll
      for (size_t t = 0; t < tokens; t++) {
        const size_t x = (token + t) * activation_groups + a;
        const __m256i correction =
            _mm256_mullo_epi32(zero_points, _mm256_set1_epi32(lhs->sums[x]));
        const __m256i sum = _mm256_sub_epi32(
            dot(codes, lhs->codes + (token + t) * lhs->stride + a * SWIFTLET_TILE_COLUMNS), correction);
        const __m256 scale = _mm256_mul_ps(weight_scales, _mm256_set1_ps(lhs->scales[x]));
        y[t] = _mm256_fmadd_ps(scale, _mm256_cvtepi32_ps(sum), y[t]);
      }
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    _mm256_storeu_ps(dst + (token + t) * dst_stride + tile_row * SWIFTLET_TILE_ROWS + half * 8, y[t]);
  }
}

void swiftlet_matmul_f32_qsi8d_qai8gp_avx2(float *dst, size_t dst_stride,
                                           const swiftlet_activations *lhs, size_t token_count,
                                           const swiftlet_matrix *rhs, size_t tile_row_begin,
                                           size_t tile_row_end) {
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    size_t token = 0;
    for (; token + TOKENS <= token_count; token += TOKENS) {
      half_tile_row(dst, dst_stride, lhs, token, TOKENS, rhs, tile_row, 0);
      half_tile_row(dst, dst_stride, lhs, token, TOKENS, rhs, tile_row, 1);
    }
    for (; token < token_count; token++) {
      half_tile_row(dst, dst_stride, lhs, token, 1, rhs, tile_row, 0);
      half_tile_row(dst, dst_stride, lhs, token, 1, rhs, tile_row, 1);
    }
  }
}

SWIFTLET_END
#endif
