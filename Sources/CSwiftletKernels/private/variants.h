// Declarations of every variant of every contract, by engine.
#ifndef SWIFTLET_KERNELS_VARIANTS_H
#define SWIFTLET_KERNELS_VARIANTS_H

#include "../include/swiftlet_kernels.h"

#define SWIFTLET_DECLARE_MATMUL_QUANTIZED(name)                                                        \
  void name(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,        \
            const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end);

#define SWIFTLET_DECLARE_MATMUL_FLOAT(name)                                                            \
  void name(float *dst, size_t dst_stride, const float *lhs, size_t lhs_stride, size_t token_count,    \
            const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end);

// The contracts over integer weights: what an engine's dot product instructions change.
#define SWIFTLET_DECLARE_INTEGER(engine)                                    \
  SWIFTLET_DECLARE_MATMUL_QUANTIZED(swiftlet_matmul_f32_qsi8d_qai4gp_##engine) \
  SWIFTLET_DECLARE_MATMUL_QUANTIZED(swiftlet_matmul_f32_qsi8d_qai8gp_##engine)

// All the others.
#define SWIFTLET_DECLARE_FLOAT(engine)                                                                 \
  SWIFTLET_DECLARE_MATMUL_FLOAT(swiftlet_matmul_f32_f32_f32p_##engine)                                 \
  SWIFTLET_DECLARE_MATMUL_FLOAT(swiftlet_matmul_f32_f32_f16p_##engine)                                 \
  SWIFTLET_DECLARE_MATMUL_FLOAT(swiftlet_matmul_f32_f32_bf16p_##engine)                                \
  void swiftlet_quantize_qsi8d_f32_##engine(int8_t *codes, float *scales, int32_t *negative_sums,      \
                                            size_t token_stride, const float *src, size_t count,       \
                                            size_t padded_count);                                      \
  void swiftlet_store_f32_f32_##engine(float *dst, const swiftlet_places *places, const float *src,      \
                                       size_t count);                                                  \
  void swiftlet_store_f16_f32_##engine(uint16_t *dst, const swiftlet_places *places, const float *src,   \
                                       size_t count);                                                  \
  void swiftlet_store_qsi8_f32_##engine(int8_t *codes, const swiftlet_places *places, uint16_t *scale,   \
                                        const float *src, size_t count);                               \
  void swiftlet_rms_norm_f32_f32_f32_##engine(float *dst, const float *src, const float *weight,       \
                                              size_t count, float epsilon);                            \
  void swiftlet_add_f32_f32_##engine(float *dst, const float *src, size_t count);                      \
  void swiftlet_rope_f32_f32_##engine(float *dst, const float *src, const float *cosine,               \
                                      const float *sine, size_t half);                                 \
  void swiftlet_silu_multiply_f32_f32_##engine(float *gate, const float *up, size_t count);            \
  void swiftlet_gelu_multiply_f32_f32_##engine(float *gate, const float *up, size_t count);            \
  void swiftlet_divide_f32_f32_##engine(float *dst, const float *src, float divisor, size_t count);    \
  void swiftlet_attention_weights_f32_f16_##engine(                                                    \
      float *x, float *state, const uint16_t *value_scales, size_t count, float scale);                \
  void swiftlet_attention_fold_f32_f32_##engine(float *out, float *state, const float *part,           \
                                                const float *part_state, size_t count, float scale);   \
  void swiftlet_value_range_f32_f32_##engine(float *dst, const float *values, size_t count);           \
  void swiftlet_code_best_f32_f32_##engine(float *dst, const float *values, size_t count,              \
                                           const swiftlet_code_grid *grids, size_t grid_count);        \
  void swiftlet_code_refine_f32_f32_##engine(float *dst, const float *values, size_t count,            \
                                             const swiftlet_code_grid *grids, const float *scales,     \
                                             size_t grid_count);                                       \
  void swiftlet_code_error_f32_f32_##engine(float *dst, const float *values, size_t count,             \
                                            const swiftlet_code_grid *grid, float scale);              \
  void swiftlet_code_store_qai8_f32_##engine(uint8_t *codes, float *dst, const float *values,          \
                                             size_t count, const swiftlet_code_grid *grid, float scale); \
  void swiftlet_grid_steps_f32_f32_##engine(float *dst, const float *values, size_t count, float origin, \
                                            float extent, float first, float most);

SWIFTLET_DECLARE_INTEGER(scalar)
SWIFTLET_DECLARE_FLOAT(scalar)
#if defined(__x86_64__)
SWIFTLET_DECLARE_INTEGER(avx2)
SWIFTLET_DECLARE_FLOAT(avx2)
SWIFTLET_DECLARE_INTEGER(avx2_vnni)
SWIFTLET_DECLARE_INTEGER(avx512_vnni)
SWIFTLET_DECLARE_FLOAT(avx512_vnni)
#elif defined(__aarch64__)
SWIFTLET_DECLARE_INTEGER(neon)
SWIFTLET_DECLARE_FLOAT(neon)
SWIFTLET_DECLARE_INTEGER(neon_dotprod)
SWIFTLET_DECLARE_INTEGER(neon_i8mm)
#endif

#endif
