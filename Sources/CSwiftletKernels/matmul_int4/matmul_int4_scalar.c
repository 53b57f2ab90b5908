#include "../private/common.h"

void swiftlet_matmul_f32_qsi8d_qai4gp_scalar(float *dst, size_t dst_stride,
                                             const swiftlet_activations *lhs, size_t token_count,
                                             const swiftlet_matrix *rhs, size_t tile_row_begin,
                                             size_t tile_row_end) {
  const size_t tiles = rhs->columns / SWIFTLET_TILE_COLUMNS;
  const size_t groups = rhs->columns / rhs->group_size;
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  const size_t activation_groups = lhs->stride / SWIFTLET_TILE_COLUMNS;
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    const uint8_t *tile_row_values =
        (const uint8_t *)rhs->values + tile_row * tiles * SWIFTLET_INT4_TILE_BYTES;
    for (size_t token = 0; token < token_count; token++) {
      for (size_t r = 0; r < SWIFTLET_TILE_ROWS; r++) {
        float y = 0;
        for (size_t a = 0; a < tiles; a++) {
          const uint8_t *tile = tile_row_values + a * SWIFTLET_INT4_TILE_BYTES;
          const int8_t *x = lhs->codes + token * lhs->stride + a * SWIFTLET_TILE_COLUMNS;
          int32_t dot = 0;
          for (size_t c = 0; c < SWIFTLET_TILE_COLUMNS; c++) {
            const uint8_t byte = tile[c / 8 * 64 + r * 4 + c % 4];
            dot += (c % 8 < 4 ? byte & 15 : byte >> 4) * x[c];
          }
          const size_t group = (tile_row * groups + a / tiles_per_group) * SWIFTLET_TILE_ROWS + r;
          const int32_t zero_point = rhs->zero_points ? rhs->zero_points[group] : 8;
          const size_t activation_group = token * activation_groups + a;
          const float scale = swiftlet_from_half(rhs->scales[group]) * lhs->scales[activation_group];
          y = __builtin_fmaf(scale, (float)(dot - zero_point * lhs->sums[activation_group]), y);
        }
        dst[token * dst_stride + tile_row * SWIFTLET_TILE_ROWS + r] = y;
      }
    }
  }
}
