// Integer sums of 8 rows in a register of 32 bytes. Included inside a target attribute that has AVX2.

enum { ROWS = 8 };

typedef int32_t ints __attribute__((vector_size(ROWS * 4)));

INLINE ints times_sum(ints zero_points, int32_t negative_sum) {
  return (ints)_mm256_madd_epi16((__m256i)zero_points, _mm256_set1_epi32(negative_sum));
}

// Codes of 4 bits: columns 0 ... 3 of 8 rows, then 4 ... 7.
INLINE void load_nibbles(__m256i codes[2], const uint8_t *bytes) {
  const __m256i low = _mm256_set1_epi8(15);
  const __m256i both = _mm256_loadu_si256((const __m256i *)bytes);
  codes[0] = _mm256_and_si256(both, low);
  codes[1] = _mm256_and_si256(_mm256_srli_epi16(both, 4), low);
}
