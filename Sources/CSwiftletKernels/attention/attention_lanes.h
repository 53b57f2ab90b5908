// The contracts of attention_scalar.c on lanes; the includer defines NAME(contract).
//
// Inline functions are called with a constant `type`, so that each call has only its own loads.
#include "../private/lanes.h"

typedef enum { FLOAT32, FLOAT16, INT8 } element_type;

INLINE f32x16 load(const void *cache, size_t index, element_type type) {
  switch (type) {
    case FLOAT32: return lanes_load((const float *)cache + index);
    case FLOAT16: return lanes_load_half((const uint16_t *)cache + index);
    case INT8: return lanes_load_i8((const int8_t *)cache + index);
  }
}

INLINE f32x16 load_tail(const void *cache, size_t index, size_t n, element_type type) {
  switch (type) {
    case FLOAT32: return lanes_load_tail((const float *)cache + index, n);
    case FLOAT16: return lanes_load_half_tail((const uint16_t *)cache + index, n);
    case INT8: return lanes_load_i8_tail((const int8_t *)cache + index, n);
  }
}

INLINE void attention_scores(float *scores, const float *query, const void *keys,
                             const uint16_t *key_scales, size_t position_count, size_t head_dimension,
                             float scale, element_type type) {
  const size_t whole = head_dimension - head_dimension % LANES, tail = head_dimension % LANES;
  for (size_t p = 0; p < position_count; p++) {
    const size_t key = p * head_dimension;
    f32x16 products = lanes_zero();
    for (size_t d = 0; d < whole; d += LANES) {
      products = lanes_fma(lanes_load(query + d), load(keys, key + d, type), products);
    }
    if (tail != 0) {
      products = lanes_fma(lanes_load_tail(query + whole, tail),
                           load_tail(keys, key + whole, tail, type), products);
    }
    float dot = lanes_sum(products);
    if (type == INT8) dot = dot * swiftlet_from_half(key_scales[p]);
    scores[p] = dot * scale;
  }
}

INLINE f32x16 mix_weight(const float *weights, const uint16_t *value_scales, size_t p,
                         element_type type) {
  return lanes_splat(type == INT8 ? weights[p] * swiftlet_from_half(value_scales[p]) : weights[p]);
}

// Dimensions taken at a time, in vectors: enough sums in flight to hide the latency of the multiply-adds.
enum { MIX_BLOCK = 4 };

INLINE void attention_mix(float *out, const float *weights, const void *values,
                          const uint16_t *value_scales, size_t position_count, size_t head_dimension,
                          element_type type) {
  size_t d = 0;
  for (; d + MIX_BLOCK * LANES <= head_dimension; d += MIX_BLOCK * LANES) {
    f32x16 sums[MIX_BLOCK] = {lanes_zero()};
    for (size_t p = 0; p < position_count; p++) {
      const f32x16 weight = mix_weight(weights, value_scales, p, type);
      const size_t value = p * head_dimension + d;
#pragma unroll
      for (size_t b = 0; b < MIX_BLOCK; b++) {
        sums[b] = lanes_fma(weight, load(values, value + b * LANES, type), sums[b]);
      }
    }
    for (size_t b = 0; b < MIX_BLOCK; b++) lanes_store(out + d + b * LANES, sums[b]);
  }
  for (; d < head_dimension; d += LANES) {
    const size_t n = head_dimension - d < LANES ? head_dimension - d : LANES;
    f32x16 sum = lanes_zero();
    for (size_t p = 0; p < position_count; p++) {
      const size_t value = p * head_dimension + d;
      const f32x16 v =
          n == LANES ? load(values, value, type) : load_tail(values, value, n, type);
      sum = lanes_fma(mix_weight(weights, value_scales, p, type), v, sum);
    }
    lanes_store_tail(out + d, sum, n);
  }
}

void NAME(attention_scores_f32_f32_f32)(float *scores, const float *query, const float *keys,
                                        size_t position_count, size_t head_dimension, float scale) {
  attention_scores(scores, query, keys, NULL, position_count, head_dimension, scale, FLOAT32);
}

void NAME(attention_scores_f32_f32_f16)(float *scores, const float *query, const uint16_t *keys,
                                        size_t position_count, size_t head_dimension, float scale) {
  attention_scores(scores, query, keys, NULL, position_count, head_dimension, scale, FLOAT16);
}

void NAME(attention_scores_f32_f32_qsi8)(float *scores, const float *query, const int8_t *keys,
                                         const uint16_t *key_scales, size_t position_count,
                                         size_t head_dimension, float scale) {
  attention_scores(scores, query, keys, key_scales, position_count, head_dimension, scale, INT8);
}

void NAME(attention_mix_f32_f32_f32)(float *out, const float *weights, const float *values,
                                     size_t position_count, size_t head_dimension) {
  attention_mix(out, weights, values, NULL, position_count, head_dimension, FLOAT32);
}

void NAME(attention_mix_f32_f32_f16)(float *out, const float *weights, const uint16_t *values,
                                     size_t position_count, size_t head_dimension) {
  attention_mix(out, weights, values, NULL, position_count, head_dimension, FLOAT16);
}

void NAME(attention_mix_f32_f32_qsi8)(float *out, const float *weights, const int8_t *values,
                                      const uint16_t *value_scales, size_t position_count,
                                      size_t head_dimension) {
  attention_mix(out, weights, values, value_scales, position_count, head_dimension, INT8);
}
