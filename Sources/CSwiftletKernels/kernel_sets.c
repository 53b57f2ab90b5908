// The catalogue: which variant each engine has of each contract.
#include "private/variants.h"
#include "swiftlet_system.h"

#define INTEGER_KERNELS(engine)                                   \
  .matmul_int4 = swiftlet_matmul_f32_qsi8d_qai4gp_##engine,       \
  .matmul_int8 = swiftlet_matmul_f32_qsi8d_qai8gp_##engine

#define FLOAT_KERNELS(engine)                                              \
  .matmul_float32 = swiftlet_matmul_f32_f32_f32p_##engine,                 \
  .matmul_float16 = swiftlet_matmul_f32_f32_f16p_##engine,                 \
  .matmul_bfloat16 = swiftlet_matmul_f32_f32_bf16p_##engine,               \
  .quantize_activations = swiftlet_quantize_qsi8d_f32_##engine,            \
  .rms_norm = swiftlet_rms_norm_f32_f32_f32_##engine,                      \
  .add = swiftlet_add_f32_f32_##engine,                                    \
  .rope = swiftlet_rope_f32_f32_##engine,                                  \
  .silu_multiply = swiftlet_silu_multiply_f32_f32_##engine,                \
  .gelu_multiply = swiftlet_gelu_multiply_f32_f32_##engine,                \
  .divide = swiftlet_divide_f32_f32_##engine,                              \
  .attention_weights = swiftlet_attention_weights_f32_f16_##engine,        \
  .attention_fold = swiftlet_attention_fold_f32_f32_##engine,              \
  .store_f32 = swiftlet_store_f32_f32_##engine,                            \
  .store_f16 = swiftlet_store_f16_f32_##engine,                            \
  .store_i8 = swiftlet_store_qsi8_f32_##engine,                            \
  .value_range = swiftlet_value_range_f32_f32_##engine,                    \
  .code_best = swiftlet_code_best_f32_f32_##engine,                        \
  .code_refine = swiftlet_code_refine_f32_f32_##engine,                    \
  .code_error = swiftlet_code_error_f32_f32_##engine,                      \
  .code_store = swiftlet_code_store_qai8_f32_##engine,                     \
  .grid_steps = swiftlet_grid_steps_f32_f32_##engine

static const swiftlet_kernel_set scalar_set = {
    .name = "scalar", .required_features = 0, INTEGER_KERNELS(scalar), FLOAT_KERNELS(scalar)};

#if defined(__x86_64__)
static const swiftlet_kernel_set avx2_set = {.name = "avx2",
                                             .required_features = SWIFTLET_CPU_AVX2,
                                             INTEGER_KERNELS(avx2),
                                             FLOAT_KERNELS(avx2)};
static const swiftlet_kernel_set avx2_vnni_set = {
    .name = "avx2_vnni",
    .required_features = SWIFTLET_CPU_AVX2 | SWIFTLET_CPU_AVX_VNNI,
    INTEGER_KERNELS(avx2_vnni),
    FLOAT_KERNELS(avx2)};
static const swiftlet_kernel_set avx512_vnni_set = {
    .name = "avx512_vnni",
    .required_features = SWIFTLET_CPU_AVX2 | SWIFTLET_CPU_AVX512 | SWIFTLET_CPU_AVX512_VNNI,
    INTEGER_KERNELS(avx512_vnni),
    FLOAT_KERNELS(avx512_vnni)};
#elif defined(__aarch64__)
static const swiftlet_kernel_set neon_set = {.name = "neon",
                                             .required_features = SWIFTLET_CPU_NEON,
                                             INTEGER_KERNELS(neon),
                                             FLOAT_KERNELS(neon)};
static const swiftlet_kernel_set neon_dotprod_set = {
    .name = "neon_dotprod",
    .required_features = SWIFTLET_CPU_NEON | SWIFTLET_CPU_DOTPROD,
    INTEGER_KERNELS(neon_dotprod),
    FLOAT_KERNELS(neon)};
static const swiftlet_kernel_set neon_i8mm_set = {
    .name = "neon_i8mm",
    .required_features = SWIFTLET_CPU_NEON | SWIFTLET_CPU_DOTPROD | SWIFTLET_CPU_I8MM,
    INTEGER_KERNELS(neon_i8mm),
    FLOAT_KERNELS(neon)};
#endif

// Best first.
static const swiftlet_kernel_set *const all_sets[] = {
#if defined(__x86_64__)
    &avx512_vnni_set, &avx2_vnni_set, &avx2_set,
#elif defined(__aarch64__)
    &neon_i8mm_set, &neon_dotprod_set, &neon_set,
#endif
    &scalar_set,
};

size_t swiftlet_kernel_sets(const swiftlet_kernel_set *const **sets) {
  *sets = all_sets;
  return sizeof(all_sets) / sizeof(all_sets[0]);
}
