#include "../private/common.h"

#define NAME_OF(contract) swiftlet_##contract##_scalar
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE(tile, r, c) code(tile, r, c)
#define ZERO_POINT_OF(group, r) (((group)[(r) % 8] >> ((r) / 8 * 4)) & 15)

static int32_t code(const uint8_t *tile, size_t r, size_t c) {
  const uint8_t byte = tile[c / 8 * 64 + r * 4 + c % 4];
  return c % 8 < 4 ? byte & 15 : byte >> 4;
}

#include "../private/matmul_quantized_scalar.h"
