#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME_OF(contract) swiftlet_##contract##_avx2_vnni
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE_BIAS 0

// 6 registers of integer sums, 6 of float sums, 2 of codes; activations are broadcast from memory.
enum { TOKENS = 6 };

SWIFTLET_BEGIN_AVX2_VNNI

#include "../private/dots_avx2_vnni.h"

INLINE void load_codes(codes_of_rows codes[2], const uint8_t *tile, size_t j) {
  const __m256i middle = _mm256_set1_epi8((char)0x80);  // the instruction wants unsigned codes
  for (size_t i = 0; i < 2; i++) {
    const uint8_t *columns = tile + j * 128 + i * 64;
    codes[i] = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)columns), middle);
  }
}

#include "../private/tile_dots_vnni.h"
#include "../private/matmul_quantized_x86.h"
SWIFTLET_END
#endif
