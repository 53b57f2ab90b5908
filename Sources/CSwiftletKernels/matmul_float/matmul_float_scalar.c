#include "../private/common.h"

typedef enum { FLOAT32, FLOAT16, BFLOAT16 } element_type;

static float element(const void *values, size_t index, element_type type) {
  switch (type) {
    case FLOAT32: return ((const float *)values)[index];
    case FLOAT16: return swiftlet_from_half(((const uint16_t *)values)[index]);
    case BFLOAT16: return swiftlet_from_bfloat(((const uint16_t *)values)[index]);
  }
}

static void matmul(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride,
                   size_t token_count, const swiftlet_matrix *rhs, size_t tile_row_begin,
                   size_t tile_row_end, element_type type) {
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    for (size_t token = 0; token < token_count; token++) {
      for (size_t r = 0; r < SWIFTLET_TILE_ROWS; r++) {
        float sums[4] = {0, 0, 0, 0};
        for (size_t c = 0; c < rhs->columns; c++) {
          const size_t index = (tile_row * rhs->tile_row_columns + c) * SWIFTLET_TILE_ROWS + r;
          sums[c % 4] = __builtin_fmaf(element(rhs->values, index, type), lhs[token * lhs_stride + c],
                                       sums[c % 4]);
        }
        dst[token * dst_stride + tile_row * SWIFTLET_TILE_ROWS + r] =
            (sums[0] + sums[1]) + (sums[2] + sums[3]);
      }
    }
  }
}

void swiftlet_matmul_f32_f32_f32p_scalar(float *dst, size_t dst_stride, const float *lhs,
                                         size_t lhs_stride, size_t token_count,
                                         const swiftlet_matrix *rhs, size_t tile_row_begin,
                                         size_t tile_row_end) {
  matmul(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, FLOAT32);
}

void swiftlet_matmul_f32_f32_f16p_scalar(float *dst, size_t dst_stride, const float *lhs,
                                         size_t lhs_stride, size_t token_count,
                                         const swiftlet_matrix *rhs, size_t tile_row_begin,
                                         size_t tile_row_end) {
  matmul(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, FLOAT16);
}

void swiftlet_matmul_f32_f32_bf16p_scalar(float *dst, size_t dst_stride, const float *lhs,
                                          size_t lhs_stride, size_t token_count,
                                          const swiftlet_matrix *rhs, size_t tile_row_begin,
                                          size_t tile_row_end) {
  matmul(dst, dst_stride, lhs, lhs_stride, token_count, rhs, tile_row_begin, tile_row_end, BFLOAT16);
}
