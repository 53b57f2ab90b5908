// The contracts of Swiftlet's kernels. One file per contract and instruction set implements each.
//
// Rules for all of them:
//  - No allocation, no lock, no state, no log. The caller owns memory and threads and has checked shapes.
//  - Every variant gives the bits of the scalar one. Integer sums inside a group are exact; float
//    reductions run over a virtual vector of 16 lanes in the order written at each contract;
//    a*b+c is always one fused operation; nothing else is contracted.
//  - A "virtual vector" reduction over n elements: lane l takes elements l, l+16, l+32, ... in order by
//    fma; a tail is read as if padded with +0 to a multiple of 16; lanes start at +0. The sum of the
//    lanes is the tree s[l] = v[l] + v[l+8] (l<8), then +4, +2, +1.
//  - Which NaN a NaN result is, is not defined: processors differ. That it is one, is.
//  - Pointers need no alignment beyond their element's unless said otherwise.
//
// Names: a variant is swiftlet_<operation>_<destination>[_<left>[_<right>]]_<engine>[_<feature>], with the
// types f32, f16, bf16; q = quantized, s/a = symmetric/asymmetric, i4/i8, d = per group of 32 at run time,
// g = per group of the matrix, p = packed in tiles. It lies in <family>/<family>_<engine>[_<feature>].c.
// Engines are scalar, avx2, avx512, neon; features vnni, dotprod, i8mm.
#ifndef SWIFTLET_KERNELS_H
#define SWIFTLET_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// What the bytes of a tile row's scales stand for: float16 with the bits first + step * byte, modulo 2^16.
typedef struct {
  uint16_t first;
  uint8_t step;
  uint8_t reserved;
} swiftlet_scale_range;

/// A matrix in the tile layout (TileLayout.swift): weights, or the keys or values of a cache.
typedef struct {
  const void *values;          ///< int4/int8 tiles, or floats (tile row, column, 16 rows)
  const void *scales;          ///< float16 (tile row, group, 16 rows); NULL for floats, or when all are 1
  const uint8_t *zero_points;  ///< (tile row, group, 16 rows): bytes, or halves of bytes for 4 bits, where row r shares
                               ///< one with row r + 8 and has its lower half; NULL when symmetric (8 or 128) or float
  int has_scale_ranges;        ///< scales are bytes (tile row; a swiftlet_scale_range, then group, 16 rows) instead; then
                               ///< tile_row_columns == columns
  size_t columns;              ///< padded to the group for quantized; exact for floats
  size_t group_size;           ///< 32, 64 or 128; 1 for floats
  size_t tile_row_columns;     ///< from one tile row to the next, in columns: >= columns, whole groups
} swiftlet_matrix;

/// Activations quantized to int8 (-127...127) in groups of 32 columns, group by group.
typedef struct {
  const int8_t *codes;           ///< (groups, token_stride, 32 columns)
  const float *scales;           ///< (groups, token_stride)
  const int32_t *negative_sums;  ///< (groups, token_stride): minus the sum of each group's codes
  size_t token_stride;           ///< tokens from one group to the next
} swiftlet_activations;

/// dst (tokens, dst_stride): dst[t][r] = W[r] . x[t] for rows 16*tile_row_begin ..< 16*tile_row_end.
///
/// Per (row, token), over activation groups a of 32 columns in order, starting at +0:
///   y = fma(float16_to_float(scale_w[row][group]) * scale_a[t][a],
///           (float)(dot(codes_w, codes_a) - zero_point * sum_a), y)
/// with the product of scales rounded to float32 first. Codes of 8 bits are stored minus 128, as signed
/// bytes; their zero points are not. dst_stride >= 16 * tile_row_end; padding rows are written too.
typedef void (*swiftlet_matmul_quantized)(float *dst, size_t dst_stride,
                                          const swiftlet_activations *lhs, size_t token_count,
                                          const swiftlet_matrix *rhs, size_t tile_row_begin,
                                          size_t tile_row_end);

/// The same for float weights and float activations lhs (tokens, lhs_stride).
///
/// Per (row, token): four sums a0..a3 start at +0; column c goes to a[c % 4] by
/// fma(w[row][c] widened to float32, x[t][c], a); the result is (a0 + a1) + (a2 + a3).
typedef void (*swiftlet_matmul_float)(float *dst, size_t dst_stride, const float *lhs,
                                      size_t lhs_stride, size_t token_count,
                                      const swiftlet_matrix *rhs, size_t tile_row_begin,
                                      size_t tile_row_end);

/// Codes, scales, negative sums of one token's `count` values padded with zeros to padded_count (a multiple
/// of 32); group g goes to codes + 32 * g * token_stride, scales + g * token_stride and so on.
///
/// Per group: m = max |x| (as the largest magnitude bit pattern). If m is not finite: scale = NaN
/// (0x7fc00000), codes and sum 0. If m < 1e-30: scale, codes and sum 0. Else scale = m / 127 and
/// code = round-to-even(x * (127 / m)), clamped to -127...127.
typedef void (*swiftlet_quantize_activations)(int8_t *codes, float *scales, int32_t *negative_sums,
                                              size_t token_stride, const float *src, size_t count,
                                              size_t padded_count);

/// dst[i] = (src[i] * r) * weight[i], r = 1 / sqrtf(sum / (float)count + epsilon), sum = virtual vector
/// reduction of src[i] * src[i]. dst may be src.
typedef void (*swiftlet_rms_norm)(float *dst, const float *src, const float *weight, size_t count,
                                  float epsilon);

/// dst[i] += src[i].
typedef void (*swiftlet_add)(float *dst, const float *src, size_t count);

/// Rotates the halves of one head (rotate-half RoPE): for i < half, with a = src[i], b = src[half + i]:
///   dst[i] = fma(a, cosine[i], -(b * sine[i])), dst[half + i] = fma(b, cosine[i], a * sine[i]).
/// dst may be src.
typedef void (*swiftlet_rope)(float *dst, const float *src, const float *cosine, const float *sine,
                              size_t half);

/// gate[i] = (gate[i] / (1 + exp(-gate[i]))) * up[i], with swiftlet_exp's polynomial.
typedef void (*swiftlet_silu_multiply)(float *gate, const float *up, size_t count);

/// GELU in its tanh form, 0.5 x (1 + tanh(u)) with u = sqrt(2 / pi) (x + 0.044715 x^3), times up. As
/// 0.5 (1 + tanh(u)) = 1 / (1 + exp(-2u)), it is one exponential: with x = gate[i],
///   gate[i] = (x / (1 + exp(-(x * fma(x * x, 0.07135482f, 1.5957691f))))) * up[i]
typedef void (*swiftlet_gelu_multiply)(float *gate, const float *up, size_t count);

/// dst[i] = src[i] / divisor. dst may be src.
typedef void (*swiftlet_divide)(float *dst, const float *src, float divisor, size_t count);

/// The weights of one query over a block of positions, in place of their scores.
///
/// state[0] = m, the largest of the `count` scores by comparisons x > m from -infinity on (which no NaN
/// passes), plus +0; state[1] = the sum of e[i] = exp((x[i] - m) * scale), a virtual vector reduction with
/// plain adds. Then x[i] = e[i], or e[i] * float(value_scales[i]) if there are scales. scale > 0.
typedef void (*swiftlet_attention_weights)(float *x, float *state, const uint16_t *value_scales,
                                           size_t count, float scale);

/// Adds a block's mix to what the blocks before it came to, with states as above:
///   m = part_state[0] > state[0] ? part_state[0] : state[0]
///   c = exp((state[0] - m) * scale), d = exp((part_state[0] - m) * scale)
///   state = {m, fma(state[1], c, part_state[1] * d)}, out[i] = fma(out[i], c, part[i] * d)
typedef void (*swiftlet_attention_fold)(float *out, float *state, const float *part,
                                        const float *part_state, size_t count, float scale);

/// Where the elements of a vector go that is stored as a row or as a column of tiles: element i to
/// i / 16 * sixteen + i % 16 / 4 * four + i % 4 * one, in elements of the destination.
typedef struct {
  size_t sixteen;  ///< distance between elements 16 apart
  size_t four;     ///< 4 apart
  size_t one;      ///< 1 apart
} swiftlet_places;

/// dst[place(i)] = src[i].
typedef void (*swiftlet_store_f32)(float *dst, const swiftlet_places *places, const float *src,
                                   size_t count);

/// dst[place(i)] = float16 bits nearest to src[i], ties to even.
typedef void (*swiftlet_store_f16)(uint16_t *dst, const swiftlet_places *places, const float *src,
                                   size_t count);

/// One vector to int8 with one float16 scale: m = max |x|; s = float16(m / 127) rounded to nearest;
/// if s is 0 or not finite: codes 0 (scale kept as 0, or the non-finite bits 0x7e00);
/// else code = round-to-even(x / float(s)), clamped to -127...127. codes[place(i)] is that of src[i].
typedef void (*swiftlet_store_i8)(int8_t *codes, const swiftlet_places *places, uint16_t *scale,
                                  const float *src, size_t count);

/// How a converter makes codes of a group of weights: the integer nearest to value * inverse + zero (two roundings),
/// ties to even, in 0...largest. A code's distance is code - zero. Groups have a multiple of 16 values.
typedef struct {
  float inverse;  ///< codes per unit
  float zero;     ///< the zero point, an integer in 0...largest
  float largest;  ///< 15 or 255
} swiftlet_code_grid;

/// dst[0], dst[1] = the smallest and the largest value.
typedef void (*swiftlet_value_range)(float *dst, const float *values, size_t count);

/// dst[0] = the largest p * p / q over `grids`, 0 if no q is above 0; dst[1] = the first grid that has it. p and q are
/// virtual vector reductions of value * distance and distance * distance (products rounded): p / q is the scale of least
/// squared error for these distances, p * p / q what it takes off the sum of squared values.
typedef void (*swiftlet_code_best)(float *dst, const float *values, size_t count, const swiftlet_code_grid *grids,
                                   size_t grid_count);

/// dst[0] = the virtual vector reduction of the squares of value - distance * scale (rounded).
typedef void (*swiftlet_code_error)(float *dst, const float *values, size_t count, const swiftlet_code_grid *grid,
                                    float scale);

/// The most grids that code_refine takes.
enum { SWIFTLET_REFINED_GRIDS = 4 };

/// For each grid, at most 4 of them: rounds its scale to float16 (2^-24 for 0), measures the error (code_error with inverse
/// 1 / scale), refits the scale to p / q, at most three times and while the error falls. dst[g] = the best scale,
/// dst[4 + g] = its error; 0 and infinity if scales[g] is beyond float16, and where there is no grid.
typedef void (*swiftlet_code_refine)(float *dst, const float *values, size_t count, const swiftlet_code_grid *grids,
                                     const float *scales, size_t grid_count);

/// codes[i] = the code; dst[0] = the largest magnitude of value - distance * scale, dst[1] = the sum of squared values.
typedef void (*swiftlet_code_store)(uint8_t *codes, float *dst, const float *values, size_t count,
                                    const swiftlet_code_grid *grid, float scale);

/// dst[0] = the first of the numbers first, first + 1, ... most of equal steps over `extent` from `origin` on which every
/// value lies but for 2^-12 of a step; 0 if none. first and most are small whole numbers.
typedef void (*swiftlet_grid_steps)(float *dst, const float *values, size_t count, float origin, float extent,
                                    float first, float most);

/// All kernels of one engine. Entries that an engine does not specialise point to the scalar ones.
typedef struct {
  const char *name;             ///< "scalar", "neon", "avx2", ...
  uint32_t required_features;   ///< SWIFTLET_CPU_... bits that the CPU must have
  swiftlet_matmul_quantized matmul_int4;
  swiftlet_matmul_quantized matmul_int8;
  swiftlet_matmul_float matmul_float32;
  swiftlet_matmul_float matmul_float16;
  swiftlet_matmul_float matmul_bfloat16;
  swiftlet_quantize_activations quantize_activations;
  swiftlet_rms_norm rms_norm;
  swiftlet_add add;
  swiftlet_rope rope;
  swiftlet_silu_multiply silu_multiply;
  swiftlet_gelu_multiply gelu_multiply;
  swiftlet_divide divide;
  swiftlet_attention_weights attention_weights;
  swiftlet_attention_fold attention_fold;
  swiftlet_store_f32 store_f32;
  swiftlet_store_f16 store_f16;
  swiftlet_store_i8 store_i8;
  swiftlet_value_range value_range;
  swiftlet_code_best code_best;
  swiftlet_code_refine code_refine;
  swiftlet_code_error code_error;
  swiftlet_code_store code_store;
  swiftlet_grid_steps grid_steps;
} swiftlet_kernel_set;

/// The kernel sets compiled for this architecture, best first, the scalar one last.
/// Returns their number and points `sets` at them; they live as long as the program.
size_t swiftlet_kernel_sets(const swiftlet_kernel_set *const **sets);

/// exp(x) with a defined sequence of operations: equal bits on every machine. Relative error under 2 ulp;
/// 0 below -87.3, +inf above 88.7, NaN for NaN.
float swiftlet_exp(float x);

#endif
