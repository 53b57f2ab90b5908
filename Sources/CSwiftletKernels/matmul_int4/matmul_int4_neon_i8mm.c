#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME_OF(contract) swiftlet_##contract##_neon_i8mm
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0

SWIFTLET_BEGIN_NEON_I8MM

#include "../private/tile_terms_neon.h"
#include "../private/pairs_neon_i8mm.h"

#include "../private/matmul_panel_neon.h"

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  if (token_count < PANEL_TOKENS) {
    swiftlet_matmul_f32_qsi8d_qai4gp_neon_dotprod(dst, dst_stride, lhs, token_count, rhs, tile_row_begin,
                                                  tile_row_end);
  } else {
    multiply_by_panels(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end);
  }
}
SWIFTLET_END
#endif
