#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME_OF(contract) swiftlet_##contract##_avx512_vnni
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE_BIAS 0

// 12 registers of integer sums, 12 of float sums; the activations are broadcast from memory.
enum { TOKENS = 12 };

SWIFTLET_BEGIN_AVX512_VNNI

#include "../private/dots_avx512_vnni.h"

INLINE void load_codes(codes_of_rows codes[2], const uint8_t *tile, size_t j) {
  const __m512i middle = _mm512_set1_epi8((char)0x80);  // the instruction wants unsigned codes
  for (size_t i = 0; i < 2; i++) {
    codes[i] = _mm512_xor_si512(_mm512_loadu_si512(tile + j * 128 + i * 64), middle);
  }
}

#include "../private/tile_dots_vnni.h"
#include "../private/matmul_quantized_x86.h"
SWIFTLET_END
#endif
