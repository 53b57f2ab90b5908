#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME_OF(contract) swiftlet_##contract##_avx512_vnni
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0

// 12 registers of integer sums, 12 of float sums; the activations are broadcast from memory.
enum { TOKENS = 12 };

SWIFTLET_BEGIN_AVX512_VNNI

#include "../private/dots_avx512_vnni.h"

INLINE void load_codes(codes_of_rows codes[2], const uint8_t *tile, size_t j) {
  const __m512i low = _mm512_set1_epi8(15);
  const __m512i both = _mm512_loadu_si512(tile + j * 64);
  codes[0] = _mm512_and_si512(both, low);
  codes[1] = _mm512_and_si512(_mm512_srli_epi16(both, 4), low);
}

#include "../private/tile_dots_vnni.h"
#include "../private/matmul_quantized_x86.h"
SWIFTLET_END
#endif
