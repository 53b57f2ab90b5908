#include "../private/common.h"

#define NAME_OF(contract) swiftlet_##contract##_scalar
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai8gp
#define TILE_BYTES SWIFTLET_INT8_TILE_BYTES
#define ZERO_POINT 128
#define CODE(tile, r, c) code(tile, r, c)
#define ZERO_POINT_OF(group, r) ((group)[r])

static int32_t code(const uint8_t *tile, size_t r, size_t c) {
  return tile[c / 4 * 64 + r * 4 + c % 4] ^ 128;
}

#include "../private/matmul_quantized_scalar.h"
