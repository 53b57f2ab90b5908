// Dot products of 8 rows with AVX-VNNI.
#include "dots_avx2.h"

typedef __m256i codes_of_rows;

// sum + the products of 8 rows x 4 columns of unsigned codes with four activations.
INLINE ints add_products(ints sum, codes_of_rows codes, int32_t four) {
  return (ints)_mm256_dpbusd_avx_epi32((__m256i)sum, codes, _mm256_set1_epi32(four));
}
