// Integer sums and dot products of 16 rows with AVX-512 VNNI.

enum { ROWS = 16 };

typedef int32_t ints __attribute__((vector_size(ROWS * 4)));
typedef __m512i codes_of_rows;

INLINE ints times_sum(ints zero_points, int32_t negative_sum) {
  return (ints)_mm512_dpwssd_epi32(_mm512_setzero_si512(), (__m512i)zero_points,
                                   _mm512_set1_epi32(negative_sum));
}

// sum + the products of 16 rows x 4 columns of unsigned codes with four activations.
INLINE ints add_products(ints sum, codes_of_rows codes, int32_t four) {
  return (ints)_mm512_dpbusd_epi32((__m512i)sum, codes, _mm512_set1_epi32(four));
}
