#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME_OF(contract) swiftlet_##contract##_avx2_vnni
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0

// 6 registers of integer sums, 6 of float sums, 2 of codes; activations are broadcast from memory.
enum { TOKENS = 6 };

SWIFTLET_BEGIN_AVX2_VNNI

#include "../private/dots_avx2_vnni.h"

INLINE void load_codes(codes_of_rows codes[2], const uint8_t *tile, size_t j) {
  load_nibbles(codes, tile + j * 64);
}

#include "../private/tile_dots_vnni.h"
#include "../private/matmul_quantized_x86.h"
SWIFTLET_END
#endif
