// The contracts of attention_scalar.c on lanes; the includer defines NAME(contract).
#include "../private/lanes.h"

// Keys of floats: float32 and float16 differ in how they are loaded.
#define ATTENTION_SCORES(suffix, element, load, load_tail) \
void NAME(attention_scores_f32_f32_##suffix)(float *scores, const float *query, const element *keys, \
                                        size_t position_count, size_t head_dimension, float scale) { \
  const size_t whole = head_dimension - head_dimension % LANES, tail = head_dimension % LANES; \
  for (size_t p = 0; p < position_count; p++) { \
    const element *key = keys + p * head_dimension; \
    f32x16 products = lanes_zero(); \
    for (size_t d = 0; d < whole; d += LANES) { \
      products = lanes_fma(lanes_load(query + d), load(key + d), products); \
    } \
    if (tail != 0) { \
      products = lanes_fma(lanes_load_tail(query + whole, tail), \
                           load_tail(key + whole, tail), products); \
    } \
    scores[p] = lanes_sum(products) * scale; \
  } \
}

ATTENTION_SCORES(f32, float, lanes_load, lanes_load_tail)
ATTENTION_SCORES(f16, uint16_t, lanes_load_half, lanes_load_half_tail)

void NAME(attention_scores_f32_f32_qsi8)(float *scores, const float *query, const int8_t *keys,
                                         const uint16_t *key_scales, size_t position_count,
                                         size_t head_dimension, float scale) {
  const size_t whole = head_dimension - head_dimension % LANES, tail = head_dimension % LANES;
  for (size_t p = 0; p < position_count; p++) {
    const int8_t *key = keys + p * head_dimension;
    f32x16 products = lanes_zero();
    for (size_t d = 0; d < whole; d += LANES) {
      products = lanes_fma(lanes_load(query + d), lanes_load_i8(key + d), products);
    }
    if (tail != 0) {
      products = lanes_fma(lanes_load_tail(query + whole, tail),
                           lanes_load_i8_tail(key + whole, tail), products);
    }
    scores[p] = (lanes_sum(products) * swiftlet_from_half(key_scales[p])) * scale;
  }
}

// 64 dimensions at a time: enough sums in flight to hide the latency of the multiply-adds.
enum { MIX_BLOCK = 4 };

#define ATTENTION_MIX(suffix, element, load, load_tail) \
void NAME(attention_mix_f32_f32_##suffix)(float *out, const float *weights, const element *values, \
                                     size_t position_count, size_t head_dimension) { \
  size_t d = 0; \
  for (; d + MIX_BLOCK * LANES <= head_dimension; d += MIX_BLOCK * LANES) { \
    f32x16 sums[MIX_BLOCK] = {lanes_zero()}; \
    for (size_t p = 0; p < position_count; p++) { \
      const f32x16 weight = lanes_splat(weights[p]); \
      const element *value = values + p * head_dimension + d; \
      for (size_t b = 0; b < MIX_BLOCK; b++) { \
        sums[b] = lanes_fma(weight, load(value + b * LANES), sums[b]); \
      } \
    } \
    for (size_t b = 0; b < MIX_BLOCK; b++) lanes_store(out + d + b * LANES, sums[b]); \
  } \
  for (; d < head_dimension; d += LANES) { \
    const size_t n = head_dimension - d < LANES ? head_dimension - d : LANES; \
    f32x16 sum = lanes_zero(); \
    for (size_t p = 0; p < position_count; p++) { \
      const element *value = values + p * head_dimension + d; \
      const f32x16 v = n == LANES ? load(value) : load_tail(value, n); \
      sum = lanes_fma(lanes_splat(weights[p]), v, sum); \
    } \
    lanes_store_tail(out + d, sum, n); \
  } \
}

ATTENTION_MIX(f32, float, lanes_load, lanes_load_tail)
ATTENTION_MIX(f16, uint16_t, lanes_load_half, lanes_load_half_tail)

void NAME(attention_mix_f32_f32_qsi8)(float *out, const float *weights, const int8_t *values,
                                      const uint16_t *value_scales, size_t position_count,
                                      size_t head_dimension) {
  size_t d = 0;
  for (; d + MIX_BLOCK * LANES <= head_dimension; d += MIX_BLOCK * LANES) {
    f32x16 sums[MIX_BLOCK] = {lanes_zero()};
    for (size_t p = 0; p < position_count; p++) {
      const f32x16 weight = lanes_splat(weights[p] * swiftlet_from_half(value_scales[p]));
      const int8_t *value = values + p * head_dimension + d;
      for (size_t b = 0; b < MIX_BLOCK; b++) {
        sums[b] = lanes_fma(weight, lanes_load_i8(value + b * LANES), sums[b]);
      }
    }
    for (size_t b = 0; b < MIX_BLOCK; b++) lanes_store(out + d + b * LANES, sums[b]);
  }
  for (; d < head_dimension; d += LANES) {
    const size_t n = head_dimension - d < LANES ? head_dimension - d : LANES;
    f32x16 sum = lanes_zero();
    for (size_t p = 0; p < position_count; p++) {
      const f32x16 weight = lanes_splat(weights[p] * swiftlet_from_half(value_scales[p]));
      const int8_t *value = values + p * head_dimension + d;
      const f32x16 v = n == LANES ? lanes_load_i8(value) : lanes_load_i8_tail(value, n);
      sum = lanes_fma(weight, v, sum);
    }
    lanes_store_tail(out + d, sum, n);
  }
}
